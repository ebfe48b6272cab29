"""The schema's colours and views: the families of rules as written, spread out into one rule per formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sheetflow.model import Text
from sheetflow.schema.parts import ClockSpec, FilterView, Highlight, Tab
from sheetflow.schema.section import Section, nearest
from sheetflow.schema.template import CELLS, Template

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def read_highlights(
    section: Section, tabs: Mapping[str, Tab], clocks: Mapping[str, ClockSpec]
) -> tuple[Highlight, ...]:
    """Read the highlights in order of precedence.

    A family with `clocks` has {due}, {warn}, {met} and {seen} (the ticket is in one of the clock's statuses) in its
    formula. It becomes one rule per clock, on its deadline, and one on `columns`, where any of the clocks says so.
    A family with `stages` (a column: the statuses that want it) becomes one rule per column, while that is empty.
    One with `tabs` stands in each of them.
    """
    found: list[Highlight] = []
    for name, entry in section.entries():
        several = entry.names("tabs", tabs)
        for tab in several or (entry.one_of("tab", tabs, "tickets"),):
            own = f"{name}_{tab}" if several else name
            found += _family(own, entry, tabs.get(tab), clocks)
        entry.close()
    return tuple(found)


def _family(
    name: str, section: Section, tab: Tab | None, clocks: Mapping[str, ClockSpec]
) -> list[Highlight]:
    columns = tab.by_key if tab else {}
    base = Highlight(
        name=name,
        label=section.label(),
        tab=tab.key if tab else "",
        columns=section.names("columns", columns),
        when=Template(section.text("when")),
        fill=_colour(section, "fill"),
        text=_colour(section, "text"),
        bold=section.flag("bold"),
        cell=section.one_of("cell", CELLS, ""),
    )
    watched = section.names("clocks", clocks)
    sound = [clocks[clock] for clock in watched if clocks[clock].met in columns]
    rules = _per_clock(base, sound) if watched else [base]
    if section.has("stages"):
        rules = _per_stage(section.section("stages"), base, tab)
    for rule in rules:
        report_template(section, rule.when, tab)
    if not section.has("when") and not section.has("stages"):
        section.complain(
            section.spot, "'when' is missing", "Write when: '={status}={status:closed}'"
        )
    return rules


def _per_clock(base: Highlight, clocks: Sequence[ClockSpec]) -> list[Highlight]:
    conditions = [_of_clock(base.when.source, clock).removeprefix("=") for clock in clocks]
    rules = [
        _rule(base, f"{base.name}_{clock.prefix}", (clock.due,), f"={condition}")
        for clock, condition in zip(clocks, conditions, strict=True)
    ]
    return [*rules, _rule(base, base.name, base.columns, f"=OR({','.join(conditions)})")]


def _of_clock(source: str, clock: ClockSpec) -> str:
    statuses = ",".join(f"{{status}}={{status:{status}}}" for status in clock.seen_in)
    source = source.replace("{seen}", f"OR({statuses})")
    for hole, column in (("due", clock.due), ("warn", clock.warn), ("met", clock.met)):
        source = source.replace(f"{{{hole}}}", f"{{{column}}}")
    return source


def _per_stage(section: Section, base: Highlight, tab: Tab | None) -> list[Highlight]:
    columns = tab.by_key if tab else {}
    statuses = columns["status"].choice_labels if "status" in columns else {}
    rules = []
    for column, spot in section.named():
        if column not in columns:
            section.complain(spot, f"there is no column '{column}'", nearest(column, columns))
        at = ",".join(
            f"{{status}}={{status:{status}}}" for status in section.names(column, statuses)
        )
        when = f"=AND(OR({at}),LEN(TRIM({{{column}}}))=0)"
        rules.append(_rule(base, f"{base.name}_{column}", (column,), when))
    return rules


def _rule(base: Highlight, name: str, columns: tuple[str, ...], when: str) -> Highlight:
    return Highlight(
        name,
        base.label,
        base.tab,
        columns,
        Template(when),
        base.fill,
        base.text,
        base.bold,
        base.cell,
    )


def _colour(section: Section, key: str) -> str:
    colour = section.text(key)
    if colour and not _COLOUR.fullmatch(colour):
        spot = section.take(key) or section.spot
        section.complain(spot, f"'{colour}' is not a colour", "Write one such as '#cc0000'")
    return colour


def report_template(section: Section, template: Template, tab: Tab | None) -> None:
    """Report every column and choice of a formula that the tab doesn't have."""
    columns = tab.by_key if tab else {}
    for name in template.columns:
        if name not in columns:
            found = f"the formula names an unknown column '{name}'"
            section.complain(section.spot, found, nearest(name, columns))
    for name, choice in template.choices:
        labels = columns[name].choice_labels if name in columns else {}
        if choice not in labels:
            found = f"the formula names an unknown choice '{name}:{choice}'"
            section.complain(section.spot, found, nearest(choice, labels))


def read_views(section: Section, tabs: Mapping[str, Tab]) -> tuple[FilterView, ...]:
    """Read the filter views: a tab, a formula or none, and the columns they are sorted by."""
    views = []
    for name, entry in section.entries():
        tab = tabs.get(entry.one_of("tab", tabs, "tickets"))
        when = Template(entry.text("when")) if entry.has("when") else None
        if when:
            report_template(entry, when, tab)
        label: Text = entry.label()
        sort = entry.names("sort", tab.by_key if tab else {})
        views.append(FilterView(name, label, tab.key if tab else "", when, sort))
        entry.close()
    return tuple(views)
