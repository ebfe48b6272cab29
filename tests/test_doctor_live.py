"""`sheetflow doctor --live` holds a spreadsheet against the table of behaviours, and leaves nothing behind."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from sheetflow.behaviours import BEHAVIOURS, TITLE, Answer, Ask, Scratch, trial
from sheetflow.behaviours.behaviour import Like, is_as
from sheetflow.bootstrap.live import calling, pacing, try_out
from sheetflow.cli import main
from sheetflow.commands.live import summary, told
from sheetflow.errors import Refused, Unavailable
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.wsgi import wsgi_app
from sheetflow.model import Text
from sheetflow.settings import Settings, read_settings
from sheetflow.store import Transport

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)

#: What a server does instead of answering rightly; None lets it.
Twist = Callable[[Request], Response | None]


@dataclass
class Google:
    """A local workbook behind a real socket, in Google's place."""

    sheets: LocalSheets
    folder: Path
    stack: ExitStack
    twists: list[Twist] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = local_client(self.sheets, http_client=Transport)
        self.id = self.client.create("Trial").id

    @property
    def titles(self) -> list[str]:
        return [one.title for one in self.client.open_by_key(self.id).worksheets()]

    @property
    def env(self) -> dict[str, str]:
        server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        self.stack.callback(thread.join)
        self.stack.callback(server.server_close)
        self.stack.callback(server.shutdown)
        return {
            "SHEETFLOW_DATA_DIR": str(self.folder),
            "SHEETFLOW_LOCALE": "en",
            "SHEETFLOW_SHEETS_URL": f"http://127.0.0.1:{server.server_port}",
            "SHEETFLOW_SPREADSHEET_ID": self.id,
        }

    @property
    def settings(self) -> Settings:
        return read_settings(self.env, home=ROOT)

    def _app(self) -> WSGIApplication:
        right = wsgi_app(self.sheets)

        @Request.application
        def twisted(request: Request) -> Response:
            body = request.get_data()
            found = (twist(request) for twist in self.twists)
            answer = next((one for one in found if one is not None), None)
            return answer or Response.from_app(
                right, {**request.environ, "wsgi.input": BytesIO(body)}
            )

        return twisted


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Google]:
    """Give a spreadsheet that answers as ours does, until it is twisted."""
    with (
        ExitStack() as stack,
        closing(LocalSheets(tmp_path / "w.sqlite", now=lambda: NOW)) as sheets,
    ):
        yield Google(sheets, tmp_path / "var", stack)


