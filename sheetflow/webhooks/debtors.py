"""Who owes what: the debts of work that has ended, by age, with who follows each up (P1 4.7.5, duty 43)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sheetflow.charges import AGES
from sheetflow.model import Language
from sheetflow.schema import Schema
from sheetflow.webhooks.reception import services

pages = Blueprint("debtors", __name__, url_prefix="/desk/debtors")


@pages.get("/")
def show() -> ResponseReturnValue:
    """Show the debtor list as of today, the oldest first; the figures are the report's."""
    given = services()
    found = given.debtors()
    ages = [(age, found.by_age[age.key], found.aged(age)) for age in AGES] if found else []
    return render_template(
        "desk/debtors.html",
        found=found,
        ages=ages,
        names={member.no: member.name for member in given.staff() if member.active},
        tabs=_words(given.schema, given.settings.language),
    )


def _words(schema: Schema, language: Language) -> Mapping[str, str]:
    """Give what the tabs and columns that the page speaks of are called in the workbook."""
    payments = schema.tab("payments")
    columns = {name: payments.column(name).label.of(language) for name in ("amount", "last_word")}
    return {
        **columns,
        **{name: schema.tab(name).label.of(language) for name in ("payments", "contacts")},
    }
