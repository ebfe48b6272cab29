"""The schema's tabs: their columns in order, the choices in them, the rows they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, cast, get_args
from zoneinfo import ZoneInfo

from sheetflow.cells import TYPES, decode
from sheetflow.columns import Choice, Column, Writer, folded
from sheetflow.model import BadCell, Scalar, Text, Value
from sheetflow.schema.parts import Group, Place, Tab
from sheetflow.schema.places import Spot
from sheetflow.schema.section import Section, both_languages, shown

Lists: TypeAlias = Mapping[str, tuple[Choice, ...]]


@dataclass(frozen=True)
class _Offers:
    """What a column may let people choose from: the lists by name, and the other columns as tab.column."""

    lists: Lists
    columns: frozenset[str]


_CHOOSING = ("choice", "choices", "text")
_UTC = ZoneInfo("UTC")


def read_tabs(section: Section, lists: Lists) -> tuple[Tab, ...]:
    """Read all tabs in order and see that their labels and the columns they refer to are sound."""
    entries = list(section.entries())
    offered = frozenset(f"{tab}.{column}" for tab, entry in entries for column in _keys(entry))
    tabs = tuple(_tab(key, entry, _Offers(lists, offered)) for key, entry in entries)
    names = [(tab.key, tab.label.zh, tab.label.en) for tab in tabs]
    report_twins(section, zip(names, (entry.spot for _, entry in entries), strict=True))
    return tabs


def _keys(tab: Section) -> list[str]:
    """Name a tab's columns before they are read; the Sections here are thrown away with their complaints."""
    quiet = Section(tab.spot, [])
    groups = [group for _, group in quiet.section("groups").entries()]
    return [key for part in (quiet, *groups) for key, _ in part.section("columns").named()]


def read_choices(section: Section) -> tuple[Choice, ...]:
    """Read a list of choices: `critical: {zh: 特急, en: Critical, also: [非常急]}`."""
    entries = list(section.entries())
    choices = tuple(_choice(key, entry) for key, entry in entries)
    spots = (entry.spot for _, entry in entries)
    report_twins(section, zip((choice.names for choice in choices), spots, strict=True))
    return choices


def report_twins(section: Section, names: Iterable[tuple[tuple[str, ...], Spot]]) -> None:
    """Report every wording that would mean two different things; the first name of each is its key."""
    owners: dict[str, str] = {}
    for wordings, spot in names:
        for wording in filter(None, wordings):
            owner = owners.setdefault(folded(wording), wordings[0])
            if owner != wordings[0]:
                found = f"'{wording}' names both '{owner}' and '{wordings[0]}'"
                section.complain(spot, found, "Give one of them another label")


def _choice(key: str, entry: Section) -> Choice:
    label = Text(entry.text("zh"), entry.text("en"))
    if not (label.zh and label.en):
        entry.complain(entry.spot, "a label is missing", "Write {zh: …, en: …}")
    aliases = entry.names("also")
    entry.close()
    return Choice(key, label, aliases)


def _tab(key: str, section: Section, offers: _Offers) -> Tab:
    writer = section.one_of("written_by", get_args(Writer), "staff")
    base = Column("", Text("", ""), written_by=cast(Writer, writer))
    groups, found = [], _columns(section.section("columns"), base, offers)
    for name, entry in section.section("groups").entries():
        groups.append(Group(name, entry.label()))
        inside = replace(base, group=name, hidden=entry.flag("hidden"))
        found += _columns(entry.section("columns"), inside, offers)
        entry.close()
    if not found:
        section.complain(
            section.spot, "this tab has no columns", "Write columns: {key: {label: …}}"
        )
    report_twins(section, ((column.names, spot) for column, spot in found))
    frozen, keys = section.number("frozen", 0), [column.key for column, _ in found]
    tab = Tab(
        key=key,
        label=section.label(),
        place=cast(Place, section.one_of("place", get_args(Place), "front")),
        columns=tuple(replace(column, frozen=at < frozen) for at, (column, _) in enumerate(found)),
        key_columns=section.names("key", keys) or tuple(keys[:1]),
        frozen=frozen,
        groups=tuple(groups),
        rewritten=section.flag("rewritten"),
        numbered=section.text("numbered"),
        telling=section.names("telling", keys),
        archived=section.flag("archived"),
    )
    tab = replace(tab, first=_first_rows(section, tab))
    section.close()
    return tab


def _columns(section: Section, base: Column, offers: _Offers) -> list[tuple[Column, Spot]]:
    return [(_column(key, entry, base, offers), entry.spot) for key, entry in section.entries()]


def _column(key: str, section: Section, base: Column, offers: _Offers) -> Column:
    kind = section.one_of("type", TYPES, "text")
    choices = _column_choices(section, offers.lists)
    column = replace(
        base,
        key=key,
        label=section.label(),
        type=kind,
        written_by=cast(Writer, section.one_of("written_by", get_args(Writer), base.written_by)),
        hidden=section.flag("hidden", default=base.hidden),
        width=section.number("width", 0, example=100) or None,
        wrap=section.flag("wrap"),
        help=section.label("help", required=False) if section.has("help") else None,
        choices=choices,
        choices_from=section.one_of("choices_from", offers.columns, ""),
        aliases=section.names("also"),
        personal=section.flag("personal"),
        stamp=section.flag("stamp"),
        carried=section.flag("carried"),
        between=section.bounds("between"),
    )
    if column.carried and column.written_by == "system":
        section.complain(section.spot, "a rule writes it anew in each row", "Take carried out")
    if column.between and kind != "integer":
        section.complain(section.spot, f"a {kind} column has no bounds", "Write type: integer")
    if choices and kind not in _CHOOSING:
        section.complain(section.spot, f"a {kind} column has no choices", "Write type: choice")
    if kind in ("choice", "choices") and not (
        section.has("choices") or section.has("choices_from")
    ):
        remedy = "Write choices: a list's name, or choices_from: tab.column"
        section.complain(section.spot, "there is nothing to choose from", remedy)
    section.close()
    return column


def _column_choices(section: Section, lists: Lists) -> tuple[Choice, ...]:
    spot = section.take("choices")
    if spot is None:
        return ()
    if isinstance(spot.value, Mapping):
        return read_choices(Section(spot, section.problems))
    return lists.get(section.known(spot, lists, ""), ())


def _first_rows(section: Section, tab: Tab) -> tuple[Mapping[str, Value | Text], ...]:
    spot = section.take("first")
    if spot is None:
        return ()
    if not isinstance(spot.value, (list, tuple)):
        section.complain(spot, f"{shown(spot)} is not a list of rows", "Write '- {column: value}'")
        return ()
    return tuple(_first_row(Section(row, section.problems), tab) for row in spot.value)


def _first_row(section: Section, tab: Tab) -> Mapping[str, Value | Text]:
    row: dict[str, Value | Text] = {}
    for column in tab.columns:
        spot = section.take(column.key)
        value = _first_cell(section, column, spot) if spot else None
        if value is not None:
            row[column.key] = value
    section.close()
    return row


def _first_cell(section: Section, column: Column, spot: Spot) -> Value | Text:
    if isinstance(spot.value, Mapping):
        return both_languages(section, spot, "Write {zh: …, en: …}")
    if isinstance(spot.value, (list, tuple)):
        raw: Scalar = ";".join(str(item.value) for item in spot.value)
    else:
        raw = spot.value if isinstance(spot.value, (bool, int)) else str(spot.value)
    value = decode(column, raw, zone=_UTC)
    if not isinstance(value, BadCell):
        return value
    found, _, remedy = value.why.en.partition(". ")
    section.complain(spot, found, remedy)
    return None
