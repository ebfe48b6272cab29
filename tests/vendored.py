"""What `make setup` fetches for the pages: without it the grid is an empty page, and a test waits in vain."""

from __future__ import annotations

from pathlib import Path

import sheetflow

ASSETS = Path(sheetflow.__file__).parent / "web" / "static" / "vendor"


def need_grid() -> None:
    """Fail with what to do where the grid's program isn't there."""
    grid = ASSETS / "tabulator.min.js"
    assert grid.exists(), f"{grid} is missing: run `make setup`."
