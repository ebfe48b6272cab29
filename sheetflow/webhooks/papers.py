"""Papers to print on the desk: a ticket's dispatch order, receipt, parts slip, fee card; blank ones without a ticket.

GET /desk/papers/parts_slip/WX20260310001     GET /desk/papers/all/WX20260310001     GET /desk/papers/fee_card/
"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sheetflow.model import Text
from sheetflow.ports import PaperAddresses
from sheetflow.record import TicketRecord
from sheetflow.schema import PAPERS
from sheetflow.webhooks.language import language
from sheetflow.webhooks.reception import services, status_address
from sheetflow.webhooks.ticket import unknown

pages = Blueprint("papers", __name__, url_prefix="/desk/papers")

#: All that this desk prints, one after the other.
ALL = "all"


@pages.get("/")
def index() -> ResponseReturnValue:
    """Lead to the blank papers."""
    return redirect(url_for("papers.blank", kind=ALL))


@pages.get("/<kind>/")
def blank(kind: str) -> ResponseReturnValue:
    """Show a paper with nothing on it but lines to write on, for the day on which the system is away."""
    return _page(kind, None, PaperAddresses(form=_form()))


@pages.get("/<kind>/<path:number>")
def show(kind: str, number: str) -> ResponseReturnValue:
    """Show a ticket's paper, ready to print; looking changes nothing."""
    record = services().ledger.record_of(number)
    return _page(kind, record, _addresses(number)) if record else unknown(number)


def _page(kind: str, record: TicketRecord | None, addresses: PaperAddresses) -> ResponseReturnValue:
    given = services()
    if kind != ALL and kind not in PAPERS:
        abort(404)
    if given.printer is None:
        return render_template("message.html", title=_NO_PRINTER), 503
    listed = given.schema.papers.printed
    printed = given.printer.print_out(
        listed if kind == ALL else (kind,),
        record,
        language=language(),
        now=given.clock.now(),
        addresses=addresses,
    )
    return render_template(
        "desk/papers.html",
        kind=kind,
        number=record.ticket_no if record else "",
        titles={one: given.printer.title(one) for one in listed},
        papers=printed.html,
        notes=printed.notes,
    )


def _addresses(number: str) -> PaperAddresses:
    """Give what the codes may lead to; the customer's pages only where customers can reach them."""
    given = services()
    token = given.ledger.token_of(number) if given.settings.public_url else None
    ticket = request.host_url.rstrip("/") + url_for("ticket.show", number=number)
    return PaperAddresses(ticket, status_address(token) if token else "", _form())


def _form() -> str:
    public = services().settings.public_url
    return public + url_for("report.show") if public else ""


_NO_PRINTER = Text(
    "这个进程不能打印。请运行 sheetflow serve",
    "This process can't print. Run sheetflow serve",
)
