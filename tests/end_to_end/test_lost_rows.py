"""On the real spreadsheet and ledger: rows deleted, numbers typed over and deleted, over restarts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sheetflow.bootstrap import DESK, activate
from sheetflow.bootstrap.doctor import visit
from sheetflow.clock import FixedClock
from sheetflow.commands.row import restore
from sheetflow.errors import Refused
from sheetflow.finding import Finding
from tests.end_to_end.desk import NOW, Desk, open_desk, settings_of


@pytest.fixture
def numbers(desk: Desk) -> tuple[str, str]:
    """Give two tickets with technicians."""
    first, second = desk.report(), desk.report(phone="138-0000-0002")
    desk.rest()
    desk.type(first, technician="陈立")
    desk.type(second, technician="刘勇")
    desk.rest()
    return first, second


def rows(desk: Desk, number: str) -> list[str]:
    kinds = [event.kind for event in desk.house.ledger.events(number)]
    return [kind for kind in kinds if kind.startswith("row_")]


def missing(desk: Desk, number: str) -> list[str]:
    return [str(one["recipient"]) for one in desk.notices(number) if one["kind"] == "row_missing"]


def told_rows(folder: Path) -> list[Finding]:
    """Give what the doctor says of the rows."""
    activate(settings_of(folder), DESK)
    with visit(settings_of(folder), FixedClock(NOW)) as visited:
        return [one for one in visited.findings() if one.section == "rows"]


def told_missing(folder: Path) -> list[Finding]:
    """Give what the doctor says of rows that are gone."""
    return [one for one in told_rows(folder) if one.check == "missing"]


def wrong(folder: Path) -> list[tuple[str, str]]:
    """Give the doctor's warnings about the rows, in both languages."""
    found = [one for one in told_rows(folder) if one.level == "warning"]
    return [(one.sentence("zh"), one.sentence("en")) for one in found]


def renumbered(row: int, found: str, number: str) -> tuple[str, str]:
    """Give what the doctor says of a row under another number than its own."""
    return (
        f"工单!A{row}:单号成了「{found}」,可这一行是{number}的。请把{found}改回{number}",
        f"工单!A{row}: says '{found}', but the row is {number}'s. Change {found} back to {number}.",
    )


@pytest.mark.parametrize("worked", [False, True], ids=["at-once", "after-cycles"])
def test_the_doctor_says_which_number_to_write_back_where_one_was_typed_over(
    folder: Path, worked: bool
) -> None:
    with open_desk(folder) as desk:
        first, second, third, fourth = (desk.report(phone=f"138-0000-000{n}") for n in range(4))
        desk.rest()
        third_row, fourth_row = desk.where(third), desk.where(fourth)
        desk.type_at(desk.where(second), ticket_no=first)
        desk.type_at(third_row, ticket_no="7")
        if worked:
            desk.rest()
    told = [renumbered(3, first, second), renumbered(third_row, "7", third)]
    assert wrong(folder) == told
    with open_desk(folder) as desk:
        desk.type_at(fourth_row, ticket_no=first)
        desk.tab().delete_rows(2)
    moved = [
        renumbered(2, first, second),
        renumbered(third_row - 1, "7", third),
        renumbered(fourth_row - 1, first, fourth),
    ]
    (gone, _), *others = wrong(folder)
    assert f"1张没办完的工单在表里没有行:{first}。" in gone
    assert others == moved


def test_the_doctor_asks_to_change_a_copy_and_not_the_row_of_another_ticket_under_its_number(
    folder: Path,
) -> None:
    with open_desk(folder) as desk:
        first, second = (desk.report(phone=f"138-0000-000{n}") for n in range(2))
        desk.rest()
        copy = desk.tab().row_values(desk.where(first))
        desk.type_at(desk.where(second), ticket_no=first)
        desk.tab().append_row(copy)
    (there, _), (twice, _) = wrong(folder)
    assert there == renumbered(3, first, second)[0]
    assert twice.startswith(f"工单!2,4:都是「{first}」。请改掉或删掉多出来的那行")


@pytest.mark.parametrize("deleted", ["rows", "tab"])
def test_the_doctor_names_open_tickets_whose_rows_are_gone_after_cycles_of_one_process_each(
    folder: Path, deleted: str
) -> None:
    with open_desk(folder) as desk:
        numbers = sorted(desk.report(phone=f"138-0000-000{line}") for line in range(3))
        desk.rest()
        if deleted == "tab":
            desk.people.del_worksheet(desk.tab())
        else:
            desk.tab().delete_rows(3, 4)
    gone = numbers if deleted == "tab" else numbers[1:]
    with open_desk(folder) as desk:
        desk.house.prepare()
        desk.work()
        desk.report(phone="138-0000-0009")  # its row is on its way
    told = told_missing(folder)
    assert [one.level for one in told] == ["warning"]
    assert f"{len(gone)}张没办完的工单在表里没有行:{', '.join(gone)}" in told[0].found.zh
    assert "版本历史" in told[0].sentence("zh")


def test_the_doctor_misses_no_row_where_each_is_there(folder: Path) -> None:
    with open_desk(folder) as desk:
        desk.report()
        desk.rest()
        desk.report(phone="138-0000-0009")
    assert told_missing(folder) == []


