"""What other processes do to a ledger: take numbers, or work without end until they are killed."""

from __future__ import annotations

import itertools
import sys

from sheetflow.ledger import open_ledger
from sheetflow.model import CellWrite
from tests.contracts.ledger_builders import DAY, NOW, REPORT, event, notice, run


def take_numbers(url: str, keys: list[str]) -> dict[str, str]:
    """Give each key its number."""
    ledger = open_ledger(url)
    numbers = {key: ledger.reserve_number(DAY, key=key) for key in keys}
    ledger.close()
    return numbers


def work(url: str, name: str) -> None:
    """Accept reports and do runs, and say each time what is on disk: accepted WX…, begun NAME-7, finished NAME-7."""
    ledger = open_ledger(url)
    for number in itertools.count():
        run_id = f"{name}-{number}"
        accepted = ledger.accept(REPORT, at=NOW, day=DAY, key=run_id)
        print("accepted", accepted.ticket_no, flush=True)
        events = [event("stamped", f"{run_id}-{ticket}", name="x") for ticket in "abc"]
        notices = [notice(f"{run_id}/{once}", after_write=True) for once in (1, 2)]
        write = CellWrite("tickets", f"{run_id}-a", "status", "", run_id)
        ledger.begin(run(run_id, write, *events, *notices, reports=(accepted.ticket_no,)))
        print("begun", run_id, flush=True)
        if number % 2:
            ledger.finish(run_id, NOW, confirmed=True)
            print("finished", run_id, flush=True)


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2])
