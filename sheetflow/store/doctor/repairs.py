"""What is put right after a preview: headers, and what setting up adds where something is missing.

A header is written only while its cell still says what the preview said: findReplace looks and writes in one act. An
empty cell can't be looked for, so what stood there is copied by the same batch, and comes back if it was something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.finding import alike
from sheetflow.model import Scalar, Text
from sheetflow.store import requests as ask
from sheetflow.store.api import Message
from sheetflow.store.doctor.columns import header_lost, untagged
from sheetflow.store.doctor.description import SHEET, Description
from sheetflow.store.doctor.looks import joined, missing_drop_downs
from sheetflow.store.drift import Drift, drifts
from sheetflow.store.headers import FEWEST_NAMES, places_of
from sheetflow.store.names import letters
from sheetflow.store.opening import own_metadata
from sheetflow.store.provision.astray import drifted_headers, header_of
from sheetflow.store.provision.draft import Draft, columns
from sheetflow.store.provision.extras import view_requests
from sheetflow.store.provision.found import FoundTab
from sheetflow.store.provision.heads import header_row_requests
from sheetflow.store.provision.highlights import compared
from sheetflow.store.provision.tags import tag


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A header cell that gets another text, while it still shows `found`."""

    sheet_id: int
    row: int
    column: int
    found: Scalar
    new: str

    def request(self) -> Message:
        """Give the request that looks and writes in one act."""
        return replaced(self.place, str(self.found), self.new)

    @property
    def place(self) -> Message:
        """Give the range of the cell."""
        return ask.one_cell(self.sheet_id, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Mend:
    """One line of the preview: where, what stands there, what will; of a header how."""

    where: Text
    found: Text
    new: Text
    rewrite: Rewrite | None = None
    requests: tuple[Message, ...] = field(default=(), compare=False)

    def line(self) -> Text:
        """Say it in a line."""
        return Text(
            f"{self.where.zh}:{self.found.zh} → {self.new.zh}",
            f"{self.where.en}: {self.found.en} → {self.new.en}",
        )


@dataclass(frozen=True)
class Repair:
    """What would be put right: the headers, and all else with the requests for it.

    `remade` are the columns of 工单 that are made again, by key: the ledger knows what stood in them.
    """

    headers: tuple[Mend, ...]
    others: tuple[Mend, ...]
    requests: tuple[Message, ...] = field(compare=False)
    remade: tuple[str, ...] = ()

    @property
    def mends(self) -> tuple[Mend, ...]:
        """Give the lines of the preview."""
        return self.headers + self.others


def repair(seen: Description) -> Repair:
    """Give what would be put right in a spreadsheet; nothing in one that isn't ours to change."""
    if not seen.is_set_up or _is_foreign(seen):
        return Repair((), (), ())
    headers = tuple(mend for draft, found in seen.tabs() for mend in _headers(draft, found))
    others = tuple(_others(seen))
    if not others or any(_unsure(draft, found) for draft, found in seen.tabs()):
        return Repair(headers, (), ())
    return Repair(headers, others, (*seen.wanted.requests(), *_tags(seen)), seen.wanted.remade)


def replaced(place: Message, found: str, new: str) -> Message:
    """Give the request that writes a text into a cell while it holds another text or formula, and nothing otherwise.

    The new text is parsed as if somebody typed it [measured by others], so it mustn't look like a number or a formula.
    """
    return {
        "findReplace": {
            "find": found,
            "replacement": new,
            "range": place,
            "matchCase": True,
            "matchEntireCell": True,
            "includeFormulas": found.startswith("="),
        }
    }


def _is_foreign(seen: Description) -> bool:
    """Say whether it is a copy, or has values in another zone: setting up refuses both."""
    noted = own_metadata(seen.file.get("developerMetadata", ()))
    is_copy = noted.get("id", seen.wanted.spreadsheet_id) != seen.wanted.spreadsheet_id
    return is_copy or seen.file["properties"].get("timeZone") != seen.wanted.zone.key


def _unsure(draft: Draft, found: FoundTab) -> bool:
    """Say whether a column may only be renamed, or one stands under another's header: nothing else is sure then."""
    return header_lost(draft, found) or any(
        drift.kind in ("missing", "exchanged")
        or (drift.kind == "renamed" and draft.tab.by_label(drift.found))
        for drift in drifted_headers(draft, found)
    )


def _headers(draft: Draft, found: FoundTab) -> Iterator[Mend]:
    """Yield a tab's headers that are written: ours back to their names, and copies of ours as "… (2)"."""
    if header_lost(draft, found):
        yield from _header_row(draft, found)
        return
    row, head = header_of(draft, found), draft.layout.header_row
    for column, new in _written_headers(draft, found, row).items():
        there = row[column] if column < len(row) else ""
        cell = alike(f"{draft.title}!{letters(column)}{head + 1}")
        shown = Text(f"「{there}」", f"'{there}'") if there != "" else Text("空", "empty")
        rewrite = Rewrite(draft.sheet_id, head, column, there, new)
        yield Mend(cell, shown, Text(f"「{new}」", f"'{new}'"), rewrite)


def _written_headers(draft: Draft, found: FoundTab, row: Sequence[Scalar]) -> dict[int, str]:
    """Map the headers that get another text to it.

    One that was put right may leave another by itself under its name, or take it from one: so each round goes by the
    header as the last one leaves it, and a copy gets its number when ours have their names.
    """
    taken, written = {str(cell).strip() for cell in row}, dict[int, str]()
    while True:
        now = _rewritten(row, written)
        drifted = drifts(draft.tab, now, places_of(draft.tab, now), found.tagged)
        ours = [drift for drift in drifted if drift.kind != "twice"]
        new = _named(ours, draft, taken, written) or _named(drifted, draft, taken, written)
        if not new:
            return written
        written |= new


def _rewritten(row: Sequence[Scalar], written: Mapping[int, str]) -> list[Scalar]:
    wide = max(len(row), *(column + 1 for column in written)) if written else len(row)
    cells = [*row, *[""] * (wide - len(row))]
    return [written.get(column, cell) for column, cell in enumerate(cells)]


def _named(
    drifted: Sequence[Drift], draft: Draft, taken: set[str], written: Mapping[int, str]
) -> dict[int, str]:
    """Map the columns that get a name, each once."""
    named: dict[int, str] = {}
    for drift in drifted:
        for column, new in _names(drift, draft, taken):
            if column not in written:
                taken.add(new)
                named[column] = new
    return named


def _header_row(draft: Draft, found: FoundTab) -> Iterator[Mend]:
    """Yield the row of headers above all others, where the columns' metadata says which is which."""
    places = {key: at for key, at in found.tagged.items() if at < found.column_count}
    if len(places) < FEWEST_NAMES:
        return
    yield Mend(
        alike(draft.title),
        Text("没有表头", "no header"),
        Text(
            f"在最上面插入一行{len(places)}个表头;你们自己的列的表头在版本历史里",
            f"a row above all others with {len(places)} headers; those of people's own columns are in the version "
            "history",
        ),
        requests=tuple(header_row_requests(draft, places)),
    )


def _names(drift: Drift, draft: Draft, taken: set[str]) -> Iterator[tuple[int, str]]:
    if drift.kind == "exchanged":
        yield drift.at[0], draft.tab.column(drift.over).label.of(draft.language)
    elif drift.kind == "renamed":
        yield drift.at[0], draft.tab.column(drift.key).label.of(draft.language)
    elif drift.kind == "twice" and drift.ours is not None:
        for column in drift.at:
            if column != drift.ours:
                yield column, _numbered(drift.found, draft, taken)


def _numbered(text: str, draft: Draft, taken: set[str]) -> str:
    number = 2
    while (name := f"{text} ({number})") in taken or draft.tab.by_label(name):
        number += 1
    return name


def _others(seen: Description) -> Iterator[Mend]:
    """Yield what setting up would add, tab by tab, in words."""
    if seen.file["properties"].get("autoRecalc") != "MINUTE":
        yield Mend(
            SHEET,
            Text("有人改动时重新计算", "recalculates on edits"),
            Text("每分钟", "every minute"),
        )
    for draft in seen.wanted.drafts:
        title = Text(draft.title, draft.title)
        if draft.found is None:
            yield Mend(title, Text("被删掉了", "deleted"), Text("新的空页签", "a new, empty tab"))
            continue
        for index, column in draft.columns(sorted(draft.added)).items():
            label = column.label.of(draft.language)
            known = draft.tab.key == "tickets"
            zh = "账本里记着的由下一轮补回" if known else "以后按清空算"
            en = "the next cycle fills in what the ledger has" if known else "they count as cleared"
            yield Mend(
                title,
                Text(f"没有「{label}」列", f"no column '{label}'"),
                Text(
                    f"{letters(index)}列,空的:原来的值在版本历史里,{zh}",
                    f"column {letters(index)}, empty: its values are in the version history, {en}",
                ),
            )
        yield from _beside(seen, draft, title)


def _beside(seen: Description, draft: Draft, title: Text) -> Iterator[Mend]:
    """Yield what stands beside the values and isn't as the schema has it."""
    if names := missing_drop_downs(seen, draft):
        listed = Text("、".join(names), ", ".join(names))
        found = Text(f"下拉不在或不一样:{listed.zh}", f"drop-downs gone or others: {listed.en}")
        yield Mend(title, found, Text("设定的下拉", "the schema's"))
    colours = compared(draft, seen.wanted.schema)
    if not colours.same:
        there, wanted = len(colours.ours), len(colours.wanted)
        found = Text(f"颜色规则{there}条", f"{there} highlight rules")
        if there == wanted:
            found = Text("颜色规则和设定的不一样", "highlight rules that differ")
        yield Mend(title, found, Text(f"设定的{wanted}条", f"the schema's {wanted}"))
    protections = seen.wanted.protections.compared(draft)
    if count := len(protections.missing):
        found = Text(f"少{count}处保护", f"protections missing: {count}")
        yield Mend(title, found, Text("补上", "added"))
    if others := protections.open:
        listed = joined([one.told for one in others])
        found = Text(f"改过的保护:{listed.zh}", f"protections changed: {listed.en}")
        yield Mend(title, found, Text("恢复原样", "as they were made"))
    if count := len(view_requests(draft, seen.wanted.schema)):
        found = Text(f"少{count}个过滤视图", f"filter views missing: {count}")
        yield Mend(title, found, Text("补上", "added"))
    if draft.found and (bare := untagged(draft, draft.found)):
        found = Text(f"{len(bare)}列没有标记", f"columns without metadata: {len(bare)}")
        yield Mend(title, found, Text("补上", "added"))


def _tags(seen: Description) -> Sequence[Message]:
    """Tag the columns that are known by their headers alone, where they are once the missing ones are made."""
    return [
        tag(key, {"dimensionRange": columns(draft.sheet_id, at, at + 1)})
        for draft, found in seen.tabs()
        for key in untagged(draft, found)
        for at in [draft.layout.places[key]]
    ]
