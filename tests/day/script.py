"""What people and customers do on a day: drawn once from a seed, so that two days have the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from types import MappingProxyType

from sheetflow.model import Scalar

#: Those who have the spreadsheet open.
PEOPLE = tuple(
    surname + name for name in ("静", "磊", "晓红") for surname in "陈刘吴林王张李赵周黄"
)

#: Columns of the staff's own in which anything may be typed.
TYPED = ("remarks", "unit_name", "address")

#: Two columns of the staff's own that stand side by side, and that nobody moves.
BLOCK = ("cause", "measures")

#: Columns whose header people type over.
HEADERS = (*TYPED, "technician", "status", "fault", "ticket_no")

TECHNICIANS = ("陈立·工01", "刘勇·工02")

#: Statuses that people choose by hand, each a legal step from where a new ticket stands.
STATUSES = ("电话指导", "待派工", "送修返厂")

#: How long an act stays that is taken back later, in minutes.
LONGEST = 5


@dataclass(frozen=True)
class Size:
    """How much happens: minutes are cycles; of all edits each fourth, or another, comes while a cycle is under way."""

    minutes: int
    reports: int
    edits: int
    kills: int
    faults: float = 0.05
    nth: int = 4
    seed: int = 20260310


@dataclass(frozen=True)
class Edit:
    """Something one person does; `kind` is one of `deeds.DEEDS`.

    `reports` are those in whose rows it is done, `cells` what is typed. `of` is the number of the edit that it takes
    back or follows, its own otherwise.
    """

    kind: str
    of: int
    who: str
    chance: float
    cells: Mapping[str, Scalar] = field(default_factory=dict)
    reports: tuple[int, ...] = ()


#: What people do, each with how often; what follows of itself isn't drawn.
KINDS: Mapping[str, int] = MappingProxyType(
    {
        "type": 40,
        "clear": 5,
        "paste a row": 6,
        "choose a technician": 10,
        "choose a status": 5,
        "book a part": 7,
        "type a ticket": 2,
        "paste a block": 2,
        "type at first": 3,
        "type a typo": 3,
        "sort up": 3,
        "sort down": 3,
        "insert and delete": 3,
        "move a row": 3,
        "look through a filter": 3,
        "duplicate a row": 2,
        "move a column": 1,
        "rename a header": 1,
        "rename the tab": 1,
        "swap two tabs": 1,
        "delete the token": 1,
        "change the zone": 1,
    }
)

#: What follows an act some minutes later, by the same person.
THEN: Mapping[str, str] = MappingProxyType(
    {
        "type at first": "take it back",
        "type a typo": "find and replace",
        "duplicate a row": "delete the copy",
        "rename a header": "put the header back",
        "rename the tab": "put the tabs back",
        "swap two tabs": "put the tabs back",
        "change the zone": "put the zone back",
    }
)

#: Acts on a ticket that end alike whenever the desk sees them, if they are a ticket's only one: of two technicians
#: chosen between two cycles only one is dispatched.
ONCE = ("choose a technician", "choose a status", "duplicate a row")

#: Acts in a ticket's row.
IN_A_ROW = (*ONCE, "type", "clear", "paste a row", "paste a block", "type at first", "type a typo")


@dataclass(frozen=True)
class Script:
    """A day's work by minute: how many reports come in, what people do between two cycles and during one."""

    reports: Mapping[int, int]
    between: Mapping[int, tuple[Edit, ...]]
    during: Mapping[int, tuple[Edit, ...]]
    kills: frozenset[int]


def script(size: Size, seed: int) -> Script:
    """Draw a day."""
    chance = Random(seed)
    open_until = size.minutes * 3 // 4
    came = sorted(chance.randrange(open_until) for _ in range(size.reports))
    between: dict[int, list[Edit]] = {}
    during: dict[int, list[Edit]] = {}
    for number, (minute, edit) in enumerate(_edits(chance, size, came)):
        (during if number % size.nth == 0 else between).setdefault(minute, []).append(edit)
    return Script(
        {minute: came.count(minute) for minute in set(came)},
        {minute: tuple(found) for minute, found in between.items()},
        {minute: tuple(found) for minute, found in during.items()},
        frozenset(chance.sample(range(size.minutes), size.kills)),
    )


def _edits(chance: Random, size: Size, came: Sequence[int]) -> Iterator[tuple[int, Edit]]:
    """Yield each edit with its minute, every kind at least once if there are enough."""
    touched: set[int] = set()
    drawn = iter([*KINDS, *chance.choices([*KINDS], [*KINDS.values()], k=size.edits)])
    number = 0
    while number < size.edits:
        kind = next(drawn)
        last = size.minutes - (LONGEST + 1 if kind in THEN else 0)
        minute = chance.randrange(came[0] + 1, last)
        known = [at for at, arrived in enumerate(came) if arrived < minute]
        reports = tuple(chance.sample(known, min(2, len(known))))
        if (kind in ONCE and reports[0] in touched) or (
            kind == "paste a block" and len(reports) < 2
        ):
            kind = "type"
        if kind in ONCE:
            touched.add(reports[0])
        edit = Edit(
            kind, number, chance.choice(PEOPLE), chance.random(), _cells(chance, kind, number)
        )
        if kind in IN_A_ROW:
            edit = replace(edit, reports=reports[: 2 if kind == "paste a block" else 1])
        yield minute, edit
        if kind in THEN:
            yield minute + chance.randint(1, LONGEST), replace(edit, kind=THEN[kind])
        number += 2 if kind in THEN else 1


def _cells(chance: Random, kind: str, number: int) -> Mapping[str, Scalar]:
    """Draw what is typed."""
    match kind:
        case "type" | "type a typo":
            return {chance.choice(TYPED): f"话{number}"}
        case "type at first":
            return {chance.choice(TYPED[:2]): f"错{number}"}
        case "clear":
            return {"remarks": ""}
        case "paste a row":
            return dict.fromkeys(TYPED, f"贴{number}")
        case "paste a block":
            return dict.fromkeys(BLOCK, f"块{number}")
        case "choose a technician":
            return {"technician": chance.choice(TECHNICIANS)}
        case "choose a status":
            return {"status": chance.choice(STATUSES)}
        case "book a part":
            return {"kind": "入库", "part_no": f"P{number % 20}", "quantity": number + 1}
        case "type a ticket":
            phone, fault = f"138-1000-{number:04d}", f"手填{number}"
            return {"customer_name": "李女士", "phone": phone, "fault": fault}
        case "rename a header" | "move a column":
            return {chance.choice(HEADERS): f"我的{number}"}
        case _:
            return {}
