"""The rows below the headers: keys twice or not at all, and formulas where values belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.finding import Finding, alike
from sheetflow.model import Table, Text
from sheetflow.store.doctor.description import SHEET, Description
from sheetflow.store.names import letters
from sheetflow.store.provision.draft import Draft
from sheetflow.store.reading import positions

#: The tab in which the ledger knows whose a row is.
TICKETS = "tickets"

#: A finding names so many of its cells.
SHOWN = 5


def duplicates(seen: Description) -> Iterator[Finding]:
    """Tell keys that stand in more than one row; one that was typed over another's own is told as `renumbered`."""
    twice = False
    for draft, table in _keyed(seen):
        others = seen.renumbered if draft.tab.key == TICKETS else {}
        for key, rows in positions(table, draft.tab.key_columns).items():
            if not key or len(rows) == 1:
                continue
            twice = True
            numbers = [_row(draft, at) for at in rows if at not in others]
            if len(numbers) > 1:
                yield Finding(
                    "duplicates",
                    "warning",
                    alike(f"{draft.title}!{_some(numbers)}"),
                    Text(f"都是「{key}」", f"all are '{key}'"),
                    Text(
                        "请改掉或删掉多出来的那行;复制的行留空编号,系统会给新的",
                        "Change or delete the spare one; a copied row without a number gets a new one",
                    ),
                )
    if not twice:
        yield Finding("duplicates", "ok", SHEET, Text("没有重复的编号", "no key stands twice"))


def renumbered(seen: Description) -> Iterator[Finding]:
    """Tell rows of 工单 under another number than their own, and which to write back."""
    for at, (found, number) in sorted(seen.renumbered.items()):
        draft, table = seen.tables[TICKETS]
        yield Finding(
            "renumbered",
            "warning",
            alike(f"{draft.title}!{letters(table.columns['ticket_no'])}{_row(draft, at)}"),
            Text(
                f"单号成了「{found}」,可这一行是{number}的",
                f"says '{found}', but the row is {number}'s",
            ),
            Text(f"请把{found}改回{number}", f"Change {found} back to {number}"),
        )


def keyless(seen: Description) -> Iterator[Finding]:
    """Tell rows with something in them but no key."""
    for draft, table in _keyed(seen):
        rows = [
            at
            for at in positions(table, draft.tab.key_columns).get("", ())
            if any(table.cell(at, column) not in ("", False) for column in table.columns)
        ]
        if rows:
            numbered = (
                bool(draft.tab.numbered)
                or draft.tab.by_key[draft.tab.key_columns[0]].written_by == "system"
            )
            yield Finding(
                "keyless",
                "note",
                alike(f"{draft.title}!{_some([_row(draft, at) for at in rows])}"),
                Text("有内容,没有编号", "has something in it but no key"),
                Text(
                    "填齐后下一轮会编号" if numbered else "请填上编号,否则不算数",
                    "It gets one with the next cycle once it is complete"
                    if numbered
                    else "Give it one: until then it doesn't count",
                ),
            )


def formulas(seen: Description) -> Iterator[Finding]:
    """Tell formulas in our columns: those of the system are typed over by them, in others they shift with a sort."""
    any_found = False
    for key, answer in seen.formulas.items():
        draft, table = seen.tables[key]
        if draft.tab.rewritten:
            continue
        texts = answer.get("values", [])[draft.layout.header_row + 1 :]
        for column, at in table.columns.items():
            rows = [
                row for row in range(len(texts)) if _is_formula(texts[row], table.rows, row, at)
            ]
            if rows:
                any_found = True
                ours = draft.tab.column(column).written_by != "staff"
                yield _typed_over(draft, column, at, rows, ours=ours)
    if not any_found:
        yield Finding(
            "formulas",
            "ok",
            SHEET,
            Text("系统的列里没有公式", "no formula stands in a column of ours"),
        )


def _typed_over(draft: Draft, column: str, at: int, rows: Sequence[int], *, ours: bool) -> Finding:
    label = draft.tab.column(column).label.of(draft.language)
    cells = [f"{letters(at)}{_row(draft, row)}" for row in rows]
    return Finding(
        "formulas",
        "warning" if ours else "note",
        alike(f"{draft.title}!{_some(cells)}"),
        Text(f"「{label}」列里有公式", f"a formula stands in the column '{label}'"),
        Text(
            "这一列由系统写,请删掉公式" if ours else "请改成数值:排序、删行会让公式算到别处",
            "The system writes that column: delete the formula"
            if ours
            else "Write the value: a sort or a deleted row leads a formula elsewhere",
        ),
    )


def _is_formula(
    texts: Sequence[object], values: Sequence[Sequence[object]], row: int, at: int
) -> bool:
    """Say whether a cell holds a formula: it begins with "=" and shows something else."""
    text = texts[at] if at < len(texts) else ""
    if not (isinstance(text, str) and text.startswith("=")):
        return False
    shown = values[row][at] if row < len(values) and at < len(values[row]) else ""
    return text != shown


def _keyed(seen: Description) -> Iterator[tuple[Draft, Table]]:
    for draft, table in seen.tables.values():
        if not draft.tab.rewritten and set(draft.tab.key_columns) <= table.columns.keys():
            yield draft, table


def _row(draft: Draft, position: int) -> str:
    return str(draft.layout.header_row + 2 + position)


def _some(names: Sequence[str]) -> str:
    more = f" +{len(names) - SHOWN}" if len(names) > SHOWN else ""
    return ",".join(names[:SHOWN]) + more
