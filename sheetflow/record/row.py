"""How what happens to a ticket's row changes its record: people's edits, our writes, refusals, a row that is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from sheetflow.model import Event, Text
from sheetflow.record.ticket import TicketRecord
from sheetflow.record.values import cells, instant, scalar, text
from sheetflow.states import MAIN_LINE

#: Columns whose change may complete the work, or close a ticket that was to be; what a result says leads elsewhere
#: too, once.
_ENTRIES: Mapping[str, str] = MappingProxyType(
    {
        "result": "resulted",
        **dict.fromkeys(
            (
                "work_ended_at",
                "test_result",
                "signature",
                "acceptance_reason",
                "cause",
                "measures",
            ),
            "ended",
        ),
        "close_reason": "reasoned",
    }
)


#: What the door wants of a repair whose technician is still at work on another ticket, which follows, and how that
#: refusal is named: asked:on_site/busy:WX20260310005.
ELSEWHERE = "busy:"
BUSY = f"asked:on_site/{ELSEWHERE}"

#: What it wants of work by somebody whom no one named, and how that is named, its beginning and its end alike: whoever
#: is named then has done it.
WHO = "who"
UNNAMED = f"asked:on_site/{WHO}"

#: What it wants of a completion of which the row says nothing else: choosing a technician is a dispatch then.
SENT = "sent"
_UNSENT = f"asked:dispatched/{SENT}"

#: Times that say of a work that it is done: with one of them nobody asks whether it has begun at all.
_OF_WORK = ("arrived_at", "work_started_at", "work_ended_at")

#: How its refusal of a repair is named whose fee waits for consent.
FEE_WAITS = "asked:on_site/fee"


#: What the door's refusal of a closing wants that says nothing of why the customer gave up, and how it is named.
REASON = "reason"
UNEXPLAINED = f"asked:closed/{REASON}"

#: When somebody last wrote into 备注.
REMARKED = "remarks_written_at"

#: When somebody last chose a word in 冲突.
INCIDENT = "incident_written_at"

_WRITTEN: Mapping[str, str] = MappingProxyType({"remarks": REMARKED, "incident": INCIDENT})

#: What it wants of what somebody solved on the phone who isn't known, and how that is named.
CALLER = "caller"
UNCALLED = f"asked:completed/{CALLER}"

#: Whose refusals nobody minds any more once the work is over.
_MOOT = ("status", "technician")

#: Columns that say what a call came to: other words there, and nobody asks who made it.
_BY_PHONE = ("contact_result", "guidance_result", "result")

#: Columns that say whether the customer gives up: another word there, and nobody asks why any more.
_GIVING_UP = ("result", "close_reason")


def busy(refusal: str) -> bool:
    """Say whether a refusal speaks of where its technician is: it is nothing to another one."""
    return refusal.startswith(BUSY)


def edited(record: TicketRecord, event: Event) -> TicketRecord:
    """What somebody typed into a cell, and what it means; it answers what was asked or refused of the cell before."""
    column = str(event.values["column"])
    record = _paid(record, (column,))
    seen = {**record.seen, column: scalar(event.values["after"])}
    means = {name: at for name, at in record.means.items() if name != column}
    if understood := event.values.get("means"):
        means[column] = instant(understood)
    ahead = record.ahead - {column} | ({column} if event.values.get("ahead") else set())
    early = record.early - {column} | ({column} if event.values.get("early") else set())
    fact = _ENTRIES.get(column)
    if column in ("remarks", "close_reason") and UNEXPLAINED in record.refusals:
        fact = "asked:closed"
    pending = record.awaiting(fact, event)
    question = {unclear(column): text(event.values)} if event.values.get("zh") else {}
    answered = {column, unclear(column)}
    answered |= {UNEXPLAINED} if column in _GIVING_UP else set()
    answered |= {UNCALLED} if column in _BY_PHONE else set()
    answered |= {_UNSENT} if column in _OF_WORK and seen[column] != "" else set()
    open_still = {name: why for name, why in record.refusals.items() if name not in answered}
    written = _WRITTEN.get(column) if column == "remarks" or seen[column] != "" else None
    stamps = {**record.stamps, written: event.at} if written else record.stamps
    after = replace(
        record,
        seen=seen,
        stamps=stamps,
        means=means,
        ahead=ahead,
        early=early,
        pending=pending,
        refusals={**open_still, **question},
    )
    return unasked(after) if column == "result" and seen[column] == "" else after


def unasked(record: TicketRecord) -> TicketRecord:
    """Ask nothing more about work that the row speaks of no longer: its times, or its result and end, were emptied."""
    since = record.visits[-1].ended_at if record.visits and not record.visits[-1].open else None

    def said(name: str) -> bool:
        at = record.stamp(name)
        return at is not None and (since is None or at > since)

    over = said("work_ended_at") and record.seen.get("result", "") != ""
    if over or said("arrived_at") or said("work_started_at"):
        return record
    others = {n: why for n, why in record.refusals.items() if not n.startswith("asked:on_site")}
    return replace(record, refusals=others)


def unclear(column: str) -> str:
    """Name the question that a vague wording raises: another wording answers it."""
    return f"unclear:{column}"


def overwritten(record: TicketRecord, event: Event) -> TicketRecord:
    """A value typed over one of the system's cells: quoted, and known as what stands there now."""
    column = str(event.values["column"])
    quoted = refused(record, event) if "zh" in event.values else record
    return replace(quoted, shown={**record.shown, column: scalar(event.values["typed"])})


