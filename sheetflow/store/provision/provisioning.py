"""Set a spreadsheet up with few calls: look at it, then one batch with all that is missing; run again, no batch."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

import gspread

from sheetflow.cells import Sheet
from sheetflow.errors import Refused
from sheetflow.finding import Finding
from sheetflow.model import Language
from sheetflow.schema import Schema
from sheetflow.store import requests as ask
from sheetflow.store.api import Api, Message
from sheetflow.store.formats import Whereabouts
from sheetflow.store.names import CHAIN, SCRATCH, sheet_ids, stable_id
from sheetflow.store.opening import own_metadata, refuse_copy, token_of
from sheetflow.store.provision import extras, tabs
from sheetflow.store.provision.astray import astray
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.found import Found, look
from sheetflow.store.provision.highlights import highlight_requests
from sheetflow.store.provision.layout import new_layout, old_layout
from sheetflow.store.provision.protections import Protections
from sheetflow.store.provision.tags import tag

#: The locale that a new spreadsheet of a language gets.
LOCALES: dict[Language, str] = {"zh": "zh_CN", "en": "en_US"}

#: The columns that tabs have had, by the tabs' keys.
Had: TypeAlias = Mapping[str, Collection[str]]
NONE_YET: Had = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Provisioned:
    """What setting up did, and the workbook's language.

    `created` are the titles of the tabs it made, `columns` those it added to others, such as 工单·楼层; `changed` says
    whether it changed anything, these or a drop-down. `remade` are the keys of the columns that 工单 got, `astray` the
    headers that it found over other columns than theirs, and left. `left` are the titles of the tabs that it left as
    they are, `had` the columns that each tab has now or has had.
    """

    created: tuple[str, ...]
    columns: tuple[str, ...]
    changed: bool
    language: Language
    remade: tuple[str, ...] = field(default=(), compare=False)
    astray: tuple[Finding, ...] = field(default=(), compare=False)
    left: tuple[str, ...] = field(default=(), compare=False)
    had: Had = field(default_factory=dict, compare=False)


def provision(
    client: gspread.Client,
    spreadsheet_id: str,
    schema: Schema,
    *,
    language: Language,
    zone: ZoneInfo,
    had: Had = NONE_YET,
) -> Provisioned:
    """Add to a spreadsheet all that the schema wants and it lacks; no column and no value is ever taken away.

    A tab that lacks a column which it has `had`, or is gone itself, is left as it is: somebody deleted that, and may
    take it back.

    Two reads and at most one write. The language of the first time stays. Raises Refused for a copy of a desk's
    spreadsheet, for one with values in another time zone, and for a tab of somebody else's with a title of ours.
    """
    api = Api(client, spreadsheet_id)
    found = look(api, frozenset(sheet_ids(tab.key for tab in schema.tabs).values()))
    refuse_copy(spreadsheet_id, found.file.get("developerMetadata", ()))
    _refuse_other_zone(found, zone)
    language = language_of(found, language)
    wanted = Wanted(spreadsheet_id, found, schema, language, zone, api.account, had)
    made, left = wanted.made, [one for one in wanted.drafts if one not in wanted.made]
    _refuse_taken_titles(made, found)
    requests = wanted.requests()
    changed = bool(requests) or wanted.token is None
    if changed:
        api.batch([*requests, *wanted.new_token()])
    return Provisioned(
        tuple(draft.title for draft in made if draft.found is None),
        _added(made),
        changed,
        wanted.language,
        wanted.remade,
        tuple(finding for draft in wanted.drafts for finding in astray(draft)),
        tuple(draft.title for draft in left),
        {tab.key: [column.key for column in tab.columns] for tab in schema.tabs},
    )


def language_of(found: Found, otherwise: Language) -> Language:
    """Give the language of a spreadsheet that was set up, which it keeps."""
    noted = own_metadata(found.file.get("developerMetadata", ()))
    return "en" if noted.get("language", otherwise) == "en" else "zh"


@dataclass(frozen=True)
class Wanted:
    """What the schema wants of a spreadsheet, beside the spreadsheet as it was found.

    `account` is the service account's address, "" where nobody asks who we are; `had` are the columns that tabs have
    had.
    """

    spreadsheet_id: str
    found: Found
    schema: Schema
    language: Language
    zone: ZoneInfo
    account: str
    had: Had = field(default_factory=dict)

    @cached_property
    def drafts(self) -> tuple[Draft, ...]:
        """Give each tab on its way, in the schema's order."""
        ids = sheet_ids(tab.key for tab in self.schema.tabs)
        return tuple(
            _draft(self.schema, tab.key, ids[tab.key], self.found, self.language)
            for tab in self.schema.tabs
        )

    @cached_property
    def made(self) -> tuple[Draft, ...]:
        """Give those of them that are made, or made whole: where nothing was deleted that they have had."""
        return tuple(
            draft
            for draft in self.drafts
            if not (draft.tab.key in self.had if draft.found is None else self._deleted(draft))
        )

    def _deleted(self, draft: Draft) -> bool:
        return any(key in self.had.get(draft.tab.key, ()) for key in draft.layout.added)

    @cached_property
    def protections(self) -> Protections:
        """Give the protections that are there."""
        return Protections.of(self.found, self.account)

    @property
    def remade(self) -> tuple[str, ...]:
        """Give the keys of the columns that 工单 is to get, or to get again."""
        tickets = (one for one in self.drafts if one.tab.key == "tickets" and one.found)
        return tuple(
            column.key for one in tickets for column in one.columns(sorted(one.added)).values()
        )

    @property
    def token(self) -> str | None:
        """Give the token in force."""
        return token_of(self.found.file.get("namedRanges", ()))

    def requests(self) -> list[Message]:
        """Give the requests that add all that is missing, none where nothing is."""
        noted = own_metadata(self.found.file.get("developerMetadata", ()))
        return [
            *_file_requests(self.found, noted, self.spreadsheet_id, self.language, self.zone),
            *self._tab_requests(),
        ]

    def _tab_requests(self) -> list[Message]:
        """Make all tabs and columns first, for drop-downs look into other tabs; then dress each."""
        drafts, found, sheet = self.made, self.found, Sheet(self.zone, self.language)
        where = whereabouts(drafts)
        requests = [
            request for at, one in enumerate(drafts) for request in tabs.make(one, index=at)
        ]
        for draft in drafts:
            requests += tabs.dress(draft, where)
            requests += extras.group_requests(draft)
            requests += self.protections.requests(draft)
            requests += extras.view_requests(draft, self.schema)
            requests += highlight_requests(draft, self.schema)
            requests += tabs.first_rows(draft, sheet)
        if found.empty:
            requests += [{"deleteSheet": {"sheetId": sheet_id}} for sheet_id in found.tabs]
        return requests

    def new_token(self) -> list[Message]:
        """Change the token too: a batch composed for the columns as they were fails, and so does this one after it."""
        dropped = [ask.drop_token(self.token)] if self.token else []
        token = secrets.token_hex(8)
        return [*dropped, ask.add_token(token, CHAIN, stable_id("tab", SCRATCH))]


