"""Is everything going on: last run, scheduled jobs, undeliverable notices, problems of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sheetflow.model import Json
from sheetflow.vitals import JOBS
from sheetflow.webhooks.notices import STATES, kind_name
from sheetflow.webhooks.reception import services
from sheetflow.webhooks.services import WebServices

pages = Blueprint("health", __name__, url_prefix="/desk/health")

#: What reached nobody a week ago is nobody's to mend any more.
SHOWN_FOR = timedelta(days=7)


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show what runs, what failed and what a person has to mend."""
    given = services()
    last, standby, away = map(given.ledger.kept, ("last_run", "standby", "away"))
    return render_template(
        "desk/health.html",
        error=str(last.get("error") or "") if isinstance(last, dict) else "",
        away=_away(away) if _at(away) > _at(last) else None,
        standby=_at(standby) > _at(last),
        jobs=given.ledger.jobs(),
        job_names=JOBS,
        undelivered=_undelivered(given),
        states=STATES,
        kinds=kind_name,
        problems=given.problems(),
        levels_tab=given.schema.tab("levels").label.of(given.settings.language),
    )


def _undelivered(given: WebServices) -> list[Mapping[str, Json]]:
    """Give what reached nobody; of the digests today's alone, for each morning makes them anew."""
    now = given.clock.now()
    today = now.astimezone(given.settings.zone).date()
    return [
        row
        for row in given.ledger.undelivered(now - SHOWN_FOR)
        if row["kind"] != "digest" or _day(row, given) == today
    ]


def _day(row: Mapping[str, Json], given: WebServices) -> date:
    return datetime.fromisoformat(str(row["created_at"])).astimezone(given.settings.zone).date()


def _away(kept: Json) -> Mapping[str, str]:
    """Give what can't be done just now, "read" or "write", and why, in both languages."""
    said = kept if isinstance(kept, dict) else {}
    why = str(said.get("why", ""))
    return {"act": str(said.get("act", "read")), "why": why, "zh": str(said.get("zh") or why)}


def _at(kept: Json) -> str:
    """Give when something was kept, "" for never; all of these are in UTC, so they compare as they stand."""
    return str(kept["at"]) if isinstance(kept, dict) else ""
