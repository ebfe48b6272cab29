"""The words of a history: columns, choices, people, times and cells as staff read them, personal ones masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple

from sheetflow import masking
from sheetflow.cells import display
from sheetflow.columns import Column, folded
from sheetflow.model import Event, Json, Text
from sheetflow.schema import Schema

NOTHING = Text("", "")


class Said(NamedTuple):
    """What happened: a column or an act, its value before and after, and a sentence about it."""

    what: Text
    before: Text = NOTHING
    after: Text = NOTHING
    note: Text = NOTHING


@dataclass(frozen=True)
class Wording:
    """Puts values into words; `staff` gives names by number, `zone` the wall clock of times that were agreed."""

    schema: Schema
    staff: Mapping[str, str]
    zone: tzinfo

    def column(self, key: object, tab: str = "tickets") -> Column:
        """Give a tab's column; one that the schema no longer has goes by its key."""
        return self.schema.tab(tab).by_key.get(str(key)) or Column(str(key), alike(key))

    def column_of(self, event: Event) -> Column:
        """Give the column that an event speaks of, of another tab where it names one."""
        values = event.values
        return self.column(values.get("column", ""), str(values.get("tab", "tickets")))

    def choice(self, column: str, key: object) -> Text:
        """Give the words for a choice of a column."""
        return self.column(column).choice_labels.get(str(key), alike(key))

    def cell(self, column: Column, raw: Json) -> Text:
        """Give a cell as staff see it, masked; a choice in both languages."""
        shown = display(column, raw) if isinstance(raw, (str, int, float, bool)) else ""
        chosen = column.choice_keys.get(folded(shown))
        return column.choice_labels[chosen] if chosen else alike(masked(column, shown))

    def name(self, number: object) -> Text:
        """Give a technician's name; one that isn't on the list goes by the number."""
        return alike(self.staff.get(str(number), number))

    def moment(self, at: datetime | None) -> Text:
        """Give an instant as the sheet shows it: 2026-03-10 15:00."""
        return alike(f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}") if at else NOTHING

    def sentence(self, event: Event) -> Text:
        """Give the sentence that an event was told with; what was typed into a personal column is masked in it."""
        column = self.column_of(event)
        typed = str(event.values.get("typed", ""))
        found = Text(str(event.values.get("zh") or ""), str(event.values.get("en") or ""))
        if column.personal and typed:
            hidden = masked(column, typed)
            found = Text(found.zh.replace(typed, hidden), found.en.replace(typed, hidden))
        return Text(masking.text(found.zh), masking.text(found.en))


def masked(column: Column, shown: str) -> str:
    """Give a cell's words as a history may show them: 138****0001, 张**, 已签·张**; in other columns phones only."""
    if not column.personal or column.key == "email":
        return masking.text(shown)
    if column.type == "phone":
        return masking.phone(shown)
    if column.key == "address":
        return masking.address(shown)
    labels = (words for label in column.choice_labels.values() for words in (label.zh, label.en))
    chosen = next((words for words in labels if shown.startswith(words)), "")
    return chosen + masking.name(shown.removeprefix(chosen))


def alike(words: object) -> Text:
    """Give words that read the same in both languages."""
    return Text(str(words), str(words))
