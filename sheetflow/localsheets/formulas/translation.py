"""Google's formulas as the calculator writes them: ranges in full, and functions that differ by others.

``=FILTER(A2:B,B2:B>1,A2:A<>"")`` becomes ``=FILTER(T!$A$2:$B$9,(T!$B$2:$B$9>1)*(T!$A$2:$A$9<>""),NA())``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sheetflow.localsheets.formulas.references import REFERENCE, Reference, read

BLANK = "\ue000"
"""A blank cell on its way through an array: the calculator would turn it into 0, Google leaves it blank."""

PIECE = re.compile(
    rf"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<reference>{REFERENCE})
    |(?P<plain>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?
        |\#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|ERROR!))
    |(?P<function>[A-Za-z_][\w.]*)\s*\(
    |(?P<name>[^\W\d]\w*)
    |(?P<sign><>|<=|>=|[-+*/^&=<>%(),;{{}}]))\s*""",
    re.VERBOSE,
)


class Unreadable(Exception):
    """The text isn't a formula."""


@dataclass(frozen=True)
class Call:
    """A function's call; an array written out is a call of ``{``, a pair of brackets one of no name."""

    name: str
    arguments: tuple[Argument, ...]


Item = str | Reference | Call
Argument = tuple[Item, ...]
"""What stands between two commas: texts of operators and constants, references, calls."""


@dataclass
class _Reader:
    """Takes pieces from the front of a formula."""

    text: str
    at: int = 0

    def take(self) -> re.Match[str]:
        piece = PIECE.match(self.text, self.at)
        if piece is None:
            raise Unreadable
        self.at = piece.end()
        return piece

    def argument(self, ends: str) -> tuple[Argument, str]:
        """Return what comes before one of the signs `ends`, and that sign; "" is the formula's end."""
        items: list[Item] = []
        while self.at < len(self.text):
            piece = self.take()
            sign = piece["sign"] or ""
            if sign and sign in ends:
                return tuple(items), sign
            if piece["reference"]:
                items.append(read(piece["reference"]))
            elif piece["function"]:
                items.append(self.call(piece["function"].upper()))
            elif sign == "(":
                items.append(self.call(""))
            elif sign == "{":
                items.append(self.array())
            elif sign in (")", "}", ",", ";") and sign:
                raise Unreadable
            else:
                items.append(piece[0].strip())
        if ends:
            raise Unreadable
        return tuple(items), ""

    def call(self, name: str) -> Call:
        arguments: list[Argument] = []
        sign = ","
        while sign != ")":
            argument, sign = self.argument(",;)")
            arguments.append(argument)
        return Call(name, () if arguments == [()] else tuple(arguments))

    def array(self) -> Call:
        rows: list[Argument] = []
        row: list[Argument] = []
        sign = ","
        while sign != "}":
            argument, sign = self.argument(",;}")
            row.append(argument)
            if sign != ",":
                rows.append((Call("HSTACK", tuple(row)),))
                row = []
        return Call("VSTACK", tuple(rows))


def parsed(formula: str) -> Argument:
    """Return a formula's parts; raises `Unreadable`."""
    items, _ = _Reader(formula.removeprefix("=").lstrip()).argument("")
    return items


#: Which arguments' values come out as they are: there a blank must stay one.
PASSES: dict[str, tuple[int, ...]] = {
    "": (0,),
    "ARRAYFORMULA": (0,),
    "CHOOSECOLS": (0,),
    "CHOOSEROWS": (0,),
    "FILTER": (0,),
    "HLOOKUP": (1,),
    "HSTACK": tuple(range(100)),
    "IF": (1, 2),
    "IFERROR": (0, 1),
    "IFNA": (0, 1),
    "INDEX": (0,),
    "LOOKUP": (2,),
    "SORT": (0,),
    "TRANSPOSE": (0,),
    "UNIQUE": (0,),
    "VLOOKUP": (1,),
    "VSTACK": tuple(range(100)),
}
SIGNS = {
    "ADD": "+",
    "DIVIDE": "/",
    "EQ": "=",
    "GT": ">",
    "GTE": ">=",
    "LT": "<",
    "LTE": "<=",
    "MINUS": "-",
    "MULTIPLY": "*",
    "NE": "<>",
    "POW": "^",
}


