"""A batch whose answer got lost is applied once or not at all, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from sheetflow.errors import Unavailable
from sheetflow.model import CellWrite, NewRow, Writes
from sheetflow.store import Workbook
from sheetflow.store.names import CHAIN
from sheetflow.store.opening import token_of
from tests.store.desk import Desk, guarded, typed

PLAN = Writes(
    cells=(
        guarded("WX1", "status", "new", "sent"),
        CellWrite("tickets", "WX2", "next_action", "", "call"),
    ),
    rows=(NewRow("tickets", "WX3", {"ticket_no": "WX3"}),),
)
WRITTEN = [["WX1", "sent", "Ada"], ["WX2", "new", "Ben", "Wu", "call"], ["WX3"]]
UNTOUCHED = [["WX1", "new", "Ada"], ["WX2", "new", "Ben", "Wu"]]


@pytest.fixture
def workbook(desk: Desk) -> Workbook:
    workbook = desk.workbook()
    workbook.settle()
    desk.wire.writes = 0
    return workbook


def lost(*numbers: int) -> Callable[[int], None]:
    """Lose the writes of these numbers, or their answers."""

    def lose(number: int) -> None:
        if number in numbers:
            raise requests.ConnectionError("reset")

    return lose


def token(desk: Desk) -> str | None:
    """Give the token in force."""
    return token_of(desk.people.fetch_sheet_metadata(desk.spreadsheet_id).get("namedRanges", ()))


def test_a_batch_that_never_arrived_is_sent_again(desk: Desk, workbook: Workbook) -> None:
    reading = workbook.read()
    desk.wire.before = lost(1)
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "done"
    assert desk.rows() == WRITTEN
    assert len(desk.pauses) == 1


def test_a_batch_whose_answer_got_lost_is_applied_once(desk: Desk, workbook: Workbook) -> None:
    reading = workbook.read()
    desk.wire.after = lost(1)
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "done"
    assert desk.rows() == WRITTEN


def test_a_conflict_behind_a_lost_answer_is_found_in_the_scratch_tab(
    desk: Desk, workbook: Workbook
) -> None:
    reading = workbook.read()
    desk.do(typed(1, 1, ["theirs"]))
    desk.wire.after = lost(1)
    verdict = workbook.apply(PLAN, run_id="run", reading=reading)
    assert verdict.state == "conflict"
    assert [(one.found, one.put_back) for one in verdict.conflicts] == [("theirs", True)]
    assert desk.rows()[0] == ["WX1", "theirs", "Ada"]


@pytest.mark.parametrize("arrives", [True, False], ids=["applied", "not applied"])
def test_without_any_answer_the_outcome_is_unknown_and_settled_later(
    desk: Desk, workbook: Workbook, arrives: bool
) -> None:
    reading = workbook.read()
    hole = lost(1, 2, 3, 4)
    desk.wire.before, desk.wire.after = (lost(2, 3, 4), hole) if arrives else (hole, hole)
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "unknown"
    assert desk.rows() == (WRITTEN if arrives else UNTOUCHED)
    assert workbook.settle() == ()
    again = workbook.apply(PLAN, run_id="run", reading=workbook.read())
    assert again.state == "done"
    assert desk.rows() == WRITTEN


def test_a_batch_that_arrives_after_settling_fails_whole(desk: Desk, workbook: Workbook) -> None:
    reading = workbook.read()
    sent: list[requests.PreparedRequest] = []
    desk.wire.before, desk.wire.leaving = lost(1, 2, 3, 4), sent.append
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "unknown"
    workbook.settle()
    late = [desk.wire.far_end.send(request).status_code for request in sent[:4]]
    assert late == [400] * 4
    assert desk.rows() == UNTOUCHED


def test_a_batch_that_arrives_while_we_settle_is_settled_the_next_time(
    desk: Desk, workbook: Workbook
) -> None:
    reading = workbook.read()
    sent: list[requests.PreparedRequest] = []
    far_end = desk.wire.far_end
    desk.do(typed(1, 1, ["theirs"]))

    desk.wire.before, desk.wire.leaving = lost(1, 2, 3, 4), sent.append
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "unknown"
    desk.wire.before = lambda number: far_end.send(sent[0])
    with pytest.raises(Unavailable, match="Another program"):
        workbook.settle()
    desk.wire.before = lambda number: None
    assert [conflict.found for conflict in workbook.settle()] == ["theirs"]
    assert desk.rows()[0] == ["WX1", "theirs", "Ada"]


def test_a_token_that_somebody_deleted_is_made_again(
    desk: Desk, workbook: Workbook, caplog: pytest.LogCaptureFixture
) -> None:
    reading = workbook.read()
    held = token(desk)
    desk.do({"deleteNamedRange": {"namedRangeId": held}})
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "done"
    assert desk.rows() == WRITTEN
    assert token(desk) not in (None, held)
    assert "somebody deleted the writer's token" in caplog.text


def test_rows_that_people_delete_from_the_end_of_the_grid_dont_stop_the_others(
    desk: Desk, workbook: Workbook
) -> None:
    rows = {"sheetId": reading_id(desk), "dimension": "ROWS", "startIndex": 3, "endIndex": 200}
    desk.do({"deleteDimension": {"range": rows}})
    desk.do(typed(2, 2, ["Ben"]))
    reading = workbook.read()
    desk.do({"deleteDimension": {"range": {**rows, "startIndex": 1, "endIndex": 2}}})
    verdict = workbook.apply(PLAN, run_id="run", reading=reading)
    assert verdict.state == "conflict"
    assert [(one.write.key, one.put_back) for one in verdict.conflicts] == [("WX1", True)]
    assert desk.rows() == WRITTEN[1:]


def reading_id(desk: Desk) -> int:
    """Give the id of the tickets tab."""
    return next(
        sheet["properties"]["sheetId"]
        for sheet in desk.people.fetch_sheet_metadata(desk.spreadsheet_id)["sheets"]
        if sheet["properties"]["title"] == "Tickets"
    )


def test_a_second_writer_shuts_the_first_out(desk: Desk, workbook: Workbook) -> None:
    reading = workbook.read()
    desk.workbook().settle()
    assert workbook.apply(PLAN, run_id="run", reading=reading).state == "lost"
    assert desk.rows() == UNTOUCHED


def test_while_the_spreadsheet_is_away_settling_says_so(desk: Desk, workbook: Workbook) -> None:
    desk.wire.before = lost(*range(1, 50))
    with pytest.raises(Unavailable):
        workbook.settle()


class Killed(BaseException):
    """The process ends here."""


def killed(at: int) -> Callable[[int], None]:
    def kill(number: int) -> None:
        if number == at:
            raise Killed

    return kill


@pytest.mark.parametrize("point", ["after the batch", "before the put-back", "after the put-back"])
def test_a_process_killed_in_the_midst_leaves_its_debts_in_the_sheet(
    desk: Desk, workbook: Workbook, point: str
) -> None:
    reading = workbook.read()
    desk.do(typed(1, 1, ["theirs"]))
    if point == "after the batch":
        desk.wire.after = killed(1)
    elif point == "before the put-back":
        desk.wire.before = killed(2)
    else:
        desk.wire.after = killed(2)
    with pytest.raises(Killed):
        workbook.apply(PLAN, run_id="run", reading=reading)
    desk.wire.before = desk.wire.after = lambda number: None
    told = desk.workbook().settle()
    assert desk.rows()[0] == ["WX1", "theirs", "Ada"]
    expected = [] if point == "after the put-back" else [("theirs", True)]
    assert [(one.found, one.put_back) for one in told] == expected
    assert desk.workbook().settle() == ()


def test_the_token_s_name_never_changes(desk: Desk, workbook: Workbook) -> None:
    workbook.apply(PLAN, run_id="run", reading=workbook.read())
    named = desk.people.fetch_sheet_metadata(desk.spreadsheet_id)["namedRanges"]
    assert [one["name"] for one in named] == [CHAIN]
