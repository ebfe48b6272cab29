"""Money is a Decimal to the cent; a half cent goes up, away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cent(amount: Decimal) -> Decimal:
    """Round an amount to the cent: 12.345 -> 12.35."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """Say an amount as it stands in a sentence: 700.00."""
    return str(to_cent(amount))
