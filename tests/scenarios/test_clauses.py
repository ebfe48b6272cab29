"""No clause of the procedures and no duty of the desk is without a scenario, and each scenario names what it plays."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REQUIREMENTS = (HERE.parents[1] / "docs" / "design" / "REQUIREMENTS.md").read_text("utf-8")

#: A clause as the requirements write it: of P1, a step of P2, or P2's key points.
CLAUSE = re.compile(r"\b4\.\d\.\d\b|\bS[1-5]\b|\bKP\b")

#: How a scenario's docstring begins: its clauses, then its duties if they are not all of these clauses'.
HEAD = re.compile(
    rf"(?P<clauses>P[12] (?:{CLAUSE.pattern})(?:, (?:P[12] )?(?:{CLAUSE.pattern}))*)"
    r"(?: \(dut(?:y|ies) (?P<duties>\d+(?:, \d+)*)\))?: \S"
)


@dataclass(frozen=True)
class Played:
    """A scenario: the clauses and the duties that it names."""

    name: str
    clauses: frozenset[str]
    duties: frozenset[int]

    def plays(self, duty: int) -> bool:
        """Say whether a duty is among those named, or, where none is, among those of the clauses."""
        return duty in self.duties if self.duties else bool(self.clauses & DUTIES[duty])


def duties() -> Iterator[tuple[int, frozenset[str]]]:
    """Yield each numbered duty with its clauses."""
    listed = REQUIREMENTS.split("\n## Where the two procedures differ")[0]
    for number, words in re.findall(r"^(\d+)\. (.*)$", listed, re.MULTILINE):
        yield int(number), frozenset(CLAUSE.findall(words))


def scenarios() -> Iterator[tuple[str, str]]:
    """Yield each scenario's name and what its docstring says."""
    for file in sorted(HERE.glob("test_*.py")):
        if file != Path(__file__):
            for one in ast.parse(file.read_text("utf-8")).body:
                if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"):
                    yield f"{file.stem}::{one.name}", ast.get_docstring(one) or ""


def played() -> Iterator[Played]:
    """Yield the scenarios that say what they play."""
    for name, said in scenarios():
        if head := HEAD.match(said):
            named = re.findall(r"\d+", head["duties"] or "")
            clauses = frozenset(CLAUSE.findall(head["clauses"]))
            yield Played(name, clauses, frozenset(map(int, named)))


DUTIES = dict(duties())
CLAUSES = sorted(frozenset().union(*DUTIES.values()))
PLAYED = list(played())


def test_the_requirements_were_read_as_they_are_written() -> None:
    assert list(DUTIES) == list(range(1, 50))
    assert {"4.1.1", "4.9.1", "S1", "S5", "KP"} < {*CLAUSES}


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_has_a_scenario(clause: str) -> None:
    assert [one.name for one in PLAYED if clause in one.clauses]


@pytest.mark.parametrize("duty", [number for number, clauses in DUTIES.items() if clauses])
def test_every_duty_that_a_clause_asks_for_has_a_scenario(duty: int) -> None:
    assert [one.name for one in PLAYED if one.plays(duty)]


def test_every_scenario_names_clauses_that_there_are() -> None:
    assert {name for name, _ in scenarios()} == {one.name for one in PLAYED}
    assert {clause for one in PLAYED for clause in one.clauses} <= {*CLAUSES}
