"""Changed service levels wait here: which open deadlines they would move, and a supervisor's word that they count."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sheetflow.levels import KEPT, described, named
from sheetflow.model import Text
from sheetflow.webhooks.language import language
from sheetflow.webhooks.reader import supervises
from sheetflow.webhooks.reception import services

pages = Blueprint("levels", __name__, url_prefix="/desk/levels")


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show what waits; looking changes nothing."""
    return _page()


@pages.post("/")
def apply() -> ResponseReturnValue:
    """Let the tab's levels count, if they are still the ones that were shown."""
    if not supervises():
        return render_template("message.html", title=_SUPERVISORS_ONLY), 403
    given = services()
    found = given.levels()
    if found is None:
        return redirect(url_for("health.show"), 303)
    proposal, _ = found
    if request.form.get("seal") != proposal.seal:
        return _page(changed=True), 409
    given.ledger.keep(KEPT, proposal.document)
    given.wake()
    return redirect(url_for("health.show"), 303)


def _page(*, changed: bool = False) -> str:
    found = services().levels()
    if found is None:
        return render_template("desk/levels.html", seal="", rows=(), moves=(), changed=changed)
    proposal, policy = found
    tongue = language()
    rows = [
        (
            named(one.grade, one.clock, policy),
            described(one.before, tongue),
            described(one.after, tongue),
        )
        for one in proposal.changes
    ]
    moves = [
        (move.ticket_no, policy.clock(move.clock).label, move.before, move.after)
        for move in proposal.moves
    ]
    return render_template(
        "desk/levels.html",
        seal=proposal.seal,
        rows=rows,
        moves=moves,
        changed=changed,
        may_apply=supervises(),
    )


_SUPERVISORS_ONLY = Text(
    "改时效要主管确认。请主管点上面的「换人」报上自己的名字",
    "Only a supervisor confirms service levels. Let one press 'change' above and say who they are",
)
