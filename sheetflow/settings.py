"""The installation's settings, read from an environment mapping: every problem at once, secrets also from files.

read_settings({"SHEETFLOW_PORT": "8000", "SHEETFLOW_SECRET_KEY_FILE": "/run/secrets/key"})
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

from sheetflow.errors import BadInput, Problem, unread_zh
from sheetflow.examples import EXAMPLES
from sheetflow.model import Language
from sheetflow.pings import is_key
from sheetflow.schema import DISPATCHING, Dispatching

PREFIX = "SHEETFLOW_"

#: Seconds between two cycles: Google's quota allows one a minute with room to spare, the local workbook more.
CYCLE_GOOGLE, CYCLE_LOCAL = 60.0, 2.0

#: Seconds between two at night while nobody types, on Google: as old as the heartbeat in the sheet may get.
CYCLE_QUIET = 240.0

#: Percent of Google's quota that is ours, so that people's own scripts and a second desk find the other half.
QUOTA_SHARE = 50

#: A port is a number of 16 bits (RFC 9293, 3.1).
MOST_PORTS = 65_535

#: How the addresses begin that pages, mail and the ledger understand.
WEB, MAIL = ("http", "https"), ("smtp", "smtps")
DATABASES = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")

#: Settings that are secrets, each of which may stand in a file named by ..._FILE, with how it begins where it is an
#: address.
SECRETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "SECRET_KEY": (),
        "SMTP_URL": MAIL,
        "DATABASE_URL": DATABASES,
        "SHEETS_TOKEN": (),
        "PING_SECRET": (),
    }
)

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """How this installation runs; "" means not set."""

    spreadsheet_id: str
    sheets_url: str
    sheets_token: str
    credentials: str
    database_url: str
    data_dir: Path
    host: str
    port: int
    smtp_url: str
    public_url: str
    secret_key: str
    ping_keys: tuple[str, ...]
    locale: Language
    profile: str
    schema: Path
    cycle_seconds: float
    quiet_cycle_seconds: float
    dispatch: Dispatching | None
    observe: bool
    max_changes: int | None
    quota_share: int
    #: Of several branches (branches.py): the name, what people call it, the folder of what all of them share, and the
    #: names of those who use the same account.
    branch: str = ""
    title: str = ""
    shared_dir: Path | None = None
    sharing: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """Give what the addresses of its pages begin with: "" where it is the only one, else such as /b/east."""
        return f"/b/{self.branch}" if self.branch else ""

    @property
    def embedded(self) -> bool:
        """Say whether the workbook lives in this process."""
        return not (self.spreadsheet_id or self.sheets_url)

    @property
    def on_google(self) -> bool:
        """Say whether the spreadsheet is Google's, whose calls are counted."""
        return bool(self.spreadsheet_id) and not self.sheets_url

    @property
    def desk_url(self) -> str:
        """Give the address at which the desk answers: on this machine only, until people log in."""
        return f"http://{self.host}:{self.port}{self.prefix}"


def read_settings(env: Mapping[str, str], *, home: Path) -> Settings:
    """Give the settings of an environment. Raises BadInput with a sentence for each that can't be used.

    `home` holds sheet_schema.yaml, and `var/` unless SHEETFLOW_DATA_DIR says otherwise.
    """
    reader = _Reader(env)
    embedded = not (reader.text("SPREADSHEET_ID") or reader.text("SHEETS_URL"))
    schema, profile = schema_of(env, home=home)
    settings = Settings(
        spreadsheet_id=reader.text("SPREADSHEET_ID"),
        sheets_url=reader.url("SHEETS_URL", WEB, "http://127.0.0.1:8765"),
        sheets_token=reader.text("SHEETS_TOKEN"),
        credentials=reader.text("CREDENTIALS"),
        database_url=reader.url("DATABASE_URL", DATABASES, "postgresql://user:password@host/name"),
        data_dir=Path(reader.text("DATA_DIR") or home / "var").expanduser().resolve(),
        host=reader.text("HOST") or "127.0.0.1",
        port=reader.read("PORT", 8000, _port),
        smtp_url=reader.url("SMTP_URL", MAIL, "smtp://user:password@host:587"),
        public_url=reader.url("PUBLIC_URL", WEB, "https://desk.example.com").rstrip("/"),
        secret_key=reader.text("SECRET_KEY"),
        ping_keys=reader.ping_keys("PING_SECRET"),
        locale=reader.read("LOCALE", system_language(env), _language),
        profile=profile,
        schema=schema,
        cycle_seconds=reader.cycle(embedded=embedded),
        quiet_cycle_seconds=reader.quiet_cycle(embedded=embedded),
        dispatch=reader.read("DISPATCH", None, _dispatch),
        observe=reader.read("OBSERVE", False, _switch),
        max_changes=reader.read("MAX_CHANGES", None, _count),
        quota_share=reader.read("QUOTA_SHARE", QUOTA_SHARE, _percent),
    )
    if settings.spreadsheet_id and not (settings.credentials or settings.sheets_url):
        reader.add(
            "CREDENTIALS", "it isn't set, and a Google spreadsheet is", "Name the key file",
            "没有填,却填了谷歌表格", "请写上密钥文件",
        )  # fmt: skip
    if reader.problems:
        raise BadInput(reader.problems)
    return settings


