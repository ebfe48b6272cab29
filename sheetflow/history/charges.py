"""What a ticket's history says of fees, and of what was agreed to or confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from sheetflow import masking
from sheetflow.charges.money import shown
from sheetflow.history.wording import NOTHING, Said, Wording, alike
from sheetflow.model import Event, Text
from sheetflow.receivables import undetermined
from sheetflow.record import TicketRecord, fold


def _charged(told: Wording, event: Event, before: TicketRecord) -> Said:
    """What the repair costs now, or what that waits for; a fee of nothing yet is told for its doubt."""
    after = fold(before, event)
    was = _amount(before.fee.due if before.fee else None)
    now = undetermined(after) or _amount(after.fee.due if after.fee else None)
    doubt = told.sentence(event) if event.values.get("zh") else NOTHING
    return Said(told.column("amount_due").label, was, now, doubt)


def _consented(told: Wording, event: Event, before: TicketRecord) -> Said | None:
    """The amount that was agreed to, or refused; what was chosen stands there as the edit that it was."""
    if event.values["what"] != "quote":
        return None
    amount = fold(before, event).consents["quote"].amount
    if event.values["given"]:
        return Said(Text("客户同意的费用", "Fee agreed to"), after=_amount(amount))
    return Said(Text("客户不同意的费用", "Fee refused"), after=_amount(amount))


def _confirmed(told: Wording, event: Event, before: TicketRecord) -> Said:
    column = told.column(event.values["column"])
    label, reason = column.label, alike(masking.text(str(event.values.get("reason") or "")))
    what = Text(f"确认「{label.zh}」", f"{label.en} confirmed")
    return Said(what, after=told.cell(column, event.values["cell"]), note=reason)


def _amount(found: Decimal | None) -> Text:
    return NOTHING if found is None else alike(shown(found))


#: How each kind is told.
CHARGES: Mapping[str, Callable[[Wording, Event, TicketRecord], Said | None]] = MappingProxyType(
    {
        "charged": _charged,
        "consented": _consented,
        "confirmed": _confirmed,
    }
)
