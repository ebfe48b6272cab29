"""What asks before a header or a number is typed over, and keeps people out of hidden tabs: added, and put right.

A protection of ours is known by its id, wherever somebody moved it to; its description may say whatever people like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sheetflow.model import Text
from sheetflow.store.api import Message
from sheetflow.store.names import stable_id
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.found import Found
from sheetflow.store.requests import area

#: What people may change of a protection, by its field.
_FIELDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "range": Text("范围", "its cells"),
        "unprotectedRanges": Text("例外的区域", "cells left out"),
        "warningOnly": Text("只警告还是禁止", "warning or refusing"),
        "editors": Text("谁可以编辑", "who may edit"),
    }
)

#: The owner of a file may write everywhere, and stands among the editors that Google answers [believed].
_OWNERS: Final = 1

_BOUNDS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


@dataclass(frozen=True, slots=True)
class Protection:
    """One that a tab is to have: `where` its cells are once missing columns are made, `before` where they are now.

    Without `before` nobody knows: the column isn't there, or no row looks like the header.
    """

    name: str
    label: Text
    where: Message
    before: Message | None
    warns: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """One that somebody changed, and which fields; Google lets us put it right unless it is `closed` to us."""

    wanted: Protection
    fields: tuple[str, ...]
    closed: bool

    @property
    def told(self) -> Text:
        """Say which one, and what of it is another."""
        said = [_FIELDS[name] for name in self.fields]
        zh, en = "、".join(one.zh for one in said), ", ".join(one.en for one in said)
        label = self.wanted.label
        return Text(f"{label.zh}({zh})", f"{label.en} ({en})") if said else label


@dataclass(frozen=True, slots=True)
class Compared:
    """A tab's protections beside those it is to have."""

    missing: tuple[Protection, ...]
    changed: tuple[Changed, ...]

    @property
    def open(self) -> tuple[Changed, ...]:
        """Give those that we may put right."""
        return tuple(one for one in self.changed if not one.closed)

    @property
    def closed(self) -> tuple[Changed, ...]:
        """Give those that somebody took us out of."""
        return tuple(one for one in self.changed if one.closed)


@dataclass(frozen=True)
class Protections:
    """All protections of a file by their ids, on whichever tab; `account` is who we are, "" where nobody asks."""

    there: Mapping[int, Message] = field(default_factory=dict)
    account: str = ""

    @classmethod
    def of(cls, found: Found, account: str) -> Protections:
        """Take them from a file as found."""
        parts = [
            part for tab in found.tabs.values() for part in tab.sheet.get("protectedRanges", ())
        ]
        return cls({part["protectedRangeId"]: part for part in parts}, account)

    def compared(self, draft: Draft) -> Compared:
        """Lay a tab's protections beside those it is to have."""
        missing, changed = [], []
        for one in wanted(draft):
            part = self.there.get(_id(draft, one))
            if part is None:
                missing.append(one)
            elif (found := self._changed(draft, one, part)).fields or found.closed:
                changed.append(found)
        return Compared(tuple(missing), tuple(changed))

    def requests(self, draft: Draft) -> list[Message]:
        """Give the requests that add what is missing, and put right what was changed and isn't closed to us."""
        found = self.compared(draft)
        added = [
            {"addProtectedRange": {"protectedRange": _made(draft, one)}} for one in found.missing
        ]
        return added + [self._mended(draft, one) for one in found.open]

    def _changed(self, draft: Draft, one: Protection, part: Message) -> Changed:
        warns = bool(part.get("warningOnly"))
        others = {
            "range": one.before is not None
            and _place(draft, part.get("range", {})) != _place(draft, one.before),
            "unprotectedRanges": bool(part.get("unprotectedRanges")),
            "warningOnly": warns != one.warns,
            "editors": not warns and self._shared(part.get("editors", {})),
        }
        fields = tuple(name for name in _FIELDS if others[name])
        return Changed(one, fields, closed=not warns and not part.get("requestingUserCanEdit"))

    def _shared(self, editors: Message) -> bool:
        """Say whether others than its owner and we may edit; a warning asks everybody and has no editors."""
        users = set(editors.get("users", ())) - {self.account}
        most = _OWNERS if self.account else 0
        return len(users) > most or bool(editors.get("groups") or editors.get("domainUsersCanEdit"))

    def _mended(self, draft: Draft, changed: Changed) -> Message:
        made = _made(draft, changed.wanted)
        if self.account and "editors" in changed.fields:
            made["editors"] = {"users": [self.account]}
        shown = {name: made[name] for name in changed.fields if name in made}
        shown["protectedRangeId"] = made["protectedRangeId"]
        return {
            "updateProtectedRange": {"protectedRange": shown, "fields": ",".join(changed.fields)}
        }


def wanted(draft: Draft) -> Iterable[Protection]:
    """Yield what a tab is to have: header and a key that the system gives with a warning, a hidden tab for good.

    Few ranges: a warning comes up on every sort that touches one.
    """
    head, places = draft.layout.header_row, draft.layout.places
    if draft.tab.place == "hidden":
        whole = {"sheetId": draft.sheet_id}
        yield Protection("all", Text("整页", "the whole tab"), whole, whole, warns=False)
        return
    row, sure = area(draft.sheet_id, (head, head + 1), (0, None)), draft.layout.headed
    yield Protection("header", Text("表头", "the header"), row, row if sure else None, warns=True)
    key = draft.tab.by_key[draft.tab.key_columns[0]]
    if key.written_by == "system" and key.key in places and not draft.tab.rewritten:
        at = places[key.key]
        was = draft.before.get(at)
        yield Protection(
            "key",
            key.label,
            area(draft.sheet_id, draft.body, (at, at + 1)),
            area(draft.sheet_id, draft.body, (was, was + 1)) if sure and was is not None else None,
            warns=True,
        )


def _made(draft: Draft, one: Protection) -> Message:
    return {
        "protectedRangeId": _id(draft, one),
        "range": one.where,
        "description": f"sheetflow: {draft.tab.key} {one.name}",
        "warningOnly": one.warns,
    }


def _id(draft: Draft, one: Protection) -> int:
    return stable_id("protection", draft.tab.key, one.name)


def _place(draft: Draft, found: Message) -> tuple[int | None, ...]:
    """Give a range as two can be compared: 0 where it begins at the edge, None where it goes to the end of the grid."""
    rows = draft.found.row_count if draft.found else None
    columns = draft.found.column_count if draft.found else None
    first_row, end_row, first_column, end_column = (found.get(bound) for bound in _BOUNDS)
    return (
        found.get("sheetId", 0),
        first_row or 0,
        _open(end_row, rows),
        first_column or 0,
        _open(end_column, columns),
    )


def _open(end: int | None, count: int | None) -> int | None:
    return None if end is None or (count is not None and end >= count) else end
