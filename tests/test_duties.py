"""docs/duties.md is true: every duty has its rule, columns, highlight, notice and test; and each rule is needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from sheetflow.rules import RULES
from tests.builders import schema

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "duties.md").read_text("utf-8")

#: REQUIREMENTS.md numbers its duties from 1 to 49.
DUTIES = range(1, 50)

#: Takes a rule out of RULES before any test is read; see tests/conftest.py.
WITHOUT = "WITHOUT_RULE"


@dataclass(frozen=True)
class Line:
    """One row of the page: a duty, or "" for a rule that serves them all or is the shop's own."""

    duty: str
    clauses: tuple[str, ...]
    rules: tuple[str, ...]
    columns: tuple[str, ...]
    highlights: tuple[str, ...]
    notices: tuple[str, ...]
    tests: tuple[str, ...]


def words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip(" `") for word in cell.split(",") if word.strip(" `"))


def lines() -> Iterator[Line]:
    for row in re.findall(r"^\| *(\d*) *\|(.*)\|$", PAGE, re.MULTILINE):
        cells = [words(cell) for cell in row[1].split("|")]
        if cells[1] != ("rule",):  # the head of a further table
            yield Line(row[0], *cells)


LINES = tuple(lines())
BY_RULE = [
    (rule, test) for line in LINES for rule, test in zip(line.rules, line.tests, strict=True)
]


def test_every_duty_stands_there_once_and_in_order() -> None:
    assert [int(line.duty) for line in LINES if line.duty] == list(DUTIES)


def test_every_rule_serves_a_duty_or_all_of_them() -> None:
    named = {rule for line in LINES for rule in line.rules if "/" not in rule}
    there = {rule.__name__ for rule in RULES}
    for rule in there - named:
        pytest.fail(f"add a row for {rule} to docs/duties.md (docs/howto/rule.md)")
    for rule in named - there:
        pytest.fail(f"docs/duties.md names {rule}, which isn't in sheetflow/rules/__init__.py")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.duty or line.rules[0])
def test_what_a_line_names_is_there(line: Line) -> None:
    shipped = schema("stove")
    for rule in line.rules:
        assert "/" not in rule or (ROOT / rule).exists(), rule
    for name in line.columns:
        tab, _, column = name.rpartition(".")
        assert column in shipped.tab(tab or "tickets").by_key, name
    for name in line.highlights:
        assert any(found.name.startswith(name) for found in shipped.highlights), name
    assert set(line.notices) <= shipped.notices.keys()
    for test in line.tests:
        file, _, function = test.partition("::")
        assert f"\ndef {function}(" in (ROOT / "tests" / file).read_text("utf-8"), test


@pytest.mark.parametrize(
    "line",
    [line for line in LINES if line.duty and "/" not in line.rules[0]],
    ids=lambda line: line.duty,
)
def test_the_first_rule_of_a_duty_names_it_and_its_clause(line: Line) -> None:
    said = (import_module(f"sheetflow.rules.{line.rules[0]}").__doc__ or "").replace(
        "key points", "KP"
    )
    named = re.findall(r"dut(?:y|ies) ([\d, and]+)", said)
    assert line.duty in re.findall(r"\d+", " ".join(named))
    assert any(clause in said for clause in line.clauses), line.clauses


def test_without_a_rule_its_test_is_seen_to_fail() -> None:
    """One of them here; `make soak` takes out each in turn."""
    assert fails_without("grade", dict(BY_RULE)["grade"])


@pytest.mark.soak
@pytest.mark.parametrize(
    ("rule", "test"),
    [
        pytest.param(*pair, id=f"{pair[0]}-{n}")
        for n, pair in enumerate(BY_RULE)
        if "/" not in pair[0]
    ],
)
def test_each_rule_is_needed_by_its_test(rule: str, test: str) -> None:
    assert fails_without(rule, test)


def fails_without(rule: str, test: str) -> bool:
    """Run a test in a process of its own without a rule; it ran there, and didn't pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", f"tests/{test}"]
    env = {**os.environ, WITHOUT: rule}
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    return ran.returncode == 1
