"""A column that a rule names is one of 工单: a slip of the pen would read as empty for ever."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import schema

RULES = Path(__file__).parents[2] / "sheetflow" / "rules"

#: The methods of a ticket whose first argument is a column.
OF_A_COLUMN = {"get", "raw", "text", "time", "moment", "edited", "doubted", "shows", "refuse"}


def named(source: str) -> Iterator[tuple[int, str]]:
    """Yield the columns that are asked of a `ticket`, or of something's ticket, with their lines."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Name(id="ticket") | ast.Attribute(attr="ticket"), attr=method
                ),
                args=[ast.Constant(value=str(column)), *_],
            ) if method in OF_A_COLUMN:
                yield node.lineno, column


@pytest.mark.parametrize("profile", ["generic", "stove"])
def test_every_column_that_a_rule_asks_a_ticket_for_is_there(profile: str) -> None:
    known = schema(profile).tab("tickets").by_key
    found = [
        (f"{path.name}:{line}", column)
        for path in sorted(RULES.rglob("*.py"))
        for line, column in named(path.read_text("utf-8"))
    ]
    assert len(found) > 100
    assert [(where, column) for where, column in found if column not in known] == []


def test_a_slip_is_noticed() -> None:
    source = 'def rule(ticket, line):\n    ticket.get("invoise")\n    line.ticket.text("fualt")\n'
    assert list(named(source)) == [(2, "invoise"), (3, "fualt")]
