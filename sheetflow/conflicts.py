"""What a batch of ours met, told: in a ticket's history and row, else on the health page and by `sheetflow once`.

Put back -> a request that the next plan takes up, noted in its ticket's history alone.
Not put back -> quoted in the ticket's row where it stood, until somebody empties `problem`; what stood in a row of no
known ticket, in the row of the one that the write was meant for. Where neither is known it is kept beside the tickets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import blake2s

from sheetflow import masking
from sheetflow.cells import display
from sheetflow.columns import Column
from sheetflow.errors import Problem
from sheetflow.history.wording import NOTHING, alike, masked
from sheetflow.model import CellWrite, Conflict, Event, Json, Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.record.values import scalar
from sheetflow.rows.index import TICKETS

#: Under which name the ledger keeps what was covered in rows of no known ticket, and how many of the newest.
OVERWRITTEN, KEPT = "overwritten", 200

#: For how long that is shown: longer than anybody's leave.
SHOWN_FOR = timedelta(days=30)


def told(
    conflicts: Iterable[Conflict],
    records: Mapping[str, TicketRecord],
    policy: Policy,
    now: datetime,
) -> tuple[Event, ...]:
    """Give an event for each value of people's that some ticket can tell of; what is lost is quoted in its row."""
    found = (_told(met, records, policy, now) for met in _worth_telling(conflicts))
    return tuple(event for event in found if event is not None)


def ownerless(
    conflicts: Iterable[Conflict], records: Mapping[str, TicketRecord]
) -> tuple[Conflict, ...]:
    """Give what wasn't put back and no ticket can tell of."""
    found = _worth_telling(conflicts)
    return tuple(met for met in found if not (met.put_back or _owner(met, records)))


def kept(
    document: Json, met: Iterable[Conflict], now: datetime, *, since: datetime | None = None
) -> Json:
    """Give what the ledger keeps of ownerless values with these added, but for the like of one kept `since` then."""
    entries = list(_entries(document))
    stood = [_parts(entry) for entry in entries if since and _at(entry) >= since]
    fresh = [_entry(one, now) for one in met]
    return [*entries, *(entry for entry in fresh if _parts(entry) not in stood)][-KEPT:]


def problems(
    document: Json, policy: Policy, now: datetime, *, since: datetime | None = None
) -> tuple[Problem, ...]:
    """Say of each ownerless value kept since then when and where it was covered; personal data is masked."""
    first, tabs = since or now - SHOWN_FOR, {tab.key for tab in policy.schema.tabs}
    entries = (one for one in _entries(document) if _at(one) >= first and one["tab"] in tabs)
    return tuple(_problem(one, policy, now) for one in entries)


