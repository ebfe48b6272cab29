"""Connecting says what isn't right yet, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from google.auth.credentials import Credentials

from sheetflow.errors import BadInput, Refused, Unavailable
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.store import Rejected, Transport
from sheetflow.store.google import check_access, connect_google, remedy
from tests.ports import free_port

ACCOUNT = "desk@example.iam.gserviceaccount.com"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "the credentials file can't be read", id="no file"),
        pytest.param("not json", "this isn't JSON", id="not JSON"),
        pytest.param('{"installed": {}}', "this isn't a service account's key", id="another kind"),
        pytest.param(
            json.dumps({"type": "service_account", "client_email": ACCOUNT, "private_key": "x"}),
            "the key is incomplete or damaged",
            id="a damaged key",
        ),
    ],
)
def test_a_credentials_file_of_no_use_is_told_with_its_place(
    tmp_path: Path, content: str | None, sentence: str
) -> None:
    path = tmp_path / "key.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(BadInput) as told:
        connect_google(path, "id")
    [problem] = told.value.problems
    assert problem.where == str(path)
    assert problem.found.startswith(sentence)
    assert "SHEETFLOW_CREDENTIALS" in problem.remedy


@pytest.mark.parametrize(
    ("code", "message", "sentence"),
    [
        pytest.param(
            403,
            "The caller does not have permission",
            f"Spreadsheet abc: isn't shared with {ACCOUNT}. Open it, press Share, and add {ACCOUNT} as an editor.",
            id="not shared",
        ),
        pytest.param(
            403,
            "Google Sheets API has not been used in project 1 before or it is disabled.",
            "Spreadsheet abc: The Google Sheets API is switched off in the service account's project",
            id="API off",
        ),
        pytest.param(
            404,
            "Requested entity was not found.",
            "Spreadsheet abc: doesn't exist. Copy the id out of its address",
            id="wrong id",
        ),
        pytest.param(
            400,
            "This operation is not supported for this document",
            "Spreadsheet abc: is an Excel file kept in Google Drive.",
            id="an .xlsx file",
        ),
        pytest.param(418, "Teapot", "Spreadsheet abc: Google answered 418: Teapot", id="the rest"),
    ],
)
def test_each_refusal_has_its_remedy(code: int, message: str, sentence: str) -> None:
    told = remedy(Rejected(code, message), "abc", ACCOUNT)
    assert told.en.startswith(sentence)
    assert told.zh.startswith("表格 abc:")
    assert told.zh.endswith("。")


def test_a_wrong_id_is_told_by_the_first_question(sheets: LocalSheets) -> None:
    client = local_client(sheets, http_client=Transport)
    with pytest.raises(Refused, match="Spreadsheet nosuch: doesn't exist"):
        check_access(client, "nosuch", account=ACCOUNT)


class Impatient(Transport):
    """A transport that tries again at once."""

    def __init__(self, auth: Credentials, session: requests.Session | None = None) -> None:
        super().__init__(auth, session)
        self.pause = lambda seconds: None


def test_a_google_that_does_not_answer_keeps_nobody_from_beginning(tmp_path: Path) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    nobody = f"http://127.0.0.1:{free_port()}/token"
    key = {"type": "service_account", "client_email": ACCOUNT, "private_key": pem}
    path = tmp_path / "key.json"
    path.write_text(json.dumps({**key, "token_uri": nobody}), "utf-8")
    client = connect_google(path, "abc", http_client=Impatient)
    with pytest.raises(Unavailable):
        check_access(client, "abc", account=ACCOUNT)
