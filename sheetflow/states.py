"""The fourteen statuses of a ticket and the ways between them (WORKFLOW.md, "States").

Plain edges are always legal. A conditional edge is taken only when its condition holds for the row's facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from sheetflow.model import Value

Category: TypeAlias = Literal["open", "paused", "resolved", "closed"]

#: The row's cells by column key, as understood.
Facts: TypeAlias = Callable[[str], Value]
Condition: TypeAlias = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class State:
    """One status: its category, the stamp set on entering it, and the statuses it may be left for."""

    key: str
    category: Category
    stamp: str
    to: tuple[str, ...]
    when: Mapping[str, Condition]

    @property
    def live(self) -> bool:
        """Say whether work on the ticket goes on (categories open and paused)."""
        return self.category in ("open", "paused")


def _solved_by_phone(facts: Facts) -> bool:
    return (
        facts("result") == "solved_by_phone"
        or facts("contact_result") == "solved_by_phone"
        or facts("guidance_result") == "solved"
    )


def _replaced_or_refunded(facts: Facts) -> bool:
    return facts("result") in ("replaced", "refunded")


def _nobody_there(facts: Facts) -> bool:
    """Say whether whoever has arrived found nobody: the work never began (docs/decisions/0031)."""
    return facts("work_started_at") is None


_BY_PHONE: Mapping[str, Condition] = MappingProxyType({"completed": _solved_by_phone})

#: status: category (Open, Paused, Resolved, Closed), stamp, and where a plain step may lead.
_TABLE = """
new           O -               guidance to_dispatch workshop
guidance      O guidance_at     to_dispatch customer_wait workshop dispatched
to_dispatch   O queued_at       dispatched guidance customer_wait workshop
dispatched    O dispatched_at   appointed on_site unreachable guidance customer_wait dispatched \
              to_dispatch parts_wait workshop
unreachable   P unreachable_at  appointed dispatched to_dispatch customer_wait parts_wait workshop
appointed     O appointed_at    on_site appointed unreachable to_dispatch customer_wait workshop dispatched parts_wait
on_site       O arrived_at      completed appointed assistance parts_wait customer_wait workshop to_dispatch dispatched
assistance    O assist_requested_at on_site parts_wait appointed to_dispatch workshop dispatched
parts_wait    O parts_wait_at   appointed on_site to_dispatch customer_wait workshop dispatched
customer_wait P customer_wait_at appointed parts_wait on_site to_dispatch unreachable workshop guidance dispatched
escalated     O escalated_at    to_dispatch on_site parts_wait customer_wait appointed workshop dispatched
workshop      O workshop_in_at  appointed customer_wait completed dispatched parts_wait
completed     R completed_at    closed
closed        C closed_at       completed
"""

#: Steps that need a fact: solved by phone from where nobody has been on site, replaced or refunded by the supervisor,
#: nobody there at the door.
_CONDITIONS: Mapping[str, Mapping[str, Condition]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("new", "guidance", "dispatched", "unreachable", "appointed", "customer_wait"),
            _BY_PHONE,
        ),
        "on_site": MappingProxyType({"unreachable": _nobody_there}),
        "escalated": MappingProxyType({"completed": _replaced_or_refunded}),
    }
)


_CATEGORIES: Mapping[str, Category] = MappingProxyType(
    {"O": "open", "P": "paused", "R": "resolved", "C": "closed"}
)


def _state(line: str) -> State:
    key, letter, stamp, *to = line.split()
    conditions = _CONDITIONS.get(key, MappingProxyType({}))
    return State(key, _CATEGORIES[letter], stamp.strip("-"), tuple(to), conditions)


STATES: Mapping[str, State] = MappingProxyType(
    {state.key: state for state in map(_state, _TABLE.strip().splitlines())}
)

#: 待受理 → 待派工 → 已派工 → 已预约 → 维修中 → 已完成: what is walked when no direct edge leads to the target.
MAIN_LINE = ("new", "to_dispatch", "dispatched", "appointed", "on_site", "completed")

#: What ends a visit for nothing: whoever found nobody was there, not only taken to have been (docs/decisions/0031).
IN_VAIN = (("appointed", "unreachable"), ("on_site", "unreachable"))

#: Statuses that may be entered from every live one (WORKFLOW.md, "From every O and P state also").
FROM_ANY_LIVE = ("closed", "escalated")


def has_edge(start: str, target: str, facts: Facts) -> bool:
    """Say whether one step leads from a status to another for a ticket with these facts."""
    state = STATES[start]
    if target in state.when:
        return state.when[target](facts)
    return target in state.to or (state.live and target in FROM_ANY_LIVE and target != start)


def path(start: str, target: str, facts: Facts) -> tuple[str, ...]:
    """Give the statuses entered on the way, the target last; empty when there is none.

    path("new", "on_site") -> ("to_dispatch", "dispatched", "on_site"): a direct edge, else along the main line up to
    the first status with an edge to the target.
    """
    if has_edge(start, target, facts):
        return (target,)
    last = MAIN_LINE.index(target) if target in MAIN_LINE else len(MAIN_LINE) - 1
    entries = [i for i in range(last + 1) if has_edge(start, MAIN_LINE[i], facts)]
    if not entries:
        return ()
    walked: list[str] = []
    for status in MAIN_LINE[entries[-1] : last + 1]:
        walked.append(status)
        if (status, target) not in IN_VAIN and has_edge(status, target, facts):
            return (*walked, target)
    return tuple(walked) if walked and walked[-1] == target else ()


def choices_from(start: str, facts: Facts) -> tuple[str, ...]:
    """Give the statuses one step away, in the order of the table."""
    return tuple(key for key in STATES if key != start and has_edge(start, key, facts))
