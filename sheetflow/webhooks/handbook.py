"""The sheet's help on a page: how to greet a caller and what to ask, in the shop's own words (P1 4.1.1, duty 5)."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sheetflow.errors import SheetflowError
from sheetflow.webhooks.reception import services

pages = Blueprint("handbook", __name__, url_prefix="/desk/help")


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show each topic with its text as the help tab has it now; without the sheet it says so."""
    try:
        topics, away = services().topics(), ""
    except SheetflowError as fault:
        topics, away = (), str(fault)
    return render_template("desk/handbook.html", topics=topics, away=away)
