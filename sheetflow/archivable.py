"""Which filed tickets may go to the archive, and what keeps others on the desk.

SHEET.md, duty 41; GOOGLE_SHEETS.md, "One cycle".    filed 2026-01-08, paid, papers in, --before 2026-02-01  ->  goes
A ticket stays where the desk still works on it: money is owed and reminded of, its row says something nobody has read,
the fault may come back as the same repair (policy.second_repair_days), or its row doesn't say 已结单 any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from sheetflow.model import Scalar, Text
from sheetflow.policy import Policy
from sheetflow.receivables import owed
from sheetflow.record import TicketRecord

EDITED = Text("归档时有人改了,留在原处", "somebody edited it meanwhile; it stays")
ROWLESS = Text("表里没有这一行", "its row isn't in the sheet")
TWICE = Text("单号在表里不止一行", "several rows bear its number")
RESTLESS = Text(
    "归档时行一直在动,下次再归档", "its rows kept moving; archive again when fewer people sort"
)
REOPENED = Text("归档时被重开,已取回", "it was reopened meanwhile and brought back")

_OWES = Text("还有欠款", "money is still owed")
_TOLD = Text("「问题」里有没看过的提示", "its row says something that nobody has read")
_UNSEEN = Text("刚填的内容还没处理", "what was just typed into it waits for the next cycle")
_BUSY = Text("系统正在写它的行", "the system is just writing its row")
_RECENT = Text("结单不久,还可能返修", "filed too recently: the fault may come back")
_OPEN = Text("「状态」不是已结单", "its status isn't Closed any more")


def filed_before(records: Iterable[TicketRecord], day: date, policy: Policy) -> Mapping[str, date]:
    """Map each ticket that was filed before a day, and isn't archived, to the day of its filing, oldest first."""
    found = {
        record.ticket_no: policy.local(at).date()
        for record in records
        if record.status == "closed" and not record.archived and (at := filed_at(record))
    }
    return {no: at for no, at in sorted(found.items(), key=lambda one: one[::-1]) if at < day}


def filed_at(record: TicketRecord) -> datetime | None:
    """Give when a ticket was filed; of another system's, which doesn't say, the last that is known, else its coming."""
    came = record.grades[0][0] if record.grades else None
    return record.stamp("closed_at") or max(record.stamps.values(), default=came)


def keeps(
    record: TicketRecord,
    row: Mapping[str, Scalar],
    policy: Policy,
    now: datetime,
    busy: Collection[str] = (),
) -> Text | None:
    """Say what keeps a filed ticket on the desk, None where it may go; `row` are the cells of its row by column."""
    at = filed_at(record)
    days = timedelta(days=policy.schema.policy.second_repair_days)
    if record.status != "closed" or policy.decoders["status"](row.get("status", "")) != "closed":
        return _OPEN
    if at is None or now - at <= days:
        return _RECENT
    if owed(record, policy):
        return _OWES
    if record.refusals or record.pending or record.unplaced:
        return _TOLD
    if any(row.get(name, "") != record.seen.get(name, "") for name in policy.people_columns):
        return _UNSEEN
    return _BUSY if record.ticket_no in busy else None


def nameless(columns: Collection[str]) -> Text:
    """Say that something stands in columns without a header, which the archive couldn't keep under a name."""
    names = ", ".join(columns)
    return Text(f"{names}列有内容没有表头,请补上表头", f"column {names} has no header; give it one")


def doubled(headers: Mapping[str, str]) -> Text:
    """Say that something stands in columns, by their letters, whose header another column has too."""
    zh = "、".join(f"{column}列的表头「{header}」" for column, header in headers.items())
    en = ", ".join(f"column {column} '{header}'" for column, header in headers.items())
    return Text(
        f"{zh}和别的列一样,请换一个表头",
        f"another column has the header of {en} too; give it another",
    )
