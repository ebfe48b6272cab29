"""What we call our things in a spreadsheet: tabs' ids, the scratch tab, the token, the heartbeat, metadata keys."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Final

from sheetflow.model import Text

#: Where guarded writes leave their records.
SCRATCH: Final = "scratch"

#: The named range whose id is the writer's token. The name never changes, so that of two writers who both
#: believe the same token current, the second fails on the duplicate name, which is documented to fail.
CHAIN: Final = "sheetflow_token"

#: The label beside the cell that shows when the system last ran, in the header row of `HEARTBEAT_TAB`.
HEARTBEAT: Final = Text("系统最后运行", "System last ran")
HEARTBEAT_TAB: Final = "today"

#: The helper column whose header cell is =NOW(), for the highlights of its tab.
NOW: Final = "_now"

#: What the header of the narrow column before a folded group begins with, before the group's name.
FOLD: Final = "▸"

#: Metadata: one on the spreadsheet (its id and language), one on each tab and column (its key).
#: A spreadsheet holds about 30,000 characters of metadata [believed], so the key is short.
METADATA: Final = "sf"


def stable_id(*names: str) -> int:
    """Give the id of a tab, view or protection from its name, the same in every spreadsheet; never 0."""
    return zlib.crc32("/".join(("sheetflow", *names)).encode()) & 0x7FFFFFFF or 1


def sheet_ids(tabs: Iterable[str]) -> dict[str, int]:
    """Map tabs' keys to their ids in a spreadsheet."""
    return {tab: stable_id("tab", tab) for tab in tabs}


def letters(index: int) -> str:
    """Name a column by its index: 0 is A, 25 is Z, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def quoted(title: str) -> str:
    """Give a tab's title as A1 ranges want it."""
    return "'" + title.replace("'", "''") + "'"
