"""The spreadsheet as the doctor sees it: described in four reads, then looked at without another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import gspread

from sheetflow.model import Language, Table, Text
from sheetflow.schema import Schema
from sheetflow.store.api import Api, Message, matched
from sheetflow.store.names import sheet_ids
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.found import FoundTab, look
from sheetflow.store.provision.provisioning import Wanted, language_of
from sheetflow.store.reading import read_table

#: Where something is that concerns the spreadsheet as a whole.
SHEET = Text("表格", "Spreadsheet")


@dataclass(frozen=True)
class Description:
    """A spreadsheet at one moment, beside what the schema wants of it.

    `values` and `formulas` are the answers for the tabs that a cycle reads, by key; `read_bytes` is how long such a
    reading is. `their_time` is when the other side says that it answered, where it says so, `our_time` our clock then.
    `renumbered` are rows of 工单 of which the ledger knows that their number was typed over: by position, with the
    number that they bear and their own.
    """

    wanted: Wanted
    values: Mapping[str, Message]
    formulas: Mapping[str, Message]
    read_bytes: int
    their_time: datetime | None
    our_time: datetime
    renumbered: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def file(self) -> Message:
        """Give what the API says of the file."""
        return self.wanted.found.file

    @property
    def is_set_up(self) -> bool:
        """Say whether any tab of ours is there."""
        return any(draft.found for draft in self.wanted.drafts)

    def tabs(self) -> Iterator[tuple[Draft, FoundTab]]:
        """Yield the tabs of ours that are there."""
        for draft in self.wanted.drafts:
            if draft.found is not None:
                yield draft, draft.found

    @cached_property
    def tables(self) -> Mapping[str, tuple[Draft, Table]]:
        """Give the tabs that a cycle reads, by key."""
        drafts = {draft.tab.key: draft for draft in self.wanted.drafts}
        language = self.wanted.language
        return {
            key: (
                drafts[key],
                read_table(drafts[key].tab, drafts[key].sheet_id, answer, language=language)[1],
            )
            for key, answer in self.values.items()
        }


def describe(
    client: gspread.Client,
    spreadsheet_id: str,
    schema: Schema,
    *,
    language: Language,
    zone: ZoneInfo,
    now: Callable[[], datetime],
) -> Description:
    """Look at a spreadsheet in four reads, three where nothing of ours is there. Raises Refused or Unavailable."""
    api = Api(client, spreadsheet_id)
    ids = sheet_ids(tab.key for tab in schema.tabs)
    found = look(api, frozenset(ids.values()))
    wanted = Wanted(spreadsheet_id, found, schema, language_of(found, language), zone, api.account)
    live = [tab.key for tab in schema.tabs if tab.place != "hidden" and ids[tab.key] in found.tabs]
    ranges: list[Message] = [{"sheetId": ids[key]} for key in live]
    if not ranges:
        return Description(wanted, {}, {}, 0, None, now())
    answer = api.answer(ranges)
    our_time = now()
    formulas = api.answer(ranges, render="FORMULA").json()
    return Description(
        wanted,
        dict(zip(live, matched(answer.json(), ranges), strict=True)),
        dict(zip(live, matched(formulas, ranges), strict=True)),
        len(answer.content),
        _time_of(answer.headers.get("Date", "")),
        our_time,
    )


def _time_of(date: str) -> datetime | None:
    """Read the Date of an answer (RFC 9110, 6.6.1); a date without a zone says nothing."""
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return at if at.tzinfo else None
