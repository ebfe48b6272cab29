"""The link that opens the desk once, as a notebook server prints it: a file with a token, gone when it was used.

Unlinking the file is the one act that lets somebody in, so two who come at the same time can't both get in, and
`sheetflow token` makes a new one while the pages are being served.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_NAME = "desk-token"


def issue(data_dir: Path) -> str:
    """Write a fresh token, readable by its owner only, and give it; an older one no longer opens the desk."""
    token = secrets.token_urlsafe(32)
    draft = data_dir / f"{_NAME}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token)
    draft.replace(data_dir / _NAME)
    return token


def redeem(data_dir: Path, token: str) -> bool:
    """Use the token up; False when it isn't the one that was issued last, or was used before."""
    path = data_dir / _NAME
    try:
        issued = path.read_text()
        if not secrets.compare_digest(issued.encode(), token.encode()):
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True
