"""A ticket's money: how its product stands in warranty, what the repair costs, whether that waits for a consent.

    standing(ticket, desk.books)      ->  "in_warranty"
    fee_of(ticket, desk.books, now)   ->  Fee(due, asked, bearing, doubt), None while nothing asks for one
    fee_waits(record, ticket.get)     ->  True: no repair before 同意报价 (WORKFLOW.md, "Put back")

Duties 29 to 31. `charges` counts; here a ticket's cells, its customer and its parts become what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sheetflow.archive import customers_of
from sheetflow.attendance import Attendance, attendance
from sheetflow.books import NO_BOOK, Book, Entry
from sheetflow.charges import (
    Case,
    Charge,
    Discount,
    Override,
    Product,
    Quote,
    Work,
    assess,
    charge,
    consent_holds,
    doubts,
    terms,
)
from sheetflow.charges.charge import SERVICES
from sheetflow.charges.money import shown
from sheetflow.charges.tariff import Kind
from sheetflow.charges.warranty import Standing
from sheetflow.gate import by_phone, undone
from sheetflow.model import Text, Watch
from sheetflow.newfault import new_fault
from sheetflow.record import Confirmed, Fee, TicketRecord
from sheetflow.record.workshop import in_workshop
from sheetflow.shared import shared
from sheetflow.states import Facts
from sheetflow.stockroom import catalogue_in
from sheetflow.tickets import Ticket
from sheetflow.typed import understand_parts, understand_phone

Books = Mapping[str, Book]

#: What makes a fee, besides parts and a visit.
INPUTS = ("quote_amount", "discount", "warranty_override")

_CAUSES = (*INPUTS, "planned_parts", "parts_used", "amount_due")

#: What the warranty goes by; without these, and without contracts, it is unknown.
GROUNDS = ("purchase_date", "warranty_override")

#: Results after which the parts used count, and no longer those planned.
ENDED = ("fixed", "replaced", "refunded")

#: Statuses in which a technician is on the way or there, so that labour and the way are part of the fee.
VISITED = ("appointed", "on_site", "assistance")


def customer_of(ticket: Ticket, books: Books) -> Entry | None:
    """Give the row of 客户档案 that the ticket's phone leads to."""
    digits = understand_phone(ticket.text("phone")).digits
    return customers_of(books.get("customers", NO_BOOK)).by_phone(digits)


def watches(ticket: Ticket, books: Books) -> Iterator[Watch]:
    """Yield what the warranty goes by that isn't in the row: the customer's contract, where the desk has any."""
    digits = understand_phone(ticket.text("phone")).digits if ticket.policy.tariff.contracts else ""
    if digits:
        name = f"customer/{digits}"
        yield Watch(ticket.no, name, shared(books, name))


def standing(ticket: Ticket, books: Books) -> Standing:
    """Say how the product stands; most reports bring nothing that it could be known by."""
    if not (ticket.policy.tariff.contracts or ticket.filled(GROUNDS)):
        return "unknown"
    return assess(ticket.policy.tariff, _case(ticket, books)).standing


def asks_for_fee(ticket: Ticket) -> bool:
    """Say whether anything in a ticket may lead to a fee; most have nothing of the kind yet."""
    return bool(ticket.record.listed or ticket.filled(_CAUSES) or _services(ticket))


