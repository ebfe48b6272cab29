"""Several spreadsheets in one service: the file in which a shop names its branches, as settings of each.

    east:
      title: 城东店
      spreadsheet: 1aBcDeFgHiJkLmNoPqRsTuVwXyZ
    north:
      title: 城北店
      spreadsheet: local

What a branch doesn't say counts as the environment has it. Each keeps a data folder of its own, DATA_DIR/branches/NAME
unless it names another, so ledgers never mix; the calls of Google are counted in DATA_DIR for all together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sheetflow.errors import BadInput, Problem
from sheetflow.schema.places import Spot, read, text_of
from sheetflow.settings import PREFIX, SECRETS, Settings, read_settings

#: The setting that names the file.
BRANCHES = f"{PREFIX}BRANCHES"

LOCAL = "local"

#: What is one spreadsheet's alone, so that it stands in the file or nowhere.
_OWN = ("SPREADSHEET_ID", "SHEETS_URL", "SHEETS_TOKEN", "DATABASE_URL")
_APART = {f"{PREFIX}{own}{kind}" for own in _OWN for kind in ("", "_FILE")}

#: What a branch may say, by the setting's name; a secret may stand in a file here too.
_SAYS: Mapping[str, str] = {
    "spreadsheet": "SPREADSHEET_ID",
    **{
        name: name.upper()
        for name in (
            "sheets_url", "sheets_token", "credentials", "database_url", "data_dir", "smtp_url", "locale",
            "profile", "schema", "cycle_seconds", "quiet_cycle_seconds", "dispatch", "observe", "max_changes",
            "ping_secret",
        )
    },
}  # fmt: skip
_FILES = {f"{name.lower()}_file" for name in SECRETS if name.lower() in _SAYS}
_PATHS = {"credentials", "schema", *_FILES}

#: What an id of Google's is made of.
_ID = re.compile(r"[A-Za-z0-9_-]+")

_NESTED = (Mapping, list, tuple)

#: A name stands in addresses, in folders' names and after --branch.
_NAME, _LONGEST_NAME = re.compile(r"[a-z0-9][a-z0-9-]*"), 30


def read_branches(env: Mapping[str, str], *, home: Path) -> tuple[Settings, ...]:
    """Give the settings of each branch in the file's order; without a file those of the only spreadsheet.

    Raises BadInput with every problem of the file, each with its line.
    """
    path = env.get(BRANCHES, "").strip()
    if not path:
        return (read_settings(env, home=home),)
    file = Path(path).expanduser()
    spot, problems = read(text_of(file), file.name)
    problems += _set_besides(env)
    if not isinstance(spot.value, Mapping) or not spot.value:
        found, remedy = "no branch stands here", "Write a name and its spreadsheet"
        none = Problem(file.name, found, remedy, "这里没有分店", "请写上分店名字和它的表格")
        raise BadInput([*problems, none])
    common = {name: value for name, value in env.items() if name not in _APART}
    found_all = [
        (one, _settings(name, one, common, home, file.parent.resolve(), problems))
        for name, one in spot.value.items()
    ]
    branches = [(one, settings) for one, settings in found_all if settings is not None]
    problems += _mixed(branches)
    if problems:
        raise BadInput(dict.fromkeys(problems))
    return tuple(_beside([settings for _, settings in branches]))


def _set_besides(env: Mapping[str, str]) -> Iterator[Problem]:
    for name in sorted(_APART):
        if env.get(name, "").strip():
            found = f"it is set beside {BRANCHES}, and every branch has its own"
            zh = f"和 {BRANCHES} 一起填了,而每家分店各有各的"
            yield Problem(name, found, "Write it into the branches' file", zh, "请写进分店文件")


def _settings(
    name: str, spot: Spot, env: Mapping[str, str], home: Path, here: Path, problems: list[Problem]
) -> Settings | None:
    """Give a branch's settings; what is wrong with them goes to the problems."""
    before = len(problems)
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        remedy = (
            f"Name it by at most {_LONGEST_NAME} of a-z, 0-9 and -; `title` is what people read"
        )
        found, found_zh = f"'{name}' can't stand in an address", f"「{name}」不能写进网址"
        zh = f"请用最多{_LONGEST_NAME}个 a-z、0-9 和 - 起名;给人看的名字写在 title"
        problems.append(Problem(spot.where, found, remedy, found_zh, zh))
    says = spot.value if isinstance(spot.value, Mapping) else {}
    problems += _unsaid(says, spot)
    plain = {key: one for key, one in says.items() if not isinstance(one.value, _NESTED)}
    given = {key: _text(key, one, here) for key, one in plain.items() if key != "title"}
    if given.get("spreadsheet") == LOCAL:
        given["spreadsheet"] = ""
    own = {f"{PREFIX}{_setting(key)}": text for key, text in given.items()}
    for key in _FILES & given.keys():
        own.setdefault(f"{PREFIX}{key.removesuffix('_file').upper()}", "")  # before that of all
    data = Path(env.get(f"{PREFIX}DATA_DIR", "").strip() or home / "var").expanduser().resolve()
    own[f"{PREFIX}DATA_DIR"] = str(data / (given.get("data_dir") or f"branches/{name}"))
    try:
        settings = read_settings({**env, **own}, home=home)
    except BadInput as fault:
        places = {f"{PREFIX}{_setting(key)}": one.where for key, one in says.items()}
        places.setdefault(f"{PREFIX}CREDENTIALS", f"{spot.where}.credentials")
        problems += [replace(one, where=places.get(one.where, one.where)) for one in fault.problems]
        return None
    if len(problems) > before:
        return None
    title = _text("title", plain["title"], here) if "title" in plain else name
    return replace(settings, branch=name, title=title, shared_dir=data)


