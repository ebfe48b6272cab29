"""Setting a desk's spreadsheet up: by `init` whole, at a start but for what people deleted.

The ledger keeps which columns the spreadsheet has had. What is missing of them at a start was deleted: made anew it
would be empty, and count as cleared. Of 工单 the ledger has what people had in it, so there a column is filled again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sheetflow.model import Json
from sheetflow.schema import Tab
from sheetflow.store import Provisioned, provision
from sheetflow.store.provision import NONE_YET, Had

if TYPE_CHECKING:
    from sheetflow.bootstrap.house import House

_log = logging.getLogger(__name__)

#: Under which name the ledger keeps the columns.
_COLUMNS: Final = "columns"


def set_up(house: House, *, anew: bool) -> Provisioned:
    """Make what the schema wants and the spreadsheet lacks; what people deleted only where it is to be made `anew`."""
    had = NONE_YET if anew else _had(house)
    made = provision(
        house.client,
        house.spreadsheet_id,
        house.schema,
        language=house.language,
        zone=house.zone,
        had=had,
    )
    for title in made.left:
        _log.warning("%s, or columns of it, were deleted; it is left as it is", title)
    _keep(house, made)
    house.refill(made.remade)
    return made


def _had(house: House) -> Had:
    """Give the columns that the tabs of this spreadsheet have had, of those that people write in."""
    kept = house.ledger.kept(_COLUMNS)
    if not isinstance(kept, dict) or kept.get("spreadsheet") != house.spreadsheet_id:
        return NONE_YET
    there = kept["tabs"]
    return {
        tab.key: there[tab.key] for tab in house.schema.tabs if tab.key in there and _loses(tab)
    }


def _loses(tab: Tab) -> bool:
    """Say whether something of people's would be lost with a column: not in 工单, nor in what we write alone."""
    return tab.key != "tickets" and any(column.written_by != "system" for column in tab.columns)


def _keep(house: House, made: Provisioned) -> None:
    document: Json = {
        "spreadsheet": house.spreadsheet_id,
        "tabs": {key: list(names) for key, names in made.had.items()},
    }
    if house.ledger.kept(_COLUMNS) != document:
        house.ledger.keep(_COLUMNS, document)
