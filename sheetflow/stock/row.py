"""A row of 配件流水 read as a movement, and a movement written as a row.

Reader(catalogue, roster).read(entry)  ->  Movement(…); a sentence for its `problem`; None where a cell says it already
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias, cast

from sheetflow.books import Entry
from sheetflow.catalogue import OFFERED, Catalogue
from sheetflow.model import BadCell, Language, Text, Value
from sheetflow.stock.movement import Kind, Movement
from sheetflow.stock.place import Place, place_in
from sheetflow.typed.people import Roster, understand_technician

#: A row whose time is just being filled in stands behind all others.
JUST_NOW = datetime.max.replace(tzinfo=UTC)

#: What stands in for a movement that can't be booked: the sentence that says why.
Unclear: TypeAlias = Text


class Reader:
    """Reads rows; the same few parts, places and people stand in thousands of them."""

    def __init__(self, catalogue: Catalogue, roster: Roster) -> None:
        """Take the parts and the people that rows may name."""
        self._catalogue, self._roster = catalogue, roster
        self._part: Callable[[str], str | Unclear] = cache(self._part_of)
        self._person: Callable[[str], str | Unclear] = cache(self._person_of)
        self._place: Callable[[str], Place | BadCell | None] = cache(
            lambda text: place_in(text, roster)
        )

    def read(self, entry: Entry, *, new: bool = False) -> Movement | Unclear | None:
        """Give the movement of a row; one that is `new` gets its time from the system if it has none."""
        kind, quantity, at = (entry.get(name) for name in ("kind", "quantity", "at"))
        if any(isinstance(cell, BadCell) for cell in (kind, quantity, at)):
            return None
        at = at or (JUST_NOW if new else None)
        if not kind or not isinstance(quantity, int) or not isinstance(at, datetime):
            return _lacking(at=at, kind=kind, quantity=quantity)
        part, person = self._part(entry.text("part_no")), self._person(entry.text("person"))
        places = tuple(self._place(entry.text(name)) for name in ("from_place", "to_place"))
        for found in (part, person, *places):
            if isinstance(found, Text):
                return found
            if isinstance(found, BadCell):
                return Text(f"「{found.text}」:{found.why.zh}", f"'{found.text}': {found.why.en}")
        source, target = cast("tuple[Place | None, Place | None]", places)
        return Movement(
            entry.key,
            at,
            cast("Kind", kind),
            str(part),
            quantity,
            source,
            target,
            entry.owner,
            str(person),
        )

    def _part_of(self, words: str) -> str | Unclear:
        found = self._catalogue.find(words)
        if len(found) == 1:
            return found[0].no
        near = found or self._catalogue.nearest(words)
        return _which_part(words, [part.label for part in near[:OFFERED]])

    def _person_of(self, words: str) -> str | Unclear:
        """Give the staff number; that of somebody who has left is good as well."""
        found = understand_technician(words, self._roster)
        if isinstance(found, str):
            return found
        return words if not words or (words.isdigit() and not found) else _who(words)


def cells_of(move: Movement, language: Language) -> dict[str, Value]:
    """Give a movement as the cells of its row, with the places it really goes between."""
    return {
        "move_no": move.no,
        "at": move.at,
        "kind": move.kind,
        "part_no": move.part,
        "quantity": move.quantity,
        "from_place": move.source.label.of(language),
        "to_place": move.target.label.of(language),
        "ticket_no": move.ticket or None,
        "person": move.person or None,
    }


def _which_part(words: str, labels: list[str]) -> Text:
    if not labels:
        return Text(
            f"配件库存里没有「{words}」。请照「配件库存」写型号,新配件先加到那里",
            f"There is no '{words}' among the parts. Write its number as there, or add it there first",
        )
    return Text(
        f"「{words}」是{'、'.join(labels)}吗?请写型号",
        f"Is '{words}' {', '.join(labels)}? Write its number",
    )


def _who(words: str) -> Text:
    return Text(
        f"经手人「{words}」看不出是谁,请从下拉里选",
        f"Nobody can tell who '{words}' is: choose the person from the list",
    )


_LACKING = {
    "at": Text("时间", "the time"),
    "kind": Text("类型", "the kind"),
    "quantity": Text("数量", "the quantity"),
}


def _lacking(**cells: Value) -> Text:
    names = [_LACKING[name] for name, value in cells.items() if value is None]
    zh, en = "」「".join(name.zh for name in names), " and ".join(name.en for name in names)
    return Text(f"还没记账:差「{zh}」,请补上", f"Not booked yet: fill in {en}")