def wrote(record: TicketRecord, event: Event) -> TicketRecord:
    """Our own writes: what the system's cells show now, and the values it put into cells that people write too."""
    shown, seen = cells(event.values.get("shown")), cells(event.values.get("seen"))
    record = _paid(record, seen)
    return replace(record, shown={**record.shown, **shown}, seen={**record.seen, **seen})


def unplaced(record: TicketRecord, event: Event) -> TicketRecord:
    """What of a row finds no column: kept until it does, and not taken as seen; what is kept no more was placed."""
    key, waiting = str(event.values["key"]), cells(event.values.get("cells"))
    others = {name: kept for name, kept in record.unplaced.items() if name != key}
    now = replace(record, unplaced={**others, key: waiting} if waiting else others)
    if key != record.row_name:
        return now
    seen = {**record.seen, **record.owed}
    return replace(now, seen={name: cell for name, cell in seen.items() if name not in waiting})


def _paid(record: TicketRecord, columns: Collection[str]) -> TicketRecord:
    """Owe nothing in columns that somebody has written into."""
    if record.owed.keys().isdisjoint(columns):
        return record
    left = {name: cell for name, cell in record.owed.items() if name not in columns}
    others = {name: kept for name, kept in record.unplaced.items() if name != record.row_name}
    return replace(record, unplaced={**others, record.row_name: left} if left else others)


def refused(record: TicketRecord, event: Event) -> TicketRecord:
    """A refusal stays until it is acknowledged; that of a wish for a status, until the status is reached."""
    name = str(event.values.get("wish") or event.values["column"])
    return replace(record, refusals={**unanswered(record, name), name: text(event.values)})


def narrowed(record: TicketRecord, event: Event) -> TicketRecord:
    """What a refusal that still stands wants by now; one that wants nothing any more is gone."""
    name, why = str(event.values["wish"]), text(event.values)
    if name not in record.refusals:
        return record
    others = {other: said for other, said in record.refusals.items() if other != name}
    return replace(record, refusals={**others, name: why} if why.zh else others)


def anothers(record: TicketRecord) -> dict[str, Text]:
    """Give the refusals that concern another technician too: not where the last one is, but who began unnamed."""
    began, sent = record.stamp("work_started_at"), record.stamp("dispatched_at")
    found = {n: why for n, why in record.refusals.items() if n != "technician" and not busy(n)}
    for name, why in record.refusals.items():
        if busy(name) and began and sent and began < sent:
            found[UNNAMED] = why
    return found


def without(record: TicketRecord, *names: str) -> dict[str, Text]:
    """Give the refusals but for those of these names."""
    return {name: why for name, why in record.refusals.items() if name not in names}


def unanswered(record: TicketRecord, wish: str) -> dict[str, Text]:
    """Give the refusals but for those of a wish, whatever it wanted: asked:closed, asked:closed/parts_out."""
    base = wish.partition("/")[0]
    return {name: why for name, why in record.refusals.items() if name.partition("/")[0] != base}


def left_open(record: TicketRecord, status: str, *, inferred: bool) -> dict[str, Text]:
    """Give the refusals that a step to a status leaves open: of wishes further on the same way, and of no status.

    A fee that waits for consent is asked for until the repair begins, or is over; who is only taken to have been on
    site, since the supervisor settles it, began none. Who else was chosen for the work, or which status nobody knows,
    is no matter once it is over.
    """
    moot = _MOOT if status in ("completed", "closed") else ()
    if record.status == "on_site":
        moot = (*moot, "technician")
    over = ("completed", "closed") if inferred else ("on_site", "completed", "closed")
    return {
        name: why
        for name, why in without(record, *moot).items()
        if not name.startswith("asked:")
        or _nearer(record.status, status, name.removeprefix("asked:").partition("/")[0])
        or (name == FEE_WAITS and status not in over)
    }


def _nearer(before: str, status: str, wished: str) -> bool:
    """Say whether a step leads on along the main line, to where the wish is still ahead."""
    if status not in MAIN_LINE or wished not in MAIN_LINE:
        return False
    start = MAIN_LINE.index(before) if before in MAIN_LINE else -1
    return start < MAIN_LINE.index(status) < MAIN_LINE.index(wished)


def acknowledged(record: TicketRecord, event: Event) -> TicketRecord:
    """The refusals were read: somebody emptied `problem`."""
    return replace(record, refusals={}, shown={**record.shown, "problem": ""})


def row_missing(record: TicketRecord, event: Event) -> TicketRecord:
    """Its number is nowhere in the sheet any more."""
    return replace(record, missing=event.at)


def row_back(record: TicketRecord, event: Event) -> TicketRecord:
    """Its number stands in the sheet again."""
    return replace(record, missing=None)


def archived(record: TicketRecord, event: Event) -> TicketRecord:
    """Its row, and those beside it, stand in an archive instead."""
    return replace(record, archived=event.at, archive_id=str(event.values.get("to") or ""))


def unarchived(record: TicketRecord, event: Event) -> TicketRecord:
    """Its row is the desk's again."""
    return replace(record, archived=None, archive_id="")
