"""Records follow the code that folds them: the log is the truth, a record only what it comes to."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT compiles for SQLite as well

from sheetflow import record
from sheetflow.errors import Refused
from sheetflow.ledger.events import event_of, remember
from sheetflow.ledger.numbers import digest
from sheetflow.ledger.tables import events, kept
from sheetflow.record import TicketRecord

#: Its name among the kept documents.
_NAME = "folded_by"


def refold(connection: Connection) -> None:
    """Fold every ticket's events again when the package that folds them isn't the one that did.

    So a version that keeps more of a ticket, or understands an event better, finds its records as if it had been
    there from the start. Raises Refused where it understands less: what a ticket is can't be told without all its
    events, nor who else is at work on what.
    """
    folded_by = version_of(files(record))
    stored = connection.execute(select(kept.c.document).where(kept.c.name == _NAME)).scalar()
    if stored == folded_by:
        return
    _refuse_unknown(connection)
    folded: dict[str, tuple[str, int, TicketRecord]] = {}
    for row in connection.execute(select(events).order_by(events.c.id)):
        before = folded.get(row.ticket_no)
        now = record.fold(before and before[2], event_of(row))
        folded[row.ticket_no] = row.ticket_no, row.id, now
    remember(connection, folded.values())
    entry = insert(kept).values(name=_NAME, document=folded_by)
    connection.execute(
        entry.on_conflict_do_update(
            index_elements=[kept.c.name], set_={"document": entry.excluded.document}
        )
    )


def _refuse_unknown(connection: Connection) -> None:
    unknown = select(events).where(events.c.kind.not_in(list(record.KINDS)))
    first = connection.execute(unknown.order_by(events.c.id).limit(1)).one_or_none()
    if first is None:
        return
    kinds = ", ".join(sorted({row.kind for row in connection.execute(unknown)}))
    at = f"{first.at:%Y-%m-%d %H:%M} UTC"
    raise Refused(
        f"Ledger: events of a kind that this version doesn't know ({kinds}), the first of {first.ticket_no} at {at}: a "
        "newer sheetflow recorded them. Start the newer version, or put a backup from before it in the ledger's place.",
        zh=f"账本里有这个版本不认识的记录({kinds}),最早一条是工单{first.ticket_no}在{at}的:是更新的版本写的。"
        "请启动更新的版本,或换回在那之前的备份。",
    )


def version_of(package: Traversable) -> str:
    """Give a digest of all modules of a package, so that nobody has to think of counting a version up."""
    modules = (file for file in package.iterdir() if file.name.endswith(".py"))
    texts = {file.name: file.read_text("utf-8") for file in modules}
    return digest(json.dumps(texts, sort_keys=True))
