"""Google's formulas as the calculator writes them: ranges in full, and functions that differ by others.

``=FILTER(A2:B,B2:B>1,A2:A<>"")`` becomes ``=FILTER(T!$A$2:$B$9,(T!$B$2:$B$9>1)*(T!$A$2:$A$9<>""),NA())``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sheetflow.localsheets.formulas.kinds import FormulaError
from sheetflow.localsheets.formulas.reading import Argument, Call, Item, parsed
from sheetflow.localsheets.formulas.references import Reference

BLANK = "\ue000"
"""A blank cell on its way through an array: the calculator would turn it into 0, Google leaves it blank."""

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
            if item.casefold() in self.locals:
                return item.casefold()
            is_name = item[:1].isalpha() and item.upper() not in ("TRUE", "FALSE")
            return self.named(item) if is_name else item
        return self.call(item, passes=passes)

    def call(self, call: Call, *, passes: bool) -> str:
        """Write a call: by its own rule, or under its name."""
        if call.name in ("LET", "LAMBDA"):
            names = call.arguments[: -1 : 2 if call.name == "LET" else 1]
            self.locals |= {str(one[0]).casefold() for one in names if len(one) == 1}
        rule, least, most = RULES.get(call.name, (None, 0, 0))
        if rule is not None:
            if not least <= len(call.arguments) <= most:
                raise FormulaError("#N/A", f"Wrong number of arguments to {call.name}.")
            return rule(self, call, passes)
        own = call.name.casefold() if call.name.casefold() in self.locals else call.name
        return f"{own}({','.join(self.arguments(call, passes=passes))})"

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
    one, other = writer.arguments(call, passes=False)
    return f"(({one}){SIGNS[call.name]}({other}))"


def _between(writer: Writer, call: Call, passes: bool) -> str:
    """ISBETWEEN(value, low, high, [with low], [with high])."""
    value, low, high, *within = writer.arguments(call, passes=False)
    with_low, with_high = [*within, "TRUE", "TRUE"][:2]
    above = f"IF({with_low},({value})>=({low}),({value})>({low}))"
    below = f"IF({with_high},({value})<=({high}),({value})<({high}))"
    return f"(({above})*({below})=1)"


def _array_formula(writer: Writer, call: Call, passes: bool) -> str:
    """ARRAYFORMULA(x): the calculator takes every formula so."""
    return f"({writer.arguments(call, passes=passes)[0]})"


def _index(writer: Writer, call: Call, passes: bool) -> str:
    """INDEX(range, [row], [column]): without either the whole range."""
    written = writer.arguments(call, passes=passes)
    return f"INDEX({','.join(written)})" if len(written) > 1 else f"({written[0]})"


def _under(name: str, before: int = 0, extra: str = "") -> Rule:
    """Return the rule of a function that has another name, with an argument more after the first ones."""

    def rule(writer: Writer, call: Call, passes: bool) -> str:
        written = writer.arguments(call, passes=False)
        if extra:
            written.insert(before, extra)
        return f"{name}({','.join(written)})"

    return rule


def _to_places(name: str, places: str) -> Rule:
    """Return the rule of a function that rounds a value; without its second argument, to `places`."""

    def rule(writer: Writer, call: Call, passes: bool) -> str:
        value, to = [*writer.arguments(call, passes=False), places][:2]
        return f"{name}({value},{to})"

    return rule


def _lookup(writer: Writer, call: Call, passes: bool) -> str:
    """XLOOKUP(key, where, what, [otherwise], [match], [search]): what may have several rows or columns."""
    key, where, what, otherwise, *modes = [*writer.arguments(call, passes=False), "", ""][:6]
    if passes and len(call.arguments) > 2:
        what = writer.argument(call.arguments[2], passes=True)
    match = f"XMATCH({','.join([key, where, *filter(None, modes)])})"
    found = f"IF(ROWS({where})=1,INDEX({what},0,{match}),INDEX({what},{match},0))"
    return f"IF(ISNA({match}),{otherwise},{found})" if otherwise else found


def _count_unique(writer: Writer, call: Call, passes: bool) -> str:
    """COUNTUNIQUE(values, …): blanks don't count."""
    columns = [f"TOCOL({one},1)" for one in writer.arguments(call, passes=False)]
    return f"COUNTA(UNIQUE(VSTACK({','.join(columns)})))"


def _flattened(writer: Writer, call: Call, passes: bool) -> str:
    """FLATTEN(range, …): all values below each other."""
    columns = [f"TOCOL({one})" for one in writer.arguments(call, passes=passes)]
    return f"VSTACK({','.join(columns)})"


ANY = 255

RULES: dict[str, tuple[Rule, int, int]] = {
    **dict.fromkeys(SIGNS, (_sign, 2, 2)),
    "ARRAYFORMULA": (_array_formula, 1, 1),
    "CEILING": (_to_places("CEILING", "1"), 1, 2),
    "COUNTUNIQUE": (_count_unique, 1, ANY),
    "FILTER": (_filter, 2, ANY),
    "FLATTEN": (_flattened, 1, ANY),
    "FLOOR": (_to_places("FLOOR", "1"), 1, 2),
    "INDEX": (_index, 1, 3),
    "ISBETWEEN": (_between, 3, 5),
    "JOIN": (_under("TEXTJOIN", 1, "FALSE"), 2, ANY),
    "NOW": (lambda writer, call, passes: repr(writer.now), 0, 0),
    "REGEXMATCH": (_under("REGEXTEST"), 2, 2),
    "ROUNDDOWN": (_to_places("ROUNDDOWN", "0"), 1, 2),
    "ROUNDUP": (_to_places("ROUNDUP", "0"), 1, 2),
    "SORT": (_sort, 1, ANY),
    "TODAY": (lambda writer, call, passes: repr(int(writer.now)), 0, 0),
    "XLOOKUP": (_lookup, 3, 6),
}
"""How a call is written, and how many arguments it has at least and at most."""
