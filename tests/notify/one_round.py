"""A round of sending in a process of its own, which may be told to die: python -m tests.notify.one_round …"""

from __future__ import annotations

import os
import signal
import sys

from sheetflow.ledger import open_ledger
from sheetflow.message import Message
from sheetflow.notify.sending import send_due
from sheetflow.notify.smtp import Smtp
from tests.notify.build import POLICY, Desk
from tests.notify.post_office import NOON, Noon


class DiesAfterwards(Smtp):
    """Hands its first message over and is killed before anybody hears of it."""

    def send(self, message: Message) -> None:
        super().send(message)
        os.kill(os.getpid(), signal.SIGKILL)


def main(ledger_url: str, smtp_url: str, end: str) -> None:
    post = (DiesAfterwards if end == "killed" else Smtp)(smtp_url, clock=Noon())
    ledger = open_ledger(ledger_url)
    send_due(ledger, {"mail": post}, now=NOON, policy=POLICY, desk=Desk())
    ledger.close()


main(*sys.argv[1:])