def fee_of(ticket: Ticket, books: Books, now: datetime, *, ahead: bool = False) -> Fee | None:
    """Give what the repair costs; what is doubtful counts as the customer would want it until it is mended.

    Who agrees to a quote is told what the visit `ahead` will cost, also where no time was agreed for it yet.
    """
    services, inputs = _services(ticket, ahead=ahead), ticket.filled(INPUTS)
    parts = _parts(ticket, books)
    if not (parts or services or inputs):
        return None
    spent = attendance(ticket, now)
    if spent.between and not spent.over and (ahead or ticket.status == "appointed"):
        spent = spent._replace(ways=spent.ways + 1)
    made = _charge(ticket, books, parts, services, spent, now)
    costs = parts or services or set(inputs) - {"warranty_override"}
    told = [*_unconfirmed(ticket), *_strange_discount(ticket), *doubts(made, unbegun=spent.unbegun)]
    beside = Text("", "") if spent.over else terms(made)
    return Fee(
        due=made.due if costs else None,
        asked=made.due if spent.over else made.asked,
        bearing=bool(costs and made.fee_bearing and (made.due > 0 or made.unpriced or beside.zh)),
        doubt=Text(";".join(one.zh for one in told), "; ".join(one.en for one in told)),
        wants=tuple(_wants(ticket, made)),
        terms=beside,
    )


def fee_waits(record: TicketRecord, facts: Facts) -> bool:
    """Say whether the repair has to wait: it costs something, and the customer hasn't agreed to so much for this fault.

    A fault that nobody had found when the customer agreed is the one agreed on, and so is one told in more words,
    unless these name another one besides.
    """
    fee, said = record.fee, record.consents.get("quote")
    if fee is None or not fee.bearing:
        return False
    agreed = said.amount if said and said.given else None
    other = said is not None and new_fault(said, facts) is not None
    return not consent_holds(agreed, fee.asked, new_fault=other)


def asked_for(fee: Fee) -> Text:
    """Say what the customer is asked to agree to: 50.00元,另加工时120.00元/小时."""
    amount, beside = shown(fee.asked), fee.terms
    if not beside.zh:
        return Text(f"{amount}元", amount)
    if not fee.asked:
        return beside
    return Text(f"{amount}元,{beside.zh}", f"{amount}, {beside.en}")


def unconfirmed(ticket: Ticket) -> bool:
    """Say whether somebody overrode the warranty and no named supervisor stands by it."""
    return isinstance(ticket.get("warranty_override"), str) and not _confirmed(
        ticket, "warranty_override"
    )


def _charge(
    ticket: Ticket,
    books: Books,
    parts: Mapping[str, int],
    services: tuple[Kind, ...],
    spent: Attendance,
    now: datetime,
) -> Charge:
    policy, ended = ticket.policy, ticket.moment("work_ended_at", now) if spent.over else None
    goods: tuple[Kind, ...] = ("part",) if "part" in policy.schema.policy.charges else ()
    return charge(
        policy.tariff,
        _case(ticket, books),
        Work(
            parts,
            worked=spent.worked,
            more=spent.more,
            visits=max(spent.ways, 1),
            travelled=policy.travel(ticket.region),
        ),
        kinds=(*goods, *services),
        on=policy.local(ended or now).date(),
        quote=_quote(ticket),
        discount=_discount(ticket),
    )


def _discount(ticket: Ticket) -> Discount | None:
    amount = ticket.get("discount")
    if not isinstance(amount, Decimal) or _may_be_percent(ticket):
        return None
    return Discount(amount, ticket.text("discount_reason"))


def _may_be_percent(ticket: Ticket) -> bool:
    """Say whether 优惠 is a bare figure below 1: a cell that shows 10% holds 0.1, and nobody takes off 0.10 yuan."""
    raw = ticket.raw("discount")
    return not isinstance(raw, str) and 0 < raw < 1


def _strange_discount(ticket: Ticket) -> Iterator[Text]:
    if _may_be_percent(ticket):
        raw = Decimal(str(ticket.raw("discount")))
        percent, yuan = f"{raw * 100:.0f}%", shown(raw)
        yield Text(
            f"优惠{percent}没有计入:「优惠」写减多少元,例如 30.00;真减{yuan}元就连单位写上",
            f"The discount of {percent} doesn't count: write the amount taken off, such as 30.00 or {yuan}元",
        )