def test_a_deleted_row_is_told_of_once_and_stays_on_the_health_page(
    desk: Desk, numbers: tuple[str, str]
) -> None:
    first, second = numbers
    desk.tab().delete_rows(2)
    desk.work()
    assert rows(desk, first) == []
    desk.rest()
    assert (rows(desk, first), missing(desk, first)) == (["row_missing"], ["林静"])
    assert [row["ticket_no"] for row in desk.rows()] == [second]
    assert [problem.where for problem in desk.house.runner.problems] == [first]
    assert desk.is_settled()


def test_two_reads_miss_a_row_also_when_each_is_a_process_of_its_own(folder: Path) -> None:
    with open_desk(folder) as desk:
        number = desk.report()
        desk.rest()
        desk.tab().delete_rows(2)
    with open_desk(folder) as desk:
        desk.work()
        assert rows(desk, number) == []
    with open_desk(folder) as desk:
        desk.work()
        assert rows(desk, number) == ["row_missing"]
    with open_desk(folder) as desk:
        desk.work(3)
        assert rows(desk, number) == ["row_missing"]
        assert [problem.where for problem in desk.house.runner.problems] == [number]


def test_a_number_typed_over_is_told_in_its_row_and_all_goes_on_when_it_is_put_back(
    desk: Desk, numbers: tuple[str, str]
) -> None:
    first, _ = numbers
    desk.type_at(2, ticket_no="WX1")
    desk.rest()
    assert desk.row("WX1")["problem"] == f"单号原来是{first},请改回"
    assert desk.house.ledger.events("WX1") == []
    assert missing(desk, first) == ["林静"]
    assert desk.is_settled()
    desk.type("WX1", ticket_no=first)
    desk.rest()
    assert rows(desk, first) == ["row_missing", "row_back"]
    assert (desk.row(first)["problem"], desk.row(first)["status"]) == ("", "已派工")
    assert desk.house.runner.problems == ()
    assert desk.is_settled()


def test_a_deleted_number_is_put_back_into_its_row(desk: Desk, numbers: tuple[str, str]) -> None:
    first, second = numbers
    before = desk.rows()
    desk.type_at(2, ticket_no="")
    desk.rest()
    assert desk.rows() == before
    assert {event.ticket_no for event in desk.house.ledger.events()} == {first, second}
    assert desk.is_settled()


def at_row(desk: Desk, row: int, column: str) -> object:
    """Give a cell by its row in the grid, for two rows bear the number."""
    return desk.rows()[row - 2][column]


@pytest.mark.parametrize("row", [2, 3], ids=["above", "below"])
def test_anothers_number_typed_over_a_rows_own_leaves_the_other_ticket_alone(
    desk: Desk, numbers: tuple[str, str], row: int
) -> None:
    own, other = numbers if row == 2 else numbers[::-1]
    before = desk.house.ledger.records()[other]
    theirs = 5 - row
    desk.type_at(row, ticket_no=other, remarks="下午在")
    desk.rest()
    said = f"单号{other}是另一行的,这一行没有动;原来是{own},请改回"
    assert (at_row(desk, row, "problem"), at_row(desk, theirs, "problem")) == (said, "")
    after = desk.house.ledger.records()[other]
    assert (after.seen, after.technician) == (before.seen, before.technician)
    assert missing(desk, own) == ["林静"]
    assert [problem.where for problem in desk.house.runner.problems] == [own]
    assert desk.is_settled()
    desk.type_at(theirs, contact_result="接通", appointment_at="16:00")
    desk.rest()
    assert at_row(desk, theirs, "status") == "已预约"
    assert at_row(desk, row, "status") == "已派工"
    assert desk.is_settled()
    with pytest.raises(Refused, match=f"stands in the sheet as {other}"):
        restore(desk.house, own)
    desk.type_at(row, ticket_no=own)
    desk.rest()
    assert rows(desk, own) == ["row_missing", "row_back"]
    assert desk.house.ledger.records()[own].seen["remarks"] == "下午在"
    assert at_row(desk, row, "problem") == ""
    assert desk.is_settled()


def test_people_sort_while_two_rows_bear_a_number(desk: Desk, numbers: tuple[str, str]) -> None:
    own, other = numbers
    desk.type_at(2, ticket_no=other)
    desk.type_at(3, contact_result="接通", appointment_at="16:00")
    house, seen = desk.house, []
    apply = house.store.apply

    def sorted_first(*args: Any, **options: Any) -> Any:
        if not seen:
            seen.append(desk.tab().sort((desk.column("phone"), "des"), range="A2:ZZ3"))
        return apply(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "apply", sorted_first)
        desk.work()
    desk.rest()
    assert seen
    upper, lower = desk.rows()
    assert [upper["phone"], lower["phone"]] == ["138-0000-0002", "138-0000-0001"]
    assert (upper["status"], lower["status"]) == ("已预约", "已派工")
    assert (upper["problem"], lower["problem"]) == (
        "",
        f"单号{other}是另一行的,这一行没有动;原来是{own},请改回",
    )
    assert desk.house.ledger.records()[other].technician == "02"
    assert desk.is_settled()
