"""The tabs into which Google puts a Form's answers: found by their title, known by their id from then on.

"表单回复 1", "Form Responses 2"  ->  read with all others in the cycle's one call, and never written
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sheetflow.model import FormTab
from sheetflow.store.api import Message
from sheetflow.store.reading import extent

#: What Google calls such a tab, by the language of whoever linked the Form [believed]; a tab made by hand is one under
#: the same title. Its file's copy says more: 表单回复 1的副本, Copy of Form Responses 1.
_TITLE = re.compile(
    r"(?:表单回复|表单响应|表單回應|表單回覆|form\s+responses?)\s*\d*", re.IGNORECASE
)


def holds_answers(title: str) -> bool:
    """Say whether a tab's title is one that Google gives to a Form's answers."""
    return _TITLE.fullmatch(title.strip()) is not None


#: A sheet in which people type all day doesn't make us look for new tabs more often than that.
SELDOM = timedelta(minutes=5)


class Forms:
    """The answers' tabs of one spreadsheet.

    `known` gives the ids of those whose answers were taken before, `changed` when the spreadsheet last said that
    something has changed: a Form may have been linked. Which event said so tells nothing, for one ping speaks for all
    that happens in ten seconds.
    """

    def __init__(
        self,
        known: Callable[[], Collection[int]] = tuple,
        changed: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._known, self._changed = known, changed
        self._ids: tuple[int, ...] = ()

    def wanted(self, looked_at: datetime, now: datetime) -> bool:
        """Say whether the tabs have to be looked at anew."""
        changed = self._changed() if now - looked_at >= SELDOM else None
        return changed is not None and changed > looked_at

    def look(self, titles: Mapping[int, str]) -> bool:
        """Take the tabs that are there, by id; says whether others hold answers than before."""
        known, before = self._known(), self._ids
        self._ids = tuple(one for one in titles if one in known or holds_answers(titles[one]))
        return self._ids != before

    @property
    def ranges(self) -> tuple[Message, ...]:
        """Give what has to be asked for to read them."""
        return tuple({"sheetId": sheet_id} for sheet_id in self._ids)

    def read(self, answers: Iterable[Message]) -> tuple[FormTab, ...]:
        """Give them from what came for these ranges."""
        return tuple(map(_read, self._ids, answers))


def _read(sheet_id: int, answer: Message) -> FormTab:
    rows: Sequence[Sequence[str | float | bool]] = answer.get("values", [])
    return FormTab(sheet_id, extent(answer["range"])[0], rows)
