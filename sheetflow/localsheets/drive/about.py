"""about.get: who asks, and into what files go out and come in."""

from __future__ import annotations

from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive.exporting import EXPORTS
from sheetflow.localsheets.drive.importing import IMPORTS
from sheetflow.localsheets.drive.kinds import SPREADSHEET
from sheetflow.localsheets.drive.people import user
from sheetflow.localsheets.shapes import Json


def get(call: Call) -> Json:
    """about.get: everybody who calls is the one owner."""
    return {
        "kind": "drive#about",
        "user": user(),
        "exportFormats": {SPREADSHEET: list(EXPORTS)},
        "importFormats": {kind: [SPREADSHEET] for kind in IMPORTS},
        "appInstalled": False,
        "canCreateDrives": False,
    }
