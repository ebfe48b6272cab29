"""The way to a Google spreadsheet, within the share of the quota that is ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import gspread

from sheetflow.ports import Clock
from sheetflow.settings import Settings
from sheetflow.store import Budget, account_of, connect_google

#: Where the last minute's calls of Google stand, for all desks and processes of a data folder.
QUOTA = "quota.sqlite"


def google_client(settings: Settings, clock: Clock) -> gspread.Client:
    """Connect with the key that the settings name. Raises BadInput or Refused."""

    def budget(key: Mapping[str, object]) -> Budget:
        path, share = settings.data_dir / QUOTA, settings.quota_share
        return Budget(path, account_of(key), now=clock.now, share=share)

    return connect_google(Path(settings.credentials), settings.spreadsheet_id, budget=budget)
