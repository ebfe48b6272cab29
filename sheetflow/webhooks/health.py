"""Is everything going on: last run, scheduled jobs, undeliverable notices, problems of the sheet."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sheetflow.webhooks.notices import STATES, kind_name
from sheetflow.webhooks.reception import services

pages = Blueprint("health", __name__, url_prefix="/desk/health")


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show what runs, what failed and what a person has to mend."""
    given = services()
    last = given.ledger.kept("last_run")
    return render_template(
        "desk/health.html",
        error=str(last.get("error") or "") if isinstance(last, dict) else "",
        jobs=given.ledger.jobs(),
        undelivered=[row for row in given.ledger.outbox() if row["state"] in {"failed", "nobody"}],
        states=STATES,
        kinds=kind_name,
        problems=given.problems(),
    )
