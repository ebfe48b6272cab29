"""The front page of several branches: which there are, how each is, and the machines' pages for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from werkzeug.exceptions import NotFound

from sheetflow.finding import Finding
from sheetflow.intake import Fault
from sheetflow.model import Json, Text
from sheetflow.ports import Clock, Ledger
from sheetflow.webhooks.language import speak
from sheetflow.webhooks.machines import call_figures, no_room
from sheetflow.webhooks.security import asked_on_loopback, guard
from sheetflow.webhooks.services import WebSettings
from sheetflow.webhooks.tickets import refused

pages = Blueprint("front", __name__)

_CLOSED = Text(
    "这家分店暂时打不开。请过一分钟再试,或给我们打电话",
    "This branch can't be opened just now. Try again in a minute, or phone us",
)

#: Seconds after which a program may ask again.
_AGAIN = "30"


@dataclass(frozen=True, slots=True)
class Branch:
    """How a branch is: what its work shows, when its sheet was read last, and its ledger while it is open.

    `calls` are those counted for one that isn't, None where nobody knows.
    """

    name: str
    title: str
    finding: Finding
    read_at: datetime | None = None
    ledger: Ledger | None = None
    registry: CollectorRegistry | None = None
    calls: Json = None

    def figures(self) -> Iterable[Metric]:
        """Give its figures; of one that isn't open the calls that it took."""
        if self.registry is not None:
            return self.registry.collect()
        if not isinstance(self.calls, Mapping):
            return ()
        return call_figures({"read ok": 0, "write ok": 0, **self.calls})

    @property
    def path(self) -> str:
        """Give where its pages are."""
        return f"/b/{self.name}"


@dataclass(frozen=True, slots=True)
class FrontServices:
    """What the front page is made of; `branches` tells how they are now, in their order."""

    settings: WebSettings
    clock: Clock
    branches: Callable[[], Sequence[Branch]]


def create_front(services: FrontServices) -> Flask:
    """Make the application of all branches' own pages."""
    app = Flask("sheetflow.web")
    app.extensions["front"] = services
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["branch"] = ""
    guard(app, services.settings)
    speak(app, services)
    app.register_blueprint(pages)
    app.register_error_handler(NotFound, lambda _: (_listed(missing=True), 404))
    return app


@pages.get("/")
def show() -> ResponseReturnValue:
    """List the branches: for customers the way to each one's form, on this machine also how each is."""
    return _listed()


def _listed(*, missing: bool = False) -> str:
    given = _services()
    return render_template(
        "front.html", branches=given.branches(), inside=asked_on_loopback(), missing=missing
    )


@pages.route("/b/<name>/", defaults={"path": ""}, methods=["GET", "POST"])
@pages.route("/b/<name>/<path:path>", methods=["GET", "POST"])
def closed(name: str, path: str) -> ResponseReturnValue:
    """Answer for a branch that isn't open yet: who comes again in a minute may find it so."""
    found = next((one for one in _services().branches() if one.name == name), None)
    if found is None:
        return _listed(missing=True), 404
    if path.startswith(("api/", "hooks/")):
        answer = refused(503, Fault("", "", _CLOSED))
    else:
        page = render_template("closed.html", title=_CLOSED, name=found.title)
        answer = Response(page, 503)
    answer.headers["Retry-After"] = _AGAIN
    return answer


@pages.get("/livez")
def alive() -> ResponseReturnValue:
    """Answer at once, whatever else is away."""
    return {"alive": True}


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say which branches can keep reports; one that can't takes none of the others off the net."""
    faults = {one.name: _unready(one) for one in _services().branches()}
    states = {
        name: {"ready": False, "why": why} if why else {"ready": True}
        for name, why in faults.items()
    }
    some = not all(faults.values())
    return {"ready": some, "branches": states}, 200 if some else 503


def _unready(branch: Branch) -> str:
    return no_room(branch.ledger) if branch.ledger is not None else branch.finding.found.en


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Give the figures of all branches, each under its label."""
    registry = CollectorRegistry()
    registry.register(_Figures(_services().branches()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Figures(Collector):
    """Every branch's figures with its name; one of a name from all of them is one family."""

    def __init__(self, branches: Sequence[Branch]) -> None:
        self._branches = branches

    def describe(self) -> Iterator[Metric]:
        """Name none: nothing else is in its registry."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Give the figures, and which branches are open."""
        opened = GaugeMetricFamily(
            "sheetflow_branch_open", "Whether it is open.", labels=["branch"]
        )
        families: dict[str, Metric] = {}
        for branch in self._branches:
            opened.add_metric([branch.name], float(branch.ledger is not None))
            for family in branch.figures():
                into = families.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                into.samples += [
                    one._replace(labels={**one.labels, "branch": branch.name})
                    for one in family.samples
                ]
        yield opened
        yield from families.values()


def _services() -> FrontServices:
    given: FrontServices = current_app.extensions["front"]
    return given
