"""Filed tickets go to the archive and come back: whole and once, whatever people do, wherever it is killed."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import gspread
import pytest
from click.testing import CliRunner
from gspread.exceptions import WorksheetNotFound
from gspread.utils import ValueInputOption, rowcol_to_a1

from sheetflow import bootstrap
from sheetflow.bell import Bell
from sheetflow.bootstrap import archiving
from sheetflow.bootstrap.archives import unreachable_archives
from sheetflow.bootstrap.doctor import visit
from sheetflow.bootstrap.unarchiving import bring_back, finish, note, returning
from sheetflow.cli import main
from sheetflow.clock import FixedClock
from sheetflow.commands.archive import lines_of, resume, rows_of
from sheetflow.commands.row import restore as row_restore
from sheetflow.errors import Refused
from sheetflow.figures import Period, cases_of, figures
from sheetflow.finding import Finding
from sheetflow.localsheets import local_client
from sheetflow.model import CellWrite, NewRow, Scalar, Writes
from sheetflow.ports import Run
from sheetflow.rows.unplaced import owing
from sheetflow.runner import Runner
from sheetflow.store import Transport, Workbook
from tests.end_to_end.archiver import APRIL, LATER, archive, archive_until
from tests.end_to_end.desk import Desk, office_of, open_desk, settings_of
from tests.end_to_end.mortal import SHEETS, Point
from tests.end_to_end.wire import Gone, Late, between_calls
from tests.processes import PROCESSES
from tests.world import DONE, HANDED_IN

OWN = "老板备注"


@pytest.fixture(scope="session")
def shelved(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Make a desk with two filed tickets and one that is open, people's own column and rows beside them."""
    folder = Path(shutil.copytree(blank, tmp_path_factory.mktemp("shelved") / "desk"))
    with open_desk(folder) as desk:
        tab = desk.tab()
        at = len(tab.row_values(1)) + 1
        tab.add_cols(1)
        tab.update_cell(1, at, OWN)
        numbers = [desk.report(phone=f"138-0000-000{n}", serial_no=f"00{n}") for n in range(1, 4)]
        desk.rest()
        file_tickets(desk, dict(zip(numbers, ("陈立", "刘勇"), strict=False)))
        for number in numbers[:2]:
            tab.update_cell(desk.where(number), at, f"老客户 {number[-1]}")
        desk.type_row(tab="payments", ticket_no=numbers[0], amount=0.5, note="'007")
        desk.rest()
    with open_desk(folder, at=LATER) as desk:
        desk.rest()
    return folder, numbers


def file_tickets(desk: Desk, technicians: dict[str, str]) -> None:
    """Let repairs be done within an hour, each by its technician, and filed."""
    steps: list[tuple[str, dict[str, Scalar]]] = [
        ("15:01", {"contact_result": "接通", "appointment_at": "15:10"}),
        ("15:12", {"work_started_at": "15:10"}),
        ("15:32", {**DONE, "work_ended_at": "15:30"}),
        ("15:40", {**HANDED_IN, "status": "已结单"}),
    ]
    for number, name in technicians.items():
        desk.type(number, technician=name)
    desk.rest()
    for clock, cells in steps:
        desk.at(clock)
        for number in technicians:
            desk.type(number, **cells)
        desk.rest()
    assert {desk.house.ledger.records()[number].status for number in technicians} == {"closed"}


@pytest.fixture
def folder(shelved: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(shelved[0], tmp_path / "desk"))


@pytest.fixture
def numbers(shelved: tuple[Path, list[str]]) -> list[str]:
    return shelved[1]


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with open_desk(folder, at=LATER) as desk:
        yield desk


def live(desk: Desk) -> list[str]:
    return [str(row["ticket_no"]) for row in desk.rows()]


def kept(desk: Desk, title: str = "归档") -> list[dict[str, Any]]:
    """Give the rows of an archive tab by header, none where there is no such tab."""
    with suppress(WorksheetNotFound):
        return desk.people.worksheet(title).get_all_records(numericise_ignore=["all"])
    return []


def whole(desk: Desk, number: str) -> dict[str, str]:
    """Give a ticket's row by header, as people read it, own columns too."""
    [row] = [
        row
        for row in desk.tab().get_all_records(numericise_ignore=["all"])
        if row["维修单号"] == number
    ]
    return {name: str(cell) for name, cell in row.items() if cell != ""}


def titles(desk: Desk) -> set[str]:
    return {tab.title for tab in desk.people.worksheets()}


