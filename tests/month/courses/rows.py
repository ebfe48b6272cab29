"""What happens to rows: reported twice or again, deleted, copied, typed by the hotline."""

from __future__ import annotations

from datetime import timedelta

from tests.month.case import Case
from tests.month.desk import Course


def reported_twice(case: Case) -> Course:
    """The impatient customer reports it again; the dispatcher voids the second."""
    case.report()
    first = case.no
    said = {name: str(case.desk.reports[-1].values[name]) for name in ("product_model",)}
    yield case.now + timedelta(minutes=4)
    case.report(**said)
    second = case.no
    yield case.later(5, 15)
    case.type(duplicate_of=first)
    case.close(close_reason="作废")
    case.no = first
    yield from case.repair()
    yield from case.aftercare()
    case.desk.tally.courses[second] = "voided"


def back_after_filing(case: Case) -> Course:
    """The same machine fails again weeks after filing: a second repair of what was filed."""
    case.report()
    said = {name: str(case.desk.reports[-1].values[name]) for name in ("product_model", "address")}
    first = case.no
    yield from case.repair()
    yield from case.aftercare()
    yield case.later(3 * 1440, 5 * 1440)
    case.report(**said)
    case.desk.tally.courses[case.no] = f"back of {first}"
    yield from case.repair()
    case.desk.tally.fixed_at_once -= {first, case.no}
    yield from case.aftercare()


def row_deleted(case: Case) -> Course:
    """Somebody deletes the row, and takes it back when the desk asks where it is."""
    case.report()
    yield from case.dispatch()
    yield from case.call()
    yield case.now + timedelta(minutes=3)
    row = case.desk.row(case.no)
    case.desk.delete(row)
    yield case.now + timedelta(minutes=15)
    case.desk.rows["tickets"].append(row)
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


def row_duplicated(case: Case) -> Course:
    """Somebody copies the row, sees that it is marked, and deletes the copy."""
    case.report()
    yield from case.dispatch()
    yield case.now + timedelta(minutes=1)
    copy = list(case.desk.row(case.no))
    case.desk.rows["tickets"].append(copy)
    yield case.now + timedelta(minutes=12)
    case.desk.delete(copy)
    yield from case.call()
    yield from case.go()
    yield from case.finish()
    yield from case.aftercare()


def typed_by_the_hotline(case: Case) -> Course:
    """Reported by phone: the hotline types a row, which becomes a ticket."""
    n = case.serial
    case.desk.type_row(
        customer_name=f"客户{n}", phone=f"138-0000-{n:04d}", address=f"城东路{n}号",
        serial_no=f"SN{n:05d}", product_model="大锅灶 ZG-2A", fault="打不着火",
        purchase_date=case.bought,
    )  # fmt: skip
    row = case.desk.rows["tickets"][-1]
    typed = case.now
    yield case.now + timedelta(minutes=3)
    case.no = str(row[case.desk.columns["tickets"]["ticket_no"]])
    case.desk.tally.reported[case.no] = typed
    yield from case.repair()
    yield from case.aftercare()