def schema_of(env: Mapping[str, str], *, home: Path) -> tuple[Path, str]:
    """Give the schema's file and its profile, "" for none: what is to be checked though other settings are wrong."""
    reader = _Reader(env)
    return Path(reader.text("SCHEMA") or home / "sheet_schema.yaml"), reader.text("PROFILE")


def language_of(env: Mapping[str, str]) -> Language:
    """Give the language in which to say that other settings can't be used."""
    return _Reader(env).read("LOCALE", system_language(env), _language)


def system_language(env: Mapping[str, str]) -> Language:
    """Give zh where the system's language is Chinese, else en."""
    names = (env.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


class _Reader:
    """Reads one setting after the other and keeps what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        value = self._env.get(PREFIX + name, "").strip()
        path = self._env.get(f"{PREFIX}{name}_FILE", "").strip()
        if value or not path or name not in SECRETS:
            return value
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as fault:
            found = f"the file can't be read ({fault.strerror})"
            zh = f"读不到文件({unread_zh(fault)})"
            remedy = "Name a file that this user may read"
            self.add(f"{name}_FILE", found, remedy, zh, "请写一个有权限读的文件")
            return ""

    def read(self, name: str, default: T, convert: Callable[[str], T]) -> T:
        text = self.text(name)
        if not text:
            return default
        try:
            return convert(text)
        except ValueError:
            found, example = f"'{text}' can't be used", EXAMPLES[name]
            remedy, remedy_zh = f"Write {example.en}", f"请写{example.zh}"
            self.add(name, found, remedy, f"「{text}」不能用", remedy_zh)
            return default

    def url(self, name: str, schemes: tuple[str, ...], example: str) -> str:
        """Give an address; a wrong one isn't repeated, for it may hold a password."""
        text = self.text(name)
        scheme, _, rest = text.partition("://")
        if text and not (scheme.lower() in schemes and (rest or scheme == "sqlite")):
            found = f"this is no address that begins with {' or '.join(schemes[:2])}"
            zh = f"不是以 {' 或 '.join(schemes[:2])} 开头的地址"
            self.add(name, found, f"Write it such as {example}", zh, f"请写成这样:{example}")
        return text

    def cycle(self, *, embedded: bool) -> float:
        usual = CYCLE_LOCAL if embedded else CYCLE_GOOGLE
        return self.read("CYCLE_SECONDS", usual, _seconds)

    def quiet_cycle(self, *, embedded: bool) -> float:
        by_day = self.cycle(embedded=embedded)
        usual = by_day if embedded else max(CYCLE_QUIET, by_day)
        return self.read("QUIET_CYCLE_SECONDS", usual, _quiet_seconds)

    def ping_keys(self, name: str) -> tuple[str, ...]:
        """Give the keys that pings are signed with, the newest first; a wrong one isn't repeated either."""
        keys = tuple(key for part in self.text(name).split(",") if (key := part.strip()))
        if not all(map(is_key, keys)):
            found = (
                "this isn't whsec_ and the base64 of 24 to 64 bytes, or several parted by commas"
            )
            zh = "不是 whsec_ 加24至64字节的 base64,也不是用逗号隔开的几个"
            remedy, remedy_zh = (
                "Write what `sheetflow ping-key` prints",
                "请写 `sheetflow ping-key` 打印的",
            )
            self.add(name, found, remedy, zh, remedy_zh)
        return keys

    def add(self, name: str, *said: str) -> None:
        problem = Problem(PREFIX + name, *said)
        if problem not in self.problems:
            self.problems.append(problem)


def _language(text: str) -> Language:
    code = text.replace("_", "-").split("-")[0].lower()
    if code not in ("zh", "en"):
        raise ValueError(text)
    return cast(Language, code)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < math.inf:
        raise ValueError(text)
    return seconds


def _quiet_seconds(text: str) -> float:
    seconds = _seconds(text)
    if seconds > CYCLE_QUIET:
        raise ValueError(text)
    return seconds


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _percent(text: str) -> int:
    percent = _count(text)
    if percent > 100:
        raise ValueError(text)
    return percent


def _port(text: str) -> int:
    port = _count(text)
    if port > MOST_PORTS:
        raise ValueError(text)
    return port


def _dispatch(text: str) -> Dispatching:
    return cast(Dispatching, _known(text, *DISPATCHING))


def _switch(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    return words[_known(text.lower(), *words)]


def _known(text: str, *words: str) -> str:
    if text not in words:
        raise ValueError(text)
    return text
