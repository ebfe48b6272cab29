"""Connecting to a Google spreadsheet, with a sentence for each thing that commonly isn't right yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import gspread
from google.auth.exceptions import GoogleAuthError

from sheetflow.errors import BadInput, Problem, Refused, Unavailable, unread_zh
from sheetflow.model import Text
from sheetflow.store.api import Api
from sheetflow.store.budget import Budget
from sheetflow.store.outcomes import Rejected
from sheetflow.store.transport import Transport

#: All that the desk does; Drive isn't among it.
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)

#: What the client library asks of a key.
_FIELDS = ("client_email", "private_key", "token_uri")


def connect_google(
    credentials_path: Path,
    spreadsheet_id: str,
    *,
    branch: str = "",
    budget: Callable[..., Budget] | None = None,
    http_client: type[Transport] = Transport,
) -> gspread.Client:
    """Give a client for a spreadsheet that doesn't refuse us; one read, which the budget pays as all do.

    `branch` is whose key it is, of several; `budget(key, pause=…)` gives the budget for the key, with the way in which
    it waits.

    Raises BadInput for the credentials file, and Refused with what to do when Google says no. One that is away just
    now may be back at the next call.
    """
    key = read_key(credentials_path, branch=branch)
    try:
        client = gspread.service_account_from_dict(key, scopes=SCOPES, http_client=http_client)
    except (GoogleAuthError, ValueError) as error:
        raise BadInput([_useless(credentials_path, damaged(key, error), branch)]) from error
    if budget is not None and isinstance(client.http_client, Transport):
        http = client.http_client
        http.admit = budget(key, pause=lambda seconds: http.pause(seconds)).admit
    with suppress(Unavailable):
        check_access(client, spreadsheet_id, account=str(key["client_email"]))
    return client


def read_key(path: Path, *, branch: str = "") -> Mapping[str, Any]:
    """Read a service account's key file, of a branch where there are several. Raises BadInput for one of no use."""
    key = key_or_fault(path)
    if isinstance(key, Text):
        raise BadInput([_useless(path, key, branch)])
    return key


def get_a_key(branch: str = "") -> Text:
    """Say where a key comes from, and where to write its path."""
    zh = f"分店文件里 {branch} 的 credentials" if branch else " SHEETFLOW_CREDENTIALS"
    en = f"`credentials` of {branch} in the branches' file" if branch else "SHEETFLOW_CREDENTIALS"
    return Text(
        f"请在 Google Cloud 控制台建一个服务账号,加一个 JSON 密钥,路径写进{zh};样子见 credentials.example.json",
        f"Make a service account in the Google Cloud console, add a JSON key, and give its path as {en}; "
        "credentials.example.json shows the shape",
    )


def damaged(key: Mapping[str, Any], error: Exception) -> Text:
    """Say what is wrong with a key that the client library doesn't take."""
    missing = "、".join(name for name in _FIELDS if not key.get(name))
    return Text(
        f"密钥不完整:缺 {missing}" if missing else "密钥坏了:private_key 读不出来",
        f"the key is incomplete or damaged ({error})",
    )


def _useless(path: Path, found: Text, branch: str) -> Problem:
    remedy = get_a_key(branch)
    return Problem(str(path), found.en, remedy.en, found.zh, remedy.zh)


def key_or_fault(path: Path) -> Mapping[str, Any] | Text:
    """Read a service account's key file, or say why it can't be one."""
    try:
        key = json.loads(path.read_text("utf-8"))
    except OSError as error:
        return Text(
            f"读不到密钥文件({unread_zh(error)})",
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
