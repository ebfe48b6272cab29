"""A round of sending in a process of its own, which may be told to die: python -m tests.notify.one_round …"""

from __future__ import annotations

import os
import signal
import sys

from sheetflow.ledger import open_ledger
from sheetflow.model import Recipient
from sheetflow.notify.sending import send_due
from sheetflow.notify.smtp import Smtp
from tests.notify.build import POLICY, anything, nowhere, unedited
from tests.notify.post_office import NOON, Noon


class DiesAfterwards(Smtp):
    """Hands its first message over and is killed before anybody hears of it."""

    def send(self, subject: str, text: str, html: str, *, to: Recipient, message_id: str) -> None:
        super().send(subject, text, html, to=to, message_id=message_id)
        os.kill(os.getpid(), signal.SIGKILL)


def main(ledger_url: str, smtp_url: str, end: str) -> None:
    post = (DiesAfterwards if end == "killed" else Smtp)(smtp_url, clock=Noon())
    ledger = open_ledger(ledger_url)
    send_due(ledger, post, now=NOON, policy=POLICY, still=anything, edited=unedited, link=nowhere)
    ledger.close()


main(*sys.argv[1:])
