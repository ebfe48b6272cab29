"""What rules ask for, collected while a round goes on: of each ticket, and of the rows beside the tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import TypeAlias

from sheetflow.errors import Problem
from sheetflow.model import Flag, SetEntry, Tell, TellEntry, Text, Value, Watch
from sheetflow.policy import Policy


@dataclass(slots=True)
class Asked:
    """What the rules asked for one ticket in the last round in which it was planned; `told` by the rules' names.

    There is one for every ticket, and most are flagged and told little: these begin with what all share.
    """

    cells: dict[str, Value] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    told: tuple[tuple[str, Tell], ...] = ()
    wake: datetime | None = None
    watches: dict[str, object] = field(default_factory=dict)
    quarrel: str = ""

    def set(self, column: str, value: Value) -> None:
        """Take a cell in; it may have one value only."""
        if self.cells.setdefault(column, value) != value:
            self.quarrel = column

    def set_all(self, values: Mapping[str, Value]) -> None:
        """Take several cells in."""
        if self.cells.keys().isdisjoint(values):
            self.cells.update(values)
            return
        for column, value in values.items():
            self.set(column, value)

    def wake_at(self, at: datetime) -> None:
        """Take in a time at which to look again; the first of several counts."""
        if self.wake is None or at < self.wake:
            self.wake = at

    @property
    def sentences(self) -> list[Text]:
        """Give what stands in `problem` and in 下一步, by the rules' names, so that their order doesn't matter."""
        return self._sentences(aside=False)

    @property
    def asides(self) -> list[Text]:
        """Give what stands in `problem` only, likewise."""
        return self._sentences(aside=True)

    def _sentences(self, *, aside: bool) -> list[Text]:
        if not self.told:
            return []
        said = sorted(self.told, key=itemgetter(0))
        return [tell.sentence for _, tell in said if tell.aside == aside]

    def add(self, change: Flag | Tell | Watch, rule: str = "") -> None:
        """Take in what adds up: flags, sentences, and what is watched."""
        if isinstance(change, Flag):
            self.flags |= {change.flag}
        elif isinstance(change, Watch):
            self.watches[change.name] = change.value
        else:
            self.told = (*self.told, (rule, change))


#: A row of a tab beside 工单: tab and key.
Place: TypeAlias = tuple[str, str]


def disagreement(why: str) -> Text:
    """Say in a row that it was left alone because of `why`: the rules, and what they disagree about."""
    return Text(
        f"系统规则互相矛盾,这一行暂未处理({why})。请告诉管理员",
        f"Rules disagree and this row was left alone ({why}). Tell the administrator",
    )


def problems(quarrels: Mapping[str, str], policy: Policy) -> tuple[Problem, ...]:
    """Say for the health page which rows were left alone because rules disagree, and what to do."""
    remedy = policy.say(
        Text(
            "这一行暂未处理;请把这句话告诉管理员或开发者",
            "It was left alone; tell the administrator or the developer this sentence",
        )
    )
    return tuple(
        Problem(
            where, policy.say(Text(f"系统规则互相矛盾({why})", f"Rules disagree ({why})")), remedy
        )
        for where, why in sorted(quarrels.items())
    )


@dataclass
class EntriesAsked:
    """What the rules asked for the rows of other tabs, by tab and key, in the last round in which they did.

    `quarrels` says of rows in which rules set a cell differently in one round which rules and what: nothing is asked
    for such a row. `firsts` are what was asked first in this round, with the rule.
    """

    cells: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    told: dict[Place, dict[str, list[TellEntry]]] = field(default_factory=dict)
    firsts: dict[tuple[str, str, str], tuple[str, object]] = field(default_factory=dict)
    quarrels: dict[Place, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Begin another round: what is told is told anew, and another round's cells may say something else."""
        self.told.clear()
        self.firsts.clear()

    def add(self, change: SetEntry | TellEntry, rule: str) -> None:
        """Take in a cell, of which the last round's word counts, or a sentence, which adds up."""
        place = (change.tab, change.key)
        if isinstance(change, TellEntry):
            self.told.setdefault(place, {}).setdefault(rule, []).append(change)
        elif self.alike(place, change.column, change.value, rule):
            self.cells[*place, change.column] = change.value

    def alike(self, place: Place, column: str, value: object, rule: str) -> bool:
        """Say whether no rule has asked for something else there in this round; else note who disagrees."""
        other, first = self.firsts.setdefault((*place, column), (rule, value))
        if first != value:
            where = ".".join(filter(None, (*place, column)))
            self.quarrels[place] = f"{' / '.join(sorted({other, rule}))} → {where}"
        return place not in self.quarrels

    def leave(self, place: Place) -> None:
        """Ask for nothing in a row."""
        self.cells = {cell: value for cell, value in self.cells.items() if cell[:2] != place}

    def concerned(self, tab: str) -> frozenset[str]:
        """Give the keys of a tab's rows of which anything is said in their `problem`."""
        return frozenset(key for where, key in (*self.told, *self.quarrels) if where == tab)

    def sentences(self, tab: str, key: str) -> list[Text]:
        """Give what stands in a row's `problem`, by the rules' names, so that their order doesn't matter."""
        said = self.told.get((tab, key), {})
        found = [
            tell.sentence
            for rule in sorted(said)
            for tell in said[rule]
            if (tab, key, tell.column) not in self.cells
        ]
        why = self.quarrels.get((tab, key))
        return [disagreement(why), *found] if why else found
