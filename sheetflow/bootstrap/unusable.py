"""Settings that can't be used, found without asking the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sheetflow.errors import BadInput, Problem
from sheetflow.notify.smtp import server_of
from sheetflow.settings import Settings
from sheetflow.store.google import read_key


def unusable(settings: Settings) -> Iterator[Problem]:
    """Yield what is wrong with the mail address and the key file, and of which branch, without asking the network."""
    try:
        if settings.smtp_url:
            server_of(settings.smtp_url)
    except BadInput as fault:
        yield from fault.problems
    try:
        if settings.credentials and not settings.sheets_url:
            read_key(Path(settings.credentials), branch=settings.branch)
    except BadInput as fault:
        of = f"{settings.branch}: " if settings.branch else ""
        yield from (replace(one, where=f"{of}{one.where}") for one in fault.problems)
