"""The nouns of the house: cells as read, tickets' events, and the closed list of changes a rule may ask for.

Nothing here does anything: rules yield `Change` values, the planner turns them into a `Plan`, the store applies it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

#: A cell as Google answers it with UNFORMATTED_VALUE and SERIAL_NUMBER; an empty cell is "".
Scalar: TypeAlias = str | int | float | bool

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages of the desk."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class BadCell:
    """What a cell holds when it cannot be understood: a value with its reason, never an exception.

    `text` is the cell as people see it, `why` says what was found and what to type instead.
    """

    text: str
    why: Text


@dataclass(frozen=True, slots=True)
class Paused:
    """A deadline that stands still, shown as 暂停·until when we ask again."""

    until: datetime | None = None


Value: TypeAlias = (
    "str | bool | int | Decimal | date | datetime | Paused | BadCell | tuple[str, ...] | None"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One tab as read: where each column stands, and its rows below the header, ragged, in sheet order.

    `columns` maps a column's key to its index; a column whose header is missing is absent and named in `problems`.
    `own` maps the headers of people's own columns to theirs.
    """

    tab: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[Scalar]]
    problems: tuple[str, ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)

    def cell(self, position: int, column: str) -> Scalar:
        """Give a raw cell by row position (0 is the first row below the header); outside the row it is empty."""
        index = self.columns.get(column)
        row = self.rows[position]
        return row[index] if index is not None and index < len(row) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All live tabs as one call gave them; `digest` is equal when nothing changed since another reading."""

    tables: Mapping[str, Table]
    digest: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was accepted as having happened to a ticket; the event log is the ticket's history.

    `kind` is one of `record.KINDS`; `values` are JSON; `at` is when it happened, which people may back-date. `rule` is
    the name of the rule that recorded it, "" where none did; two events that differ in nothing else are the same.
    """

    ticket_no: str
    kind: str
    at: datetime
    values: Mapping[str, Json] = field(default_factory=dict)
    actor: str = "system"
    channel: str = "rule"
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A customer's report that was accepted and numbered, and may not have a row yet."""

    ticket_no: str
    received_at: datetime
    values: Mapping[str, str]


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

    It is asked for by rules that look at every row of the tab each time: what nobody asks for is taken off.
    """

    tab: str
    key: str
    sentence: Text


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


class CellWrite(NamedTuple):
    """One cell to be written, raw on both sides; guarded where people write the column too.

    `key` is the row's key; "" with a `position` for a typed row that is to get its key, and with both where another row
    has the key too. `old` is what was read.
    """

    tab: str
    key: str
    column: str
    old: Scalar
    new: Scalar
    guarded: bool = False
    position: int = -1
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be appended, raw cells by column key; a key that isn't ours is the header of people's own column."""

    tab: str
    key: str
    values: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole body of a system-made tab, row by row, raw cells by column key."""

    tab: str
    rows: tuple[Mapping[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Writes:
    """Everything one batch is to change in the spreadsheet."""

    cells: tuple[CellWrite, ...] = ()
    rows: tuple[NewRow, ...] = ()
    pages: tuple[Page, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self.cells or self.rows or self.pages)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its recipients found: what the outbox keeps, one record per once-key."""

    once: str
    kind: str
    ticket_no: str
    facts: Mapping[str, str]
    to: tuple[Recipient, ...]
    urgent: bool = False
    clock: str = ""
    after_write: bool = False


#: How notices travel: to a person, and into a group chat.
MAIL, BOT = "mail", "bot"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member of staff as a notice reaches them; for a group several, their numbers between blanks."""

    staff_no: str
    name: str
    address: str
    channel: str = MAIL

    @property
    def door(self) -> tuple[str, str, str]:
        """Give what messages are counted by: each person by mail, a group whoever in it is meant."""
        return (self.channel, "" if self.channel == BOT else self.staff_no, self.address)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A guarded write that met somebody's edit: what we planned, what stood there, and whether it was put back."""

    write: CellWrite
    found: Scalar
    found_key: Scalar
    put_back: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a batch: `done`, `conflict` (some guarded cells met people's edits), `unknown` or `lost`.

    `unknown`: no answer, settled at the next cycle. `lost`: another writer holds the token; nothing was applied.
    """

    state: Literal["done", "conflict", "unknown", "lost"]
    conflicts: tuple[Conflict, ...] = ()
