"""Ask to look again at a phone or serial number that can hardly be right: a hint, never a refusal.

P2 KP (duty 6).    联系方式 138-0000-001  ->  `problem`: 联系方式:号码少了几位
Once when a ticket is new; what is typed later is asked about by rules/edits.py. So is a row over whose phone and name,
or shop, another customer's are typed: their report is a row of its own. The hint stays until somebody mends the cell,
or empties `problem` because it is right; what is undone is asked about no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import blake2s

from sheetflow.columns import folded
from sheetflow.model import Change, Scalar, Text
from sheetflow.policy import Policy
from sheetflow.record import unclear
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed import understand_phone
from sheetflow.typed.phones import digits_of

COLUMNS = ("phone", "serial_no")

#: Of whom a row is, beside the phone: one of them alone is put right, both together are somebody else's.
_WHOSE = ("customer_name", "unit_name")

#: How the question is named whose row it is by now, before whom it was.
_ANOTHER = "another_customer/"

ANOTHER = Text(
    "联系方式和客户一起换了。另一位客户的报修请撤销这次改动、写到新的一行;确实是更正就清空「问题」",
    "Phone and customer were changed together. Take that back and type another customer's report into a new row; if it "
    "puts this one right, empty Problem",
)


def identity(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield what is doubtful in each new ticket's phone and serial number, and where another customer stands now."""
    for ticket in desk.edited("phone", *_WHOSE):
        yield from _whose(ticket, now)
    for ticket in desk.in_state("new"):
        if ticket.record.imported or ticket.told("compared"):
            continue
        for column in COLUMNS:
            why = None if ticket.edited(column) else doubt(ticket, column)
            if why:
                label = policy.label(column)
                said = Text(f"{label.zh}:{why.zh}", f"{label.en}: {why.en}")
                yield ticket.refuse(column, said, at=now, wish=unclear(column))


def _whose(ticket: Ticket, now: datetime) -> Iterator[Change]:
    """Yield the question whose row it is, and its end once the row is again whose it was."""
    asked = next((name for name in ticket.record.refusals if name.startswith(_ANOTHER)), None)
    if asked:
        if not _another(asked.removeprefix(_ANOTHER), _customer(ticket.raw)):
            yield ticket.happened("narrowed", at=now, by="system", wish=asked, zh="", en="")
        return
    before = _customer(lambda column: ticket.record.seen.get(column, ""))
    live = ticket.state.live and not ticket.record.imported
    if live and _another(before, _customer(ticket.raw)):
        yield ticket.refuse("phone", ANOTHER, at=now, wish=f"{_ANOTHER}{before}")


def _customer(said: Callable[[str], Scalar]) -> str:
    """Give a fingerprint of a row's phone, name and shop each, with a blank in between; of what is empty none.

    It names the question in the event log, where nobody's phone is to be read (P2 KP, duty 47).
    """
    words = (digits_of(str(said("phone"))), *(folded(str(said(one))) for one in _WHOSE))
    return " ".join(
        blake2s(one.encode(), digest_size=6).hexdigest() if one else "" for one in words
    )


def _another(before: str, after: str) -> bool:
    """Say whether it is another phone, and another name or shop; what was empty is nobody else's."""
    phone, *whose = [
        bool(one and other) and one != other
        for one, other in zip(before.split(" "), after.split(" "), strict=True)
    ]
    return phone and any(whose)


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
