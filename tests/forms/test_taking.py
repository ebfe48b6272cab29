"""Which answers of a Form are new: each once, whatever people do to the tab they stand in."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.forms import Taking, settle, take
from sheetflow.model import FormTab, Json, Scalar

NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = ("时间戳记", "您的姓名", "联系电话", "故障情况")
TODAY = 46091.6  # 2026-03-10 14:24 in Shanghai

Line = tuple[Scalar, ...]


def line(number: int, *, at: float = TODAY, fault: str = "打不着火") -> Line:
    """Build the answer of one customer of many."""
    return (at, f"客户{number}", f"138-0000-01{number:02d}", fault)


class Desk:
    """Takes answers again and again, as cycles do; `numbers` are by key."""

    def __init__(self) -> None:
        self.document: Json = None
        self.numbers: dict[str, str] = {}
        self.done: Collection[str] = ()

    def look(self, *tabs: Sequence[Line], now: datetime = NOW) -> Taking:
        """Take from these tabs and settle all of it; what was kept goes through JSON as in the ledger."""
        read = [FormTab(7 + at, f"表单回复 {at}", (HEADER, *rows)) for at, rows in enumerate(tabs)]
        kept, found = take(
            self.document, read, now=now, since=NOW, zone=SHANGHAI, done=lambda no: no in self.done
        )
        new = {one.key: f"WX{len(self.numbers) + at}" for at, one in enumerate(found.new)}
        self.numbers |= new
        self.document = json.loads(json.dumps(settle(kept, new, found.changed)))
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_answers_are_taken_once_each_whatever_is_sorted_deleted_doubled_or_copied(
    data: st.DataObject,
) -> None:
    desk = Desk()
    # Half of them came in the same second: a tab made by hand has no milliseconds.
    every = [line(n, at=TODAY + (n // 2) / 86_400) for n in range(data.draw(st.integers(1, 8)))]
    for come in range(1, len(every) + 1):
        rows = [row for row in every[:come] if row is every[come - 1] or data.draw(st.booleans())]
        rows += data.draw(st.lists(st.sampled_from(every[:come]), max_size=2))
        rows = data.draw(st.permutations([*rows, ("", "", "", "")]))
        copied = [rows] if data.draw(st.booleans()) else []
        rows = [row for row in every[: come - 1] if row not in rows] + rows
        assert desk.look(rows, *copied).changed == ()
    assert desk.look(every, every).new == ()
    assert len(desk.numbers) == len(every)


def test_what_staff_write_beside_an_answer_is_no_change_of_it(desk: Desk) -> None:
    desk.look([line(1)])
    found = desk.look([(*line(1), "已联系")])
    assert (found.new, found.changed) == ((), ())


def test_an_answer_changed_to_the_last_cell_under_its_time_is_told_and_not_new(desk: Desk) -> None:
    desk.look([line(1), line(2, at=TODAY + 0.01)])
    found = desk.look([line(2, at=TODAY + 0.01), line(9, fault="漏水")])
    [changed] = found.changed
    assert (found.new, changed.number) == ((), "WX0")
    assert changed.questions == ("您的姓名", "联系电话", "故障情况")
    assert desk.look([line(2, at=TODAY + 0.01), line(9, fault="漏水")]).changed == ()


def test_an_answer_sent_again_under_another_time_is_told_and_once_its_work_is_done_new(
    desk: Desk,
) -> None:
    desk.look([line(1)])
    found = desk.look([line(1, at=TODAY + 0.01, fault="漏水")])
    assert ([one.number for one in found.changed], found.new) == (["WX0"], ())
    desk.done = ("WX0",)
    found = desk.look([line(1, at=TODAY + 0.02, fault="又坏了")])
    assert (found.changed, len(found.new)) == ((), 1)


def test_a_customer_who_asks_again_after_their_old_answer_was_cleared_away_gets_a_new_ticket(
    desk: Desk,
) -> None:
    desk.look([line(1)])
    desk.look([])
    assert len(desk.look([line(1, at=TODAY + 0.1)]).new) == 1


def test_a_form_linked_again_copies_its_answers_into_a_second_tab_and_none_is_taken_twice(
    desk: Desk,
) -> None:
    desk.look([line(1), line(2)])
    found = desk.look([], [line(1), line(2), line(3, at=TODAY + 0.001)])
    assert len(found.new) == 1
    assert desk.look([line(1, fault="漏水")], [line(1), line(2)]).new == ()


def test_an_answer_is_noted_before_it_is_accepted_and_known_by_it_though_it_was_changed(
    desk: Desk,
) -> None:
    kept, first = take(
        None, [FormTab(7, "表单回复", (HEADER, line(1)))],
        now=NOW, since=NOW, zone=SHANGHAI, done=lambda no: False,
    )  # fmt: skip
    desk.document = kept
    found = desk.look([line(1, fault="漏水")])
    assert [one.key for one in found.new] == [one.key for one in first.new]
    assert found.changed == ()


def test_answers_are_forgotten_after_two_months_and_never_taken_again(desk: Desk) -> None:
    old = [line(n) for n in range(3)]
    desk.look(old)
    later = NOW + timedelta(days=70)
    assert desk.look(old, now=later).new == ()
    assert '"WX' not in json.dumps(desk.document)
    assert desk.look(old, old, now=later).new == ()


def test_how_many_were_left_is_told_for_a_week_or_until_they_are_deleted(desk: Desk) -> None:
    old = [line(n, at=TODAY - 30) for n in range(3)]
    assert desk.look([*old, line(9)]).left == {"表单回复 0": 3}
    assert desk.look([old[0], line(9)]).left == {"表单回复 0": 1}
    assert desk.look([*old, line(9)], now=NOW + timedelta(days=8)).left == {"表单回复 0": 0}


def test_what_is_kept_of_an_answer_has_none_of_its_words(desk: Desk) -> None:
    desk.look([line(1)])
    assert "138" not in json.dumps(desk.document).replace(str(round(TODAY * 86_400_000)), "")
    assert "客户" not in json.dumps(desk.document, ensure_ascii=False)
