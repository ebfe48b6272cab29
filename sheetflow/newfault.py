"""Whether the fault that the customer agreed to have repaired is still the one (P1 4.5.4, duty 30).

agreed to 打不着火, as they told it themselves, now 故障描述 漏气  ->  ("打不着火", "漏气"): the consent is void
Once somebody has found the fault, it is the one found that counts, and the customer's words may be put right.
"""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.charges.consent import other_fault
from sheetflow.record import Consent


def new_fault(said: Consent, cells: Callable[[str], object]) -> tuple[str, str] | None:
    """Give the fault agreed on and the other one by now, None while it is the same, or nobody knows one."""
    found = _words(cells, "verified_fault")
    agreed, now = (said.fault, found) if found else (said.told, _words(cells, "fault"))
    return (agreed, now) if agreed and now and other_fault(agreed, now) else None


def _words(cells: Callable[[str], object], column: str) -> str:
    return str(cells(column) or "").strip()
