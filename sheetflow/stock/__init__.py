"""Stock of parts: a ledger of movements, and what follows from it (P1 4.3.1, P2 KP; duties 32 to 34).

shelf = post(movements)                              every row of 配件流水, in whatever order
shelf.problems                                       move_no -> the sentence of its `problem`
standings(catalogue.parts.values(), shelf, plans)    part_no -> on_hand, reserved, pending_count, low, waiting
follow_list(ticket, parts, shelf, at=…, person=…)    the rows that a ticket's parts list asks for
shelf.out(ticket), shelf.old_parts_due(ticket)       what it still has out; old parts that haven't come back
"""

from sheetflow.stock.following import follow_cancellation, follow_list
from sheetflow.stock.movement import KINDS, Kind, Movement
from sheetflow.stock.place import CUSTOMER, STORE, SUPPLIER, Place, place_in, van
from sheetflow.stock.posting import EMPTY, follows, post
from sheetflow.stock.reservation import Plans, Standing, set_aside, standings
from sheetflow.stock.shelf import Difference, Out, Shelf

__all__ = [
    "CUSTOMER",
    "EMPTY",
    "KINDS",
    "STORE",
    "SUPPLIER",
    "Difference",
    "Kind",
    "Movement",
    "Out",
    "Place",
    "Plans",
    "Shelf",
    "Standing",
    "follow_cancellation",
    "follow_list",
    "follows",
    "place_in",
    "post",
    "set_aside",
    "standings",
    "van",
]
