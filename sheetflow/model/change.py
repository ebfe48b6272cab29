"""The closed list of changes that a rule may ask for; the planner turns them into a `Plan`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias

from sheetflow.model.cell import Text, Value
from sheetflow.model.event import Event


class SetCell(NamedTuple):
    """The cell of a ticket shall show `value`, typed; the planner drops it where it is shown already."""

    ticket_no: str
    column: str
    value: Value


class SetCells(NamedTuple):
    """Several cells of a ticket shall show these values: `SetCell` for columns that go together, by key."""

    ticket_no: str
    values: Mapping[str, Value]


class Say(NamedTuple):
    """A staff's cell of a ticket shall say `value`, and rules go by it from the next round of this planning on.

    With `at`, somebody said it then in another place, such as 联系记录: it counts as if they had typed it here.
    Without, it is a first value of ours, and nobody has said anything.
    """

    ticket_no: str
    column: str
    value: Value
    at: datetime | None = None


class Flag(NamedTuple):
    """A flag stands beside the ticket's status; flags of all rules add up."""

    ticket_no: str
    flag: str


class Tell(NamedTuple):
    """A sentence stands in the row's `problem`; sentences of all rules add up.

    It is said in 下一步 too, unless it is told `aside`: what has to be done next goes on then.
    """

    ticket_no: str
    sentence: Text
    aside: bool = False


class Watch(NamedTuple):
    """The ticket has to be planned again when what the desk shares under this name isn't `value` any more."""

    ticket_no: str
    name: str
    value: object


class SetEntry(NamedTuple):
    """A system's cell of another tab's row shall show `value`, typed; a row that isn't there is left alone."""

    tab: str
    key: str
    column: str
    value: Value


class TellEntry(NamedTuple):
    """A sentence stands in the `problem` of another tab's row; sentences of all rules add up.

    It is asked for by rules that look at every row of the tab each time: what nobody asks for is taken off. What is
    said of a cell, `column`, isn't said where the same plan writes that cell.
    """

    tab: str
    key: str
    sentence: Text
    column: str = ""


class Wake(NamedTuple):
    """The ticket has to be planned again at this instant even if nobody touches it."""

    ticket_no: str
    at: datetime


class AppendRow(NamedTuple):
    """A row joins a tab, its cells by column key, typed."""

    tab: str
    key: str
    values: Mapping[str, Value]


class Notify(NamedTuple):
    """A notice to the holders of some roles, or to one member of staff; `once` is its idempotency key.

    `facts` fill the notice's template; `clock` names the clock whose end makes the notice pointless.
    """

    kind: str
    ticket_no: str
    once: str
    roles: tuple[str, ...]
    facts: Mapping[str, str]
    staff: tuple[str, ...] = ()
    urgent: bool = False
    clock: str = ""
    after_write: bool = False


class Record(NamedTuple):
    """An event to be recorded: the only way in which a ticket's accepted values change."""

    event: Event


Change: TypeAlias = (
    SetCell
    | SetCells
    | SetEntry
    | TellEntry
    | Say
    | Flag
    | Tell
    | Watch
    | Wake
    | AppendRow
    | Notify
    | Record
)
