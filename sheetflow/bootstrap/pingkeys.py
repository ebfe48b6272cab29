"""The keys that a spreadsheet's script signs its pings with: the newest, and for some days those before it.

They lie in the house's own folder, in a file that this user alone can read, or come from SHEETFLOW_PING_SECRET where
pages are served by several machines. The file is read at each ping, so a new key counts without a restart.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sheetflow.bootstrap.place import folder_of, make_private, writable
from sheetflow.errors import Refused
from sheetflow.pings import KEY
from sheetflow.settings import Settings

_FILE = "ping-keys.json"

#: As many bytes as the signature's own hash has.
_BYTES = 32


@dataclass(frozen=True, slots=True)
class PingKeys:
    """The keys of the spreadsheet whose folder this is."""

    settings: Settings
    folder: Path

    def at(self, now: datetime) -> Sequence[str]:
        """Give the keys that count at an instant, the newest first; none before the first was made."""
        if self.settings.ping_keys:
            return self.settings.ping_keys
        return [
            key for key, until in self._kept() if not until or datetime.fromisoformat(until) > now
        ]

    def newest(self) -> str:
        """Give the key to sign with, made now if there was none."""
        if self.settings.ping_keys:
            return self.settings.ping_keys[0]
        kept = self._kept()
        return kept[0][0] if kept else self._make([])

    def rotate(self, now: datetime, *, keep: timedelta) -> str:
        """Make a new key and give it; the one before counts for so long, and each before that as it was promised.

        Raises Refused where keys are set.
        """
        if self.settings.ping_keys:
            raise Refused(
                "The key comes from SHEETFLOW_PING_SECRET. Write a new one before it there, parted by a comma, and "
                "take the old one out when the script has the new."
            )
        before = [[key, until or (now + keep).isoformat()] for key, until in self._kept()]
        return self._make([one for one in before if datetime.fromisoformat(one[1]) > now])

    def _make(self, before: Sequence[Sequence[str]]) -> str:
        key = KEY + base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")
        make_private(self.folder.parent)
        make_private(self.folder)
        draft = self.folder / f"{_FILE}.new"
        with writable(self.folder):
            draft.unlink(missing_ok=True)
            opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w", encoding="ascii") as file:
                json.dump([[key, ""], *before], file)
            draft.replace(self.folder / _FILE)
        return key

    def _kept(self) -> Sequence[tuple[str, str]]:
        """Give each key with the end of its time, "" for the newest."""
        try:
            text = (self.folder / _FILE).read_text(encoding="ascii")
        except FileNotFoundError:
            return []
        return [(key, until) for key, until in json.loads(text)]


def keys_of(settings: Settings, which: str) -> PingKeys:
    """Give the keys of the demonstration or the desk without opening it."""
    return PingKeys(settings, settings.data_dir / folder_of(settings, which))
