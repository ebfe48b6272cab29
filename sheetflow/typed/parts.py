"""The parts list of a ticket as technicians type it, understood line by line or asked about.

understand_parts("PWR-001 x2;点火针;辅料:生料带", catalogue)
    -> Line("PWR-001 x2", PWR-001, 2), Question("点火针", 点火针=IGN-220 脉冲点火器?), Aside("生料带")
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from sheetflow.catalogue import Catalogue, Part, squeezed, without_remarks
from sheetflow.columns import folded
from sheetflow.model import Text
from sheetflow.typed.questions import apart, how_many, meant, nowhere, one_a_line, which

#: More than this of one part on one list is rather a slip of the hand, and is asked about.
MOST = 999

#: A longer line than this isn't one part; of a list with more unknown lines than that (a whole letter pasted into the
#: cell) the rest is asked about without a proposal, since looking for the likest takes milliseconds.
LONGEST, PROPOSED = 80, 9

#: What people write where nothing was replaced.
_NOTHING = re.compile(
    r"(?:无需?|没有?|未|不用?)(?:更?换)?(?:配件|零件)?|no|none|nil|nothing|noparts?|n/?a|[-—/0]+"
)

#: What stands on the slip outside exact stock (P1 4.8.3): said to be 辅料, or a word that the schema lists, some of it.
_SAID_CONSUMABLE = re.compile(r"辅料|耗材|consumables?")
_SOME = ("若干", "少许")
_ALL_CONSUMABLE = re.compile(r"\s*(?:辅料|耗材|consumables?)\s*[:：]\s*", re.IGNORECASE)

_STRETCH = re.compile(r"[^;；\r\n。]+")
_ITEM = re.compile(r"[^、､,，+＋]+")

#: What stands between two parts of one line, and what says that there are more than one.
_CUTS = (re.compile(r"和|及|与|\band\b|&", re.IGNORECASE), re.compile(r"\s+"))
_MORE = re.compile(r"和|及|与|\band\b|&|[x×✕*]\s*\d+\s+\D", re.IGNORECASE)

_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2
}
_UNIT = r"(?:个|只|件|套|块|根|条|台|片|支|枚|把|张|pcs?|pieces?|ea)"
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMERALS |= {word: number for number, word in enumerate(_ENGLISH, start=1)}
_FIGURE = r"-?\d+(?:\.\d+)?"
_COUNT = rf"(?:(?P<n>{_FIGURE})\s*{_UNIT}?|(?P<c>[一二两三四五六七八九十])\s*{_UNIT})"
_JOINT = r"\s*(?:[x×✕*]|[:=]|数量|共)\s*"

#: Where a quantity may stand, the likest reading first; each is tried until the rest names a part.
_QUANTITIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<name>.+?)\s*\(\s*[x×*]?\s*{_COUNT}\s*\)",
        rf"(?P<name>.+?){_JOINT}{_COUNT}",
        rf"(?P<name>.+?)\s+{_COUNT}",
        rf"(?P<name>.+?)(?:(?P<n>{_FIGURE})|(?P<c>[一二两三四五六七八九十]))\s*{_UNIT}",
        rf"{_COUNT}\s*[x×✕*]?\s*(?P<name>\D.*)",
        rf"(?P<c>{'|'.join(_ENGLISH)})\s+(?P<name>\D.*)",
    )
)
_EACH = re.compile(rf"各\s*{_COUNT}\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that names one part; `span` is where it stands in the text."""

    text: str
    span: tuple[int, int]
    part: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that moves nothing: 无, or a consumable, which the slip lists and the stock doesn't."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A line that isn't clear: the parts it may mean, the likest first, and the sentence that asks."""

    text: str
    span: tuple[int, int]
    proposals: tuple[str, ...]
    sentence: Text


@dataclass(frozen=True, slots=True)
class PartsList:
    """A typed list, line by line in its own order."""

    entries: tuple[Line | Aside | Question, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give the lines that name a part."""
        return tuple(entry for entry in self.entries if isinstance(entry, Line))

    @property
    def asides(self) -> tuple[Aside, ...]:
        """Give the lines that move nothing."""
        return tuple(entry for entry in self.entries if isinstance(entry, Aside))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Give the lines that have to be asked back."""
        return tuple(entry for entry in self.entries if isinstance(entry, Question))

    @property
    def clear(self) -> bool:
        """Say whether nothing has to be asked."""
        return not self.questions

    @property
    def quantities(self) -> Mapping[str, int]:
        """Give how many of each part there are, in the order of the first mention; repeated lines add up."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.part] = sums.get(line.part, 0) + line.quantity
        return sums


class _Piece(NamedTuple):
    """A line as cut out: where it stands, how many where it doesn't say, and whether 辅料: stands before it."""

    text: str
    span: tuple[int, int]
    usual: int
    consumable: bool


class _Reading(NamedTuple):
    """What a line may say; `quantity` is 0 where the figure isn't one that can be booked."""

    name: str
    quantity: int


_Entry: TypeAlias = Line | Aside | Question


