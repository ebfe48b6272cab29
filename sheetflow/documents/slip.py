"""领料单, the parts slip: what was taken for a ticket, whether it conforms, what came back (P1 4.3.1, 4.8.3; P2 KP)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sheetflow.books import read_book
from sheetflow.catalogue import Catalogue, Part
from sheetflow.documents.facts import Facts
from sheetflow.documents.job import Job
from sheetflow.documents.paper import Block, Field, Fields, Rows, Signatures
from sheetflow.stockroom import PARTS, catalogue_in
from sheetflow.typed.parts import understand_parts

#: Rows that a slip has at the least, so that more can be written in.
LEAST_PARTS, LEAST_CONSUMABLES = 6, 3

#: Part, name, unit, wanted, issued, conforms, fitted, back, old part.
_COLUMNS = 9

#: The movements that a slip shows, in the order of its columns.
_MOVES = ("issue", "fit", "return", "old_part")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the ticket's lists ask for: parts by number, lines that name no known part, and consumables."""

    parts: Mapping[str, int]
    unclear: tuple[str, ...]
    consumables: tuple[str, ...]


def parts_slip(job: Job) -> Iterator[Block]:
    """Yield the blocks of a parts slip."""
    facts = job.facts
    number = Field(facts.told(facts.policy.label("ticket_no")), facts.number)
    names = ("technician", "unit_name", "product_model", "serial_no")
    warranty = Field(facts.told(facts.policy.label("warranty")), facts.warranty())
    yield Fields(facts.say("用于", "For"), (number, *facts.fields(names), warranty))
    units = {entry.text("part_no"): entry.text("unit") for entry in job.entries(PARTS)}
    catalogue = _catalogue(job)
    wanted = _wanted(facts, catalogue)
    yield Rows(
        facts.say("配件", "Parts"),
        _heads(facts),
        _filled(_lines(job, wanted, catalogue, units), LEAST_PARTS, _COLUMNS),
    )
    consumables = (
        job.label("parts", "name"),
        job.label("parts", "unit"),
        facts.say("领出", "Taken"),
        facts.say("退回", "Back"),
    )
    listed = ((words, "", "", "") for words in wanted.consumables)
    yield Rows(
        facts.say("辅料(不计库存)", "Consumables (not in stock)"),
        consumables,
        _filled(listed, LEAST_CONSUMABLES, len(consumables)),
    )
    who = (
        facts.say("领料人", "Taken by"),
        facts.say("仓管发料", "Issued by"),
        facts.say("退料人", "Returned by"),
        facts.say("仓管收料", "Received by"),
    )
    yield Signatures(who, facts.say("日期", "Date"))


def _heads(facts: Facts) -> tuple[str, ...]:
    return (
        facts.say("型号", "Part"),
        facts.say("名称", "Name"),
        facts.say("单位", "Unit"),
        facts.say("需要", "Wanted"),
        facts.say("领出", "Issued"),
        facts.say("合格", "Conforms"),
        facts.say("装机", "Fitted"),
        facts.say("退回", "Back"),
        facts.say("旧件收回", "Old part"),
    )


def _lines(
    job: Job, wanted: _Wanted, catalogue: Catalogue, units: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    moved = _moved(job)
    for no in dict.fromkeys((*wanted.parts, *moved)):
        part, sums = catalogue.parts.get(no, Part(no)), moved.get(no, {})
        issue, fit, back, old = (_figure(sums.get(kind)) for kind in _MOVES)
        need = _figure(wanted.parts.get(no))
        yield (no, part.name, units.get(no, ""), need, issue, "", fit, back, old)
    for words in wanted.unclear:
        yield (words, *[""] * (_COLUMNS - 1))


def _moved(job: Job) -> dict[str, dict[str, int]]:
    """Add up the ticket's movements: part, kind, quantity."""
    sums: dict[str, dict[str, int]] = {}
    for entry in job.entries("part_moves") if job.facts.number else ():
        kind, quantity = entry.get("kind"), entry.get("quantity")
        if entry.owner == job.facts.number and kind in _MOVES and isinstance(quantity, int):
            of_part = sums.setdefault(entry.text("part_no"), {})
            of_part[str(kind)] = of_part.get(str(kind), 0) + quantity
    return sums


def _wanted(facts: Facts, catalogue: Catalogue) -> _Wanted:
    """Read what the ticket plans to bring; where nothing was planned, what was used."""
    listed = understand_parts(facts.of("planned_parts") or facts.of("parts_used"), catalogue)
    unclear = tuple(question.text for question in listed.questions)
    return _Wanted(listed.quantities, unclear, tuple(aside.text for aside in listed.asides))


def _catalogue(job: Job) -> Catalogue:
    policy, table = job.facts.policy, job.tables.get(PARTS)
    tab = policy.schema.tab(PARTS)
    return catalogue_in({PARTS: read_book(tab, table, policy)} if table else {}, policy)


def _filled(rows: Iterable[tuple[str, ...]], least: int, width: int) -> tuple[tuple[str, ...], ...]:
    """Add empty rows up to the least; one at the end is always free."""
    found = list(rows)
    return (*found, *[("",) * width] * max(1, least - len(found)))


def _figure(quantity: int | None) -> str:
    return str(quantity) if quantity else ""
