"""When a repair waits for the customer's consent to its fee.

P1 4.5.4, P2 S4 (duty 30).    agreed to 700.00, now 750.00 is asked -> the consent is void
"""

from __future__ import annotations

import re
from decimal import Decimal

from sheetflow.charges.charge import Charge
from sheetflow.columns import folded

#: What begins another fault after the one agreed on; 还是 and 也是 tell the same one in more words.
_BESIDES = re.compile(r"[,，;；、。.+]?(?:(?:还|也)(?!是)|又|另|同时|以及|and|also|plus)")


def consent_holds(agreed: Decimal | None, asked: Decimal, *, new_fault: bool = False) -> bool:
    """Say whether a consent covers a fee: a dearer one, or another fault than the one agreed on, voids it.

    `agreed` is `Charge.due` as it was at the consent, None without one.
    """
    return agreed is not None and asked <= agreed and not new_fault


def consent_missing(made: Charge, agreed: Decimal | None, *, new_fault: bool = False) -> bool:
    """Say whether the repair has to wait: it may cost something, and no consent covers that."""
    return made.fee_bearing and not consent_holds(agreed, made.due, new_fault=new_fault)


def other_fault(agreed: str, found: str) -> bool:
    """Say whether a fault is another than the one agreed on, or names one besides: 打不着火,还漏气.

    The same one told in more words, 打不着火,针阀老化, is none.
    """
    _, same, more = folded(found).partition(folded(agreed))
    return not same or _BESIDES.match(more) is not None
