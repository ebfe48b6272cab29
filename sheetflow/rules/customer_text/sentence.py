"""Which text a ticket's customer is told, by status; `coming` and `settled` hold the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sheetflow.model import Text
from sheetflow.rules.customer_text import coming, settled
from sheetflow.rules.customer_text.address import NONE, Address

BY_STATUS: Mapping[str, Callable[[Address], Text]] = MappingProxyType(
    {
        "new": coming.new,
        "guidance": coming.guidance,
        "to_dispatch": coming.to_dispatch,
        "dispatched": coming.dispatched,
        "unreachable": coming.unreachable,
        "appointed": coming.appointed,
        "on_site": settled.on_site,
        "assistance": settled.assistance,
        "parts_wait": settled.parts_wait,
        "customer_wait": settled.customer_wait,
        "escalated": settled.escalated,
        "workshop": settled.workshop,
        "completed": settled.completed,
    }
)

_SORRY = Text("非常抱歉,让您久等了。", "We are sorry that you had to wait. ")


def sentence(address: Address) -> Text | None:
    """Give the text, None where nothing is to be said or the supervisor says it; who was late says sorry first."""
    ticket = address.ticket
    words = BY_STATUS.get(ticket.status)
    if words is None or ticket.get("incident"):
        return None
    said = words(address)
    sorry = _SORRY if address.late and "抱歉" not in said.zh else NONE
    return Text(f"您好!{sorry.zh}{said.zh}", f"Hello! {sorry.en}{said.en}")
