"""What earlier repairs say of a fault: cause, remedy and parts of finished ones of the same model with a fault alike.

    Precedents([Precedent("WX…1", "大锅灶 ZG-2A", "打不着火", "点火针老化", "换点火针", ("IGN-220",)), …])
        .told("ZG-2A", "点火打不着")   ->  同型号3单:点火针老化2次(IGN-220;换点火针)、火盖堵1次(清理火盖)

P1 4.1.2, P2 S2 (duty 7). Counting and nothing else: the same history says the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from sheetflow import masking
from sheetflow.columns import folded
from sheetflow.intake import MODEL_UNKNOWN
from sheetflow.model import Text

#: A sentence in a cell: so many causes, parts of each, and characters of what a technician wrote.
CAUSES, PARTS, LONGEST = 3, 4, 24

#: A code on a plate has a figure in it; what stands before it names the kind: 大锅灶 ZG-2A.
_CODE = re.compile(r"[a-z0-9]+(?:[-_/.][a-z0-9]+)*")
_RUNS = re.compile(r"[a-z]*\d[a-z0-9]*|[a-z]{3,}|[\u4e00-\u9fff]+")

#: English words that two faults may share and have nothing in common.
_EMPTY = frozenset({"the", "and", "for", "not", "won", "doesn", "does", "has", "with", "when"})

_UNKNOWN = frozenset({folded(MODEL_UNKNOWN.zh), folded(MODEL_UNKNOWN.en)})


class Precedent(NamedTuple):
    """A finished repair: what was broken, why, what helped, and the numbers of the parts fitted."""

    number: str
    model: str
    fault: str
    cause: str
    remedy: str
    parts: tuple[str, ...] = ()


class Precedents:
    """Finished repairs by model, the newest number first."""

    def __init__(self, repairs: Iterable[Precedent]) -> None:
        """Take those that say something."""
        self._by_model: dict[str, list[Precedent]] = {}
        for one in sorted(repairs, reverse=True):
            model = model_of(one.model)
            if model and (one.cause or one.remedy):
                self._by_model.setdefault(model, []).append(one)

    def told(self, model: str, fault: str) -> Text | None:
        """Say what was found in repairs alike and what helped, the most frequent first; None where there were none."""
        words = words_of(fault)
        found = [
            one
            for one in self._by_model.get(model_of(model), ())
            if alike(words, words_of(one.fault))
        ]
        return _told(found) if found else None


def model_of(typed: str) -> str:
    """Give what two wordings of one model share: `大锅灶 ZG-2A` and `zg2a` are one; an unknown model is ""."""
    plain = normalize("NFKC", typed).casefold()
    codes = [code for code in _CODE.findall(plain) if re.search(r"\d", code)]
    whole = folded(typed)
    return "" if whole in _UNKNOWN else re.sub(r"[-_/.]", "", "".join(codes)) or whole


@cache
def words_of(fault: str) -> frozenset[str]:
    """Give a fault's words: each two neighbours of a Chinese wording (打不着 is 打不, 不着), English words, codes."""
    found: set[str] = set()
    for run in _RUNS.findall(normalize("NFKC", fault).casefold()):
        chinese = run[0] >= "\u4e00" and len(run) > 2
        found.update(run[i : i + 2] for i in range(len(run) - 1)) if chinese else found.add(run)
    return frozenset(found - _EMPTY)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two faults are: half of the shorter wording in common, and of both where that is a single word.

    打不着火 is like 点火打不着 and 打不着火,有煤气味, and not like 打不开.
    """
    common = len(one & other)
    if not common or 2 * common < min(len(one), len(other)):
        return False
    return common > 1 or 4 * common >= len(one) + len(other)


def _told(found: Sequence[Precedent]) -> Text:
    groups = sorted(_by_cause(found), key=len, reverse=True)[:CAUSES]
    zh = "、".join(f"{_cause(one)}{len(one)}次{_with(one, '({})', ';')}" for one in groups)
    en = ", ".join(f"{_cause(one)} ×{len(one)}{_with(one, ' ({})', '; ')}" for one in groups)
    return Text(f"同型号{len(found)}单:{zh}", f"{len(found)} of this model: {en}")


def _by_cause(found: Sequence[Precedent]) -> list[list[Precedent]]:
    """Put repairs together whose causes are worded alike; each goes to the first that it is like."""
    groups: list[list[Precedent]] = []
    for one in found:
        same = (group for group in groups if _same_cause(group[0], one))
        if (group := next(same, None)) is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _same_cause(one: Precedent, other: Precedent) -> bool:
    first, second = (folded(each.cause or each.remedy) for each in (one, other))
    return first == second or alike(words_of(first), words_of(second))


def _cause(group: Sequence[Precedent]) -> str:
    return _short(group[0].cause or group[0].remedy)


def _with(group: Sequence[Precedent], form: str, mark: str) -> str:
    """Give what helped: the parts fitted, the most frequent first, and the newest measures."""
    counted = Counter(part for one in group for part in one.parts)
    parts = sorted(counted, key=lambda part: (-counted[part], part))[:PARTS]
    remedy = next((_short(one.remedy) for one in group if one.cause and one.remedy), "")
    words = [*map(_short, parts), *([remedy] if remedy else [])]
    return form.format(mark.join(words)) if words else ""


def _short(words: str) -> str:
    """Give a technician's words on one line and without anybody's phone number; cut where they are long."""
    line = masking.text(" ".join(words.split())).rstrip(" .;。")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
