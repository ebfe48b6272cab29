"""One cycle: read, settle, plan, record, apply. One read and at most one write, whatever the number of tickets.

    Runner(store, ledger, clock, office).cycle() -> Summary(read=40, planned=2, changes=11, notices=1, …)

Record before apply (ARCHITECTURE.md, invariant 5): a run is on disk before its batch is sent, and stays open until a
later read shows what became of it, so that a kill at any point loses nothing and repeats nothing.
"""

from sheetflow.runner.office import SETTINGS, Office
from sheetflow.runner.runner import LEASE, Runner
from sheetflow.summary import Summary

__all__ = ["LEASE", "SETTINGS", "Office", "Runner", "Summary"]
