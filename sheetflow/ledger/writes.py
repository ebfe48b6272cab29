"""Planned writes as JSON and back, so that they outlive the process that planned them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sheetflow.model import CellWrite, NewRow, Page, Writes


def dump(writes: Writes) -> dict[str, Any]:
    """Give the writes as JSON; `load` is its inverse."""
    return {
        "cells": [list(cell) for cell in writes.cells],
        "rows": [[row.tab, row.key, dict(row.values)] for row in writes.rows],
        "pages": [[page.tab, [dict(row) for row in page.rows]] for page in writes.pages],
    }


def load(stored: Mapping[str, Any]) -> Writes:
    """Give the writes that `dump` wrote."""
    return Writes(
        cells=tuple(CellWrite(*cell) for cell in stored["cells"]),
        rows=tuple(NewRow(*row) for row in stored["rows"]),
        pages=tuple(Page(tab, tuple(rows)) for tab, rows in stored["pages"]),
    )
