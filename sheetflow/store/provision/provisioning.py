"""Set a spreadsheet up in one read and one batch; run again it changes nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import gspread

from sheetflow.model import Language
from sheetflow.schema import Schema
from sheetflow.store import requests as ask
from sheetflow.store.api import Api, Message
from sheetflow.store.names import CHAIN, HEARTBEAT, HEARTBEAT_TAB, SCRATCH, sheet_ids
from sheetflow.store.opening import token_of


@dataclass(frozen=True, slots=True)
class Provisioned:
    """What setting up did: the titles of the tabs it made, and whether it changed anything at all."""

    created: tuple[str, ...]
    changed: bool


def provision(
    client: gspread.Client,
    spreadsheet_id: str,
    schema: Schema,
    *,
    language: Language,
    zone: ZoneInfo,
) -> Provisioned:
    """Add the tabs, headers and the token that are missing."""
    api = Api(client, spreadsheet_id)
    found = api.get("namedRanges,sheets(properties(sheetId,title))")
    ids = sheet_ids(tab.key for tab in schema.tabs)
    present = {sheet["properties"]["sheetId"] for sheet in found["sheets"]}
    requests: list[Message] = []
    created = []
    for index, tab in enumerate(schema.tabs):
        if ids[tab.key] in present:
            continue
        created.append(tab.label.of(language))
        width = len(tab.columns) + (3 if tab.key == HEARTBEAT_TAB else 0)
        requests.append(
            {
                "addSheet": {
                    "properties": {
                        "sheetId": ids[tab.key],
                        "title": tab.label.of(language),
                        "index": index,
                        "gridProperties": {
                            "rowCount": 500,
                            "columnCount": width,
                            "frozenRowCount": 1,
                            "frozenColumnCount": tab.frozen,
                        },
                    }
                }
            }
        )
        labels = [column.label.of(language) for column in tab.columns]
        if tab.key == HEARTBEAT_TAB:
            labels += ["", HEARTBEAT.of(language)]
        requests.append(ask.update(ids[tab.key], 0, 0, [ask.row_of(labels)]))
    if token_of(found.get("namedRanges", ())) is None:
        requests.append(ask.add_token(secrets.token_hex(8), CHAIN, ids[SCRATCH]))
    if requests:
        api.batch(requests)
    return Provisioned(tuple(created), bool(requests))