def test_filed_tickets_go_with_what_belongs_to_them_and_the_desk_is_at_rest(
    desk: Desk, numbers: list[str]
) -> None:
    first, *_, open_one = numbers
    before, visits = whole(desk, first), [row["ticket_no"] for row in desk.rows("visits")]

    moved = archive(desk)

    assert (moved.went, moved.stays) == (numbers[:2], {})
    assert live(desk) == [open_one]
    assert [*desk.rows("visits"), *desk.rows("payments"), *desk.rows("contacts")] == []
    [row] = [row for row in kept(desk) if row["维修单号"] == first]
    assert {name: str(cell) for name, cell in row.items() if cell != ""} == before
    assert before[OWN] == "老客户 1"
    assert [row["维修单号"] for row in kept(desk, "归档·上门记录")] == visits == numbers[:2]
    assert len(kept(desk, "归档·联系记录")) == 4
    assert [row["说明"] for row in kept(desk, "归档·收款欠款")] == ["007"]
    assert not [title for title in titles(desk) if title.startswith("↪")]
    events = len(desk.house.ledger.events())
    desk.rest()
    assert desk.is_settled()
    assert len(desk.house.ledger.events()) == events
    assert [row["ticket_no"] for row in rows_of(desk.house)[0]] == numbers[:2]


def command(folder: Path, *words: str) -> Any:
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    return CliRunner().invoke(main, ["archive", *words], obj=env)


def test_the_command_shows_what_would_go_and_changes_nothing_unless_told_so(
    folder: Path, numbers: list[str]
) -> None:
    asked = command(folder, "--before", "2026-04-01")
    assert asked.exit_code == 1
    assert f"可归档2单,结单日2026-03-10至2026-03-10\n  {'、'.join(numbers[:2])}\n" in asked.stdout
    assert "工单:2行" in asked.stdout
    assert "--yes" in asked.stderr
    shown = json.loads(command(folder, "--before", "2026-04-01", "--json").stdout)
    assert (shown["tickets"], shown["archived"]) == (numbers[:2], None)
    assert shown["rows"] == {"tickets": 2, "contacts": 4, "visits": 2, "payments": 1}
    assert (shown["from"], shown["to"]) == ("2026-03-10", "2026-03-10")
    assert shown["cells"] > 2 * 50
    assert command(folder, "--before", "gestern").stderr.startswith("--before: 'gestern' is not a")
    done = json.loads(command(folder, "--before", "2026-04-01", "--json", "--yes").stdout)
    assert done["archived"] == numbers[:2]
    assert "没有可归档" in command(folder, "--before", "2026-04-01", "--yes").stdout
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    listed = CliRunner().invoke(main, ["show", "archive", "--json"], obj=env)
    assert [row[OWN] for row in json.loads(listed.stdout)] == ["老客户 1", "老客户 2"]


def test_a_single_ticket_is_counted_in_words_that_fit_any_number(
    desk: Desk, numbers: list[str]
) -> None:
    english, seen = replace(desk.house, language="en"), archiving.preview(desk.house, APRIL)
    one = replace(seen, filed={numbers[0]: APRIL}, rows={"tickets": 1}, cells=1)
    assert list(lines_of(english, one)) == [
        "Tickets that can go: 1, filed from 2026-04-01 to 2026-04-01",
        f"  {numbers[0]}",
        "  rows of Tickets: 1",
        "Cells that the live tabs lose: 1",
    ]


@pytest.mark.parametrize(
    ("count", "more_zh", "more_en"),
    [(20, "", ""), (21, ",还有1单", " and 1 more"), (145, ",还有125单", " and 125 more")],
)
def test_a_preview_names_the_first_twenty_that_would_go_and_counts_the_others(
    desk: Desk, count: int, more_zh: str, more_en: str
) -> None:
    english, seen = replace(desk.house, language="en"), archiving.preview(desk.house, APRIL)
    many = [f"WX20260301{n:03d}" for n in range(count)]
    shown = replace(seen, filed=dict.fromkeys(many, APRIL))
    assert [*lines_of(desk.house, shown)][1] == f"  {'、'.join(many[:20])}{more_zh}"
    assert [*lines_of(english, shown)][1] == f"  {', '.join(many[:20])}{more_en}"


def copied(desk: Desk, number: str) -> None:
    """Let somebody copy a ticket's row to the end."""
    desk.tab().append_row(desk.tab().row_values(desk.where(number)))


def written_just_now(desk: Desk, number: str, *, beside: bool = False) -> None:
    """Let a run that writes the ticket's row, or one beside it, be open."""
    cell = CellWrite("tickets", number, "next_action", "", "写到一半")
    row = NewRow("visits", "V-1", {"ticket_no": number})
    writes = Writes(rows=(row,)) if beside else Writes((cell,))
    desk.house.ledger.begin(Run("open", desk.clock.at, writes))


def beside_the_columns(desk: Desk, number: str, header: str) -> None:
    """Let somebody write something beside the ticket's own cells, under a header of theirs or none."""
    tab = desk.tab()
    at = len(tab.row_values(1)) + 1
    tab.add_cols(1)
    tab.update_cell(1, at, header)
    tab.update_cell(desk.where(number), at, "一句话")


