"""The parts that there are, found by whatever people call them: number, name, alias.

catalogue.find("pwr 001")        -> (PWR-001,)   case, hyphens and blanks don't matter
catalogue.find("IGN-220点火器")   -> (IGN-220,)   the number with a name of the same part
catalogue.find("点火针")          -> ()           nearest("点火针") -> (IGN-220,), to be asked back
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from unicodedata import normalize

from sheetflow.columns import folded

#: How alike two wordings must be for one to be proposed for the other: 点火针 and 脉冲点火器 are.
LIKENESS = 0.5

#: How many parts a question offers at most.
OFFERED = 3

_NO_LETTER = re.compile(r"[\W_]+")
_GROUP = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_FIGURE = re.compile(r"[\d一二两三四五六七八九十]")
_CALLED = re.compile(r"^(?:配件|型号|编号|料号|model|part|p/?n)(?:no\.?)?\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the parts tab as people wrote it; `minimum` is what should remain for the next job."""

    no: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    minimum: int = 0
    active: bool = True

    @property
    def label(self) -> str:
        """Give number and name: IGN-220 点火器."""
        return f"{self.no} {self.name}".rstrip()


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All parts by number, in the order of the tab; of the same parts `Catalogue.of` gives the same one.

    `consumables` are the words, folded, for what stands on the parts slip and in no stock.
    """

    parts: Mapping[str, Part]
    consumables: frozenset[str] = frozenset()

    @classmethod
    def of(cls, parts: Iterable[Part], consumables: Iterable[str] = ()) -> Catalogue:
        """Give the catalogue of some parts; of two rows with one number the upper counts."""
        return _catalogue(tuple(parts), frozenset(map(folded, consumables)))

    def find(self, words: str) -> tuple[Part, ...]:
        """Give the part that a wording means: one, none, or several that bear the name equally.

        A number beats a name, a part in use one that isn't. A remark in brackets is read where it names a part, and
        passed over where it holds no figure: 电源模块(型号PWR-001), 电源模块(旧件已收). A number may be cut where its
        letters end (PWR) if one part alone begins so; another piece is a guess, to be asked back (`nearest`).
        """
        plain = normalize("NFKC", words)
        within = self._named(" ".join(_BRACKETS.findall(plain)))
        if not within:
            return self._named(without_remarks(plain))
        rest = _BRACKETS.sub(" ", plain)
        outside = self._named(rest)
        if not outside and _FIGURE.search(rest):
            return ()
        both = tuple(part for part in outside if part in within)
        return both or tuple(dict.fromkeys((*outside, *within)))

    def nearest(self, words: str) -> tuple[Part, ...]:
        """Give the parts in use whose number, name or alias is most like a wording, the likest first."""
        typed = squeezed(without_remarks(normalize("NFKC", words)))
        alike = get_close_matches(typed, self._offers, n=2 * OFFERED, cutoff=LIKENESS)
        found = (part for wording in alike for part in self._offers[wording])
        return tuple(dict.fromkeys(found))[:OFFERED]

    def _named(self, words: str) -> tuple[Part, ...]:
        bare = _CALLED.sub("", words.strip())
        typed = squeezed(bare)
        if not typed:
            return ()
        exact = self.parts.get(bare)
        if exact:
            return (exact,)
        return self._called(typed) or self._numbered_and_named(typed) or self._groups.get(typed, ())

    def _called(self, typed: str) -> tuple[Part, ...]:
        """Give those that bear exactly this number, else this name or alias; those in use before the others."""
        found = self._numbers.get(typed) or self._names.get(typed, ())
        return tuple(part for part in found if part.active) or found

    def _numbered_and_named(self, typed: str) -> tuple[Part, ...]:
        """Read a number and a name of one part written side by side, in either order."""
        for end in range(1, len(typed)):
            one, other = typed[:end], typed[end:]
            for number, name in ((one, other), (other, one)):
                named = set(self._names.get(_CALLED.sub("", name), ()))
                found = tuple(part for part in self._numbers.get(number, ()) if part in named)
                if found:
                    return found
        return ()

    @cached_property
    def _numbers(self) -> Mapping[str, tuple[Part, ...]]:
        return _by((squeezed(part.no), part) for part in self.parts.values())

    @cached_property
    def _names(self) -> Mapping[str, tuple[Part, ...]]:
        return _by(
            (squeezed(name), part)
            for part in self.parts.values()
            for name in (part.name, *part.aliases)
        )

    @cached_property
    def _groups(self) -> Mapping[str, tuple[Part, ...]]:
        """Map the letters that numbers begin with to the parts in use."""
        beginnings = ((_GROUP.match(squeezed(part.no)), part) for part in self.parts.values())
        return _by((found.group(), part) for found, part in beginnings if found and part.active)

    @cached_property
    def _offers(self) -> Mapping[str, tuple[Part, ...]]:
        return _by(
            (squeezed(name), part)
            for part in self.parts.values()
            for name in (part.no, part.name, *part.aliases)
            if part.active
        )


@lru_cache(maxsize=8)
def _catalogue(parts: tuple[Part, ...], consumables: frozenset[str]) -> Catalogue:
    """Make a catalogue once: what was looked up in it stays, though the tab's other columns change all the time."""
    first: dict[str, Part] = {}
    for part in parts:
        first.setdefault(part.no, part)
    return Catalogue(first, consumables)


def without_remarks(words: str) -> str:
    """Leave out what stands in brackets, unless it holds a figure, which may well be a quantity: (换了两个)."""
    return _BRACKETS.sub(
        lambda remark: remark[0] if _FIGURE.search(remark[1]) else " ", words
    ).strip()


def squeezed(words: str) -> str:
    """Give letters and figures only, narrow and small: `PWR - 001` and `pwr001` are equal."""
    return _NO_LETTER.sub("", normalize("NFKC", words).casefold())


def _by(pairs: Iterable[tuple[str, Part]]) -> Mapping[str, tuple[Part, ...]]:
    found: dict[str, dict[str, Part]] = {}
    for wording, part in pairs:
        if wording:
            found.setdefault(wording, {})[part.no] = part
    return {wording: tuple(parts.values()) for wording, parts in found.items()}
