"""A ticket's history in plain words: when, who, what, before → after (P1 4.8.4, duty 48).

    History(schema, {"01": "陈立"}, zone).of(ledger.events("WX20260310001"))[0]
        -> Entry(at, who=06 吴强, what=状态, before=已结单, after=已完成)

Newest first. Personal values are masked (P2 KP), the customer's own name also where it stands in a free text; what only
the machine needs, such as our own writes, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from sheetflow import masking
from sheetflow.history.putting_back import choice_of, put_back
from sheetflow.history.telling import TELL
from sheetflow.history.wording import NOTHING, Said, Wording, alike, masked
from sheetflow.model import Event, Text
from sheetflow.record import KINDS, TicketRecord, fold

_ACTORS: Mapping[str, Text] = MappingProxyType(
    {
        "system": Text("系统", "System"),
        "sheet": Text("表格", "Sheet"),
        "customer": Text("客户", "Customer"),
        "import": Text("导入", "Import"),
        "demo": Text("演示", "Demonstration"),
    }
)

_NEWER = Text("新版本记的一件事", "Recorded by a newer sheetflow")

#: Where the names of a ticket's people stand.
NAMES = ("customer_name", "site_contact")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: when it happened, which people may have back-dated, who says so, and what.

    `rule` names the rule that recorded it, "" where none did.
    """

    at: datetime
    who: Text
    said: Said
    rule: str = field(default="", compare=False)


class History(Wording):
    """Puts events into words."""

    def of(self, events: Iterable[Event]) -> tuple[Entry, ...]:
        """Give the history that a ticket's events make, oldest first as the ledger gives them; newest first here."""
        entries: list[Entry] = []
        told: list[Event] = []
        record: TicketRecord | None = None
        names: set[str] = set()
        for event in events:
            if event.kind not in KINDS:
                entries.append(self._unknown(event))
                told.append(event)
                continue
            before, record = record, fold(record, event)
            names.update(self._names(record))
            tell = TELL.get(event.kind)
            if tell and (said := tell(self, event, before or record)):
                entry = self._entry(event, said)
                if event.kind == "refused" and (place := choice_of(event, told)) is not None:
                    chosen = entries.pop(place)
                    del told[place]
                    entry = Entry(chosen.at, chosen.who, put_back(chosen.said, said), event.rule)
                elif entry in entries:  # what was typed, and that it was taken as it was typed
                    del told[entries.index(entry)]
                    entries.remove(entry)
                entries.append(entry)
                told.append(event)
        hidden = {name: masking.name(name) for name in sorted(names, key=len, reverse=True)}
        return tuple(_without(entry, hidden) for entry in reversed(entries))

    def _entry(self, event: Event, said: Said) -> Entry:
        who = _ACTORS.get(event.actor, alike(event.actor))
        return Entry(event.at, who, said, event.rule)

    def _unknown(self, event: Event) -> Entry:
        """Give the line of an event that another, newer process recorded while this one goes on."""
        note = Text(
            f"这个版本不认识({event.kind}),要看请启动新版本",
            f"this version doesn't know it ({event.kind}); start the newer one to see it",
        )
        return self._entry(event, Said(_NEWER, note=note))

    def _names(self, record: TicketRecord) -> Iterator[str]:
        """Yield the names of a ticket's people as their cells have them; one character is a word of any text."""
        for column in NAMES:
            name = str(record.seen.get(column, "")).strip()
            if len(name) > 1 and name not in self.staff.values():
                yield name


def _without(entry: Entry, hidden: Mapping[str, str]) -> Entry:
    """Give the entry with these names masked wherever they stand."""

    def mask(words: str) -> str:
        for name, instead in hidden.items():
            words = words.replace(name, instead)
        return words

    what, *words = entry.said
    return replace(entry, said=Said(what, *(Text(mask(one.zh), mask(one.en)) for one in words)))


__all__ = ["NOTHING", "Entry", "History", "Said", "masked"]
