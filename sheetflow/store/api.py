"""The three calls we make: ask for the file, ask for values by tab id, change it in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import gspread
import requests
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from sheetflow.store.tally import Tally
from sheetflow.store.transport import Transport

#: A message of the API, as JSON.
Message: TypeAlias = dict[str, Any]


class Api:
    """One spreadsheet behind gspread's HTTP client, Google's or the local one alike."""

    def __init__(self, client: gspread.Client, spreadsheet_id: str) -> None:
        """Take a client that was made with `http_client=Transport`; another is a TypeError."""
        if not isinstance(client.http_client, Transport):
            raise TypeError("The store wants gspread.Client(…, http_client=Transport)")
        self.id = spreadsheet_id
        self._http = client.http_client

    @property
    def tally(self) -> Tally:
        """Give the counts of calls made so far."""
        return self._http.tally

    @property
    def account(self) -> str:
        """Give the address of the service account that calls, "" where nobody asks who we are."""
        return self._http.account

    def pause_before(self, number: int, *, after: float) -> None:
        """Wait before try `number` of a write (2 is the first repetition), `after` seconds at least."""
        self._http.wait_before(number, kind="write", after=after)

    def get(self, fields: str, *, ranges: Sequence[str] = ()) -> Message:
        """Ask for the file, as much of it as the field mask names."""
        params: dict[str, Any] = {"fields": fields}
        if ranges:
            params["ranges"] = list(ranges)
        return self._http.ask("get", SPREADSHEET_URL % self.id, params=params)

    def values(self, ranges: Sequence[Message]) -> list[Message]:
        """Ask for raw values by GridRange; the answers come in the order of the ranges.

        By tab id, for an A1 range breaks when a tab is renamed, and reads the wrong one when two are swapped.
        """
        return matched(self._http.ask("post", self._values_url, json=_question(ranges)), ranges)

    def answer(
        self, ranges: Sequence[Message], *, render: str = "UNFORMATTED_VALUE"
    ) -> requests.Response:
        """Ask as `values` does for the whole answer, its headers and length too; `FORMULA` gives formulas' texts."""
        return self._http.request("post", self._values_url, json=_question(ranges, render=render))

    @property
    def _values_url(self) -> str:
        return SPREADSHEET_URL % self.id + "/values:batchGetByDataFilter"

    def metadata(self, key: str) -> list[Message]:
        """Ask for what was noted under a key, on the file, on tabs and on columns, each with its location."""
        answer = self._http.ask(
            "post",
            SPREADSHEET_URL % self.id + "/developerMetadata:search",
            params={"fields": "matchedDeveloperMetadata.developerMetadata(metadataValue,location)"},
            json={"dataFilters": [{"developerMetadataLookup": {"metadataKey": key}}]},
        )
        matches = answer.get("matchedDeveloperMetadata", ())
        return [one["developerMetadata"] for one in matches]

    def batch(
        self, changes: Sequence[Message], *, answer: Sequence[str] = (), fields: str = "replies"
    ) -> Message:
        """Do all the requests or none; `answer` names ranges (A1) whose cells come back after the write."""
        body: Message = {"requests": list(changes)}
        if answer:
            body |= {"includeSpreadsheetInResponse": True, "responseRanges": list(answer)}
        url = SPREADSHEET_BATCH_UPDATE_URL % self.id
        return self._http.ask("post", url, params={"fields": fields}, json=body)


def matched(answer: Message, ranges: Sequence[Message]) -> list[Message]:
    """Give the ValueRanges of an answer in the order of the ranges that were asked for."""
    found = {_place(one["dataFilters"][0]["gridRange"]): one for one in answer["valueRanges"]}
    return [found[_place(one)]["valueRange"] for one in ranges]


def _question(ranges: Sequence[Message], *, render: str = "UNFORMATTED_VALUE") -> Message:
    return {
        "dataFilters": [{"gridRange": one} for one in ranges],
        "valueRenderOption": render,
        "dateTimeRenderOption": "SERIAL_NUMBER",
        "majorDimension": "ROWS",
    }


def _place(grid_range: Message) -> tuple[int, ...]:
    """Give a GridRange as it can be compared: the API leaves zeros out of what it repeats."""
    bounds = ("sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return tuple(grid_range.get(bound, 0) for bound in bounds)
