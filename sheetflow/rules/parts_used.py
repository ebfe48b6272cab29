"""Understand the lists of parts, book what was fitted, and ask about what isn't clear.

P1 4.3.1, P2 S4 (duty 32).    更换配件清单 PWR-001 x2  ->  配件流水 装机 PWR-001 2, from the technician's van
A list corrected gives the difference: what is no longer on it is taken back. 预备配件 moves nothing; it sets aside.
点火针  ->  下一步 「更换配件清单:点火针=IGN-220 脉冲点火器?是就写 IGN-220 x1」, and nothing is booked for it.
A list is read once for each wording, and again when the parts tab changes for as long as something had to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sheetflow.model import Change, Json, Text, Watch
from sheetflow.policy import Policy
from sheetflow.record import Listed
from sheetflow.shared import shared
from sheetflow.stock import STORE, Movement, follow_list
from sheetflow.stock.row import cells_of
from sheetflow.stockroom import MOVES, PARTS, catalogue_in, stockroom
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed.parts import PartsList, understand_parts

LISTS = ("planned_parts", "parts_used")

#: So many questions stand in one sentence; the others are asked when these are answered.
MOST_ASKED = 3


def parts_used(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield how each list of an open or completed ticket was understood, and the movements that follow from it."""
    for ticket in desk.tickets:
        lists = ticket.filled(LISTS)
        if not (lists or ticket.record.listed) or ticket.record.imported:
            continue
        if ticket.state.category != "closed":
            for column in LISTS:
                if column in lists or column in ticket.record.listed:
                    yield from _read(ticket, column, desk, now, policy)


def _read(
    ticket: Ticket, column: str, desk: Snapshot, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield what a list says if that is news; a desk without parts keeps no stock, and is asked nothing."""
    text, last = ticket.text(column), ticket.record.listed.get(column)
    if ticket.edited(column) or (last and last.clear and last.text == text):
        return
    catalogue = catalogue_in(desk.books, policy)
    found = understand_parts(text, catalogue)
    if not catalogue.parts or not found.clear:
        yield Watch(ticket.no, PARTS, shared(desk.books, PARTS))
    if not catalogue.parts or last == Listed(text, found.quantities, found.clear):
        return
    if column == "parts_used":
        yield from _follow(ticket, found, desk, now, policy)
    asks = _question(found, policy.label(column))
    parts: dict[str, Json] = dict(found.quantities)
    yield ticket.happened(
        "listed",
        at=now,
        by="system",
        column=column,
        text=text,
        parts=parts,
        zh=asks.zh if asks else None,
        en=asks.en if asks else None,
    )


def _follow(
    ticket: Ticket, found: PartsList, desk: Snapshot, now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield the rows that make the books agree with the list.

    A part was fitted when the work ended, so that a count taken since has it off the shelf already.
    """
    ended, person = ticket.moment("work_ended_at", now), ticket.record.technician
    in_workshop = ticket.record.stamp("workshop_in_at") or not person
    moves = follow_list(
        ticket.no,
        found,
        stockroom(desk.books, policy).shelf,
        at=min(ended, now) if ended else now,
        person=person,
        source=STORE if in_workshop else None,
    )
    yield from filed(ticket, moves, now, policy)


def filed(
    ticket: Ticket, moves: tuple[Movement, ...], now: datetime, policy: Policy
) -> Iterator[Change]:
    """Yield a ticket's movements as rows, numbered on from its last one, be that there still or taken out."""
    mine = f"{MOVES}/{ticket.no}-P"
    serials = (key.removeprefix(mine) for key in ticket.record.entries if key.startswith(mine))
    first = 1 + max((int(serial) for serial in serials if serial.isdecimal()), default=0)
    for serial, move in enumerate(moves, start=first):
        numbered = replace(move, no=f"{ticket.no}-P{serial}")
        cells = cells_of(numbered, policy.language)
        yield from ticket.files(MOVES, numbered.no, cells, at=now)


def _question(found: PartsList, label: Text) -> Text | None:
    asked = [question.sentence for question in found.questions[:MOST_ASKED]]
    if not asked:
        return None
    zh, en = ";".join(one.zh for one in asked), "; ".join(one.en for one in asked)
    return Text(f"{label.zh}:{zh}", f"{label.en}: {en}")
