"""The map file of an import: which of their columns is which of ours, and what their statuses mean.

columns:
  problem: fault              # their header: our column, by key or label; empty: kept as it is, beside ours
status:
  from: repair_status         # their column that tells it, unless one is 状态 already
  words: {Fixed: closed}      # their word: our status, by key or label
  otherwise: closed           # where the cell is empty and nothing else tells
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sheetflow.columns import folded
from sheetflow.errors import BadInput
from sheetflow.schema import Schema, places
from sheetflow.schema.parts import Tab
from sheetflow.schema.places import Spot
from sheetflow.schema.section import Section, nearest


@dataclass(frozen=True)
class ColumnMap:
    """What a map file says; headers and status words are folded, columns and statuses are keys.

    `columns` maps a header to our column, or to "" where it is to stay theirs. `status_from` is the folded header of
    the column that tells the status, or "".
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    status_from: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""


def read_map(path: Path, schema: Schema) -> ColumnMap:
    """Give what a map file says. Raises BadInput with every fault of it, each at its line."""
    tickets = schema.tab("tickets")
    whole, problems = places.read(places.text_of(path), path.name)
    top = Section(whole, problems)
    columns = {
        folded(header): _column(top, spot, tickets)
        for header, spot in _entries(top.take("columns"), top)
    }
    status = top.section("status")
    words = {
        folded(word): _status(top, spot, tickets)
        for word, spot in _entries(status.take("words"), status)
    }
    otherwise = status.take("otherwise")
    found = ColumnMap(
        columns,
        folded(status.text("from")),
        words,
        _status(status, otherwise, tickets) if otherwise else "",
    )
    status.close()
    top.close()
    if problems:
        raise BadInput(problems)
    return found


def _entries(spot: Spot | None, section: Section) -> list[tuple[str, Spot]]:
    """Give a mapping whose keys are anybody's words."""
    if spot is None:
        return []
    if not isinstance(spot.value, Mapping):
        section.complain(spot, "this is not a mapping", "Write 'theirs: ours' lines")
        return []
    return list(spot.value.items())


def _column(section: Section, spot: Spot, tickets: Tab) -> str:
    if spot.value is None:
        return ""
    key = tickets.by_label(str(spot.value))
    if key is None:
        section.complain(
            spot, f"there is no column '{spot.value}'", nearest(str(spot.value), tickets.by_key)
        )
    return key or ""


def _status(section: Section, spot: Spot, tickets: Tab) -> str:
    choices = tickets.column("status").choice_keys
    key = choices.get(folded(str(spot.value)))
    if key is None:
        section.complain(
            spot, f"there is no status '{spot.value}'", nearest(str(spot.value), choices.values())
        )
    return key or ""