def _case(ticket: Ticket, books: Books) -> Case:
    """Give what the warranty has to judge; an override counts once a named supervisor stands by it."""
    bought, reported = ticket.get("purchase_date"), ticket.record.stamp("reported_at")
    owner = customer_of(ticket, books) if ticket.policy.tariff.contracts else None
    override, by = None, _confirmed(ticket, "warranty_override")
    if by:
        word = cast(Standing, ticket.get("warranty_override"))
        override = Override(word, ticket.text("warranty_reason") or by.reason)
    return Case(
        Product(
            ticket.text("product_type"),
            ticket.text("product_model"),
            bought if isinstance(bought, date) else None,
        ),
        ticket.policy.local(reported).date() if reported else date.min,
        customer_no=owner.key if owner else "",
        contract_no=owner.text("contract_no") if owner else "",
        override=override,
    )


def _quote(ticket: Ticket) -> Quote | None:
    amount = ticket.get("quote_amount")
    if not isinstance(amount, Decimal) or undone(ticket.record, ticket.get):
        return None
    return Quote(amount, approved=_confirmed(ticket, "quote_amount") is not None)


def _services(ticket: Ticket, *, ahead: bool = False) -> tuple[Kind, ...]:
    """Give what is charged besides parts, of what the price list has a price for; nothing where nobody went.

    While the repair is still to be made, who has an appointment is asked for the way already, who brought the machine
    for the labour (duty 30).
    """
    policy = ticket.policy
    if not policy.tariff.kinds:
        return ()
    given_up, been = undone(ticket.record, ticket.get), ticket.record.stamp("arrived_at")
    brought = ticket.record.stamp("workshop_in_at") and not (been or ticket.record.visits)
    ahead = ahead and ticket.get("route") in (None, "visit")
    here = in_workshop(ticket.record)
    coming = ahead or here or ticket.status in VISITED or ticket.filled(("work_ended_at",))
    if not (been or (coming and not given_up and not by_phone(ticket.get))):
        return ()
    charged = policy.schema.policy.charges
    return tuple(
        kind
        for kind in SERVICES
        if kind in charged and kind in policy.tariff.kinds and not (given_up and kind == "labour")
        if kind == "labour" or not brought or ticket.status in VISITED
    )


def _parts(ticket: Ticket, books: Books) -> Mapping[str, int]:
    """Give the parts used; until the repair has ended also those planned, the larger number of each."""
    if not ticket.policy.tariff.says_anything:
        return {}
    used, facts = _listed(ticket, "parts_used", books), ticket.get
    over = not ticket.state.live or undone(ticket.record, facts) or by_phone(facts)
    if over or facts("result") in ENDED:
        return used
    planned = _listed(ticket, "planned_parts", books)
    return {no: max(planned.get(no, 0), used.get(no, 0)) for no in (*planned, *used)}


def _listed(ticket: Ticket, column: str, books: Books) -> Mapping[str, int]:
    """Give a list of parts as it was understood; one that nobody has read yet (rules/parts_used.py) as it will be."""
    text, found = ticket.text(column), ticket.record.listed.get(column)
    if found and found.text == text:
        return found.parts
    return understand_parts(text, catalogue_in(books, ticket.policy)).quantities if text else {}


def _confirmed(ticket: Ticket, column: str) -> Confirmed | None:
    """Give who stands by a cell, None where it says something else by now."""
    found, display = ticket.record.confirmed.get(column), ticket.policy.display
    same = found and display(column, found.cell) == display(column, ticket.raw(column)) != ""
    return found if same else None


def _wants(ticket: Ticket, made: Charge) -> Iterator[str]:
    if unconfirmed(ticket):
        yield "warranty_override"
    if made.overrides_price and made.quote and not made.quote.approved:
        yield "quote_amount"


def _unconfirmed(ticket: Ticket) -> Iterator[Text]:
    if unconfirmed(ticket):
        page = ticket.policy.ticket_page(ticket.no)
        yield Text(
            f"保修改判要主管确认,先没有计入。请主管打开 {page} 点「确认」",
            f"The warranty override doesn't count until a supervisor opens {page} and presses Confirm",
        )
