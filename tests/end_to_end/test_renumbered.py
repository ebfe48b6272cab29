"""A number typed over in a row beside 工单 is put back where the row stands by then."""

from __future__ import annotations

from tests.end_to_end.desk import Desk


def test_numbers_typed_over_are_put_back_though_rows_were_sorted(desk: Desk) -> None:
    number = desk.report()
    desk.rest()
    desk.type(number, technician="陈立")
    desk.rest()
    desk.type(number, contact_result="没接1")
    for amount in (40, 60):
        desk.type_row(tab="payments", ticket_no=number, amount=amount)
    desk.rest()
    payments, contacts = desk.rows("payments"), desk.rows("contacts")
    desk.type_at(2, tab="payments", payment_no=99)
    desk.type_at(3, tab="payments", payment_no="")
    desk.type_at(2, tab="contacts", contact_no="第一个")
    desk.tab("payments").sort((desk.column("amount", "payments"), "des"), range="A2:Z3")
    desk.rest()
    assert desk.rows("payments") == payments[::-1]
    assert desk.rows("contacts") == contacts
    assert len(desk.house.ledger.records()[number].attempts) == 1
    assert desk.is_settled()
