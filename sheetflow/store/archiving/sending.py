"""Batches to one of an archive's spreadsheets, by its token chain: one that comes late or twice fails whole.

The archive's own spreadsheet has the same token as a desk's: whoever archives into it shuts out everybody before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sheetflow.errors import Refused, Unavailable
from sheetflow.model import Text
from sheetflow.store.api import Api, Message
from sheetflow.store.archiving.look import Outpaced, unreachable
from sheetflow.store.chain import Chain, Sent
from sheetflow.store.names import SCRATCH, stable_id
from sheetflow.store.outcomes import Rejected

_AGAIN = Text(
    "请再运行一次 sheetflow archive,它会接着做完。",
    "Run sheetflow archive again: it goes on where it stopped.",
)


class Sender:
    """Who writes into a spreadsheet; `away` says that it is no desk's, so that a refusal tells how it is shared."""

    def __init__(self, api: Api, *, away: bool) -> None:
        """Hold no token yet."""
        self._id, self._away = api.id, away
        self._chain = Chain(api, of_a_desk=not away)

    def join(self) -> None:
        """Take over the token: batches that were made for the rows as they stood fail from now on."""
        with self._explained():
            self._chain.follow()

    def send(self, requests: Sequence[Message], *, tabs: Sequence[int]) -> None:
        """Send a batch; the token hangs on the first of these tabs where there is no scratch tab."""
        scratch = stable_id("tab", SCRATCH)
        anchor = tabs[0] if self._away and scratch not in tabs else scratch
        with self._explained():
            _applied(self._chain.send(requests, token=self._chain.next_token(), scratch_id=anchor))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except Rejected as fault:
            if not self._away:
                raise
            raise unreachable(self._id, fault) from fault


def _applied(sent: Sent) -> None:
    if sent.state == "rejected":
        raise sent.error or Refused("The spreadsheet refuses the batch.", zh="表格拒绝了这次写入。")
    if sent.state in ("lost", "deleted"):
        raise Outpaced(
            f"Another writer is at the spreadsheet. {_AGAIN.en}",
            zh=f"另一个程序正在写表格。{_AGAIN.zh}",
        )
    if sent.state != "applied":
        raise Unavailable(
            f"The spreadsheet gives no answer. {_AGAIN.en}", zh=f"表格没有回应。{_AGAIN.zh}"
        )
