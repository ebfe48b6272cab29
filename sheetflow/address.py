"""Where the embedded workbook is served: left in DATA_DIR by `serve`, so that other commands can reach it.

The file is readable by its owner alone, for its token opens the workbook. A lock beside it is held while the server
lives: an address whose lock is free belongs to a server that has gone.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sheetflow.errors import Refused

_FILE, _LOCK = "server.json", "server.lock"


class Address(NamedTuple):
    """A workbook server and the token it wants."""

    url: str
    token: str


def read_address(data_dir: Path) -> Address | None:
    """Give the address of the server that has this folder's workbook, or None when nobody serves it."""
    if not _locked(data_dir):
        return None
    try:
        return Address(*json.loads((data_dir / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def holding(data_dir: Path, address: Address) -> Iterator[None]:
    """Hold the folder and leave the address there. Raises Refused when another server has it."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"{data_dir} is served by another sheetflow. Stop that one, or set SHEETFLOW_DATA_DIR to another."
            ) from None
        _leave(data_dir, address)
        try:
            yield
        finally:
            (data_dir / _FILE).unlink(missing_ok=True)


def _leave(data_dir: Path, address: Address) -> None:
    draft = data_dir / f"{_FILE}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(list(address), file)
    draft.replace(data_dir / _FILE)


def _locked(data_dir: Path) -> bool:
    path = data_dir / _LOCK
    if not path.exists():
        return False
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(lock, fcntl.LOCK_UN)
        return False
