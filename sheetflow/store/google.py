"""Connecting to a Google spreadsheet, with a sentence for each thing that commonly isn't right yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import gspread
from google.auth.exceptions import GoogleAuthError

from sheetflow.errors import BadInput, Problem, Refused, Unavailable
from sheetflow.model import Text
from sheetflow.store.api import Api
from sheetflow.store.budget import Budget
from sheetflow.store.outcomes import Rejected
from sheetflow.store.transport import Transport

#: All that the desk does; Drive isn't among it.
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)

_GET_A_KEY = (
    "Make a service account in the Google Cloud console, add a JSON key, and give its path as SHEETFLOW_CREDENTIALS; "
    "credentials.example.json shows the shape"
)


def connect_google(
    credentials_path: Path,
    spreadsheet_id: str,
    *,
    budget: Callable[..., Budget] | None = None,
    http_client: type[Transport] = Transport,
) -> gspread.Client:
    """Give a client for a spreadsheet that doesn't refuse us; one read, which the budget pays as all do.

    `budget(key, pause=…)` gives it for the key, with the way in which it waits.

    Raises BadInput for the credentials file, and Refused with what to do when Google says no. One that is away just
    now may be back at the next call.
    """
    key = read_key(credentials_path)
    try:
        client = gspread.service_account_from_dict(key, scopes=SCOPES, http_client=http_client)
    except (GoogleAuthError, ValueError) as error:
        found = f"the key is incomplete or damaged ({error})"
        raise BadInput([Problem(str(credentials_path), found, _GET_A_KEY)]) from error
    if budget is not None and isinstance(client.http_client, Transport):
        http = client.http_client
        http.admit = budget(key, pause=lambda seconds: http.pause(seconds)).admit
    with suppress(Unavailable):
        check_access(client, spreadsheet_id, account=str(key["client_email"]))
    return client


def read_key(path: Path) -> Mapping[str, Any]:
    """Read a service account's key file. Raises BadInput for one of no use."""
    key = key_or_fault(path)
    if isinstance(key, Text):
        raise BadInput([Problem(str(path), key.en, _GET_A_KEY)])
    return key


def key_or_fault(path: Path) -> Mapping[str, Any] | Text:
    """Read a service account's key file, or say why it can't be one."""
    try:
        key = json.loads(path.read_text("utf-8"))
    except OSError as error:
        return Text(
            f"读不到密钥文件({error.strerror})",
            f"the credentials file can't be read ({error.strerror})",
        )
    except ValueError:
        return Text("不是 JSON", "this isn't JSON")
    if not isinstance(key, dict) or key.get("type") != "service_account":
        return Text(
            "不是服务账号的密钥(看它的 type)",
            "this isn't a service account's key (its 'type' says otherwise)",
        )
    return key


def check_access(client: gspread.Client, spreadsheet_id: str, *, account: str) -> None:
    """Ask for the spreadsheet's name; raises Refused with what to do when Google says no."""
    try:
        Api(client, spreadsheet_id).get("spreadsheetId")
    except Rejected as error:
        told = remedy(error, spreadsheet_id, account)
        raise Refused(told.en, zh=told.zh) from error


def remedy(error: Rejected, spreadsheet_id: str, account: str) -> Text:
    """Say what an answer to the first question means and what to do."""
    means = error.means(account)
    return Text(
        f"表格 {spreadsheet_id}:{means.found.zh}。{means.remedy.zh}。",
        f"Spreadsheet {spreadsheet_id}: {means.found.en}. {means.remedy.en}.",
    )
