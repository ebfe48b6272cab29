"""One snapshot of the sheet and the ledger, turned into everything that is to be recorded, written and sent.

    outcome = plan(view, now, policy, rules=RULES, memory=memory)

Only tickets whose row or record changed, or that asked to be woken, are planned again; the result is the one that a
cold plan gives (ARCHITECTURE.md, invariants 2 to 4).
"""

from sheetflow.planner.planning import plan

__all__ = ["plan"]
