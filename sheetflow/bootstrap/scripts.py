"""Tokens by which people's own scripts reach the embedded workbook: one for each name, until it is withdrawn.

DATA_DIR keeps their digests only, in a file that this user alone can read. A script's changes bear its name in the
workbook's history, whatever it says of itself; a new token for a name ends the one before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from sheetflow.bootstrap.place import make_private, writable
from sheetflow.errors import BadInput, Problem, Refused
from sheetflow.settings import Settings

#: Where the embedded workbook answers Google's API on the server's own port.
SHEETS_PATH = "/google"

_FILE = "script-tokens.json"

#: So long a name may be: it stands in each line of the history.
LONGEST = 40

#: What the history calls the system itself and whoever has no name; a script can't pass for them.
TAKEN = frozenset({"sheetflow", "api"})


def sheets_url(settings: Settings) -> str:
    """Give the address of the embedded workbook while `serve` runs, such as ``http://127.0.0.1:8000/google``."""
    return f"{settings.desk_url}{SHEETS_PATH}"


def issue(settings: Settings, name: str) -> str:
    """Make a token for a script of this name and give it; it is told this once. Raises BadInput or Refused."""
    _embedded(settings)
    if not name.strip() or len(name) > LONGEST or not name.isprintable() or name in TAKEN:
        remedy = f"Write the name of a person or a script, at most {LONGEST} characters"
        raise BadInput([Problem("--script", f"'{name}' can't be used", remedy)])
    token = secrets.token_urlsafe(32)
    make_private(settings.data_dir)
    _write(settings.data_dir, {**_digests(settings.data_dir), name: _digest(token)})
    return token


def withdraw(settings: Settings, name: str) -> None:
    """End the token of a name. Raises BadInput when it has none."""
    _embedded(settings)
    digests = dict(_digests(settings.data_dir))
    if digests.pop(name, None) is None:
        known = ", ".join(sorted(digests)) or "nobody"
        raise BadInput(
            [Problem("--script", f"'{name}' has no token", f"Those who have one: {known}")]
        )
    _write(settings.data_dir, digests)


def name_of(data_dir: Path, token: str) -> str | None:
    """Give the name that a token was made for, None for one that isn't valid."""
    digest = _digest(token)
    found = [name for name, one in _digests(data_dir).items() if hmac.compare_digest(one, digest)]
    return found[0] if found else None


def _embedded(settings: Settings) -> None:
    if not settings.embedded:
        raise Refused(
            "The spreadsheet is not the embedded one. Share Google's with the script's account, or ask the server "
            "at SHEETFLOW_SHEETS_URL for a token."
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _digests(data_dir: Path) -> Mapping[str, str]:
    try:
        found: dict[str, str] = json.loads((data_dir / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _write(data_dir: Path, digests: Mapping[str, str]) -> None:
    draft = data_dir / f"{_FILE}.new"
    with writable(data_dir):
        draft.unlink(missing_ok=True)
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            json.dump(digests, file, ensure_ascii=False)
        draft.replace(data_dir / _FILE)
