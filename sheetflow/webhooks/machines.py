"""Pages for machines: is it alive, is it ready, and its figures in Prometheus' words."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from sheetflow.errors import SheetflowError
from sheetflow.ports import Ledger
from sheetflow.webhooks.reception import services
from sheetflow.webhooks.services import WebServices

pages = Blueprint("machines", __name__)

#: So many of the newest deliveries are counted by state.
_NEWEST = 10_000


@pages.get("/livez")
def alive() -> ResponseReturnValue:
    """Answer at once, whatever else is away."""
    return {"alive": True}


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether reports can be kept: the ledger answers. The sheet may be away."""
    try:
        services().ledger.kept("last_run")
    except SheetflowError as error:
        return {"ready": False, "why": str(error)}, 503
    return {"ready": True}


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Give the figures of pages and, where they share a process, of the cycles."""
    return Response(generate_latest(services().registry), content_type=CONTENT_TYPE_LATEST)


class OutboxFigures(Collector):
    """Counts the newest deliveries by state at the moment of asking."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name the figure without asking the ledger."""
        yield self._family()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the figure; a ledger that is away gives none."""
        family = self._family()
        try:
            states = Tally(str(row["state"]) for row in self._ledger.outbox(limit=_NEWEST))
        except SheetflowError:
            return
        for state, number in sorted(states.items()):
            family.add_metric([state], number)
        yield family

    @staticmethod
    def _family() -> GaugeMetricFamily:
        words = f"Deliveries of notices by state, among the newest {_NEWEST}."
        return GaugeMetricFamily("sheetflow_outbox_deliveries", words, labels=["state"])


def measure(app: Flask, given: WebServices) -> None:
    """Count requests by page and answer, never by address: a status page's is a secret."""
    answers = _counter(given.registry)
    given.registry.register(OutboxFigures(given.ledger))

    def count(response: Response) -> Response:
        answers.labels(request.endpoint or "none", str(response.status_code)).inc()
        return response

    app.after_request(count)


def _counter(registry: CollectorRegistry) -> Counter:
    return Counter(
        "sheetflow_requests", "Answers by page and code.", ["page", "code"], registry=registry
    )
