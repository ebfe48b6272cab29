"""The key file: its shape, and who else on this machine can read it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import gspread
from google.auth.exceptions import GoogleAuthError

from sheetflow.finding import Finding, alike
from sheetflow.model import Text
from sheetflow.store.google import SCOPES, damaged, get_a_key, key_or_fault

#: Permission bits of others than the owner: the key needs none of them (0600).
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def key_file(path: Path, *, branch: str = "") -> Iterator[Finding]:
    """Look at a service account's key file, of a branch where there are several, without asking the network."""
    where = alike(str(path))
    key = key_or_fault(path)
    if isinstance(key, Text):
        yield Finding("credentials", "fault", where, key, get_a_key(branch))
        return
    try:
        gspread.service_account_from_dict(key, scopes=SCOPES)
    except (GoogleAuthError, ValueError) as error:
        yield Finding("credentials", "fault", where, damaged(key, error), get_a_key(branch))
        return
    account = key.get("client_email", "")
    found = Text(f"是 {account} 的密钥", f"is the key of {account}")
    yield Finding("credentials", "ok", where, found)
    yield _rights(path)


def _rights(path: Path) -> Finding:
    where, mode = alike(str(path)), stat.S_IMODE(path.stat().st_mode)
    if not mode & _OTHERS:
        return Finding("rights", "ok", where, Text("只有自己能读", "only its owner can read it"))
    return Finding(
        "rights",
        "warning",
        where,
        Text(f"别人也能读写(权限 {mode:04o})", f"others have rights to it (mode {mode:04o})"),
        Text(f"请运行 chmod 600 {path}", f"Run chmod 600 {path}"),
    )
