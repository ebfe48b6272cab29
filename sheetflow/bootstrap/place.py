"""Which folder of DATA_DIR a spreadsheet's ledger and mail lie in, and which spreadsheet is the active one.

    demo/             the demonstration
    desk/             the local workbook, or one that was made at SHEETFLOW_SHEETS_URL
    desk-1aBcDeFg/    the spreadsheet that SHEETFLOW_SPREADSHEET_ID names, by the beginning of its id

None of them knows of another: whoever names a spreadsheet after a while with the local workbook begins with it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sheetflow.address import read_address
from sheetflow.errors import Refused
from sheetflow.settings import Settings

ACTIVE = "active"
DEMO, DESK = "demo", "desk"

#: The profile of each where the settings name none: the demonstration shows the stove maker's (SHEET.md).
PROFILES = {DEMO: "stove", DESK: "generic"}

#: So many characters of an id tell one spreadsheet from another; should two agree in them, the second is refused.
SHORT = 8


def folder_of(settings: Settings, which: str) -> str:
    """Name the folder of the demonstration or of the desk."""
    if which == DESK and settings.spreadsheet_id:
        return f"{DESK}-{re.sub('[^A-Za-z0-9_-]', '', settings.spreadsheet_id)[:SHORT]}"
    return which


def alone(settings: Settings, which: str) -> Settings:
    """Give the settings by which a spreadsheet is opened: the demonstration's is always one on this machine.

    What is set for the real desk alone is empty there.
    """
    if which != DEMO:
        return settings
    return replace(settings, spreadsheet_id="", sheets_url="", database_url="")


def active(settings: Settings) -> str:
    """Name the spreadsheet that is served: the demonstration until somebody starts the real one."""
    if not settings.embedded:
        return DESK
    path = settings.data_dir / ACTIVE
    return path.read_text(encoding="ascii").strip() if path.exists() else DESK


def activate(settings: Settings, which: str) -> None:
    """Make the demonstration or the real desk the one that is served from the next start on."""
    make_private(settings.data_dir)
    draft = settings.data_dir / f"{ACTIVE}.new"
    with writable(settings.data_dir):
        draft.write_text(which, encoding="ascii")
        draft.replace(settings.data_dir / ACTIVE)


def served(settings: Settings) -> bool:
    """Say whether a server of ours has this folder's workbook open."""
    return settings.embedded and read_address(settings.data_dir) is not None


def untouched(settings: Settings) -> bool:
    """Say whether nothing was ever started here: then the demonstration is what a newcomer sees."""
    return settings.embedded and not (settings.data_dir / ACTIVE).exists()


def begin(settings: Settings, which: str) -> None:
    """Take what is worked on for begun: the next start shows it, and no demonstration in its place."""
    if untouched(settings):
        activate(settings, which)


def make_private(folder: Path) -> None:
    """Make a folder that only this user can look into: it holds customers' data and keys. Raises Refused."""
    with writable(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True, mode=0o700)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn what the system says against writing into a folder into Refused, with what to do."""
    try:
        yield
    except OSError as fault:
        raise Refused(
            f"{folder} can't be written ({fault.strerror}). Make room or give this user the right to, or set "
            "SHEETFLOW_DATA_DIR to another folder."
        ) from fault
