"""An import is whole, whatever comes in between: kills, other writers, the same file once more."""

from __future__ import annotations

import signal
from collections import Counter
from typing import Any

import pytest

from sheetflow.errors import BadInput
from sheetflow.model import Verdict
from tests.importing.desk import P2, Desk, csv_of, open_desk
from tests.importing.killed import POINTS, import_and_die
from tests.processes import PROCESSES


def big(count: int = 30) -> list[dict[str, str]]:
    """Give rows of which about 25 fill a batch, two of them alike to the letter; every third has its own number."""
    rows = [
        {
            "单号": f"OLD-{at}" if at % 3 == 0 else "",
            "故障": f"{max(at, 5)}:" + "漏" * 19_990,
            "报修时间": "2026-01-05 09:00",
            "Kostenstelle": f"{max(at, 5):04d}",
        }
        for at in range(count)
    ]
    return [row if row["单号"] else {**row, "单号": ""} for row in rows]


def killed(desk: Desk, point: str, how: str) -> None:
    """Let another process import the file until it is killed at that point."""
    desk.close()
    last = desk.folder, desk.spreadsheet_id, point, how == "history"
    process = PROCESSES.Process(target=import_and_die, args=last)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("point", "how"),
    [*((point, "history") for point in POINTS), ("recorded-and-not-appended", "live"), ("between-two-batches", "live")],
)  # fmt: skip
def test_an_import_killed_anywhere_and_run_again_takes_every_row_once(
    desk: Desk, point: str, how: str
) -> None:
    text = csv_of(big())
    (desk.folder / "big.csv").write_text(text, encoding="utf-8")
    killed(desk, point, how)
    again = open_desk(desk.folder, desk.spreadsheet_id)
    report = again.take(text, history=how == "history")
    again.cycles()

    rows = again.rows()
    assert report.taken + report.before == len(rows) == 30
    assert report.refused == ()
    assert Counter(str(row["故障描述(客户)"]) for row in rows) == Counter(
        row["故障"] for row in big()
    )
    assert {row["Kostenstelle"] for row in rows} == {row["Kostenstelle"] for row in big()}
    assert len({row["维修单号"] for row in rows}) == 30
    assert set(again.ledger.records()) == {row["维修单号"] for row in rows}
    assert again.ledger.open_runs() == []
    assert again.cycles(1)[0].outcome == "idle"
    again.close()


def test_a_batch_recorded_by_a_process_that_died_is_appended_by_the_next_cycle(desk: Desk) -> None:
    (desk.folder / "big.csv").write_text(csv_of(big()), encoding="utf-8")
    killed(desk, "recorded-and-not-appended", "history")
    again = open_desk(desk.folder, desk.spreadsheet_id)
    assert again.rows() == []
    again.cycles()
    assert 0 < len(again.rows()) < 30
    assert {row["上门期限"] for row in again.rows()} == {"2026-01-08 09:00"}
    assert again.ledger.open_runs() == []
    again.close()


def test_the_same_file_again_changes_nothing_even_after_staff_worked_on_its_rows(
    desk: Desk,
) -> None:
    rows = [P2, {**P2, "维修单号": ""}, {**P2, "维修单号": ""}]
    first = desk.take(csv_of(rows))
    desk.cycles()
    second = desk.take(csv_of(rows))
    desk.cycles()

    assert (first.taken, second.taken, second.before, second.refused) == (3, 0, 3, ())
    assert len(desk.rows()) == 3


def test_a_row_whose_number_stands_in_the_sheet_is_not_taken_and_told(desk: Desk) -> None:
    desk.take(csv_of([P2]))
    desk.type(("维修单号", "HAND-1"), ("客户姓名", "李四"))
    other = [{**P2, "客户姓名": "李*"}, {**P2, "维修单号": "HAND-1"}, {**P2, "维修单号": "NEW-1"}]
    report = desk.take(csv_of([*other, {**P2, "维修单号": "NEW-1"}]))

    assert report.taken == 1
    assert [str(fault) for fault in report.refused] == [
        "old.csv:2: there is a ticket WX2023901 already. "
        "Nothing was changed in it. Give this row another number, or none.",
        "old.csv:3: there is a ticket HAND-1 already. "
        "Nothing was changed in it. Give this row another number, or none.",
        "old.csv:5: NEW-1 stands in line 4 already. Give this row another number, or none.",
    ]
    assert [row["客户姓名"] for row in desk.rows()] == ["张*", "李四", "张*"]


def test_a_number_of_ours_never_meets_one_that_the_file_or_a_typed_row_bears(desk: Desk) -> None:
    desk.type(("维修单号", "WX20260310002"), ("客户姓名", "李四"))
    report = desk.take(csv_of([{**P2, "维修单号": ""}, {**P2, "维修单号": "WX20260310001"}]))
    assert report.taken == 2
    assert [row["维修单号"] for row in desk.rows()] == [
        "WX20260310002",
        "WX20260310003",
        "WX20260310001",
    ]


def test_a_worker_that_runs_already_takes_the_rows_over_without_asking(desk: Desk) -> None:
    desk.staff(("07", "林静", "dispatcher"))
    desk.cycles()
    beside = desk.beside()
    beside.take(csv_of([P2, {**P2, "维修单号": "OLD-2", "回访记录": ""}]))
    summaries = desk.cycles()

    assert [one.outcome for one in summaries] == ["idle"] * 3
    assert desk.ledger.outbox() == []
    beside.ledger.close()


def test_an_import_goes_on_when_another_writer_took_the_spreadsheet_over(desk: Desk) -> None:
    desk.take(csv_of([P2]))
    other = desk.beside()
    other.store.settle()
    other.ledger.close()
    report = desk.take(csv_of([{**P2, "维修单号": "OLD-2"}]))
    assert report.taken == 1
    assert len(desk.rows()) == 2


def test_a_worker_that_appends_our_batch_before_us_leaves_each_row_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, apply = desk.beside(), desk.store.apply

    def apply_late(*args: Any, **options: Any) -> Verdict:
        worker.cycles(1)
        return apply(*args, **options)

    monkeypatch.setattr(desk.store, "apply", apply_late)
    report = desk.take(csv_of([P2, {**P2, "维修单号": "OLD-2", "Kostenstelle": "0815"}]))
    worker.cycles()

    assert report.taken == 2
    assert [row["维修单号"] for row in desk.rows()] == ["WX2023901", "OLD-2"]
    assert list(desk.rows()[0]).count("Kostenstelle") == 1
    assert desk.ledger.open_runs() == []
    worker.ledger.close()


def test_nothing_is_taken_while_the_sheet_lacks_a_column_that_rows_would_fill(desk: Desk) -> None:
    tab = desk.client.open_by_key(desk.spreadsheet_id).worksheet("工单")
    tab.update_cell(1, tab.row_values(1).index("序列号") + 1, "编号")
    with pytest.raises(BadInput, match=r"工单: the column '序列号' \(serial_no\) isn't there"):
        desk.take(csv_of([P2]))
    assert desk.ledger.records() == {}


def test_progress_tells_how_many_rows_of_how_many_are_done(desk: Desk) -> None:
    from sheetflow.importing import carry_out
    from sheetflow.rules import RULES

    heard: list[tuple[int, int]] = []
    imported, now = desk.planned(csv_of(big(40))), desk.clock.now()
    carry_out(
        desk.store, desk.ledger, imported, desk.policy, RULES,
        now=now, progress=lambda done, total: heard.append((done, total)),
    )  # fmt: skip
    assert heard == [(25, 40), (40, 40)]
