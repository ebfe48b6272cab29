"""What people did to headers: renamed, exchanged, doubled, deleted; sure where a column's metadata says what it was.

A column's metadata moves with it and goes with it; a copied column has none. So a column whose header nobody finds is
where its metadata is, and was deleted when other columns have theirs; headers that stand over each other's columns were
typed over, for columns that were moved took their metadata along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sheetflow.finding import Finding, alike
from sheetflow.model import Scalar, Text
from sheetflow.schema import Tab
from sheetflow.store.names import letters

#: `missing` is one of which nothing says whether it was renamed or deleted.
Kind: TypeAlias = Literal["renamed", "exchanged", "twice", "deleted", "missing"]

#: The sentences name so many headers that may be the renamed one.
_GUESSES = 3

_MEND = Text("或运行 sheetflow doctor --fix", "or run sheetflow doctor --fix")


@dataclass(frozen=True, slots=True)
class Drift:
    """What became of one column's header: `at` are the indices concerned, `ours` that of its metadata.

    `found` is what stands in the header there now; of several that say the same, what the first says. `over` is the key
    of the column that an exchanged header stands over.
    """

    kind: Kind
    key: str
    at: tuple[int, ...] = ()
    ours: int | None = None
    found: str = ""
    over: str = ""

    def told(
        self, label: Text, title: str, row: int, strange: Sequence[tuple[int, str]]
    ) -> Finding:
        """Say where, what was found, and what to do; `strange` are the headers that mean no column of ours."""

        def cell(at: int) -> str:
            return f"{letters(at)}{row + 1}"

        if self.kind == "renamed":
            return _renamed(label, f"{title}!{cell(self.at[0])}", self.found)
        if self.kind == "exchanged" and self.ours is not None:
            return _exchanged(label, f"{title}!{cell(self.at[0])}", cell(self.ours))
        if self.kind == "twice":
            own = None if self.ours is None else cell(self.ours)
            return _twice(label, title, [cell(at) for at in self.at], own)
        if self.kind == "deleted":
            return _deleted(label, title)
        return _missing(label, title, [f"{cell(at)}「{text}」" for at, text in strange])


def drifts(
    tab: Tab,
    header: Sequence[Scalar],
    places: Mapping[str, Sequence[int]],
    tagged: Mapping[str, int],
) -> list[Drift]:
    """Name the columns that aren't named by exactly one header, those named twice first.

    `places` are the indices where the header names each column, `tagged` those of the columns' metadata.
    """

    def text(index: int) -> str:
        return str(header[index]).strip() if index < len(header) else ""

    twice = [
        Drift("twice", key, tuple(at), tagged[key] if tagged.get(key) in at else None, text(at[0]))
        for key, at in places.items()
        if len(at) > 1
    ]
    over = [
        Drift("exchanged", key, tuple(places[key]), tagged[key], text(places[key][0]), other)
        for key, other in exchanged(places, tagged).items()
    ]
    gone = [column.key for column in tab.columns if column.key not in places]
    return twice + over + [_gone(key, tagged, text(tagged.get(key, len(header)))) for key in gone]


def exchanged(places: Mapping[str, Sequence[int]], tagged: Mapping[str, int]) -> Mapping[str, str]:
    """Map the columns whose headers stand over one another's columns to those, by the columns' metadata."""
    at = {index: key for key, index in tagged.items()}
    over = {
        key: at[there[0]]
        for key, there in places.items()
        if len(there) == 1 and key in tagged and at.get(there[0], key) != key
    }
    while left := [key for key, other in over.items() if other not in over]:
        for key in left:
            del over[key]
    return over


def _gone(key: str, tagged: Mapping[str, int], found: str) -> Drift:
    if key in tagged:
        return Drift("renamed", key, (tagged[key],), tagged[key], found)
    return Drift("deleted" if tagged else "missing", key)


def _fault(where: Text, found: Text, remedy: Text) -> Finding:
    return Finding("headers", "fault", where, found, remedy)


def _renamed(label: Text, cell: str, found: str) -> Finding:
    zh = f"被改成了「{found}」" if found else "被清空了"
    en = f"says '{found}' now" if found else "was emptied"
    return _fault(
        alike(cell),
        Text(
            f"「{label.zh}」列的表头{zh},这一列暂停处理",
            f"the header of the column '{label.en}' {en}, so that column stands still",
        ),
        Text(f"请写回「{label.zh}」,{_MEND.zh}", f"Write '{label.en}' there again, {_MEND.en}"),
    )


def _exchanged(label: Text, cell: str, own: str) -> Finding:
    return _fault(
        alike(cell),
        Text(
            f"表头是「{label.zh}」,可这一列原来不是:「{label.zh}」列在{own}。这一列暂停处理",
            f"says '{label.en}', and the column below is another: that of '{label.en}' is {own}. It stands still",
        ),
        Text(
            f"请把两个表头换回来,{_MEND.zh};要换列的位置,请拖动整列",
            f"Put the headers back, {_MEND.en}; where columns are to change places, drag them as a whole",
        ),
    )


def _twice(label: Text, title: str, cells: Sequence[str], own: str | None) -> Finding:
    where = Text(f"{title}!{'、'.join(cells)}", f"{title}!{', '.join(cells)}")
    found = Text(
        f"都叫「{label.zh}」,这一列暂停处理",
        f"all say '{label.en}', so that column stands still",
    )
    if own is None:
        remedy = Text("请改掉其中一个的表头", "Give all but one another header")
        return _fault(where, found, remedy)
    others = [cell for cell in cells if cell != own]
    remedy = Text(
        f"系统的那一列是{own},请给{'、'.join(others)}换一个表头,{_MEND.zh}",
        f"{own} is the system's; give {', '.join(others)} another header, {_MEND.en}",
    )
    return _fault(where, found, remedy)


def _deleted(label: Text, title: str) -> Finding:
    return _fault(
        alike(title),
        Text(f"「{label.zh}」列被删掉了", f"the column '{label.en}' was deleted"),
        Text(
            "请撤销删除,或从版本历史找回;要重建这一列,运行 sheetflow doctor --fix",
            "Undo that, or take it back from the version history; to have it made again run sheetflow doctor --fix",
        ),
    )


def _missing(label: Text, title: str, cells: Sequence[str]) -> Finding:
    zh = f",是不是改名成了{'、'.join(cells[:_GUESSES])}" if cells else ""
    en = f" (was it renamed to {', '.join(cells[:_GUESSES])}?)" if cells else ""
    return _fault(
        alike(title),
        Text(f"没有「{label.zh}」列{zh}", f"the column '{label.en}' is missing{en}"),
        Text(f"请把表头写回「{label.zh}」", f"Write '{label.en}' into the header again"),
    )