@dataclass
class Writer:
    """Writes parsed formulas for the calculator; `place` writes a reference, `named` a name, `now` is a serial."""

    place: Callable[[Reference], str]
    named: Callable[[str], str]
    now: float
    locals: set[str] = field(default_factory=set)

    def formula(self, formula: str, *, fills: bool) -> str:
        """Return a formula for the calculator; one that may not fill cells comes to its first value."""
        written = self.argument(parsed(formula), passes=True)
        return f"={written}" if fills or ":" not in written else f"=TAKE({written},1,1)"

    def argument(self, items: Argument, *, passes: bool = False) -> str:
        """Write an argument; where it passes, a range that is all of it keeps its blanks."""
        return "".join(self.item(one, passes=passes and len(items) == 1) for one in items)

    def item(self, item: Item, *, passes: bool) -> str:
        """Write one part of an argument."""
        if isinstance(item, Reference):
            place = self.place(item)
            return f'IF({place}="","{BLANK}",{place})' if passes else place
        if isinstance(item, str):
            known = item[:1].isalpha() and item.upper() not in ("TRUE", "FALSE")
            return self.named(item) if known and item.casefold() not in self.locals else item
        return self.call(item, passes=passes)

    def call(self, call: Call, *, passes: bool) -> str:
        """Write a call: by its own rule, or under its name."""
        if call.name in ("LET", "LAMBDA"):
            names = call.arguments[: -1 : 2 if call.name == "LET" else 1]
            self.locals |= {str(one[0]).casefold() for one in names if len(one) == 1}
        rule = RULES.get(call.name)
        if rule is not None:
            return rule(self, call, passes)
        return f"{call.name}({','.join(self.arguments(call, passes=passes))})"

    def arguments(self, call: Call, *, passes: bool) -> list[str]:
        """Write a call's arguments."""
        through = PASSES.get(call.name, ()) if passes else ()
        return [
            self.argument(one, passes=index in through) for index, one in enumerate(call.arguments)
        ]


Rule = Callable[[Writer, Call, bool], str]


def _filter(writer: Writer, call: Call, passes: bool) -> str:
    """FILTER(range, condition, condition, …); nothing found is #N/A."""
    range_, *conditions = writer.arguments(call, passes=passes)
    return f"FILTER({range_},{'*'.join(f'({one})' for one in conditions)},NA())"


def _sort(writer: Writer, call: Call, passes: bool) -> str:
    """SORT(range, column or range, rising, …): blanks last, whichever way."""
    if not call.arguments:
        raise Unreadable
    shown = writer.argument(call.arguments[0], passes=passes)
    plain = writer.argument(call.arguments[0])
    by = []
    keys = call.arguments[1:] or (("1",), ("TRUE",))
    for column, rising in zip(keys[::2], [*keys[1::2], ("TRUE",)], strict=False):
        is_range = len(column) == 1 and isinstance(column[0], Reference) and column[0].last
        key = writer.argument(column)
        key = key if is_range else f"INDEX({plain},0,{key})"
        by += [f'IF({key}="",1,0)', "1", key, f"IF({writer.argument(rising)},1,-1)"]
    return f"SORTBY({shown},{','.join(by)})"


def _sign(writer: Writer, call: Call, passes: bool) -> str:
    """ADD(a, b) and its like, as the operator they stand for."""
    one, other = (f"({text})" for text in _exactly(2, writer.arguments(call, passes=False)))
    return f"({one}{SIGNS[call.name]}{other})"


def _between(writer: Writer, call: Call, passes: bool) -> str:
    """ISBETWEEN(value, low, high, [with low], [with high])."""
    value, low, high, *within = writer.arguments(call, passes=False)
    with_low, with_high = [*within, "TRUE", "TRUE"][:2]
    above = f"IF({with_low},({value})>=({low}),({value})>({low}))"
    below = f"IF({with_high},({value})<=({high}),({value})<({high}))"
    return f"(({above})*({below})=1)"


def _exactly(count: int, arguments: list[str]) -> list[str]:
    if len(arguments) != count:
        raise Unreadable
    return arguments


def _array_formula(writer: Writer, call: Call, passes: bool) -> str:
    return f"({','.join(_exactly(1, writer.arguments(call, passes=passes)))})"


def _under(name: str, before: int = 0, extra: str = "") -> Rule:
    """Return the rule of a function that has another name, with an argument more after the first ones."""

    def rule(writer: Writer, call: Call, passes: bool) -> str:
        written = writer.arguments(call, passes=False)
        if extra:
            written.insert(before, extra)
        return f"{name}({','.join(written)})"

    return rule


def _lookup(writer: Writer, call: Call, passes: bool) -> str:
    """XLOOKUP(…): it wants ranges, so a blank is noticed in what it finds."""
    found = f"XLOOKUP({','.join(writer.arguments(call, passes=False))})"
    return f'IF({found}="","{BLANK}",{found})' if passes else found


def _count_unique(writer: Writer, call: Call, passes: bool) -> str:
    columns = [f"TOCOL({one},1)" for one in writer.arguments(call, passes=False)]
    return f"COUNTA(UNIQUE(VSTACK({','.join(columns)})))"


RULES: dict[str, Rule] = {
    **dict.fromkeys(SIGNS, _sign),
    "ARRAYFORMULA": _array_formula,
    "COUNTUNIQUE": _count_unique,
    "FILTER": _filter,
    "FLATTEN": _under("TOCOL"),
    "ISBETWEEN": _between,
    "JOIN": _under("TEXTJOIN", 1, "FALSE"),
    "NOW": lambda writer, call, passes: repr(writer.now),
    "REGEXMATCH": _under("REGEXTEST"),
    "SORT": _sort,
    "XLOOKUP": _lookup,
    "TODAY": lambda writer, call, passes: repr(int(writer.now)),
}
