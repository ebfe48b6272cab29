"""Tabs and headers: what people renamed, moved, duplicated or deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sheetflow.finding import Finding, alike
from sheetflow.model import Scalar, Text
from sheetflow.store.doctor.description import SHEET, Description
from sheetflow.store.drift import exchanged
from sheetflow.store.headers import FEWEST_NAMES, lost, places_of, strangers
from sheetflow.store.names import letters
from sheetflow.store.provision.astray import drifted_headers, header_of
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.found import FoundTab

_FIX = Text("运行 sheetflow doctor --fix", "Run sheetflow doctor --fix")


def tabs(seen: Description) -> Iterator[Finding]:
    """Tell the tabs that somebody deleted."""
    gone = [draft for draft in seen.wanted.drafts if draft.found is None]
    for draft in gone:
        hidden = draft.tab.place == "hidden"
        yield Finding(
            "tabs",
            "fault",
            alike(draft.title),
            Text("这个页签被删掉了", "this tab was deleted"),
            Text(
                f"{_FIX.zh},会重建" if hidden else f"请从版本历史找回;要一个空的,{_FIX.zh}",
                f"{_FIX.en} to have it made again"
                if hidden
                else f"Take it back from the version history; for an empty one {_FIX.en.lower()}",
            ),
        )
    if not gone:
        there = len(seen.wanted.drafts)
        found = Text(f"{there}个页签都在", f"all {there} tabs are there")
        yield Finding("tabs", "ok", SHEET, found)


def headers(seen: Description) -> Iterator[Finding]:
    """Tell each column that isn't found by its header, and those that people moved."""
    served = 0
    for draft, found in seen.tabs():
        if header_lost(draft, found):
            yield lost(draft.title, found.tagged)
            continue
        row = header_of(draft, found)
        strange, drifted = strangers(draft.tab, row), drifted_headers(draft, found)
        served += len(draft.tab.columns) - len(drifted)
        for drift in drifted:
            label = alike(draft.tab.column(drift.key).label.of(draft.language))
            yield drift.told(label, draft.title, draft.layout.header_row, strange)
        yield from _exchanged(draft, found, row)
        yield from _moved(draft, found, row)
    found_all = Text(f"{served}列按表头找到", f"found by their headers: {served} columns")
    yield Finding("headers", "ok", SHEET, found_all)


def tags(seen: Description) -> Iterator[Finding]:
    """Tell columns without the metadata that names them under any header."""
    for draft, found in seen.tabs():
        bare = untagged(draft, found)
        if bare:
            yield Finding(
                "tags",
                "note",
                alike(draft.title),
                Text(
                    f"{len(bare)}列没有标记,改了表头就认不出是哪一列",
                    f"columns without metadata, which nobody knows under another header: {len(bare)}",
                ),
                _FIX,
            )


def untagged(draft: Draft, found: FoundTab) -> dict[str, int]:
    """Give the columns that are named by their header alone."""
    if header_lost(draft, found):
        return {}
    places = places_of(draft.tab, header_of(draft, found))
    return {key: at[0] for key, at in places.items() if len(at) == 1 and key not in found.tagged}


def header_lost(draft: Draft, found: FoundTab) -> bool:
    """Say whether no row looks like the tab's header."""
    named = places_of(draft.tab, header_of(draft, found))
    return len(named) < min(FEWEST_NAMES, len(draft.tab.columns))


def _exchanged(draft: Draft, found: FoundTab, row: Sequence[Scalar]) -> Iterator[Finding]:
    """Tell columns that are read by a header which stands over another column than theirs, in nobody's stead."""
    places, head = places_of(draft.tab, row), draft.layout.header_row + 1
    astray = exchanged(places, found.tagged)
    for key, at in places.items():
        made = found.tagged.get(key)
        if len(at) != 1 or made is None or made == at[0] or key in astray:
            continue
        label = draft.tab.column(key).label.of(draft.language)
        there = str(row[made]).strip() if made < len(row) else ""
        yield Finding(
            "headers",
            "warning",
            alike(f"{draft.title}!{letters(at[0])}{head}"),
            Text(
                f"按表头当作「{label}」列来读,可「{label}」列原来是{letters(made)}列(现在叫「{there}」)",
                f"is read as the column '{label}' by its header, but that column was {letters(made)}, "
                f"which says '{there}' now",
            ),
            Text(
                "只换了表头的,请换回来;连内容一起剪切过去的,不用管",
                "Put the headers back where only they were exchanged; where their cells came along all is well",
            ),
        )


def _moved(draft: Draft, found: FoundTab, row: Sequence[Scalar]) -> Iterator[Finding]:
    """Name the columns that stand elsewhere than the schema has them, as few as tell the difference.

    What a column carries goes along when it is dragged; a header may be typed over.
    """
    named = places_of(draft.tab, row).items()
    places = {**{key: at[0] for key, at in named if len(at) == 1}, **found.tagged}
    order = [column.key for column in draft.tab.columns if column.key in places]
    there = sorted(order, key=places.__getitem__)
    blocks = SequenceMatcher(None, order, there, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in order[block.a : block.a + block.size]}
    moved = [key for key in there if key not in stayed]
    if moved:
        names = [
            f"{draft.tab.column(key).label.of(draft.language)} ({letters(places[key])})"
            for key in moved
        ]
        yield Finding(
            "headers",
            "ok",
            alike(draft.title),
            Text(f"有人移动过的列:{'、'.join(names)}", f"moved by people: {', '.join(names)}"),
        )
