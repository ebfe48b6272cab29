"""Which technician somebody means by a number, a surname or a nickname."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from sheetflow.columns import folded

#: Staff number and name of everybody who can be meant.
Roster: TypeAlias = Sequence[tuple[str, str]]

_NUMBER = re.compile(r"(?:.*·)?(?:工号?|#|no\.?)?([0-9a-z]+)号?")
_TITLE = re.compile(r"^[小老](?=.)|(?:师傅|工程师|工|经理|主管)$")


def understand_technician(text: str, roster: Roster) -> str | tuple[str, ...]:
    """Give the staff number that a wording means, or all the numbers it may mean: several, or none.

    ``1``, ``01``, ``工01``, ``陈立·工01``, ``陈``, ``陈立``, ``陈师傅``, ``老陈``, ``Chen``. An exact number or name
    beats a part of one.
    """
    typed = folded(text)
    if not typed:
        return ()
    number = _NUMBER.fullmatch(typed)
    bare = _TITLE.sub("", typed) or typed
    readings: tuple[Callable[[str, str], bool], ...] = (
        lambda no, name: number is not None and _same_number(number.group(1), folded(no)),
        lambda no, name: folded(name) in (typed, bare),
        lambda no, name: folded(name).startswith(bare),
        lambda no, name: bare in map(folded, name.split()),
    )
    for meant in readings:
        found = tuple(no for no, name in roster if meant(no, name))
        if found:
            return found[0] if len(found) == 1 else found
    return ()


def _same_number(typed: str, no: str) -> bool:
    return typed == no or (typed.lstrip("0") == no.lstrip("0") != "")
