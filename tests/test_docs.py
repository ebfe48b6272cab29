"""The docs say what is so: links lead somewhere, examples run, tables name what there is and nothing else.

A page's commands are run in order, as a reader types them, in a folder of their own; where a page connects to Google
the local twin stands in. Its YAML is laid over the schema, its JSON is sent, its Python and diffs go into a copy of
the project whose tests are then run there.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import requests
import yaml
from click.testing import CliRunner

from sheetflow.bootstrap import open_house
from sheetflow.branches import read_branches
from sheetflow.cli import main
from sheetflow.clock import FixedClock
from sheetflow.commands.policy import apply
from sheetflow.errors import BadInput
from sheetflow.localsheets import LocalSheets, local_client, serve
from sheetflow.schema import load
from sheetflow.settings import PREFIX, SECRETS, read_settings
from sheetflow.store import google
from sheetflow.store.outcomes import Outcome, Rejected
from tests.ports import free_port

ROOT = Path(__file__).parents[1]
#: Written before the program: it names commands, files and settings that may never be. Only its links are held to.
DESIGN = sorted((ROOT / "docs" / "design").glob("*.md"))
PAGES = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md")] + [
    page for page in sorted((ROOT / "docs").rglob("*.md")) if page not in DESIGN
]
HOWTO = ROOT / "docs" / "howto"
HELP = sorted(HOWTO.glob("*.zh-CN.md"))
#: Its examples are tested where importing is: tests/importing/test_docs.py.
ELSEWHERE = HOWTO / "import.md"

README = (ROOT / "README.md").read_text("utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


every_page = pytest.mark.parametrize("page", [pytest.param(p, id=name_of(p)) for p in PAGES])


@dataclass(frozen=True)
class Block:
    """A fenced example: its language, its text, and the file that the line before it names."""

    language: str
    text: str
    file: str


def blocks(page: Path, *languages: str) -> list[Block]:
    """Give a page's examples in these languages, all when none is named."""
    found = []
    lines = iter(page.read_text("utf-8").splitlines())
    before = ""
    for line in lines:
        if line.startswith("```"):
            body = list(iter(lambda: next(lines), "```"))
            named = re.fullmatch(r"`([\w./-]+)`:", before)
            block = Block(line[3:], "\n".join(body) + "\n", named[1] if named else "")
            found += [block] if not languages or block.language in languages else []
        elif line.strip():
            before = line
    return found


# ── What pages point at ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_example_is_in_a_language_that_is_checked_here() -> None:
    pages = (page for page in PAGES if page != ELSEWHERE)
    languages = {block.language for page in pages for block in blocks(page)}
    assert languages <= {"sh", "json", "yaml", "python", "diff", "text"}


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


def dead_links(page: Path) -> Iterator[str]:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("page", [pytest.param(p, id=name_of(p)) for p in [*PAGES, *DESIGN]])
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


