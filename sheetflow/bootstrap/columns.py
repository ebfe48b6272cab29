"""The columns that a desk's spreadsheet has had, as the ledger keeps them: a start makes none of these again.

What is missing of them was deleted: made anew it would be empty, and count as cleared. Only to 工单 columns come
back at a start, for the ledger has what people had in them.
"""

from __future__ import annotations

import logging
from typing import Final

from sheetflow.model import Json
from sheetflow.ports import Ledger
from sheetflow.schema import Schema, Tab
from sheetflow.store.provision import NONE_YET, Had, Provisioned

_log = logging.getLogger(__name__)

#: Under which name the ledger keeps the columns.
_COLUMNS: Final = "columns"


def columns_had(ledger: Ledger, spreadsheet_id: str, schema: Schema) -> Had:
    """Give the columns that the tabs of this spreadsheet have had, of those that people write in."""
    kept = ledger.kept(_COLUMNS)
    if not isinstance(kept, dict) or kept.get("spreadsheet") != spreadsheet_id:
        return NONE_YET
    there = kept["tabs"]
    return {tab.key: there[tab.key] for tab in schema.tabs if tab.key in there and _loses(tab)}


def keep_columns(ledger: Ledger, spreadsheet_id: str, made: Provisioned) -> None:
    """Note which columns there are now, and say of what was left that it was."""
    for title in made.left:
        _log.warning("%s, or columns of it, were deleted; it is left as it is", title)
    document: Json = {
        "spreadsheet": spreadsheet_id,
        "tabs": {key: list(names) for key, names in made.had.items()},
    }
    if ledger.kept(_COLUMNS) != document:
        ledger.keep(_COLUMNS, document)


def _loses(tab: Tab) -> bool:
    """Say whether something of people's would be lost with a column: not in 工单, nor in what we write alone."""
    return tab.key != "tickets" and any(column.written_by != "system" for column in tab.columns)
