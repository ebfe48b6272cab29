"""Records follow the code that folds them, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from sheetflow.errors import Refused
from sheetflow.ledger import SqlLedger
from sheetflow.ledger.tables import events, kept, last_seen
from tests.contracts.ledger_builders import TICKET, event, run

pytestmark = pytest.mark.contract


def worked_on(ledger: SqlLedger) -> SqlLedger:
    ledger.begin(run("run-1", event("reported"), event("reported", "WX2023901")))
    ledger.begin(run("run-2", event("moved", to="assigned", stamps=["assigned_at"])))
    return ledger


def spoil(ledger: SqlLedger) -> None:
    """Leave records as a version wrote them that kept less of a ticket."""
    with ledger.database.writing() as connection:
        connection.execute(update(last_seen).values(record={"ticket_no": TICKET}))


def test_records_of_another_version_are_folded_again_from_the_log(
    opened: Callable[[], SqlLedger],
) -> None:
    ledger = worked_on(opened())
    before = ledger.records()
    spoil(ledger)
    with ledger.database.writing() as connection:
        connection.execute(update(kept).where(kept.c.name == "folded_by").values(document="older"))

    again = opened()

    assert again.records() == before
    assert again.records()[TICKET].status == "assigned"
    again.begin(run("run-3", event("moved", to="closed")))
    assert again.records()[TICKET].status == "closed"


def test_records_of_a_ledger_that_never_noted_who_folded_them_are_folded_too(
    opened: Callable[[], SqlLedger],
) -> None:
    ledger = worked_on(opened())
    before = ledger.records()
    with ledger.database.writing() as connection:
        connection.execute(delete(kept))
        connection.execute(delete(last_seen))

    assert opened().records() == before


def test_events_that_only_a_newer_version_understands_are_refused_by_name_and_nothing_is_changed(
    opened: Callable[[], SqlLedger],
) -> None:
    ledger = worked_on(opened())
    with ledger.database.writing() as connection:
        connection.execute(update(events).where(events.c.kind == "moved").values(kind="handed_on"))
        connection.execute(update(kept).where(kept.c.name == "folded_by").values(document="newer"))
    before = ledger.records()

    with pytest.raises(Refused, match="newer sheetflow recorded") as told:
        opened()

    assert str(told.value) == (
        f"Ledger: events of a kind that this version doesn't know (handed_on), the first of {TICKET} at 2026-03-06 "
        "01:30 UTC: a newer sheetflow recorded them. Start the newer version, or put a backup from before it in the "
        "ledger's place."
    )
    assert "handed_on" in told.value.zh
    assert (ledger.records(), ledger.kept("folded_by")) == (before, "newer")


def test_records_of_this_version_are_left_alone(opened: Callable[[], SqlLedger]) -> None:
    ledger = worked_on(opened())
    with ledger.database.writing() as connection:
        connection.execute(delete(last_seen).where(last_seen.c.ticket_no == TICKET))

    assert opened().records().keys() == {"WX2023901"}