def test_every_design_document_that_is_cited_is_there() -> None:
    files = [p for folder in ("sheetflow", "tests", "bench") for p in (ROOT / folder).rglob("*.py")]
    text = "".join(p.read_text("utf-8") for p in [*files, ROOT / "sheet_schema.yaml"])
    cited = set(re.findall(r"(?<![\w.-])[A-Z][A-Z_]+\.md", text))
    assert cited - {"README.md", "CHANGELOG.md"} <= {p.name for p in DESIGN}
    assert "WORKFLOW.md" in cited


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](page.md) [b](#here) [c](nowhere.md) [d](#there)\n")
    assert list(dead_links(page)) == ["nowhere.md", "#there"]


@every_page
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    """Names with a slash are paths in the project; a page may name the file that it has the reader make."""
    made = {block.file for block in blocks(page)}
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(
        r"`((?:sheetflow|tests|docs|bench|scripts)/[\w./*-]+|[\w]+\.(?:py|yaml))`", text
    )
    known = {path.name for path in (ROOT / "sheetflow").rglob("*.py")}
    gone = [
        n for n in named
        if n not in made and n not in known and not list(ROOT.glob(n)) and not list((ROOT / "sheetflow").glob(n))
    ]  # fmt: skip
    assert gone == []


def test_the_picture_of_the_house_shows_rooms_that_are_there() -> None:
    (picture,) = blocks(ROOT / "docs" / "architecture.md", "text")
    rooms = re.findall(r"\b([a-z_]+(?:\.py|/))", picture.text)
    assert len(rooms) > 20
    assert [room for room in rooms if not (ROOT / "sheetflow" / room).exists()] == []


def test_every_decision_is_in_the_index_once_and_in_order() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    files = sorted(p.name for p in (ROOT / "docs/decisions").glob("0*.md"))
    assert re.findall(r"\((0\d+-[\w-]+\.md)\)", index) == files


def test_the_screenshot_is_small() -> None:
    assert 10_000 < (ROOT / "docs/images/desk.png").stat().st_size < 200_000


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    first = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first is not None
    assert first[1] == version


# ── Settings, commands, pages, words ────────────────────────────────────────────────────────────────────────────────


class Asked(dict[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return default


def settings() -> set[str]:
    """Name every setting that the program reads, the files of its secrets among them."""
    asked = Asked()
    read_branches(asked, home=ROOT)
    secret_files = {f"{PREFIX}{name}_FILE" for name in SECRETS}
    asked_for = {name for name in asked.names if name.startswith(PREFIX)}
    return {name for name in asked_for if not name.endswith("_FILE")} | secret_files


def test_the_readme_names_every_setting_and_no_other() -> None:
    assert set(re.findall(r"SHEETFLOW_[A-Z_]+", README)) == settings()


def test_its_table_of_settings_is_complete() -> None:
    table = re.findall(r"^\| `(SHEETFLOW_[A-Z_]+)` \|", README, re.MULTILINE)
    assert sorted(table) == sorted(n for n in settings() if not n.endswith("_FILE"))


@every_page
def test_a_page_names_no_setting_that_nobody_reads(page: Path) -> None:
    """But for one that the page has the reader add."""
    text = re.sub(r"```diff.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"SHEETFLOW_[A-Z_]+", text)) <= settings()


def test_the_readme_lists_every_command_and_no_other() -> None:
    table = re.findall(r"^\| `sheetflow ([\w-]+)[^|]*` \|", README, re.MULTILINE)
    assert sorted(table) == sorted(main.commands)


@every_page
def test_a_page_names_no_command_and_no_option_that_isnt_there(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    said = re.findall(r"`sheetflow ([a-z-]+)", text)
    options = {opt for command in commands_of(main) for p in command.params for opt in p.opts}
    assert set(said) <= set(main.commands)
    assert set(re.findall(r"`(--[\w-]+)[` ]", text)) <= options


def commands_of(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from commands_of(command)


def words_of_the_schema() -> set[str]:
    """Give every Chinese label that a person can see in the sheet: tabs, columns, choices, and other wordings."""
    found: set[str] = set()
    schema = load(ROOT / "sheet_schema.yaml")
    for tab in schema.tabs:
        found.add(tab.label.zh)
        for column in tab.columns:
            found |= {column.label.zh, *(label.zh for label in column.choice_labels.values())}
    return found


@pytest.mark.parametrize("page", [pytest.param(p, id=p.name) for p in HELP])
def test_a_page_of_help_quotes_words_as_the_sheet_has_them(page: Path) -> None:
    """A whole sentence in 「」 is one of ours, quoted; a 「不清楚型号」 is what people write."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    quoted = {q for q in re.findall(r"「([^」]+)」", text) if "、" not in q}
    ours = {"不清楚型号", "明天下午", "系统最后运行"}
    assert quoted - ours <= words_of_the_schema()


def test_the_page_on_google_quotes_what_sheetflow_says() -> None:
    page = (HOWTO / "google.md").read_text("utf-8").partition("## What happens when Google")[0]
    told = re.findall(r"^\| (?!it says|-)([^|]+?) \|", page, re.MULTILINE)
    answers = (
        Rejected(403, "Google Sheets API has not been used in project 1 before"),
        Rejected(403, "The caller does not have permission"),
        Rejected(404, "Requested entity was not found."),
        Rejected(400, "This operation is not supported for this document"),
    )
    sentences = [google.remedy(answer, "1aB", "desk@example.com").en for answer in answers]
    assert [next(s for s in sentences if words in s) for words in told[:4]] == sentences
    source = (ROOT / "sheetflow/store/provision/provisioning.py").read_text("utf-8")
    assert all(words in source for words in told[4:])


def test_the_page_on_google_names_every_outcome_of_a_call() -> None:
    page = (HOWTO / "google.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(get_args(Outcome))


def test_the_example_key_has_the_shape_of_a_key_and_opens_nothing() -> None:
    path = ROOT / "credentials.example.json"
    assert google.read_key(path)["client_email"].endswith(".iam.gserviceaccount.com")
    with pytest.raises(BadInput, match="incomplete or damaged"):
        google.connect_google(path, "1aB")


# ── YAML: laid over the schema ──────────────────────────────────────────────────────────────────────────────────────


def merged(under: yaml.Node, over: yaml.Node) -> yaml.Node:
    """Lay a snippet, written with its full path, over the whole file; nodes keep words as they were written.

    What stands in braces takes the place of what was there.
    """
    if not isinstance(under, yaml.MappingNode) or not isinstance(over, yaml.MappingNode):
        return over
    if over.flow_style:
        return over
    found = {key.value: (key, value) for key, value in under.value}
    for key, value in over.value:
        before = found.get(key.value)
        found[key.value] = (key, merged(before[1], value) if before else value)
    under.value = list(found.values())
    return under


def lay_over(schema: Path, snippets: list[str]) -> None:
    whole = yaml.compose(schema.read_text("utf-8"), Loader=yaml.SafeLoader)
    for snippet in snippets:
        whole = merged(whole, yaml.compose(snippet, Loader=yaml.SafeLoader))
    schema.write_text(yaml.serialize(whole, allow_unicode=True), "utf-8")


@pytest.fixture
def schema_copy(tmp_path: Path) -> Path:
    return shutil.copy(ROOT / "sheet_schema.yaml", tmp_path / "sheet_schema.yaml")


#: What a page has the reader write is no piece of the schema; `test_the_commands_of_a_page…` reads it.
BRANCHES_FILE = "branches.yaml"

LAID = [page for page in PAGES if page != ELSEWHERE and blocks(page, "yaml")]


@pytest.mark.parametrize("page", [pytest.param(p, id=name_of(p)) for p in LAID])
def test_yaml_of_a_page_is_read_without_a_problem(page: Path, schema_copy: Path) -> None:
    lay_over(schema_copy, [one.text for one in blocks(page, "yaml") if one.file != BRANCHES_FILE])
    for profile in ("generic", "stove"):
        load(schema_copy, profile=profile)


# ── Commands: typed one after the other ─────────────────────────────────────────────────────────────────────────────


@dataclass
class Terminal:
    """A shell of our own: exports stay, commands run, a server goes on until the next one starts or the page ends."""

    folder: Path
    closing: ExitStack
    env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    serving: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.env = {
            "SHEETFLOW_DATA_DIR": str(self.folder / "var"),
            "SHEETFLOW_PORT": str(self.port),
            "LANG": "zh_CN.UTF-8",
        }

    def type(self, line: str) -> None:
        """Do what a line says; one that isn't known here fails."""
        program, *words = shlex.split(line)
        name = Path(program).name
        if name == "export":
            self._export(*words[0].split("=", 1))
        elif name == "make":
            self._make(words[0], dict(word.split("=", 1) for word in words[1:]))
        elif name == "curl":
            self._curl(words)
        elif name == "sheetflow" and words[0] == "serve":
            self._serve()
        else:
            assert name == "sheetflow", line
            self._sheetflow(words)

    def _export(self, name: str, value: str) -> None:
        assert name in settings()
        self.env[name] = value
        if name == "SHEETFLOW_SPREADSHEET_ID":
            self._lend_the_twin()

    def _lend_the_twin(self) -> None:
        """Let the local twin, with an empty spreadsheet, answer in Google's place."""
        sheets = LocalSheets(self.folder / "google.sqlite", now=lambda: datetime.now(UTC))
        self.closing.callback(sheets.close)
        server = serve(sheets, "127.0.0.1", 0)
        self.closing.callback(server.server_close)
        self.closing.callback(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.env["SHEETFLOW_SHEETS_URL"] = f"http://127.0.0.1:{server.server_port}"
        self.env["SHEETFLOW_SPREADSHEET_ID"] = local_client(sheets).create("mine").id

    def _make(self, target: str, variables: Mapping[str, str]) -> None:
        rules = (ROOT / "Makefile").read_text("utf-8")
        assert re.search(rf"^{target}:.* ## ", rules, re.MULTILINE)
        assert set(variables) <= {"ARGS", "PYTHON"}
        if target == "run":
            assert "$(bin)/python run.py" in rules
            self._serve()

    def _serve(self) -> None:
        """Start what `make run` starts, and wait until its pages answer."""
        self.serving.close()
        server = self.serving.enter_context(
            subprocess.Popen(
                [sys.executable, str(ROOT / "run.py")],
                env={**os.environ, **self.env},
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        self.serving.callback(server.terminate)
        assert server.stdout is not None
        said = ""
        for line in server.stdout:
            said += line
            if "/desk/enter?token=" in line:
                break
        assert f"http://127.0.0.1:{self.port}/" in said, said
        for path in ("livez", "readyz", "metrics"):
            assert requests.get(self._address(path), timeout=60).status_code == 200

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def _curl(self, words: list[str]) -> None:
        """Send what curl would: headers by -H, a file's content by -d @file."""
        headers = {}
        for flag, word in pairwise(words):
            if flag == "-H":
                key, _, value = word.partition(": ")
                headers[key] = value
        body = (self.folder / words[words.index("-d") + 1].removeprefix("@")).read_bytes()
        path = words[-1].removeprefix("http://127.0.0.1:8000/")
        answer = requests.post(self._address(path), data=body, headers=headers, timeout=60)
        assert answer.status_code == 202, answer.text
        assert set(answer.json()) == {"ticket_no", "status_url"}

    def _sheetflow(self, words: list[str]) -> None:
        with pytest.MonkeyPatch.context() as here:
            here.chdir(self.folder)
            ran = CliRunner().invoke(main, words, obj=self.env, catch_exceptions=False)
        assert ran.exit_code == 0, f"{words}: {ran.output}"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with ExitStack() as closing:
        typed = Terminal(tmp_path, closing)
        closing.callback(typed.serving.close)
        yield typed


TYPED = [page for page in PAGES if blocks(page, "sh")]


@pytest.mark.parametrize("page", [pytest.param(p, id=name_of(p)) for p in TYPED])
def test_the_commands_of_a_page_work_in_the_order_in_which_they_stand(
    page: Path, terminal: Terminal
) -> None:
    (terminal.folder / "old.csv").write_text(
        "维修单号,客户姓名,联系方式,故障描述,维修结果\nWX1,张*,138-0000-0000,不启动,已修复\n"
    )
    for block in blocks(page, "json"):
        json.loads(block.text)
        (terminal.folder / "report.json").write_text(block.text, "utf-8")
    for block in blocks(page, "yaml"):
        if block.file == BRANCHES_FILE:
            (terminal.folder / block.file).write_text(block.text, "utf-8")
    for block in blocks(page, "sh"):
        for line in block.text.splitlines():
            terminal.type(line)


# ── Pages that lead to a change of the program ──────────────────────────────────────────────────────────────────────


class Copy:
    """A copy of the project, changed as a page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("sheetflow", "tests"):
            unwanted = shutil.ignore_patterns("__pycache__", "vendor")
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
        (folder / "docs").mkdir()
        for name in ("pyproject.toml", "sheet_schema.yaml", "README.md", "docs/duties.md"):
            shutil.copy(ROOT / name, folder / name)

    def follow(self, page: Path) -> None:
        """Write the files that the page shows, and change those that it changes."""
        lay_over(self.folder / "sheet_schema.yaml", [b.text for b in blocks(page, "yaml")])
        for block in blocks(page, "python", "text"):
            (self.folder / block.file).write_text(block.text, "utf-8")
        for block in blocks(page, "diff"):
            self._change(block.text)

    def _change(self, diff: str) -> None:
        """Make a diff's lines of the one that was there: two might be parted by what somebody else added."""
        head, _, *lines = diff.splitlines()
        file = self.folder / head.removeprefix("--- ")
        (anchor,) = (line[1:] for line in lines if line[0] != "+")
        there = file.read_text("utf-8").splitlines()
        assert there.count(anchor) == 1, f"{file.name}: {anchor!r} x {there.count(anchor)}"
        at = there.index(anchor)
        there[at : at + 1] = [line[1:] for line in lines if line[0] != "-"]
        file.write_text("\n".join(there) + "\n", "utf-8")

    def test(self, *arguments: str) -> None:
        """Pass tests of the copy, in a process of its own."""
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["rule.md", "notifier.md", "column.md"])
def test_who_follows_a_page_passes_the_tests_that_it_names(name: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.follow(HOWTO / name)
    typed = [line for block in blocks(HOWTO / name, "sh") for line in block.text.splitlines()]
    named = [line for line in typed if line.startswith("make test ")]
    assert named
    for line in named:
        copy.test(*shlex.split(line)[-1].removeprefix("ARGS=").split())


def headers(house: Any, tab: str) -> list[str]:
    """Give a tab's first row; its hidden cell with the time as the formula that it is."""
    sheet = house.client.open_by_key(house.spreadsheet_id).worksheet(tab)
    return list(sheet.row_values(1, value_render_option="FORMULA"))


def test_a_column_that_is_added_appears_and_leaves_the_others_as_they_were(
    tmp_path: Path, schema_copy: Path
) -> None:
    env = {"SHEETFLOW_DATA_DIR": str(tmp_path / "var"), "SHEETFLOW_LOCALE": "zh-CN"}
    clock = FixedClock(datetime(2026, 3, 10, 6, 30, tzinfo=UTC))
    with open_house(read_settings(env, home=ROOT), clock) as house:
        house.provision()
        before = headers(house, "工单")
        tab = house.client.open_by_key(house.spreadsheet_id).worksheet("工单")
        tab.update_acell("C2", "小麦面馆")
    lay_over(schema_copy, [block.text for block in blocks(HOWTO / "column.md", "yaml")])
    shipped, laid = (
        load(path).tab("tickets") for path in (ROOT / "sheet_schema.yaml", schema_copy)
    )
    new = [column.label.zh for column in laid.columns if column.key not in shipped.by_key]
    env["SHEETFLOW_SCHEMA"] = str(schema_copy)
    assert CliRunner().invoke(main, ["check"], obj=env).exit_code == 0
    added = CliRunner().invoke(main, ["init"], obj=env)
    assert added.output == f"Set up. New columns: {', '.join(f'工单·{one}' for one in new)}.\n"
    with open_house(read_settings(env, home=ROOT), clock) as house:
        after = headers(house, "工单")
        tab = house.client.open_by_key(house.spreadsheet_id).worksheet("工单")
        assert tab.acell("C2").value == "小麦面馆"
    assert len(new) == 2
    assert set(after) - set(before) == set(new)
    assert [header for header in after if header not in new] == before


def test_a_level_changed_in_its_tab_moves_the_open_deadline_once_applied(tmp_path: Path) -> None:
    """The row of the page's table, typed into the tab."""
    page = (HOWTO / "service-level.md").read_text("utf-8")
    ((grade, clock, target, warn),) = re.findall(
        r"^\| (特急|紧急|普通) \| (\S+) \| (\S+) \| (\d+%) \|$", page, re.MULTILINE
    )
    now = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
    env = {"SHEETFLOW_DATA_DIR": str(tmp_path), "SHEETFLOW_LOCALE": "zh-CN"}
    ticking = FixedClock(now)
    with open_house(read_settings(env, home=ROOT), ticking) as house:
        house.provision()
        house.runner.cycle()
        said = {"customer_name": "张", "phone": "138-0000-0001", "fault": "不启动"}
        number = house.ledger.accept(said, at=now, day=now.date()).ticket_no
        house.runner.cycle()
        book = house.client.open_by_key(house.spreadsheet_id)
        tickets = book.worksheet("工单")
        tickets.update_cell(2, headers(house, "工单").index("紧急程度") + 1, grade)
        house.runner.cycle()
        assert deadline(house, number) == now + timedelta(hours=2)
        levels = book.worksheet("时效等级")
        rows = [cells[:4] for cells in levels.get_all_values()]
        row = rows.index([grade, clock, "2小时", "75%"]) + 1
        levels.update(range_name=f"C{row}:D{row}", values=[[target, warn]], raw=False)
        house.runner.cycle()
        assert deadline(house, number) == now + timedelta(hours=2)
        apply(house, confirmed=True)
        house.runner.cycle()
        assert deadline(house, number) == now + timedelta(hours=1)


def deadline(house: Any, number: str) -> datetime:
    record = house.runner.record_of(number)
    return house.deadlines(record)["response"]
