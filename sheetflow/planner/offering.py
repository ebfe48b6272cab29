"""Whom the drop-downs offer as technician: in 人员 each who goes out stands under the name that 维修工程师 takes.

A drop-down of Google's can't filter, so it offers a hidden column of 人员 that the system keeps: empty for who doesn't
go out or isn't active.    01 陈立 technician -> 陈立·工01    07 林静 dispatcher -> ""
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.dispatch.crew import goes_out
from sheetflow.model import CellWrite, Scalar, Table
from sheetflow.policy import Policy

#: The tab, its key, and the column that drop-downs offer.
STAFF, NUMBER, OFFERED = "staff", "no", "offered_as"


def offers(table: Table | None, policy: Policy) -> Iterator[CellWrite]:
    """Yield the writes that make each row of 人员 show as whom its person is offered; of two of a number the upper."""
    if table is None or not {NUMBER, OFFERED} <= table.columns.keys():
        return
    met = set[str]()
    for position in range(len(table.rows)):
        key, stands = _text(table.cell(position, NUMBER)), table.cell(position, OFFERED)
        if not key or key in met:
            continue
        met.add(key)
        if (shown := _offered(key, policy)) != stands:
            yield CellWrite(STAFF, key, OFFERED, stands, shown)


def _offered(key: str, policy: Policy) -> Scalar:
    number = key.zfill(2) if key.isdigit() else key
    member = policy.staff.get(number)
    return policy.encode("technician", number) if member and goes_out(member) else ""


def _text(cell: Scalar) -> str:
    """Give a staff number as text: people's typing turns 01 into the number 1 where no format prevents it."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
