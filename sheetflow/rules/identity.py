"""Ask to look again at a phone or serial number that can hardly be right: a hint, never a refusal.

P2 KP (duty 6).    联系方式 138-0000-001  ->  `problem`: 联系方式:号码少了几位
Once when a ticket is new; what is typed later is asked about by rules/edits.py. So is a row over whose phone and name,
or shop, another customer's are typed: their report is a row of its own. The hint stays until somebody mends the cell,
or empties `problem` because it is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow.columns import folded
from sheetflow.model import Change, Text
from sheetflow.policy import Policy
from sheetflow.record import unclear
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import understand_phone
from sheetflow.typed.phones import digits_of

COLUMNS = ("phone", "serial_no")

#: Of whom a row is, beside the phone: one of them alone is put right, both together are somebody else's.
_WHOSE = ("customer_name", "unit_name")

ANOTHER = Text(
    "联系方式和客户一起换了。另一位客户的报修请撤销这次改动、写到新的一行;确实是更正就清空「问题」",
    "Phone and customer were changed together. Take that back and type another customer's report into a new row; if it "
    "puts this one right, empty Problem",
)


def identity(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what is doubtful in each new ticket's phone and serial number, and where another customer stands now."""
    for ticket in desk.edited("phone"):
        live = ticket.state.live and not ticket.record.imported
        if live and _another(ticket, "phone") and any(_another(ticket, one) for one in _WHOSE):
            yield ticket.refuse("phone", ANOTHER, at=now, wish="another_customer")
    for ticket in desk.in_state("new"):
        if ticket.record.imported or ticket.told("compared"):
            continue
        for column in COLUMNS:
            why = None if ticket.edited(column) else doubt(ticket, column)
            if why:
                label = policy.label(column)
                said = Text(f"{label.zh}:{why.zh}", f"{label.en}: {why.en}")
                yield ticket.refuse(column, said, at=now, wish=unclear(column))


def _another(ticket: Ticket, column: str) -> bool:
    """Say whether another value was typed over the one that stood there; another way to write it is the same."""
    before, after = str(ticket.record.seen.get(column, "")), ticket.text(column)
    if column == "phone":
        before, after = digits_of(before), digits_of(after)
    return bool(before and after) and folded(before) != folded(after)


def asks_about(ticket: Ticket, column: str) -> bool:
    """Say whether the row still asks to look at a cell again."""
    return unclear(column) in ticket.record.refusals


def doubt(ticket: Ticket, column: str) -> Text | None:
    """Say what is doubtful in one of these cells, None where nothing is."""
    typed = ticket.text(column)
    if not typed:
        return None
    return understand_phone(typed).hint if column == "phone" else _of_serial(ticket, typed)


def _of_serial(ticket: Ticket, typed: str) -> Text | None:
    """Makers number their machines as they like; what stands in another cell of the row is no serial number."""
    if not any(letter.isascii() and letter.isalnum() for letter in folded(typed)):
        return Text(
            "没有字母和数字,不像序列号;请看铭牌,没有就空着",
            "no letter and no figure; look at the plate, or leave it empty",
        )
    for column in ("product_model", "phone"):
        if folded(typed) == folded(ticket.text(column)):
            label = ticket.policy.label(column)
            return Text(
                f"与「{label.zh}」一样;请看铭牌,没有就空着",
                f"the same as {label.en}; look at the plate, or leave it empty",
            )
    return None
