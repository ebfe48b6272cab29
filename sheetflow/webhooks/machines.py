"""Pages for machines: is it alive, is it ready, and its figures in Prometheus' words."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sheetflow.errors import SheetflowError
from sheetflow.model import Json
from sheetflow.pings import FATES, PINGS
from sheetflow.ports import CALLS, Ledger
from sheetflow.webhooks.reception import services
from sheetflow.webhooks.services import WebServices

pages = Blueprint("machines", __name__)

#: So many of the newest deliveries are counted by state.
_NEWEST = 10_000

#: So many bytes are written and given back to see whether a report would find room: two pages of SQLite's.
_REPORT = 8192


@pages.get("/livez")
def alive() -> ResponseReturnValue:
    """Answer at once, whatever else is away."""
    return {"alive": True}


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether reports can be kept: the ledger takes as much as a report. The sheet may be away."""
    why = no_room(services().ledger)
    return ({"ready": False, "why": why}, 503) if why else {"ready": True}


def no_room(ledger: Ledger) -> str:
    """Say why a ledger can't take a report, "" where it can."""
    try:
        ledger.keep("room", " " * _REPORT)
        ledger.keep("room", "")  # what was taken is free again for a report
    except SheetflowError as error:
        return str(error)
    return ""


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Give the figures of pages and, where they share a process, of the cycles."""
    return Response(generate_latest(services().registry), content_type=CONTENT_TYPE_LATEST)


class LedgerFigures(Collector):
    """Tells at the moment of asking what the ledger knows: deliveries by state, cycles and what they did, pings.

    The cycles may run in another process: it keeps {"at", "totals": {"cycles", "changes"}}, and
    each process the calls that it made.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def describe(self) -> Iterator[Metric]:
        """Name the figures without asking the ledger."""
        yield _deliveries(())
        yield from _cycles(None)
        yield from call_figures(None)
        yield from _pings(None)

    def collect(self) -> Iterator[Metric]:
        """Give the figures; a ledger that is away gives none."""
        try:
            outbox = self._ledger.outbox(limit=_NEWEST)
            last, calls, pings = map(self._ledger.kept, ("last_run", CALLS, PINGS))
        except SheetflowError:
            return
        yield _deliveries(str(row["state"]) for row in outbox)
        yield from _cycles(last)
        yield from call_figures(calls)
        yield from _pings(pings)


def _deliveries(states: Iterable[str]) -> Metric:
    words = f"Deliveries of notices by state, among the newest {_NEWEST}."
    family = GaugeMetricFamily("sheetflow_outbox_deliveries", words, labels=["state"])
    for state, number in sorted(Tally(states).items()):
        family.add_metric([state], number)
    return family


def _cycles(last: Json) -> Iterator[Metric]:
    last_run = GaugeMetricFamily("sheetflow_last_cycle_timestamp_seconds", "When it last ran.")
    cycles = CounterMetricFamily("sheetflow_cycles", "Cycles run.")
    changes = CounterMetricFamily("sheetflow_changes", "Cells and rows written by cycles.")
    totals = last.get("totals") if isinstance(last, Mapping) else None
    if isinstance(last, Mapping) and isinstance(totals, Mapping):
        last_run.add_metric([], datetime.fromisoformat(str(last["at"])).timestamp())
        cycles.add_metric([], _count(totals["cycles"]))
        changes.add_metric([], _count(totals["changes"]))
    yield from (last_run, cycles, changes)


def call_figures(counts: Json) -> Iterator[Metric]:
    """Tell calls by what became of them; second tries and waits are no calls besides, and counted apart."""
    labels = ["kind", "outcome"]
    calls = CounterMetricFamily("sheetflow_sheets_calls", "Calls of Sheets.", labels=labels)
    repeated = CounterMetricFamily("sheetflow_sheets_repeats", "Second tries.", labels=["kind"])
    waits = CounterMetricFamily("sheetflow_sheets_waits", "Waits for quota.", labels=["kind"])
    apart = {"repeated": repeated, "waited": waits}
    for name, count in sorted(counts.items()) if isinstance(counts, Mapping) else ():
        kind, _, outcome = name.partition(" ")
        if outcome in apart:
            apart[outcome].add_metric([kind], _count(count))
        else:
            calls.add_metric([kind, outcome], _count(count))
    yield from (calls, repeated, waits)


def _pings(book: Json) -> Iterator[Metric]:
    last_ping = GaugeMetricFamily("sheetflow_last_ping_timestamp_seconds", "The last good one.")
    pings = CounterMetricFamily(
        "sheetflow_pings", "Pings of the spreadsheet's script.", labels=["fate"]
    )
    if isinstance(book, Mapping):
        if "at" in book:
            last_ping.add_metric([], datetime.fromisoformat(str(book["at"])).timestamp())
        for fate in FATES:
            pings.add_metric([fate], _count(book.get(fate, 0)))
    yield from (last_ping, pings)


def _count(stored: Json) -> float:
    return float(str(stored))


def measure(app: Flask, given: WebServices) -> None:
    """Count requests by page and answer, never by address: a status page's is a secret."""
    answers = _counter(given.registry)
    given.registry.register(LedgerFigures(given.ledger))

    def count(response: Response) -> Response:
        answers.labels(request.endpoint or "none", str(response.status_code)).inc()
        return response

    app.after_request(count)


def _counter(registry: CollectorRegistry) -> Counter:
    return Counter(
        "sheetflow_requests", "Answers by page and code.", ["page", "code"], registry=registry
    )