def run(env: Mapping[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, ("doctor", *words), obj=env)


def said(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def refused(code: int, message: str) -> Response:
    return said({"error": {"code": code, "message": message, "status": "UNKNOWN"}}, code)


def test_the_local_workbook_is_the_same_in_all_and_has_no_tab_and_no_file_more(
    google: Google,
) -> None:
    done = run(google.env, "--live", "--live-files")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    [shown] = re.findall(
        r"```text\n(.*?)```", (ROOT / "docs" / "howto" / "live.md").read_text("utf-8"), re.DOTALL
    )
    told_here = [line for line in shown.splitlines() if line.startswith("  same ")]
    assert told_here
    assert set(told_here) <= set(lines)
    assert lines[0] == "Proved: documented by Google, or measured by others"
    assert "Not proved: what we believe" in lines
    assert lines[-1] == f"{len(BEHAVIOURS)} same, 0 different, 0 not run"
    assert done.stderr.startswith(f"Trying on the tab '{TITLE} ")
    assert google.titles == ["Sheet1"]
    assert [one["id"] for one in google.client.list_spreadsheet_files()] == [google.id]


def another_empty_range(request: Request) -> Response | None:
    """Answer an empty range with a value."""
    return said({"values": [["?"]]}) if request.path.endswith("!A1:B2") else None


def out_of_order_for_cells(request: Request) -> Response | None:
    """Answer 503 to whoever writes cells in a batch."""
    return refused(503, "busy") if b"updateCells" in request.get_data() else None


def test_what_differs_is_told_and_a_spreadsheet_out_of_order_ends_the_trial_without_its_tab(
    google: Google,
) -> None:
    google.twists += [another_empty_range, out_of_order_for_cells]
    done = run(google.env, "--live", "--json")
    assert done.exit_code == 1, done.output
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert len(found) == len(BEHAVIOURS)
    empty = found["an_empty_range"]
    assert empty["outcome"] == "different"
    assert empty["expected"] == {"range": "TAB!A1:B2", "majorDimension": "ROWS"}
    assert empty["found"] == {"values": [["?"]]}
    assert found["a_read_past_the_end"]["outcome"] == "same"
    assert found["an_append_at_the_end"]["why"].startswith("Google Sheets is out of order (503)")
    assert found["repeating_past_the_end"]["outcome"] == "same"
    assert found["functions"]["outcome"] == "not run"
    assert found["a_missing_named_range"]["why"].startswith("Google Sheets is out of order (503)")
    assert found["a_rule_on_another_tab"]["outcome"] == "not run"
    assert found["a_new_file"]["why"].endswith("add --live-files")
    assert google.titles == ["Sheet1"]


def test_an_interrupt_in_the_middle_removes_the_tab(google: Google) -> None:
    heard: list[Text] = []
    tried = try_out(google.settings, files=False, tell=heard.append)
    verdicts = [next(tried) for _ in range(5)]
    assert verdicts[-1].outcome == "same"
    assert len(google.titles) == 2
    with pytest.raises(KeyboardInterrupt):
        tried.throw(KeyboardInterrupt)
    assert google.titles == ["Sheet1"]
    assert len(heard) == 1


def test_a_tab_that_cannot_be_removed_is_named(google: Google) -> None:
    tried = try_out(google.settings, files=False, tell=lambda _: None)
    next(tried)
    google.twists.append(
        lambda request: refused(403, "no") if b"deleteSheet" in request.get_data() else None
    )
    with pytest.raises(Refused, match=f"The tab '{TITLE} .*' couldn't be removed: .*Delete it"):
        tried.close()
    assert len(google.titles) == 2


def test_a_spreadsheet_that_may_only_be_looked_at_is_refused_in_a_sentence(google: Google) -> None:
    google.twists.append(
        lambda request: refused(403, "no right") if request.path.endswith(":batchUpdate") else None
    )
    done = run(google.env, "--live")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Google Sheets answered 403: no right" in done.stderr


def test_a_key_file_of_no_use_is_told(tmp_path: Path) -> None:
    key = str(tmp_path / "key.json")
    done = run({"SHEETFLOW_CREDENTIALS": key, "SHEETFLOW_SPREADSHEET_ID": "1aBcDeF"}, "--live")
    assert (done.exit_code, done.stdout) == (2, "")
    assert key in done.stderr


@pytest.mark.parametrize("words", [("--live", "--fix"), ("--live-files",)])
def test_options_that_say_nothing_together_are_refused(words: tuple[str, ...]) -> None:
    done = run({}, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--live" in done.stderr.splitlines()[-1]


# ── The trial ───────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def scratch_on(google: Google, ask: Ask | None = None) -> Iterator[Scratch]:
    http = google.client.http_client
    assert isinstance(http, Transport)
    scratch = Scratch(ask or calling(http), google.id, mark="3f2a", first_id=2**30)
    yield scratch
    scratch.remove()
    assert google.titles == ["Sheet1"]


def test_a_tab_whose_making_was_not_answered_is_found_and_removed_before_the_next(
    google: Google,
) -> None:
    http = google.client.http_client
    assert isinstance(http, Transport)
    right, lost = calling(http), [False, False, True]

    def losing(method: str, url: str, *, body: Any = None, params: Any = None) -> Answer:
        answer = right(method, url, body=body, params=params)
        if lost and url.endswith(":batchUpdate") and lost.pop(0):
            raise Unavailable("the answer was lost")
        return answer

    table = [one for one in BEHAVIOURS if one.number == "3"]
    with scratch_on(google, losing) as scratch:
        outcomes = [one.outcome for one in trial([*table, *table], scratch, files=False)]
    assert outcomes == ["same", "not run", "same", "same"]


def test_names_tabs_and_metadata_of_ours_go_and_those_of_others_stay(google: Google) -> None:
    book = google.client.open_by_key(google.id)
    book.sheet1.update([["theirs"]], "A1")
    book.sheet1.define_named_range("A1", "theirs")
    table = [one for one in BEHAVIOURS if one.name in ("a_token", "a_copied_tab")]
    with scratch_on(google) as scratch:
        assert {one.outcome for one in trial(table, scratch, files=False)} == {"same"}
    there = book.fetch_sheet_metadata()
    assert [one["name"] for one in there["namedRanges"]] == ["theirs"]
    assert "developerMetadata" not in there
    assert book.sheet1.acell("A1").value == "theirs"


@pytest.mark.parametrize(
    ("where", "why"),
    [
        pytest.param("/spreadsheets", "The user's Drive storage quota is exceeded.", id="no-room"),
        pytest.param("/drive/v3/files", "Insufficient Permission", id="no-drive"),
    ],
)
def test_an_account_that_may_make_no_file_is_told_and_no_difference(
    google: Google, where: str, why: str
) -> None:
    http = google.client.http_client
    assert isinstance(http, Transport)
    right = calling(http)

    def poor(method: str, url: str, *, body: Any = None, params: Any = None) -> Answer:
        if url.endswith(where):
            return Answer(403, message=why)
        return right(method, url, body=body, params=params)

    table = [one for one in BEHAVIOURS if one.number in ("1", "2")]
    with scratch_on(google, poor) as scratch:
        found = list(trial(table, scratch, files=True))
    assert [one.outcome for one in found] == ["not run", "not run", "same"]
    assert not any(one.unanswered for one in found)
    assert why in found[0].why.en
    assert [one["id"] for one in google.client.list_spreadsheet_files()] == [google.id]


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        pytest.param(0.1 + 0.2, 0.3, True, id="numbers-to-nine-digits"),
        pytest.param(1, True, False, id="no-number-is-a-boolean"),
        pytest.param("400 too far", Like("^400 .*far$"), True, id="a-text-by-its-pattern"),
        pytest.param(400, Like("400"), False, id="no-number-is-a-text"),
        pytest.param({"a": [1, "x"]}, {"a": [1, "x"]}, True, id="within-lists"),
        pytest.param({"a": 1, "b": 2}, {"a": 1}, False, id="one-more-name"),
        pytest.param([1], [1, 2], False, id="one-less-value"),
    ],
)
def test_what_comes_back_is_compared(found: object, expected: object, same: bool) -> None:
    assert is_as(found, expected) is same


def test_both_sides_of_a_difference_stand_below_each_other() -> None:
    [line] = [one for one in BEHAVIOURS if one.name == "an_update_past_the_end"]

    def kind(method: str, url: str, *, body: Any = None, params: Any = None) -> Answer:
        return Answer(200, {})

    scratch = Scratch(kind, "1aBcDeF", mark="3f2a", first_id=2**30)
    [verdict] = trial([line], scratch, files=False)
    assert list(told(verdict, "en")) == [
        "  DIFFERENT  4 values.update past the grid is 400",
        '               expected "… ^400 .*exceeds grid …"',
        '               found    "taken"',
    ]
    assert next(summary([verdict], "zh")) == "一致 0,不同 1,未试 0"
    assert list(summary([verdict], "en"))[1].startswith("Please report what differs")


def test_half_of_the_desks_share_of_the_quota_is_used_and_a_pause_is_told(tmp_path: Path) -> None:
    now, heard = [NOW], list[str]()

    def wait(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    class Hand:
        def now(self) -> datetime:
            return now[0]

    settings = read_settings({"SHEETFLOW_DATA_DIR": str(tmp_path)}, home=ROOT)
    budget = pacing(settings, Hand(), {}, lambda one: heard.append(one.en), pause=wait)
    for _ in range(15):
        budget.admit("write")
    assert heard == []
    budget.admit("write")
    assert heard == ["Waiting 61 s for the quota."]
