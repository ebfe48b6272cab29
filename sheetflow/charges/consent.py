"""When a repair waits for the customer's consent to its fee.

P1 4.5.4, P2 S4 (duty 30).    agreed to 700.00, now 750.00 is asked -> the consent is void
"""

from __future__ import annotations

from decimal import Decimal

from sheetflow.charges.charge import Charge


def consent_holds(agreed: Decimal | None, asked: Decimal, *, new_fault: bool = False) -> bool:
    """Say whether a consent covers a fee: a dearer one, or another fault than the one agreed on, voids it.

    `agreed` is `Charge.due` as it was at the consent, None without one.
    """
    return agreed is not None and asked <= agreed and not new_fault


def consent_missing(made: Charge, agreed: Decimal | None, *, new_fault: bool = False) -> bool:
    """Say whether the repair has to wait: it may cost something, and no consent covers that."""
    return made.fee_bearing and not consent_holds(agreed, made.due, new_fault=new_fault)
