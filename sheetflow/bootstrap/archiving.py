"""Filed tickets moved to the archive: what would go, and the going, which a killed process leaves to the next.

What is going on stands in the ledger (`KEPT`) before a row is touched, and is taken out when all is done; what became
of it stands in the sheet. So `resume` follows a process that was killed anywhere: it asks the sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sheetflow.archivable import REOPENED, ROWLESS, filed_before
from sheetflow.bootstrap.archivist import (
    KEPT,
    Archivist,
    Moved,
    Moving,
    busy_in,
    groups_of,
    why_not,
)
from sheetflow.bootstrap.house import House, read_policy_of
from sheetflow.bootstrap.unarchiving import archive_of, bring_back
from sheetflow.model import Text

#: So many tickets in one batch: some 500 rows with those beside them, well below the 2 MB of a call.
FEW = 100


@dataclass(frozen=True)
class Preview:
    """What an archiving would do: tickets by the day of their filing, rows by tab, cells, and who stays and why."""

    filed: Mapping[str, date]
    rows: Mapping[str, int]
    cells: int
    stays: Mapping[str, Text]


def preview(house: House, before: date, to: str = "") -> Preview:
    """Say what archiving the tickets filed before a day would do; nothing is changed."""
    policy = read_policy_of(house)
    records = house.ledger.records()
    filed = filed_before(records.values(), before, policy)
    look = archive_of(house, to).look()
    groups = groups_of(look.rows("live"), filed)
    busy = busy_in(house.ledger.open_runs())
    stays: dict[str, Text] = {}
    for number in filed:
        rows = groups.get(number, [])
        why = why_not(records[number], rows, policy, house, busy)
        if why and why is not ROWLESS:
            stays[number] = why
        if why:
            groups.pop(number, None)
    rows_of = Counter(row.tab for rows in groups.values() for row in rows)
    wide = {key: grid.column_count for (side, key), grid in look.tabs.items() if side == "live"}
    return Preview(
        {number: day for number, day in filed.items() if number in groups},
        {tab: rows_of[tab] for tab in wide if rows_of[tab]},
        sum(number * wide[tab] for tab, number in rows_of.items()),
        stays,
    )


def begin(house: House, numbers: Iterable[str], before: date, to: str = "") -> Moved:
    """Move tickets to the archive; what can't go stays and is told. Killed, `resume` goes on."""
    moving = Moving(tuple(numbers), before.isoformat(), to)
    house.ledger.keep(KEPT, moving.document())
    return _carry_out(house, moving)


def pending(house: House) -> Moving | None:
    """Give the archiving that was begun and not ended, if any."""
    kept = house.ledger.kept(KEPT)
    if not (isinstance(kept, Mapping) and "archive" in kept):
        return None
    found: Mapping[str, Any] = kept
    return Moving(
        tuple(found["archive"]), str(found["before"]), str(found["to"]), tuple(found["taken"])
    )


def resume(house: House, moving: Moving) -> Moved:
    """Go on with what a killed process began."""
    return _carry_out(house, moving)


def _carry_out(house: House, moving: Moving) -> Moved:
    """Do the steps in order, each on what the sheet says by then."""
    house.store.settle()
    archive = archive_of(house, moving.to)
    archive.join()
    work = Archivist(house, archive, moving, read_policy_of(house))
    archive.settle(work.meant)
    for start in range(0, len(moving.numbers), FEW):
        work.move(moving.numbers[start : start + FEW])
    work.tidy()
    house.ledger.keep(KEPT, None)
    for number in [no for no, why in work.moved.stays.items() if why is REOPENED]:
        bring_back(house, number)
    return work.moved
