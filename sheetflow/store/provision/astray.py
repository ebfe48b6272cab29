"""Headers that say something else than the columns below them, which setting up leaves as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.finding import Finding, alike
from sheetflow.model import Scalar
from sheetflow.store.drift import Drift, drifts
from sheetflow.store.headers import lost, places_of
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.found import FoundTab


def astray(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with a tab's headers and stays so; what is missing is added."""
    found = draft.found
    if found is None:
        return
    if not draft.layout.headed:
        yield lost(draft.title, found.tagged)
        return
    for one in drifted_headers(draft, found):
        if one.kind not in ("deleted", "missing"):
            label = alike(draft.tab.column(one.key).label.of(draft.language))
            yield one.told(label, draft.title, draft.layout.header_row, ())


def header_of(draft: Draft, found: FoundTab) -> Sequence[Scalar]:
    """Give the cells of a tab's header."""
    rows = found.values()
    return rows[draft.layout.header_row] if draft.layout.header_row < len(rows) else []


def drifted_headers(draft: Draft, found: FoundTab) -> list[Drift]:
    """Give what people did to a tab's headers."""
    row = header_of(draft, found)
    return drifts(draft.tab, row, places_of(draft.tab, row), found.tagged)
