"""What a rule asks for and there can't be: a slip of the pen, which is an error in tests.

A rule that yields ticket.flag("invoice_du"):
rule invoice: the flag 'invoice_du' isn't in the schema. Add it to sheet_schema.yaml, or write 'invoice_due'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import get_args

from sheetflow.errors import BadInput, Problem
from sheetflow.model import Change, Flag, SetCell, SetCells
from sheetflow.policy import Policy
from sheetflow.rows.index import TICKETS

_CHANGES = get_args(Change)


def checked(changes: Iterable[Change], rule: str, policy: Policy) -> Iterator[Change]:
    """Yield a rule's changes. Raises BadInput for what is none, and for a flag or a cell that the schema lacks."""
    flags, columns = policy.column("flags").choice_labels, policy.schema.tab(TICKETS).by_key
    for change in changes:
        if not isinstance(change, _CHANGES):
            remedy = "Yield what the methods of a ticket give (docs/howto/rule.md)"
            raise BadInput(
                [Problem(f"rule {rule}", f"yields {change!r}, which is no change", remedy)]
            )
        if isinstance(change, Flag):
            _refuse_unknown(rule, "flag", (change.flag,), flags)
        elif isinstance(change, SetCell):
            _refuse_unknown(rule, "column", (change.column,), columns)
        elif isinstance(change, SetCells):
            _refuse_unknown(rule, "column", change.values, columns)
        yield change


def _refuse_unknown(rule: str, what: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            found = f"the {what} '{name}' isn't in the schema"
            close = (f", or write '{near}'" for near in get_close_matches(name, known, n=1))
            remedy = f"Add it to sheet_schema.yaml{next(close, '')}"
            raise BadInput([Problem(f"rule {rule}", found, remedy)])
