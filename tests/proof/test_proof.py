"""Nothing that people type is lost, whatever they do between and around our calls, and whatever becomes of those.

The real store on the real local workbook, in memory. Of the batches that people act beside, some arrive as they were
sent, some with their places moved along, as Google may. `make soak` prints the figures of the long proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from random import Random

import pytest

from sheetflow.errors import Refused
from sheetflow.store import Workbook
from tests.proof.acts import ACTS, PAIRED
from tests.proof.conftest import Counted, Say
from tests.proof.figures import Figures
from tests.proof.history import Outcome, Step, played
from tests.proof.mutants import (
    ByRowNumber,
    EmptiesOtherRows,
    ForgetsTheLastProcess,
    PutsBackTwice,
    PutsNothingBack,
    SeesNothingAfterAConflict,
    SendsWithoutToken,
    TellsNothing,
    WritesCellByCell,
)
from tests.proof.sheet import SCHEMA, SmallSheet
from tests.store.desk import SHANGHAI

#: Our calls in a cycle that meets people: read, write, read with scratch tab, put back, look. Writes may be under way.
POINTS = ((0, False), (1, False), (1, True), (2, False), (3, False), (3, True), (4, False))

#: Histories drawn for `make test` and for `make soak`.
FEW, MANY = 250, 20_000

#: What may become of a call; most arrive and are answered.
FAILS = ("",) * 12 + ("lost", "reset", "killed")


def drawn(chance: Random) -> list[Step]:
    """Draw a history of three to seven acts, with calls that fail among them."""
    steps, call = [], 0
    for _ in range(chance.randint(3, 7)):
        call += chance.choice((0, 0, 1, 1, 1, 2))
        name = chance.choice(sorted(ACTS))
        under_way, fails = chance.random() < 0.3, chance.choice(FAILS)
        steps.append(Step(call, name, ACTS[name], rebased=under_way, fails=fails))
    return steps


#: A step as it is printed: before which call, what people do, whether the call was under way, what becomes of it.
_STEP = re.compile(r"(\d+): (.+?)( \(under way\))?(?: \[(\w+)\])?")


def written_down(history: str) -> list[Step]:
    """Read a history as it is printed: `1: delete 2 · 3: move 2 to 1 (under way) [lost]`."""
    found = [_STEP.fullmatch(step) for step in history.split(" · ")]
    return [
        Step(int(one[1]), one[2], ACTS[one[2]], rebased=bool(one[3]), fails=one[4] or "")
        for one in found
        if one is not None
    ]


def pairs(first: str) -> Iterator[list[Step]]:
    """Yield every history of an act at a point and another at the same or a later one."""
    for number, (call, under_way) in enumerate(POINTS):
        for later, later_under_way in POINTS[number:]:
            for second in PAIRED:
                yield [
                    Step(call, first, PAIRED[first], rebased=under_way),
                    Step(later, second, PAIRED[second], rebased=later_under_way),
                ]


def unsafe(histories: Iterable[Sequence[Step]], count: Counted, what: str) -> dict[str, list[str]]:
    """Play histories and give those after which something was lost, astray untold, or unfinished."""
    outcomes: list[tuple[str, Outcome]] = []
    for steps in histories:
        outcomes.append((" · ".join(map(str, steps)), played(steps)))
    figures = Figures.of([outcome for _, outcome in outcomes])
    count(what, figures)
    assert figures.met, "no history met a conflict: nothing was proved"
    return {name: outcome.faults for name, outcome in outcomes if outcome.faults}


def test_one_act_at_each_point_of_a_cycle_loses_nothing(count: Counted) -> None:
    histories = (
        [Step(call, name, deed, rebased=under_way)]
        for name, deed in ACTS.items()
        for call, under_way in POINTS[:4]
    )
    assert unsafe(histories, count, "one act") == {}


#: Histories that once lost something, found by longer proofs: what people did before which call.
ONCE_UNSAFE = {
    "what stood in an empty row is put into no other": "1: delete 2 · 3: find and replace",
    "what we wrote stands in two rows, one under a new number": "1: clear status of 2 · 1: move 1 to 4"
    " · 1: 3 takes over WX2 · 2: duplicate 3 [killed] · 3: 3 takes over WX1",
    "what we wrote stands in a wrong column of two rows": "1: move remarks to 2 · 3: duplicate 1 · 3: 1 takes over WX2",
    "it stands there in two rows, pasted over since": "1: type over problem of 3 · 1: move problem to 4 [reset]"
    " · 2: sort by status ascending · 3: duplicate 2 (under way) · 4: paste at ticket_no of 1",
    "what we wrote stands in two rows of one number, one typed on": "1: rename the header of status (under way) [lost]"
    " · 1: sort by ticket_no descending [lost] · 2: duplicate 1 · 4: type over remarks of 1",
    "a column is put in just where another's header is typed over": "1: insert a column at 2"
    " · 1: clear status of 2 [killed] · 1: rename the header of problem [lost] · 1: rename the header of status",
    "a column is put in beside two whose headers are typed over": "1: insert a column at 0"
    " · 1: rename the header of status (under way) · 1: rename the header of problem",
    "a column moves beside two whose headers are typed over": "1: 2 takes over WX1 · 3: move remarks to 0"
    " · 3: rename the header of status · 3: rename the header of problem",
    "a column moves while a row is copied, and two values land in it under one number": "1: clear status of 2"
    " · 1: move problem to 4 · 1: duplicate 1 [lost]",
    "a put-back lands in columns that have just moved": "1: move 1 to 4 · 3: move remarks to 0"
    " · 3: move ticket_no to 4 (under way) · 4: clear status of 2 (under way) · 4: clear ticket_no of 3 (under way)",
    "the system's own column is typed over, and a row pasted": "1: rename the header of problem"
    " · 1: move 1 to 4 (under way) · 1: clear problem of 1 · 1: insert above 2 · 1: rename the header of remarks"
    " · 1: paste at status of 2",
    "a system's cell is moved into the column of a guarded one of its call": "1: move remarks to 0 [reset]"
    " · 2: move ticket_no to 4 (under way) · 3: 3 takes over WX2 [reset] · 4: rename the header of problem",
    "a column put in pushes the last one out of what was copied": "0: insert a column at 2 (under way)"
    " · 1: duplicate 2 (under way) · 1: insert a column at 2 · 1: sort by status ascending (under way)",
    "a column put in pushes the one meant out of what was copied": "0: move status to 4 · 1: insert a column at 2"
    " · 2: clear ticket_no of 2 (under way) · 2: rename the header of remarks",
    "the key's header is typed over and moved": "0: move 1 to 3 (under way) · 0: clear status of 3"
    " · 1: move ticket_no to 4 (under way) · 1: rename the header of ticket_no (under way) [lost]",
    "a deleted row comes back and is numbered": "0: insert a column at 2 [lost] · 2: delete 3"
    " · 2: take back the last act [reset] · 3: rename the header of problem",
    "a put-back goes astray under a header typed over": "1: paste at status of 2"
    " · 2: rename the header of status (under way) · 3: move 3 to 1 (under way) [reset] · 5: insert a column at 2",
    "the key's header is typed over while another column moves": "1: rename the header of ticket_no"
    " · 1: move remarks to 0",
    "a column put in pushes the key out of the grid as it was": "0: move ticket_no to 4 · 1: insert a column at 0",
    "two columns are put in, and the batch moves along with one": "1: insert a column at 0"
    " · 1: insert a column at 0 (under way)",
    "a column is put in where the batch's copies began": "1: insert a column at 0 · 1: move status to 0 (under way)",
    "a row is copied between the reading for a put-back and the put-back": "1: sort by remarks descending"
    " · 2: type over remarks of 1 · 2: type over status of 1 (under way) · 3: sort by ticket_no descending (under way)"
    " · 3: duplicate 2 [reset] · 5: move status to 0 (under way) [reset]",
    "a number we gave stands in a row's copy, put back in one of the two": "1: move 1 to 4"
    " · 2: sort by ticket_no descending · 2: duplicate 2 [reset] · 3: type over status of 3 (under way)"
    " · 4: move status to 0",
    "somebody types into a row that gets its own back, of two with one number": "1: move remarks to 2 [reset]"
    " · 3: clear ticket_no of 3 [lost] · 4: delete 1 · 5: duplicate 1 · 7: move 3 to 2 · 7: type over problem of 1",
    "what is put back covers what somebody types into an empty row": "1: insert above 1 · 3: type over status of 1",
    "a put-back falls across a moved column, over the keys that lead to it": "1: sort by status ascending"
    " · 3: move remarks to 0",
    "a row that got our value gets a number": "1: rename the header of status · 1: move 3 to 1 · 3: move remarks to 0"
    " · 4: type over ticket_no of 1",
    "the copy of an empty row ends the scratch tab": "1: delete 3 [reset] · 2: sort by ticket_no descending"
    " · 4: move status to 0 (under way) · 5: delete another tab",
    "a number put back stands in two rows": "1: move 1 to 4 · 2: 2 takes over WX1"
    " · 3: type over ticket_no of 3 [lost] · 5: take back the last act · 6: sort by ticket_no descending",
    "a number covered stands in two rows by now": "1: 3 takes over WX1 · 2: clear problem of 1"
    " · 3: move ticket_no to 4 (under way) · 3: find and replace · 4: move 1 to 3",
    "a put-back gives a row another's number for a while": "1: type over ticket_no of 3 · 1: duplicate 1"
    " · 1: sort by problem ascending (under way) · 3: sort through a filter by status descending · 4: 3 takes over WX2"
    " · 4: paste at status of 2",
    "a column moves back while the batch that was made before is under way": "1: move problem to 4"
    " · 1: take back the last act (under way)",
    "a put-back goes along with a column that has no header": "0: swap two tabs (under way)"
    " · 0: type a row below (under way) · 1: insert a column at 2 · 2: duplicate 1"
    " · 4: insert a column at 2 (under way)",
    "columns move away and back while the metadata is asked": "0: move ticket_no to 4 (under way) [reset]"
    " · 0: type over remarks of 1 · 2: move 1 to 4 · 2: move status to 4 · 3: take back the last act (under way)"
    " · 3: sort by problem ascending · 4: type over ticket_no of 3 [reset]",
    "two rows with one number change places before one gets its own back": "1: 3 takes over WX1"
    " · 1: move 1 to 3 (under way) · 3: 3 takes over WX2 (under way) · 3: sort through a filter by ticket_no ascending"
    " · 3: delete 2 · 5: type over ticket_no of 3 [reset] · 6: sort through a filter by remarks descending",
    "a value lands in a column without header that moves on": "1: insert a column at 0 · 2: swap two tabs (under way)"
    " · 3: move status to 4 [killed] · 4: insert a column at 0",
    "two rows are copies of each other, and both were hit, one after the other": "1: sort through a filter by remarks"
    " descending · 1: sort through a filter by status descending · 2: find and replace · 3: duplicate 1"
    " · 5: move 2 to 1",
    "a put-back met the row it was meant for, of which a column had moved": "1: duplicate 2"
    " · 3: sort by ticket_no descending · 4: rename the tab (under way) · 5: move problem to 4"
    " · 6: sort by remarks descending",
    "our value was taken out of an empty row whose number somebody had just cleared": "1: insert above 3"
    " · 1: sort through a filter by problem ascending (under way) · 1: clear remarks of 3 · 1: clear remarks of 1"
    " · 3: clear ticket_no of 3 (under way) · 4: move status to 0 (under way) [reset] · 4: insert above 3",
}


@pytest.mark.parametrize("history", ONCE_UNSAFE.values(), ids=ONCE_UNSAFE.keys())
def test_what_once_was_lost_is_kept_or_told(history: str) -> None:
    assert played(written_down(history)).faults == []


#: Histories that once left a value of ours where it didn't belong, though it could be told whose cell that was.
ONCE_LEFT = {
    "a header typed over is still its column's": "1: move 1 to 4 · 3: rename the header of status",
    "a row is known though a cell astray was written beside": "1: move 3 to 1"
    " · 1: type over problem of 1 (under way) · 1: move remarks to 2",
    "a row astray is known by the key we just gave it": "1: move remarks to 2 · 1: move status to 4 · 2: swap two tabs",
}


@pytest.mark.parametrize("history", ONCE_LEFT.values(), ids=ONCE_LEFT.keys())
def test_what_once_was_left_standing_is_put_right(history: str) -> None:
    outcome = played(written_down(history))
    assert (outcome.faults, outcome.left_standing) == ([], 0)
    assert outcome.conflicts, "nothing was put to the test"


def test_random_histories_with_failing_calls_lose_nothing(count: Counted) -> None:
    chance = Random(20260310)
    assert unsafe((drawn(chance) for _ in range(FEW)), count, "random") == {}


def test_a_writer_by_row_number_does_not_pass(say: Say) -> None:
    found = {name: played([Step(1, name, deed)], ByRowNumber).faults for name, deed in ACTS.items()}
    guilty = {name for name, faults in found.items() if faults}
    assert {"insert above 1", "delete 1", "type over status of 1", "move 2 to 1"} <= guilty
    say(f"naive writer: {len(guilty)} of {len(found)} acts end in a fault")


#: What each store without one of the things that safe writing needs does wrong, and when.
GUILTY = {
    WritesCellByCell: ("1: find and replace", "torn: "),
    PutsNothingBack: ("1: move 1 to 4", "wrong row: 'did new 10'"),
    EmptiesOtherRows: ("1: type over problem of 1", "lost: 'done'"),
    PutsBackTwice: ("1: type over status of 1", "wrong row: 'p1' of people's"),
    SeesNothingAfterAConflict: ("1: type over status of 1", "unserved: 'p1'"),
    TellsNothing: ("1: type over status of 1", "untold: 'did new 10' over 'p1'"),
    ForgetsTheLastProcess: ("1: type over status of 1 [killed]", "lost: 'p1'"),
    SendsWithoutToken: ("1: type over status of 1 [lost]", "lost: 'p1'"),
}


@pytest.mark.parametrize("mutant", GUILTY, ids=lambda mutant: mutant.__name__)
def test_a_store_that_lacks_what_safe_writing_needs_is_found_guilty(
    mutant: type[Workbook],
) -> None:
    history, fault = GUILTY[mutant]
    assert played(written_down(history)).faults == []
    assert any(one.startswith(fault) for one in played(written_down(history), mutant).faults)


def test_a_copy_of_the_file_is_not_worked_on() -> None:
    sheet = SmallSheet.made()
    copy = sheet.people.copy(sheet.spreadsheet_id, title="Copy")
    workbook = Workbook(
        sheet.client, copy.id, SCHEMA, language="en", zone=SHANGHAI, now=sheet.sheets.now
    )
    with pytest.raises(Refused, match="is a copy of"):
        workbook.settle()


@pytest.mark.soak
@pytest.mark.parametrize("first", PAIRED)
def test_every_two_acts_at_every_two_points_lose_nothing(first: str, count: Counted) -> None:
    assert unsafe(pairs(first), count, f"two acts, {first} first") == {}


@pytest.mark.soak
@pytest.mark.parametrize("fails", sorted({*FAILS} - {""}))
def test_an_act_at_each_point_beside_each_call_that_fails_loses_nothing(
    fails: str, count: Counted
) -> None:
    histories = (
        [Step(call, name, deed, rebased=under_way), Step(failing, fails=fails)]
        for name, deed in ACTS.items()
        for call, under_way in POINTS
        for failing in range(4)
    )
    assert unsafe(histories, count, f"one act and a call {fails}") == {}


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_20_000_random_histories_lose_nothing(part: int, count: Counted) -> None:
    chance = Random(part)
    histories = islice(iter(lambda: drawn(chance), None), MANY // 10)
    assert unsafe(histories, count, f"random, part {part + 1} of 10") == {}