def _worth_telling(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Leave out what isn't lost: a ticket's value that a put-back took out again, and the empty cell it stood in."""
    every = list(conflicts)
    lost = [met for met in every if not met.put_back]
    wrote = {(*_cell(met), met.write.new) for met in lost}
    taken_out = {(*_cell(met), met.found) for met in lost if met.found == met.write.old} & wrote

    def ours(met: Conflict) -> bool:
        return met.meant != "" and (*_cell(met), met.found or met.write.new) in taken_out

    return [met for met in every if met.put_back or not ours(met)]


def _cell(met: Conflict) -> tuple[str, ...]:
    return met.write.tab, met.write.column, _number(met), met.meant


def _told(
    met: Conflict, records: Mapping[str, TicketRecord], policy: Policy, now: datetime
) -> Event | None:
    write, number, owner = met.write, _number(met), _owner(met, records)
    values: dict[str, Json] = {"column": write.column, "typed": met.found}
    own = write.tab == TICKETS and number == owner
    if not owner or (met.put_back and not own):
        return None
    if met.put_back:
        return Event(owner, "noted", now, {**values, "met_by": write.new})
    if not own:
        values |= {"tab": write.tab, "row": number}
    tab = None if write.tab == TICKETS else policy.schema.tab(write.tab).label
    said, remedy = _said(met, policy, NOTHING if own else _place(number, tab))
    why = Text(f"{said.zh};{remedy.zh}", f"{said.en}. {remedy.en}")
    return Event(owner, "refused", now, {**values, "wish": _wish(met), **asdict(why)})


def _owner(met: Conflict, records: Mapping[str, TicketRecord]) -> str:
    """Give the ticket whose the row is that was hit, or else the one that the write was meant for; "" for neither."""
    for number in (_number(met), met.meant):
        if met.write.tab == TICKETS:
            found = number if number in records else ""
        else:
            name = f"{met.write.tab}/{number}"
            found = next((no for no, one in records.items() if name in one.entries), "")
        if number and found:
            return found
    return ""


def _number(met: Conflict) -> str:
    return str(met.found_key).strip()


def _wish(met: Conflict) -> str:
    """Name the refusal so that each covered value stays quoted beside others of the same column."""
    write = met.write
    said = json.dumps([write.tab, _number(met), met.found, write.new], ensure_ascii=False)
    return f"met:{write.column}:{blake2s(said.encode(), digest_size=4).hexdigest()}"


def _place(number: str, tab: Text | None = None) -> Text:
    """Name a row that is no ticket's: 没有编号的一行里, in a row of Payments without a number."""
    zh, en = (f"「{tab.zh}」", f" of {tab.en}") if tab else ("", "")
    if number:
        return Text(f"{zh}编号「{number}」的行里,", f" in row {number}{en}")
    return Text(f"{zh}没有编号的一行里,", f" in a row{en} without a number")


def _said(
    met: Conflict,
    policy: Policy,
    place: Text,
    shows: Callable[[Column, str], str] = lambda _, shown: shown,
) -> tuple[Text, Text]:
    """Say what was covered by what, and what to do; `shows` gives a cell as it may be told there."""
    write = met.write
    column = policy.schema.tab(write.tab).by_key.get(write.column)
    if column is None:  # one of people's own, which stood where ours did a moment before
        column = Column(write.column, alike(write.column))
    found, ours = (shows(column, display(column, cell)) for cell in (met.found, write.new))
    of = "的" if place.zh else "里的"
    zh, en = f"{place.zh}「{column.label.zh}」", f"{column.label.en}{place.en}"
    if not found:
        return (
            Text(
                f"{zh}原来是空的,被系统写成了「{ours}」,没能清掉",
                f"{en}: empty before '{ours}' was written there, which couldn't be taken out",
            ),
            Text("不要请清空", "Clear it"),
        )
    by = Text(f"系统写入的「{ours}」盖住", f"overwritten with '{ours}'")
    if not ours:
        by = Text("系统清空", "cleared by the system")
    return (
        Text(
            f"{zh}{of}「{found}」被{by.zh}了,没能恢复",
            f"{en}: '{found}' was {by.en} and couldn't be put back",
        ),
        Text("要用请再填一次", "Type it again"),
    )


def _problem(entry: Mapping[str, Json], policy: Policy, now: datetime) -> Problem:
    tab, column, row, typed, wrote = _parts(entry)
    write = CellWrite(str(tab), "", str(column), "", scalar(wrote))
    met = Conflict(write, scalar(typed), str(row), put_back=False)
    said, remedy = _said(met, policy, _place(masking.text(str(row))), masked)
    at, where = policy.moment(_at(entry), now), policy.schema.tab(write.tab).label
    found = Text(f"{at},{said.zh}", f"at {at}, {said.en}")
    return Problem(policy.say(where), policy.say(found), policy.say(remedy))


def _entry(met: Conflict, now: datetime) -> Mapping[str, Json]:
    return {
        "at": now.isoformat(),
        "tab": met.write.tab,
        "column": met.write.column,
        "row": _number(met),
        "typed": met.found,
        "wrote": met.write.new,
        "meant": met.meant,
    }


def _entries(document: Json) -> Iterator[Mapping[str, Json]]:
    """Yield what was kept, oldest first."""
    for entry in document if isinstance(document, list) else ():
        if isinstance(entry, Mapping):
            yield entry


def _parts(entry: Mapping[str, Json]) -> list[Json]:
    return [entry[name] for name in ("tab", "column", "row", "typed", "wrote")]


def _at(entry: Mapping[str, Json]) -> datetime:
    return datetime.fromisoformat(str(entry["at"]))
