"""How staff want their notices: the words of the column 通知 in 人员 (SHEET.md, "Notices").

    switches(("汇总", "即将超时=不收"), schema.notices) -> {"": "digest", "clock_warning": "off"}

A kind is named by its label in either language or its key; what is said of a kind goes before what is said of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sheetflow.columns import folded
from sheetflow.roster import WISHES, Wish
from sheetflow.schema import NoticeSpec

_WISHES = {folded(word): wish for word, wish in WISHES.items()}


def switch(said: str, notices: Mapping[str, NoticeSpec]) -> tuple[str, Wish] | None:
    """Read one switch, a wish for all notices as kind ""; None when it isn't understood."""
    names = {
        folded(name): kind
        for kind, spec in notices.items()
        for name in (spec.label.zh, spec.label.en, kind)
    }
    name, equals, wanted = folded(said).replace(":", "=").rpartition("=")
    kind, wish = names.get(name, ""), _WISHES.get(wanted)
    return (kind, wish) if wish and bool(kind) == bool(equals) else None


def switches(said: Iterable[str], notices: Mapping[str, NoticeSpec]) -> dict[str, Wish]:
    """Read all that somebody wrote; what isn't understood counts for nothing."""
    return dict(filter(None, (switch(one, notices) for one in said)))
