"""What is wrong with a spreadsheet: described in a few reads, looked at by checks, mended after a preview.

seen = describe(client, spreadsheet_id, schema, language="zh", zone=zone, now=clock.now)
findings = list(examine(seen))
mended = mend(client, repair(seen), look)            # after somebody said yes to repair(seen).mends
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sheetflow.finding import Finding, alike
from sheetflow.model import Text
from sheetflow.store.doctor import columns, file, looks, rows, size
from sheetflow.store.doctor.access import refusal, writing
from sheetflow.store.doctor.applying import Mended, mend
from sheetflow.store.doctor.credentials import key_file
from sheetflow.store.doctor.description import Description, describe
from sheetflow.store.doctor.repairs import Mend, Repair, repair

__all__ = [
    "CHECKS",
    "Description",
    "Mend",
    "Mended",
    "Repair",
    "describe",
    "examine",
    "key_file",
    "mend",
    "refusal",
    "repair",
    "writing",
]

#: What is looked at; each check yields what it finds, and one that is `ok` where all is as it should be.
CHECKS: tuple[Callable[[Description], Iterator[Finding]], ...] = (
    file.copy,
    file.zone,
    file.locale,
    file.recalculation,
    file.token,
    file.clock,
    columns.tabs,
    columns.headers,
    columns.tags,
    rows.renumbered,
    rows.duplicates,
    rows.keyless,
    rows.formulas,
    looks.drop_downs,
    looks.highlights,
    looks.protection,
    looks.views,
    size.cells,
    size.tickets,
    size.read_bytes,
    size.metadata,
)


def examine(seen: Description) -> Iterator[Finding]:
    """Yield what the checks find; of a spreadsheet that was never set up only that."""
    if not seen.is_set_up:
        yield Finding(
            "tabs",
            "fault",
            alike(seen.wanted.spreadsheet_id),
            Text("还没有设好", "isn't set up for sheetflow"),
            Text("运行 sheetflow init", "Run sheetflow init"),
        )
        return
    for check in CHECKS:
        yield from check(seen)
