"""Taking a report in: understood, then committed to the ledger, then answered; no sheet is touched here."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, request, url_for

from sheetflow.intake import Understood, understand
from sheetflow.ports import Acceptance
from sheetflow.webhooks.services import WebServices


def services() -> WebServices:
    """Give what the application was made with."""
    given: WebServices = current_app.extensions["sheetflow"]
    return given


def read_report(said: Mapping[str, object]) -> Understood:
    """Read what a caller said, now and in the desk's zone."""
    given = services()
    now = given.clock.now().astimezone(given.settings.zone)
    return understand(said, tickets=given.schema.tab("tickets"), now=now)


def accept(values: Mapping[str, str], *, key: str | None) -> Acceptance:
    """Commit a report and ask for a cycle; raises KeyReused, and Unavailable or Refused when it can't be kept."""
    given = services()
    now = given.clock.now()
    day = now.astimezone(given.settings.zone).date()
    acceptance = given.ledger.accept(values, at=now, day=day, key=key)
    given.wake()
    return acceptance


def status_address(token: str) -> str:
    """Give the full address of a ticket's status page as customers reach it."""
    root = services().settings.public_url or request.host_url.rstrip("/")
    return root + url_for("status.show", token=token)
