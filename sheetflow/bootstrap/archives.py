"""Spreadsheets that hold archived tickets and can't be read any more, for the doctor: a read for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.unarchiving import ArchiveUnreachable, archive_of
from sheetflow.errors import Unavailable
from sheetflow.finding import Finding
from sheetflow.model import Text

_AWAY = Text("Google 现在没有回答", "Google doesn't answer just now")
_BACK = Text(
    "请从回收站找回,或重新共享给服务账号(可编辑);在那以前,那里的工单列不出也取不回,账本里记着的照样查得到",
    "Take it out of the bin, or share it with the service account as an editor again; until then its tickets can't be "
    "listed or brought back, while pages, papers and figures have them from the ledger",
)
_LATER = Text("请过一会儿再试", "Try again later")


def unreachable_archives(house: House) -> Iterator[Finding]:
    """Tell archives' spreadsheets that were deleted or aren't shared; the desk's own costs no call."""
    records, own = house.ledger.records().values(), ("", house.spreadsheet_id)
    held = Counter(one.archive_id for one in records if one.archived)
    for to, count in sorted(held.items()):
        if to in own:
            continue
        try:
            archive_of(house, to).reach()
        except ArchiveUnreachable as fault:
            yield _unread(to, count, fault.why, _BACK)
        except Unavailable:
            yield _unread(to, count, _AWAY, _LATER)


def _unread(to: str, count: int, why: Text, remedy: Text) -> Finding:
    return Finding(
        "archive",
        "warning",
        Text("归档", "Archive"),
        Text(
            f"表格 {to} 里归档的{count}单读不到:{why.zh}",
            f"archived tickets in the spreadsheet {to}: {count}, which can't be read ({why.en})",
        ),
        remedy,
    )