STAYING: dict[str, tuple[Callable[[Desk, str], object], str, str]] = {
    "owes": (
        lambda desk, no: note(desk.house, no, "charged", {"asked": "40", "due": "40"}),
        "还有欠款",
        "money is still owed",
    ),
    "told": (
        lambda desk, no: [desk.type(no, purchase_date="去年"), desk.rest()],
        "「问题」里有没看过的提示",
        "its row says something that nobody has read",
    ),
    "asked for something that nobody followed": (
        lambda desk, no: note(desk.house, no, "asked", {"to": "to_dispatch"}),
        "「问题」里有没看过的提示",
        "its row says something that nobody has read",
    ),
    "has cells without a column": (
        lambda desk, no: desk.house.ledger.begin(
            Run("kept", desk.clock.at, Writes(), (owing("visits/V-1", no, {"note": "一"}, LATER),))
        ),
        "「问题」里有没看过的提示",
        "its row says something that nobody has read",
    ),
    "typed into": (
        lambda desk, no: desk.type(no, remarks="客户又来电"),
        "刚填的内容还没处理",
        "what was just typed into it waits for the next cycle",
    ),
    "its row being written": (
        written_just_now,
        "系统正在写它的行",
        "the system is just writing its row",
    ),
    "a row beside it being written": (
        partial(written_just_now, beside=True),
        "系统正在写它的行",
        "the system is just writing its row",
    ),
    "filed lately": (
        lambda desk, no: desk.at("15:00", day=30),
        "结单不久,还可能返修",
        "filed too recently: the fault may come back",
    ),
    "another status chosen": (
        lambda desk, no: desk.type(no, status="待派工"),
        "「状态」不是已结单",
        "its status isn't Closed any more",
    ),
    "copied": (copied, "单号在表里不止一行", "several rows bear its number"),
    "something without a header": (
        partial(beside_the_columns, header=""),
        "{column}列有内容没有表头,请补上表头",
        "column {column} has no header; give it one",
    ),
    "two columns of one header": (
        partial(beside_the_columns, header=OWN),
        f"{{column}}列的表头「{OWN}」和别的列一样,请换一个表头",
        f"another column has the header of column {{column}} '{OWN}' too; give it another",
    ),
}


@pytest.mark.parametrize("why", STAYING)
def test_a_ticket_stays_and_says_why_in_both_languages(
    desk: Desk, numbers: list[str], why: str
) -> None:
    act, zh, en = STAYING[why]
    first = numbers[0]
    column = rowcol_to_a1(1, len(desk.tab().row_values(1)) + 1).rstrip("1")
    act(desk, first)

    seen = archiving.preview(desk.house, APRIL)

    assert first not in seen.filed
    assert f"  留下 {first}:{zh.format(column=column)}" in lines_of(desk.house, seen)
    english = replace(desk.house, language="en")
    assert f"  stays: {first}: {en.format(column=column)}" in lines_of(english, seen)
    moved = archiving.begin(desk.house, [first], APRIL)
    assert (moved.went, moved.stays) == ([], {first: seen.stays[first]})
    assert first in live(desk)


OLD = """\
维修单号,客户姓名,产品型号,维修开始时间,维修结束时间,维修结果,回访记录
WX2023901,张*,ABC-2000,2023-10-01 10:00,2023-10-01 11:30,已修复,满意
WX2023902,李*,ABC-2000,,,客户放弃,
"""