def _added(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Name the columns that tabs got which were there before."""
    return tuple(
        f"{draft.title}·{column.label.of(draft.language)}"
        for draft in drafts
        if draft.found is not None
        for column in draft.columns(sorted(draft.added)).values()
    )


def _draft(schema: Schema, key: str, sheet_id: int, found: Found, language: Language) -> Draft:
    tab, there = schema.tab(key), found.tabs.get(sheet_id)
    layout = new_layout(tab, schema)
    if there is not None:
        layout = old_layout(tab, schema, there, language)
    return Draft(tab, sheet_id, layout, language, there)


def _refuse_other_zone(found: Found, zone: ZoneInfo) -> None:
    there = found.file["properties"]["timeZone"]
    if there != zone.key and not found.empty:
        raise Refused(
            f"The spreadsheet's time zone is {there}, the desk's is {zone.key}, and there are values in it already: "
            f"every time would shift. Choose {zone.key} under File, Settings, or begin with an empty spreadsheet.",
            zh=f"表格的时区是{there},本系统是{zone.key},表里又已经有内容:所有时间都会错位。请在“文件”“设置”里改成{zone.key},或从空表开始。",
        )


def _refuse_taken_titles(drafts: Sequence[Draft], found: Found) -> None:
    taken = {there.title.casefold() for there in found.tabs.values()}
    for draft in drafts:
        if draft.found is None and draft.title.casefold() in taken:
            raise Refused(
                f"The spreadsheet has a tab '{draft.title}' already that sheetflow didn't make. "
                "Give that tab another name, then run this again; its rows can be imported afterwards.",
                zh=f"表格里已经有一个叫「{draft.title}」的页签,不是本系统建的。请给它改个名字再运行;里面的行以后可以导入。",
            )


def _file_requests(
    found: Found, noted: object, spreadsheet_id: str, language: Language, zone: ZoneInfo
) -> list[Message]:
    """Recalculate every minute, so that highlights follow the time; in an empty file also zone and locale."""
    wanted = {"autoRecalc": "MINUTE"}
    if found.empty:
        wanted |= {"timeZone": zone.key, "locale": LOCALES[language]}
    there = found.file["properties"]
    changed = {name: value for name, value in wanted.items() if there.get(name) != value}
    requests: list[Message] = []
    if changed:
        update = {"properties": changed, "fields": ",".join(changed)}
        requests.append({"updateSpreadsheetProperties": update})
    if not noted:
        said = json.dumps({"id": spreadsheet_id, "language": language})
        requests.append(tag(said, {"spreadsheet": True}))
    return requests


def whereabouts(drafts: Sequence[Draft]) -> Whereabouts:
    """Give the way to find another tab's column, as drop-downs need it."""

    def where(name: str) -> tuple[str, int] | None:
        tab, _, column = name.partition(".")
        draft = next((one for one in drafts if one.tab.key == tab), None)
        index = draft.layout.places.get(column) if draft else None
        return (draft.title, index) if draft and index is not None else None

    return where
