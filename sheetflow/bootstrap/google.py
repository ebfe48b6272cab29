"""The way to a Google spreadsheet, within the share of the quota that is ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import gspread

from sheetflow.ports import Clock
from sheetflow.settings import Settings
from sheetflow.store import Budget, Share, account_of, connect_google

#: Where the last minute's calls of Google stand, for all desks and processes of a data folder.
QUOTA = "quota.sqlite"


def google_client(settings: Settings, clock: Clock) -> gspread.Client:
    """Connect with the key that the settings name. Raises BadInput or Refused."""
    budget = partial(budget_of, settings, clock)
    return connect_google(
        Path(settings.credentials), settings.spreadsheet_id, branch=settings.branch, budget=budget
    )


def budget_of(
    settings: Settings,
    clock: Clock,
    key: Mapping[str, object],
    *,
    pause: Callable[[float], object] | None = None,
) -> Budget:
    """Give what a key may call, shared by all desks and processes of the folder; `pause` waits so many seconds."""
    path = (settings.shared_dir or settings.data_dir) / QUOTA
    part = Share(settings.branch, settings.sharing)
    share = settings.quota_share
    return Budget(path, account_of(key), now=clock.now, share=share, part=part, pause=pause)
