"""Which column stands where: found by its header, wherever people moved it to.

A column is served when exactly one header names it, by key, label in either language or alias. Another one is told
and left alone; all others go on. What became of it is sure where the columns' metadata is known (`drift.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetflow.finding import Finding, alike
from sheetflow.model import Language, Scalar, Text
from sheetflow.schema import Tab
from sheetflow.store import drift
from sheetflow.store.names import FOLD, HEARTBEAT

#: How far down the header may have been pushed by rows that somebody put above it, and how many columns it names at
#: the least: one cell of a ticket may happen to say what a header does.
SEARCHED_ROWS, FEWEST_NAMES = 5, 2


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a tab as found: its row, each column's index, and what is wrong with it."""

    row: int
    columns: Mapping[str, int]
    problems: tuple[str, ...] = ()
    found: bool = True


def find_header(
    tab: Tab,
    rows: Sequence[Sequence[Scalar]],
    *,
    title: str,
    language: Language,
    tagged: Mapping[str, int] | None = None,
    fewest: int = FEWEST_NAMES,
) -> Header:
    """Find a tab's header among its first rows: the row that names most columns, `fewest` at the least.

    `tagged` are the columns' indices by their metadata, where somebody has looked.
    """
    named = [places_of(tab, row) for row in rows[:SEARCHED_ROWS]]
    best = max(range(len(named)), key=lambda row: (len(named[row]), -row), default=0)
    if not named or len(named[best]) < min(fewest, len(tab.columns)):
        return Header(0, {}, (lost(title, tagged or {}).sentence(language),), found=False)
    places = named[best]
    astray = set(drift.exchanged(places, tagged or {}))
    columns = {key: at[0] for key, at in places.items() if len(at) == 1 and key not in astray}
    found = drift.drifts(tab, rows[best], places, tagged or {})
    strange = strangers(tab, rows[best])
    problems = [
        one.told(tab.column(one.key).label, title, best, strange).sentence(language)
        for one in found
    ]
    return Header(best, columns, tuple(problems))


def strangers(tab: Tab, header: Sequence[Scalar]) -> list[tuple[int, str]]:
    """Give the headers that mean no column of ours, with their index: people's own, or renamed ones."""
    ours = {HEARTBEAT.zh, HEARTBEAT.en}
    texts = [(index, cell.strip()) for index, cell in enumerate(header) if isinstance(cell, str)]
    return [
        (index, text)
        for index, text in texts
        if text and text not in ours and not text.startswith(FOLD) and not tab.by_label(text)
    ]


def heartbeat_column(header: Sequence[Scalar]) -> int | None:
    """Give the index of the cell that shows when the system last ran: the one after its label."""
    for index, cell in enumerate(header):
        if cell in (HEARTBEAT.zh, HEARTBEAT.en):
            return index + 1
    return None


def no_heartbeat(title: str) -> Text:
    """Say that the label of the heartbeat is gone, which has its place by it."""
    return Text(
        f"「{title}」表头里的「{HEARTBEAT.zh}」不见了,表格里看不到系统最后何时运行。请撤销,或运行 sheetflow init",
        f"The header '{HEARTBEAT.en}' of {title} is gone, so the sheet doesn't show when the system last ran. "
        "Undo that, or run sheetflow init.",
    )


def places_of(tab: Tab, row: Sequence[Scalar]) -> dict[str, list[int]]:
    """Map the key of each column that a row names to the indices where it does."""
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(row):
        key = tab.by_label(cell) if isinstance(cell, str) and cell else None
        if key is not None:
            places.setdefault(key, []).append(index)
    return places


def lost(title: str, tagged: Mapping[str, int]) -> Finding:
    """Say that no row looks like the header: deleted, emptied, or pasted over."""
    found = Text("没有找到表头,整页暂停处理", "no header was found, so the whole tab stands still")
    remedy = Text("请撤销,或把表头放回第1行", "Undo that, or put the header back into row 1")
    if len(tagged) >= FEWEST_NAMES:
        remedy = Text(
            f"{remedy.zh},或运行 sheetflow doctor --fix",
            f"{remedy.en}, or run sheetflow doctor --fix",
        )
    return Finding("headers", "fault", alike(title), found, remedy)