@lru_cache(maxsize=1024)
def understand_parts(text: str, catalogue: Catalogue) -> PartsList:
    """Read a list of parts: lines end at ; 、 , + or a new line, and without a quantity it is one.

    ``PWR-001 x2``, ``IGBT-25×2、门封条``, ``两个点火器``, ``TC-08*1``, ``PWR-001、TC-08各2个``,
    ``电源模块(型号PWR-001)``.
    """
    entries: list[_Entry] = []
    unknown = 0
    for piece in _pieces(text):
        entry = _entry(piece, catalogue) or _unknown(piece, catalogue, propose=unknown < PROPOSED)
        unknown += isinstance(entry, Question)
        entries.append(entry)
    return PartsList(tuple(entries))


def in_words(quantities: Mapping[str, int]) -> str:
    """Give parts as people write them: IGBT-25×2、TC-08×1."""
    return "、".join(f"{part}×{quantity}" for part, quantity in quantities.items())


def says_nothing(text: str) -> bool:
    """Say whether a list moves nothing and names nothing: it is empty, or says 无."""
    return all(_NOTHING.fullmatch(folded(piece.text)) for piece in _pieces(text))


def _pieces(text: str) -> Iterator[_Piece]:
    """Cut a text into its lines; 辅料: and 各2 hold for all lines up to the next ; or new line."""
    for stretch in _STRETCH.finditer(text):
        start, end = stretch.span()
        head = _ALL_CONSUMABLE.match(text, start, end)
        each = _EACH.search(text, start, end)
        usual = _count(each) if each else 1
        start, end = head.end() if head else start, each.start() if each else end
        for item in _ITEM.finditer(text, start, end):
            words = item.group().strip()
            if words:
                at = item.start() + item.group().index(words)
                yield _Piece(words, (at, at + len(words)), usual, head is not None)


def _entry(piece: _Piece, catalogue: Catalogue) -> _Entry | None:
    """Give what a line says, None where nothing in it is known."""
    text, span, *_ = piece
    if piece.consumable or _NOTHING.fullmatch(folded(text)):
        return Aside(text, span)
    readings = _readings(piece) if len(text) <= LONGEST else []
    for reading in readings:
        found = catalogue.find(reading.name)
        if len(found) == 1 and reading.quantity:
            return Line(text, span, found[0].no, reading.quantity)
        if found:
            ask = which(text, found) if len(found) > 1 else how_many(text, found[0], MOST)
            return Question(text, span, tuple(part.no for part in found), ask)
    return Aside(text, span) if _is_consumable(text, readings, catalogue) else None


def _is_consumable(text: str, readings: list[_Reading], catalogue: Catalogue) -> bool:
    """Tell a consumable, now that the parts tab doesn't keep it."""
    names = (folded(reading.name) for reading in readings)
    said = _SAID_CONSUMABLE.search(folded(text))
    return bool(said) or any(_without_amount(name) in catalogue.consumables for name in names)


def _without_amount(name: str) -> str:
    return next((name.removesuffix(some) for some in _SOME if name.endswith(some)), name)


def _readings(piece: _Piece) -> list[_Reading]:
    """Give what a line may say: first that all of it is the name, then each place of a quantity, the likest first."""
    plain = " ".join(normalize("NFKC", piece.text).split())
    texts = dict.fromkeys((plain, without_remarks(plain)))
    matches = [match for one in texts for form in _QUANTITIES if (match := form.fullmatch(one))]
    split = [_Reading(match["name"].strip(), _count(match)) for match in matches]
    return [_Reading(plain, piece.usual), *split]


def _count(match: re.Match[str]) -> int:
    """Give the quantity that was matched, 0 for one that can't be booked: none, a part of one, too many."""
    if match["c"]:
        return _NUMERALS[match["c"].casefold()]
    quantity = float(match["n"])
    return int(quantity) if quantity in range(1, MOST + 1) else 0


def _unknown(piece: _Piece, catalogue: Catalogue, *, propose: bool) -> Question:
    text, span, *_ = piece
    if len(text) > LONGEST:
        return Question(text, span, (), one_a_line(text))
    reading = _readings(piece)[:2][-1]
    if several := _several(piece, catalogue) if propose else {}:
        return Question(text, span, tuple(several), apart(text, _as_list(several)))
    near = catalogue.nearest(reading.name) if propose else ()
    begun = tuple(part for part in near if _begins(part, reading.name))
    if len(begun) > 1:
        ask = which(text, begun)
    elif near and _MORE.search(text):
        ask = apart(text, f"{near[0].no} x1;…")
    else:
        ask = meant(reading.name, reading.quantity, near[0]) if near else nowhere(text)
    return Question(text, span, tuple(part.no for part in near), ask)


def _several(piece: _Piece, catalogue: Catalogue) -> Mapping[str, int]:
    """Give what a line says if it names several parts without anything between them, each of which is clear."""
    for cut in _CUTS:
        texts = [one for one in cut.split(piece.text) if one.strip()]
        found = [_entry(piece._replace(text=one.strip()), catalogue) for one in texts]
        lines = [one for one in found if isinstance(one, Line)]
        if len(lines) == len(found) > 1:
            return PartsList(tuple(lines)).quantities
    return {}


def _as_list(quantities: Mapping[str, int]) -> str:
    return ";".join(f"{part} x{quantity}" for part, quantity in quantities.items())


def _begins(part: Part, words: str) -> bool:
    return any(squeezed(name).startswith(squeezed(words)) for name in (part.name, *part.aliases))
