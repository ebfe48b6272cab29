"""What was sent to whom, with its state; and, where mail goes into a folder, the messages themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from sheetflow.model import Json, Text
from sheetflow.webhooks import mail
from sheetflow.webhooks.language import told
from sheetflow.webhooks.reception import services

pages = Blueprint("notices", __name__, url_prefix="/desk/notices")

#: In a message's text, every second part is an address that it leads to.
_ADDRESS = re.compile(r"(https?://[^\s<>]+)")

#: A delivery's states in the ledger, as the desk reads them.
STATES: Mapping[str, Text] = {
    "waiting": Text("等写入", "waiting"),
    "due": Text("待发", "to be sent"),
    "sent": Text("已发", "sent"),
    "failed": Text("发不出", "failed"),
    "cancelled": Text("不用发了", "dropped"),
    "nobody": Text("没有收件人", "nobody there"),
}


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show the newest deliveries; a message that lies in the folder can be opened."""
    given = services()
    deliveries = given.ledger.outbox()
    letters = mail.newest(given.mail_folder) if given.mail_folder else ()
    known = {str(row["message_id"]) for row in deliveries}
    return render_template(
        "desk/notices.html",
        deliveries=deliveries,
        letters={letter.message_id: letter for letter in letters},
        others=[letter for letter in letters if letter.message_id not in known],
        instant=_instant,
        now=given.clock.now(),
        states=STATES,
        kinds=kind_name,
    )


def kind_name(kind: str) -> str:
    """Give a notice's kind in the reader's language."""
    spec = services().schema.notices.get(kind)
    return told(spec.label) if spec else kind


@pages.get("/<name>")
def read(name: str) -> ResponseReturnValue:
    """Show one message of the folder."""
    folder = services().mail_folder
    letter = mail.read(folder, name) if folder else None
    if letter is None:
        abort(404)
    return render_template("desk/notice.html", letter=letter, parts=_ADDRESS.split(letter.text))


def _instant(stored: Json) -> datetime | None:
    return datetime.fromisoformat(str(stored)) if stored else None