def test_what_came_finished_from_another_system_goes_by_the_last_that_is_known_of_it(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "old.csv"
    file.write_text(OLD, "utf-8")
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    assert (
        "Taken: 2" in CliRunner().invoke(main, ["import", str(file), "--history"], obj=env).stdout
    )
    done = json.loads(command(folder, "--before", "2023-10-02", "--json", "--yes").stdout)
    assert (done["archived"], done["from"]) == (["WX2023901"], "2023-10-01")
    with open_desk(folder, at=LATER) as desk:
        assert bring_back(desk.house, "WX2023901")
        assert whole(desk, "WX2023901")["维修结束时间"] == "2023-10-01 11:30"
    # Of the other nothing is known but when it came, which is just now.
    tomorrow = json.loads(command(folder, "--before", "2999-01-01", "--json").stdout)
    assert "WX2023902" in tomorrow["stays"]


def test_links_trace_and_figures_find_it_as_before(desk: Desk, numbers: list[str]) -> None:
    policy = desk.house.runner.policy
    desk.work()
    policy = desk.house.runner.policy
    assert policy is not None
    month = Period(date(2026, 3, 1), date(2026, 3, 31), desk.house.zone)

    def counted() -> object:
        records = desk.house.ledger.records().values()
        return figures(cases_of(records, policy), month, policy, LATER)

    before, story = counted(), desk.house.ledger.events(numbers[0])
    archive(desk)
    assert counted() == before
    assert desk.house.ledger.events(numbers[0])[:-1] == story
    assert desk.house.ledger.events(numbers[0])[-1].kind == "archived"
    with pytest.raises(Refused, match=f"archive --restore {numbers[0]}"):
        row_restore(desk.house, numbers[0])


def test_it_comes_back_as_it_went_and_can_go_again(desk: Desk, numbers: list[str]) -> None:
    first = numbers[0]
    before, beside = whole(desk, first), desk.rows("visits")[:1] + desk.rows("payments")
    archive(desk)
    events = len(desk.house.ledger.events(first))

    assert bring_back(desk.house, first)

    desk.rest()
    assert whole(desk, first) == before
    assert desk.rows("visits") + desk.rows("payments") == beside
    assert [row["维修单号"] for row in kept(desk)] == numbers[1:2]
    assert [e.kind for e in desk.house.ledger.events(first)[events:]] == ["unarchived"]
    assert desk.is_settled()
    with pytest.raises(Refused, match="isn't archived"):
        bring_back(desk.house, first)
    assert archive(desk).went == [first]
    assert sorted(row["维修单号"] for row in kept(desk)) == numbers[:2]


def test_a_row_copied_back_by_hand_is_taken_for_its_own_when_the_ticket_is_asked_back(
    desk: Desk, numbers: list[str]
) -> None:
    first = numbers[0]
    row = desk.tab().row_values(desk.where(first))
    archive(desk)
    desk.tab().append_row(row, value_input_option=ValueInputOption.user_entered)
    desk.rest()
    assert f"archive --restore {first}" in desk.shown(first, "problem")
    assert bring_back(desk.house, first)
    desk.rest()
    assert live(desk).count(first) == 1
    assert len(desk.rows("payments")) == 1
    assert not desk.house.ledger.records()[first].archived


def owner_of(desk: Desk) -> gspread.Client:
    """Give the client by which a person makes and deletes spreadsheets."""
    assert desk.house.sheets is not None
    client: Any = local_client(desk.house.sheets, actor="people", http_client=gspread.HTTPClient)
    found: gspread.Client = client
    return found


def made_by_a_person(desk: Desk, title: str) -> gspread.Spreadsheet:
    return owner_of(desk).create(title)


def test_another_spreadsheet_that_a_person_made_takes_them(desk: Desk, numbers: list[str]) -> None:
    other = made_by_a_person(desk, "旧账")
    seen = archiving.preview(desk.house, APRIL, other.id)
    moved = archiving.begin(desk.house, seen.filed, APRIL, other.id)
    assert moved.went == numbers[:2]
    assert kept(desk) == []
    assert [row[OWN] for row in other.worksheet("归档").get_all_records()] == [
        "老客户 1", "老客户 2",
    ]  # fmt: skip
    assert bring_back(desk.house, numbers[1])
    desk.rest()
    assert numbers[1] in live(desk)
    assert len(other.worksheet("归档").get_all_records()) == 1
    assert [row["ticket_no"] for row in rows_of(desk.house)[0]] == [numbers[0]]
    with pytest.raises(Refused, match="shares it with the service account") as refused:
        archiving.preview(desk.house, APRIL, "nobody-made-this-one")
    assert "nobody-made-this-one" in str(refused.value)
    assert "SHEETFLOW_SPREADSHEET_ID" not in str(refused.value)
    assert "SHEETFLOW_SPREADSHEET_ID" not in refused.value.zh


@pytest.mark.parametrize("applied", [False, True], ids=["came-late", "came-twice"])
@pytest.mark.parametrize("batch", [0, 1], ids=["copy", "take"])
def test_a_batch_to_another_spreadsheet_that_comes_late_or_twice_changes_nothing_there(
    desk: Desk, numbers: list[str], batch: int, applied: bool
) -> None:
    other = made_by_a_person(desk, "旧账")
    seen = archiving.preview(desk.house, APRIL, other.id)
    http = desk.house.client.http_client
    http.pause = lambda seconds: None
    late = Late(http.session.get_adapter(SHEETS), other.id, batch, applied=applied)
    http.session.mount(SHEETS, late)
    assert archiving.begin(desk.house, seen.filed, APRIL, other.id).went == numbers[:2]
    assert bring_back(desk.house, numbers[1])
    assert bring_back(desk.house, numbers[0])
    assert archiving.begin(desk.house, seen.filed, APRIL, other.id).went == numbers[:2]
    before = {tab.title: tab.get_all_values() for tab in other.worksheets()}
    assert sorted(row[0] for row in before["归档"][1:]) == numbers[:2]
    assert late.arrive().status_code == 400
    assert {tab.title: tab.get_all_values() for tab in other.worksheets()} == before


def meddle(desk: Desk) -> None:
    """Let people sort, insert and type rows all at once."""
    desk.tab().sort((1, "des"))
    desk.tab().insert_row(["", "", "新来的一行"], 2)
    desk.tab("visits").insert_row(["X-1", "", "别的"], 2)
    desk.tab("payments").insert_row(["", "", "", "", "", "", "", "记一笔"], 2)


def insert(desk: Desk) -> None:
    """Let somebody insert a row above the tickets alone, so that one is missed and what stands beside it hit."""
    desk.tab().insert_row(["", "", "新来的一行"], 2)


@pytest.mark.parametrize(
    ("batch", "act"),
    [
        pytest.param(0, meddle, id="copy"),
        pytest.param(1, meddle, id="take"),
        pytest.param(1, insert, id="take-tickets-alone"),
        pytest.param(2, meddle, id="settle"),
        pytest.param(3, meddle, id="sweep"),
    ],
)
def test_nothing_is_lost_when_people_move_rows_before_a_batch(
    desk: Desk, numbers: list[str], batch: int, act: Callable[[Desk], None]
) -> None:
    before = {number: whole(desk, number) for number in numbers}
    wire = between_calls(desk)
    wire.acts = [lambda: None] * (batch + 1) + [lambda: act(desk)]
    moved = archive(desk)
    assert not wire.acts
    assert (sorted(moved.went), moved.stays) == (numbers[:2], {})
    rows = {row["维修单号"]: row for row in kept(desk)}
    for number in numbers:
        found = whole(desk, number) if number in live(desk) else rows[number]
        assert {k: str(v) for k, v in found.items() if v != ""} == before[number]
    assert set(moved.went).isdisjoint(live(desk))
    tabs = (desk.tab(key) for key in ("tickets", "visits", "payments"))
    cells = [cell for tab in tabs for row in tab.get_all_values() for cell in row]
    others = 1 if act is meddle else 0
    assert [cells.count(one) for one in ("新来的一行", "X-1", "记一笔")] == [1, others, others]
    assert not [row for key in ("visits", "payments") for row in desk.rows(key) if row["ticket_no"]]
    assert [row["维修单号"] for row in kept(desk, "归档·上门记录")] == numbers[:2]
    assert not [title for title in titles(desk) if title.startswith("↪")]


def test_a_ticket_stays_while_two_columns_of_peoples_own_have_the_same_header_and_something_in_them(
    desk: Desk, numbers: list[str]
) -> None:
    tab = desk.tab()
    at = len(tab.row_values(1)) + 1
    tab.add_cols(2)
    tab.update_cell(1, at, OWN)
    tab.update_cell(desk.where(numbers[0]), at, "另一句")
    tab.update_cell(desk.where(numbers[1]), at + 1, "没有表头")
    row = tab.row_values(desk.where(numbers[0]))

    moved = archive(desk)

    letter, next_letter = (rowcol_to_a1(1, one).rstrip("1") for one in (at, at + 1))
    assert moved.stays == {}
    stays = archiving.preview(desk.house, APRIL).stays
    assert stays[numbers[0]].zh == f"{letter}列的表头「{OWN}」和别的列一样,请换一个表头"
    assert f"header of column {letter} '{OWN}' too" in stays[numbers[0]].en
    assert stays[numbers[1]].zh == f"{next_letter}列有内容没有表头,请补上表头"
    assert tab.row_values(desk.where(numbers[0])) == row
    tab.update_cell(1, at, "另一列")
    assert archive(desk).went == [numbers[0]]
    assert kept(desk)[0]["另一列"] == "另一句"


def worker_beside(desk: Desk) -> Runner:
    """Give the desk's own worker, as the service runs it beside the command."""
    house = desk.house
    assert house.sheets is not None
    client: Any = local_client(house.sheets, http_client=Transport)
    store = Workbook(
        client,
        house.spreadsheet_id,
        house.schema,
        language="zh",
        zone=house.zone,
        now=desk.clock.now,
    )
    return Runner(store, house.ledger, desk.clock, office_of(house), holder="the service")


def test_a_ticket_asked_back_beside_a_service_wakes_it_and_leaves_no_copy(
    desk: Desk, numbers: list[str]
) -> None:
    archive(desk)
    desk.house.runner.stop()
    worker, bell, over = worker_beside(desk), Bell(desk.house.ledger), Event()
    worker.cycle()

    def serve() -> None:
        while not over.wait(0.01):
            desk.clock.at += timedelta(seconds=1)
            if bell.rings(desk.clock.now()):
                worker.cycle()

    service = Thread(target=serve)
    service.start()
    try:
        assert bring_back(desk.house, numbers[0], patience=30)
    finally:
        over.set()
        service.join()
    assert numbers[0] in live(desk)
    assert [row["维修单号"] for row in kept(desk)] == numbers[1:2]
    assert returning(desk.house) is None


def test_of_two_asked_back_one_after_the_other_neither_leaves_a_copy(
    desk: Desk, numbers: list[str]
) -> None:
    archive(desk)
    desk.house.runner.stop()
    worker = worker_beside(desk)
    worker.cycle()
    assert not bring_back(desk.house, numbers[0])
    with pytest.raises(Refused, match=f"{numbers[0]} is still on its way back"):
        bring_back(desk.house, numbers[1])
    for _ in range(2):
        worker.cycle()
    assert not bring_back(desk.house, numbers[1])
    for _ in range(
        3
    ):  # the first batch was made for rows as they stood before a copy was taken out
        worker.cycle()
    assert finish(desk.house)
    assert kept(desk) == []


def test_a_worker_that_writes_all_the_while_is_waited_for_and_loses_nothing(
    desk: Desk, numbers: list[str]
) -> None:
    worker = worker_beside(desk)
    reported: list[str] = []

    def work() -> None:
        reported.append(desk.report(phone=f"139-0000-00{len(reported):02d}"))
        worker.cycle()

    wire = between_calls(desk)
    wire.acts = [lambda: None, *[work, lambda: None] * 5]
    moved = archive(desk)
    worker.stop()
    desk.rest()
    assert (moved.went, moved.stays) == (numbers[:2], {})
    assert sorted(live(desk)) == sorted([numbers[2], *reported])
    assert [row["维修单号"] for row in kept(desk)] == numbers[:2]
    assert desk.is_settled()


@pytest.mark.parametrize("batch", [0, 1])
def test_a_ticket_that_somebody_edits_meanwhile_stays_and_is_told(
    desk: Desk, numbers: list[str], batch: int
) -> None:
    second = numbers[1]
    wire = between_calls(desk)
    wire.acts = [lambda: None] * (batch + 1) + [lambda: desk.type(second, remarks="等我一下")]
    moved = archive(desk)
    assert moved.went == [numbers[0]]
    assert moved.stays[second].zh == "归档时有人改了,留在原处"
    assert desk.shown(second, "remarks") == "等我一下"
    assert len([row for row in desk.rows("visits") if row["ticket_no"] == second]) == 1
    assert [row["维修单号"] for row in kept(desk)] == moved.went
    assert desk.house.ledger.records()[second].archived is None


def cut_short(folder: Path, batch: int, to: str = "") -> None:
    """Let somebody archive, and be killed when that batch has arrived."""
    process = PROCESSES.Process(
        target=archive_until, args=(folder, Point("wire.batch", "after", batch), to)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("batch", [2, 3, 4, 5])
def test_killed_after_any_batch_it_goes_on_where_it_stopped_and_tells_all_that_went(
    folder: Path, numbers: list[str], batch: int, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_short(folder, batch)
    with open_desk(folder, at=LATER) as desk:
        before = {no: whole(desk, no) for no in live(desk) if no}
        resume(desk.house)
        went = [one for one in desk.house.ledger.records().values() if one.archived]
        assert f"已归档{len(went)}单。" in capsys.readouterr().out
        finish(desk.house)
        desk.rest()
        gone = [row["维修单号"] for row in kept(desk)]
        assert sorted(gone) == sorted(set(gone))
        assert sorted([*gone, *live(desk)]) == numbers
        assert archiving.pending(desk.house) is None
        assert not [title for title in titles(desk) if title.startswith("↪")]
        assert all(whole(desk, number) == before.get(number) for number in live(desk))
        assert desk.is_settled()


def cells_of(desk: Desk) -> dict[str, list[list[str]]]:
    """Give all rows of the desk's tabs that hold anything, in any order, below the header with its heartbeat."""
    keys = ("tickets", "contacts", "visits", "payments")
    return {
        key: sorted(row for row in desk.tab(key).get_all_values()[1:] if any(row)) for key in keys
    }


@pytest.mark.parametrize(
    ("batch", "there"),
    [
        pytest.param(2, False, id="copied"),
        pytest.param(3, False, id="taken"),
        pytest.param(4, True, id="let-go-and-not-recorded-yet"),
    ],
)
def test_what_was_cut_short_on_its_way_to_a_spreadsheet_that_is_gone_is_abandoned_and_loses_nothing(
    folder: Path, numbers: list[str], batch: int, there: bool
) -> None:
    with open_desk(folder, at=LATER) as desk:
        before, other = cells_of(desk), made_by_a_person(desk, "旧账")
    cut_short(folder, batch, other.id)
    with open_desk(folder, at=LATER) as desk:
        owner_of(desk).del_spreadsheet(other.id)

    stuck = command(folder, "--before", "2026-04-01", "--yes")
    assert stuck.exit_code == 1
    assert "--abandon" in stuck.stderr
    shown = json.loads(command(folder, "--abandon", "--json").stdout)
    assert (shown["spreadsheet"], shown["tickets"]) == (other.id, numbers[:2])
    assert (shown["there"], shown["abandoned"]) == (numbers[:2] if there else [], False)
    taken = {"tickets": 2, "contacts": 4, "visits": 2, "payments": 1}
    assert shown["back"] == (taken if batch == 3 else {})
    asked = command(folder, "--abandon")
    assert (asked.exit_code, "--yes" in asked.stderr) == (1, True)
    assert f"归到表格 {other.id},2026-04-01以前结的2单" in asked.stdout

    done = command(folder, "--abandon", "--yes")
    assert (done.exit_code, "可以重新归档" in done.stdout) == (0, True)
    assert "没有中断的归档" in command(folder, "--abandon", "--yes").stdout
    with open_desk(folder, at=LATER) as desk:
        assert not [title for title in titles(desk) if title.startswith("↪")]
        places = {no: desk.house.ledger.records()[no].archived for no in numbers[:2]}
        assert [place is not None for place in places.values()] == [there, there]
        if there:
            assert live(desk) == numbers[2:]
        else:
            assert cells_of(desk) == before
            assert archive(desk).went == numbers[:2]
        desk.rest()
        assert desk.is_settled()


def test_a_ticket_asked_back_from_a_spreadsheet_that_is_gone_meanwhile_holds_up_no_other(
    folder: Path, numbers: list[str]
) -> None:
    with open_desk(folder, at=LATER) as desk:
        other = made_by_a_person(desk, "旧账")
        archive(desk, other.id)
        desk.house.runner.stop()
        worker = worker_beside(desk)
        worker.cycle()
        assert not bring_back(desk.house, numbers[0])
        for _ in range(3):
            worker.cycle()
        worker.stop()
        owner_of(desk).del_spreadsheet(other.id)
    assert "--abandon" in command(folder).stderr
    assert f"{numbers[0]}:已取回" in command(folder, "--abandon", "--yes").stdout
    with open_desk(folder, at=LATER) as desk:
        assert returning(desk.house) is None
        assert numbers[0] in live(desk)


def test_what_was_cut_short_in_the_desks_own_spreadsheet_is_finished_and_not_abandoned(
    folder: Path, numbers: list[str]
) -> None:
    cut_short(folder, 3)
    refused = command(folder, "--abandon", "--yes")
    assert refused.exit_code == 1
    assert "sheetflow archive" in refused.stderr
    assert "已归档2单。" in command(folder).stdout


def test_the_doctor_tells_of_an_archiving_that_was_cut_short_until_it_is_finished(
    folder: Path,
) -> None:
    def told() -> list[str]:
        env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
        found = json.loads(CliRunner().invoke(main, ["doctor", "--json"], obj=env).stdout)
        return [one["remedy"] for one in found if one["check"] == "archive"]

    bootstrap.activate(settings_of(folder), bootstrap.DESK)
    assert told() == []
    cut_short(folder, 3)
    [remedy] = told()
    assert "sheetflow archive" in remedy
    command(folder)
    assert told() == []


@pytest.mark.parametrize(
    "words", [["--before", "2026-04-01"], []], ids=["another-is-previewed", "nothing-else-is-asked"]
)
def test_a_preview_tells_what_was_cut_short_and_leaves_it_as_it_is(
    folder: Path, numbers: list[str], words: list[str]
) -> None:
    cut_short(folder, 3)
    with open_desk(folder, at=LATER) as desk:
        before, kept_before = cells_of(desk), desk.house.ledger.kept("archive")
    shown = json.loads(command(folder, *words, "--json").stdout)
    assert (shown["waiting"]["tickets"], shown["archived"]) == (numbers[:2], None)
    if words:
        asked = command(folder, *words)
        assert asked.exit_code == 1
        assert "有一次归档中断了:2026-04-01以前结的2单,先接着做完" in asked.stdout
    with open_desk(folder, at=LATER) as desk:
        assert (cells_of(desk), desk.house.ledger.kept("archive")) == (before, kept_before)
    done = json.loads(command(folder, *words, "--json", "--yes").stdout)
    assert done["archived"] == numbers[:2]
    with open_desk(folder, at=LATER) as desk:
        assert live(desk) == numbers[2:]
        assert archiving.pending(desk.house) is None


@pytest.mark.parametrize("said", ["单号(旧)", ""], ids=["renamed", "emptied"])
def test_an_archive_whose_header_the_owner_typed_over_is_read_by_its_columns_and_mended_when_written(
    desk: Desk, numbers: list[str], said: str
) -> None:
    first, second, _ = numbers
    before = whole(desk, first)
    archive(desk)
    tab = desk.people.worksheet("归档")
    header = tab.row_values(1)
    tab.update_cell(1, header.index("维修单号") + 1, said)

    assert [row["ticket_no"] for row in rows_of(desk.house)[0]] == [first, second]
    assert bring_back(desk.house, first)
    desk.rest()
    assert whole(desk, first) == before
    tab.update_cell(1, header.index("维修单号") + 1, said)
    assert archive(desk).went == [first]
    assert tab.row_values(1) == header
    assert sorted(row["维修单号"] for row in kept(desk)) == [first, second]


def test_an_archive_two_of_whose_headers_were_typed_over_each_others_columns_keeps_them_apart(
    desk: Desk, numbers: list[str]
) -> None:
    before = whole(desk, numbers[0])
    archive(desk)
    tab = desk.people.worksheet("归档")
    header = tab.row_values(1)
    one, other = header.index("店名/单位") + 1, header.index("状态") + 1
    tab.update_cell(1, one, "状态")
    tab.update_cell(1, other, "店名/单位")
    assert bring_back(desk.house, numbers[0])
    desk.rest()
    assert whole(desk, numbers[0]) == before


def test_an_archive_of_which_nothing_says_whose_its_rows_are_is_refused_by_name_and_left_as_it_is(
    desk: Desk, numbers: list[str]
) -> None:
    archive(desk)
    tab = desk.people.worksheet("归档")
    tab.delete_rows(1)
    before = tab.get_all_values()
    with pytest.raises(Refused, match="归档:没有找到表头") as told:
        bring_back(desk.house, numbers[0])
    assert "放回第1行" in told.value.zh
    assert tab.get_all_values() == before
    assert returning(desk.house) is None


def test_an_archive_that_is_gone_is_named_and_what_the_others_hold_is_shown(
    folder: Path, numbers: list[str]
) -> None:
    with open_desk(folder, at=LATER) as desk:
        other = made_by_a_person(desk, "旧账")
        archiving.begin(desk.house, numbers[:1], APRIL, other.id)
        archiving.begin(desk.house, numbers[1:2], APRIL)
        owner_of(desk).del_spreadsheet(other.id)
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "zh-CN"}
    shown = CliRunner().invoke(main, ["show", "archive", "--json"], obj=env)
    assert [row["ticket_no"] for row in json.loads(shown.stdout)] == numbers[1:2]
    assert shown.stderr.startswith(f"归档用的表格 {other.id} 用不了:没有这个表格")
    assert shown.exit_code == 1
    refused = command(folder, "--restore", numbers[0]).stderr
    assert other.id in refused
    assert "--to" not in refused
    assert "--abandon" not in refused


def looked_at(folder: Path) -> tuple[list[Finding], int]:
    """Give what the doctor says of archives, and how often it reads."""
    bootstrap.activate(settings_of(folder), bootstrap.DESK)
    with visit(settings_of(folder), FixedClock(LATER)) as visited:
        assert visited.house
        found = [one for one in visited.findings() if one.check == "archive"]
        return found, visited.house.client.http_client.tally.calls["read"]


def test_the_doctor_warns_of_a_spreadsheet_that_held_archived_tickets_and_is_gone(
    folder: Path, numbers: list[str]
) -> None:
    untouched = looked_at(folder)
    with open_desk(folder, at=LATER) as desk:
        archiving.begin(desk.house, numbers[:1], APRIL)
        archiving.begin(desk.house, numbers[1:2], APRIL, desk.house.spreadsheet_id)
    own = looked_at(folder)
    with open_desk(folder, at=LATER) as desk:
        assert bring_back(desk.house, numbers[1])
        other = made_by_a_person(desk, "旧账")
        archiving.begin(desk.house, numbers[1:2], APRIL, other.id)
    there = looked_at(folder)
    with open_desk(folder, at=LATER) as desk:
        owner_of(desk).del_spreadsheet(other.id)
    [gone], calls = looked_at(folder)

    assert [found for found, _ in (untouched, own, there)] == [[], [], []]
    assert [calls, there[1], own[1]] == [untouched[1] + 1, untouched[1] + 1, untouched[1]]
    assert gone.level == "warning"
    assert gone.section == "work"
    assert gone.sentence("zh").startswith(
        f"归档:表格 {other.id} 里归档的1单读不到:没有这个表格,或被删掉了。请从回收站找回"
    )
    assert gone.sentence("en").startswith(
        f"Archive: archived tickets in the spreadsheet {other.id}: 1, which can't be read (there is none with that "
        "id, or it was deleted). Take it out of the bin"
    )


@pytest.mark.parametrize(
    ("status", "why", "remedy"),
    [
        pytest.param(403, "isn't shared", "share it with the service account", id="unshared"),
        pytest.param(0, "Google doesn't answer", "Try again later", id="away"),
    ],
)
def test_the_doctor_warns_of_an_archive_that_nobody_shares_with_it_any_more_or_that_is_away(
    desk: Desk, numbers: list[str], status: int, why: str, remedy: str
) -> None:
    other = made_by_a_person(desk, "旧账")
    archiving.begin(desk.house, numbers[:1], APRIL, other.id)
    assert list(unreachable_archives(desk.house)) == []
    http = desk.house.client.http_client
    http.pause = lambda seconds: None
    http.session.mount(SHEETS, Gone(status, on=other.id, far_end=http.session.get_adapter(SHEETS)))
    [told] = unreachable_archives(desk.house)
    assert told.level == "warning"
    assert why in told.found.en
    assert remedy in told.remedy.en


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--before", "2026-04-01"], "什么也没改:这里没有人可问", id="nobody-to-ask"),
        pytest.param(["--restore", "WX20260310003"], "WX20260310003:没有归档", id="not-archived"),
        pytest.param(["--restore", "WX1"], "WX1:没有这张工单", id="unknown"),
        pytest.param([], "没有中断的归档", id="nothing-cut-short"),
        pytest.param(["--before", "2026-04-01", "--to", "no-such-one"],
                     "归档用的表格 no-such-one 用不了:没有这个表格", id="no-spreadsheet"),
    ],
)  # fmt: skip
def test_a_refusal_speaks_the_language_of_the_desk(
    folder: Path, words: list[str], said: str
) -> None:
    refused = command(folder, *words)
    assert refused.stderr.startswith(said)
    assert refused.exit_code == 1
    env = {"SHEETFLOW_DATA_DIR": str(folder), "SHEETFLOW_LOCALE": "en"}
    elsewhere = CliRunner().invoke(main, ["archive", *words], obj=env)
    assert elsewhere.stderr == refused.stderr  # in that of the preview, whatever the shell's is


def test_a_tab_that_is_gone_keeps_rows_from_moving_and_is_named_in_chinese(desk: Desk) -> None:
    desk.people.del_worksheet(desk.tab("visits"))
    with pytest.raises(Refused) as told:
        archiving.preview(desk.house, APRIL)
    assert told.value.zh == "「上门记录」页不见了。请撤销删除,或运行 sheetflow init。"
