"""From the quote to the debt through a real spreadsheet: what is asked, agreed to, paid and owed (P1 4.7.3, 4.7.5)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sheetflow.bootstrap.standing import StandingPolicy
from sheetflow.charges import AGES
from sheetflow.commands.report import lines_of
from sheetflow.model import Scalar
from tests.end_to_end.desk import Desk


def payments(desk: Desk, number: str, *columns: str) -> list[tuple[Scalar, ...]]:
    rows = [row for row in desk.rows("payments") if row["ticket_no"] == number]
    return [tuple(row.get(column, "") for column in columns) for row in rows]


def test_a_repair_is_quoted_agreed_to_partly_paid_and_the_rest_is_followed_up(desk: Desk) -> None:
    desk.type_row(tab="parts", part_no="GSK-02", name="门封条", price="90")
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立", purchase_date="2024-01-01", planned_parts="GSK-02")
    desk.rest()
    assert [desk.shown(number, name) for name in ("warranty", "amount_due")] == ["过保", "90.00"]

    desk.type(number, contact_result="接通", appointment_at="15:00")
    desk.rest()
    desk.at("15:01")
    desk.type(number, work_started_at="15:00")
    desk.rest()
    assert desk.shown(number, "status") == "已预约"
    assert "先报价90.00元" in desk.shown(number, "next_action")
    desk.type(number, consent="同意报价")
    desk.rest()
    assert desk.shown(number, "status") == "维修中"

    desk.at("16:00")
    desk.type(number, parts_used="GSK-02", work_ended_at="15:50", result="已修复")
    desk.type(number, test_result="正常", signature="已签·张", amount_paid="50",
        cause="老化", measures="更换", consent="同意报价")  # fmt: skip
    desk.rest()
    shown = [desk.shown(number, name) for name in ("status", "amount_paid")]
    assert shown == ["已完成", "50.00"]
    assert "欠款" in desk.shown(number, "flags")
    assert payments(desk, number, "amount", "method") == [(50, "未注明")]

    desk.at("09:00", day=6)
    desk.rest()
    assert payments(desk, number, "amount", "due", "days")[1:] == [("", 40, 6)]
    assert [one["recipient"] for one in desk.notices(number) if one["kind"] == "debt"] == ["陈立"]
    desk.type_at(3, tab="payments", last_word="月底付")
    desk.rest()
    answers = [row for row in desk.rows("contacts") if row["kind"] == "催款"]
    assert [(row["ticket_no"], row["who"], row["note"]) for row in answers] == [
        (number, "陈立·工01", "月底付")
    ]
    listed = StandingPolicy(desk.house).debtors()
    assert listed is not None
    [debt] = listed.debts
    assert (debt.ticket_no, debt.owed, debt.technician) == (number, 40, "01")
    assert (debt.reminded, debt.asked) == (date(2026, 3, 16), date(2026, 3, 16))
    report = {line["key"]: line for line in lines_of(desk.house, "", "")}
    for age in AGES:
        assert Decimal(report[f"owed/{age.key}"]["value"]) == listed.by_age[age.key]
    assert report["owed"]["value"] == report["owed/month"]["value"] == "40.00"
    desk.type_at(3, tab="payments", amount="40", method="微信")
    desk.clock.at += timedelta(hours=1)
    desk.rest()
    assert "欠款" not in desk.shown(number, "flags")
    assert desk.shown(number, "amount_paid") == "90.00"
    assert desk.is_settled()