def _unsaid(says: Mapping[str, Spot], branch: Spot) -> Iterator[Problem]:
    """Yield what can't be said of a branch, and that its spreadsheet wasn't."""
    known = {"title", *_SAYS, *_FILES}
    for key, one in says.items():
        if key not in known:
            names, found, zh = sorted(known), f"'{key}' isn't known", f"不认识「{key}」"
            remedy, remedy_zh = (
                f"Write one of {', '.join(names)}",
                f"请写其中一个:{'、'.join(names)}",
            )
            yield Problem(one.where, found, remedy, zh, remedy_zh)
        elif isinstance(one.value, _NESTED):
            found, remedy = "one value was expected", f"Write {key}: and the value"
            yield Problem(one.where, found, remedy, "这里应是一个值", f"请写 {key}: 和它的值")
    if "spreadsheet" not in says or says["spreadsheet"].value in (None, ""):
        remedy = f"Write spreadsheet: and the id out of its address, or {LOCAL}"
        zh = f"请写 spreadsheet: 和网址里的那串编号,或 {LOCAL}"
        yield Problem(branch.where, "its spreadsheet isn't named", remedy, "没有写它的表格", zh)
    elif not isinstance(named := says["spreadsheet"].value, _NESTED) and not _ID.fullmatch(
        str(named).strip()
    ):
        remedy = "Write the long part of its address between /d/ and /edit"
        found, found_zh = f"'{named}' is no spreadsheet's id", f"「{named}」不是表格的编号"
        zh = "请写网址里 /d/ 和 /edit 之间的那一串"
        yield Problem(says["spreadsheet"].where, found, remedy, found_zh, zh)


def _setting(key: str) -> str:
    return _SAYS.get(key, key.upper())


def _text(key: str, spot: Spot, here: Path) -> str:
    """Give a value as the environment would have it; paths count from the file's folder."""
    text = "" if spot.value is None else str(spot.value).strip()
    return str(here / Path(text).expanduser()) if key in _PATHS and text else text


def _mixed(branches: Sequence[tuple[Spot, Settings]]) -> Iterator[Problem]:
    """Yield where two branches would share a spreadsheet, a database or a data folder."""
    first: dict[tuple[str, str], str] = {}
    for spot, settings in branches:
        sheet = settings.spreadsheet_id and f"{settings.sheets_url} {settings.spreadsheet_id}"
        for what, value in (
            ("spreadsheet", sheet),
            ("database_url", settings.database_url),
            ("data_dir", str(settings.data_dir)),
        ):
            other = first.setdefault((what, value), settings.branch) if value else settings.branch
            if other != settings.branch:
                found = f"has the {what} of '{other}': their tickets would mix"
                zh = f"和「{other}」的 {what} 相同,工单会混在一起"
                remedy, remedy_zh = f"Give it a {what} of its own", f"请给它自己的 {what}"
                yield Problem(spot.where, found, remedy, zh, remedy_zh)


def _beside(branches: Sequence[Settings]) -> Iterator[Settings]:
    """Yield each with the names of all who call Google by the same key."""
    calling = [one for one in branches if one.on_google]
    for one in branches:
        alike = [other.branch for other in calling if other.credentials == one.credentials]
        yield replace(one, sharing=tuple(sorted(alike)) if one.on_google else ())
