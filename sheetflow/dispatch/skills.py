"""What a product needs and what a technician can do, in the desk's own words.

book.needed("", "电磁大锅灶 DC-15", "")   ->  electric_heat: 电磁 stands before 大锅灶
book.of(member)                          ->  {"gas", "electric_heat"}, or None for somebody who repairs anything
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from sheetflow.columns import folded
from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember
from sheetflow.schema import Skill

#: What people write for somebody who repairs anything; an empty cell means the same.
EVERYTHING = frozenset(map(folded, ("全部", "所有", "都会", "all", "any")))


class SkillBook:
    """The skills of the schema, and those that only 人员 names: 净水器 there finds 净水器 in a report."""

    def __init__(self, skills: Iterable[Skill], staff: Iterable[StaffMember]) -> None:
        known = {skill.key: skill for skill in skills}
        self._keys = {folded(name): skill.key for skill in known.values() for name in skill.names}
        for word in sorted({word for member in staff for word in member.skills}):
            key = folded(word)
            if key not in self._keys and key not in EVERYTHING:
                known[key] = Skill(key, Text(word, word), (word,))
                self._keys[key] = key
        self.skills: Mapping[str, Skill] = known
        #: What each text names: a desk's product types are few, and are asked for with every ticket.
        self._named = lru_cache(maxsize=4096)(self._first)
        self._known: dict[tuple[str, ...], frozenset[str] | None] = {}

    def needed(self, *texts: str) -> Skill | None:
        """Give the skill that the first telling text names, or None when none does.

        Of several words the one that stands first counts, since a product's name begins with what it burns or does;
        of those that begin there the longest.
        """
        for text in texts:
            if found := self._named(text):
                return found
        return None

    def _first(self, words: str) -> Skill | None:
        text = folded(words)
        found = [(at, -len(w), w) for w in self._keys if (at := text.find(w)) >= 0]
        return self.skills[self._keys[min(found)[2]]] if found else None

    def of(self, member: StaffMember) -> frozenset[str] | None:
        """Give the keys of what a member repairs, None for everything."""
        if member.skills not in self._known:
            self._known[member.skills] = self._keys_of(member.skills)
        return self._known[member.skills]

    def _keys_of(self, skills: Iterable[str]) -> frozenset[str] | None:
        words = [folded(word) for word in skills]
        if not words or not EVERYTHING.isdisjoint(words):
            return None
        return frozenset(self._keys[word] for word in words)


def skill_book(policy: Policy) -> SkillBook:
    """Give the book of a policy's skills and staff."""
    return policy.derived(_book)


def _book(policy: Policy) -> SkillBook:
    return SkillBook(policy.schema.skills, policy.staff.values())
