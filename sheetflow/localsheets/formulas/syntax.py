"""Reading a formula into a function: a small parser by precedence, one closure per operator.

``compiled("=AND(ISNUMBER($K2),$K2<=NOW())").evaluate(scope, 3, 0)`` is its value three rows further down.
What isn't known here (a function, an array) becomes ``#NAME?`` or ``#ERROR!`` when calculated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from inspect import signature
from typing import Any

from sheetflow.localsheets.formulas import nodes
from sheetflow.localsheets.formulas.functions import (
    FUNCTIONS,
    LAZY,
    OF_RANGES,
    TYPE_TESTS,
    VOLATILE,
    first_false,
)
from sheetflow.localsheets.formulas.kinds import Scope, single, unknown_function
from sheetflow.localsheets.formulas.nodes import Node
from sheetflow.localsheets.formulas.references import REFERENCE, Reference, read

TOKEN = re.compile(
    rf"""\s*(?:(?P<string>"(?:[^"]|"")*")
    |(?P<reference>{REFERENCE})
    |(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)
    |(?P<error>\#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|ERROR!))
    |(?P<function>[A-Za-z_][\w.]*)\s*\(
    |(?P<name>[^\W\d]\w*)
    |(?P<operator><>|<=|>=|[-+*/^&=<>%(),;]))""",
    re.VERBOSE,
)
LEVELS = (
    frozenset(nodes.COMPARISONS),
    frozenset("&"),
    frozenset("+-"),
    frozenset("*/"),
    frozenset("^"),
)


@dataclass(frozen=True)
class Compiled:
    """A formula ready to be calculated at any offset from where it was written."""

    evaluate: Node
    references: tuple[Reference, ...] = ()
    names: tuple[str, ...] = ()
    volatile: bool = False


@lru_cache(maxsize=4096)
def compiled(text: str, *, as_test: bool = False) -> Compiled:
    """Return the function of a formula with its leading ``=``; it never raises for a bad formula.

    `as_test` is for conditional formats, where an error and FALSE are the same: AND stops at its
    first argument that doesn't hold.
    """
    parser = _Parser(text.removeprefix("="), as_test=as_test)
    try:
        node = parser.whole()
    except (_Unreadable, RecursionError):
        return Compiled(nodes.raising("#ERROR!", "Formula parse error."))
    return Compiled(node, tuple(parser.references), tuple(parser.names), parser.volatile)


class _Unreadable(Exception):
    """The text isn't a formula."""


@dataclass
class _Parser:
    """Takes tokens from the front; every method returns the closure of what it has read."""

    text: str
    as_test: bool = False
    at: int = 0
    references: list[Reference] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    volatile: bool = False

    def peek(self) -> re.Match[str] | None:
        return TOKEN.match(self.text, self.at)

    def operator_here(self) -> str:
        token = self.peek()
        return (token["operator"] or "") if token else ""

    def take(self) -> re.Match[str]:
        token = self.peek()
        if token is None:
            raise _Unreadable
        self.at = token.end()
        return token

    def whole(self) -> Node:
        node = self.binary(0)
        if self.text[self.at :].strip():
            raise _Unreadable
        return node

    def binary(self, level: int) -> Node:
        if level == len(LEVELS):
            return self.unary()
        node = self.binary(level + 1)
        while self.operator_here() in LEVELS[level]:
            sign = self.take()["operator"]
            node = nodes.binary(sign, node, self.binary(level + 1))
        return node

    def unary(self) -> Node:
        sign = self.operator_here()
        if sign in ("-", "+"):
            self.take()
            inner = self.unary()
            return nodes.negated(inner) if sign == "-" else inner
        node = self.primary()
        while self.operator_here() == "%":
            self.take()
            node = nodes.binary("/", node, lambda scope, rows, columns: 100)
        return node

    def primary(self) -> Node:
        token = self.take()
        kind = token.lastgroup
        if kind == "number":
            return nodes.constant(nodes.plain_number(token["number"]))
        if kind == "string":
            return nodes.constant(token["string"][1:-1].replace('""', '"'))
        if kind == "error":
            return nodes.raising(token["error"], "")
        if kind == "reference":
            return self.reference(token["reference"])
        if kind == "function":
            return self.call(token["function"].upper())
        if kind == "name":
            return self.name(token["name"])
        if token["operator"] != "(":
            raise _Unreadable
        node = self.binary(0)
        self.close()
        return node

    def close(self) -> None:
        if self.take()["operator"] != ")":
            raise _Unreadable

    def reference(self, text: str) -> Node:
        reference = read(text)
        self.references.append(reference)
        return nodes.area(reference) if reference.last else nodes.cell(reference)

    def name(self, name: str) -> Node:
        if name.upper() in ("TRUE", "FALSE"):
            return nodes.constant(name.upper() == "TRUE")
        self.names.append(name)
        return lambda scope, rows, columns: scope.named(name)

    def call(self, name: str) -> Node:
        arguments: list[Node] = []
        if self.operator_here() == ")":
            self.take()
            return self.function(name, arguments)
        while True:
            arguments.append(self.argument(name))
            sign = self.take()["operator"]
            if sign == ")":
                return self.function(name, arguments)
            if sign not in (",", ";"):
                raise _Unreadable

    def argument(self, name: str) -> Node:
        """Read one argument; a function that adds up gets a cell as an area, in which texts don't count."""
        token = self.peek()
        if token and token["operator"] in (",", ";", ")"):
            return nodes.constant(None)
        node = self.binary(0)
        alone = token and token["reference"] and token.end() == self.at
        return nodes.as_area(node) if alone and name in OF_RANGES else node

    def function(self, name: str, arguments: list[Node]) -> Node:
        self.volatile = self.volatile or name in VOLATILE
        if name == "AND" and self.as_test:
            return first_false(arguments)
        lazy, least, most = LAZY.get(name, (None, 0, 0))
        if lazy is not None:
            if least <= len(arguments) <= most:
                return lazy(arguments)
            return nodes.raising("#N/A", f"Wrong number of arguments to {name}.")
        known = FUNCTIONS.get(name)
        if known is None:
            return nodes.raising("#NAME?", unknown_function(name).message)
        if not _takes(known, len(arguments)):
            return nodes.raising("#N/A", f"Wrong number of arguments to {name}.")
        if name in TYPE_TESTS:
            arguments = [nodes.caught(one) for one in arguments]
        if len(arguments) == 1:
            [one] = arguments
            return lambda scope, rows, columns: known(scope, one(scope, rows, columns))
        return lambda scope, rows, columns: known(
            scope, *[one(scope, rows, columns) for one in arguments]
        )


def _takes(function: Callable[..., Any], count: int) -> bool:
    """Say whether a function can be called with so many arguments besides the scope."""
    try:
        signature(function).bind(None, *[None] * count)
    except TypeError:
        return False
    return True


def value_of(formula: Compiled, scope: Scope, rows: int = 0, columns: int = 0) -> Any:
    """Return a formula's single value; raises `FormulaError`."""
    return single(formula.evaluate(scope, rows, columns))
