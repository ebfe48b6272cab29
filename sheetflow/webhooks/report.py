"""The public form: a report by a customer, on a phone, with or without JavaScript; and the privacy notice.

A sent form is answered with a redirect to the report's status page, so a reload sends nothing twice; a hidden key
makes a double press one report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from sheetflow.errors import SheetflowError
from sheetflow.forms.questions import ASKED
from sheetflow.intake import BY_KEY, MODEL_UNKNOWN
from sheetflow.model import Text
from sheetflow.ports import KeyReused
from sheetflow.webhooks import grid
from sheetflow.webhooks.language import told
from sheetflow.webhooks.reception import accept, read_report, services

pages = Blueprint("report", __name__)

_KEY = re.compile(r"[0-9a-f-]{36}")
_RETRY_SECONDS = 30

#: What is folded away until somebody wants to say it.
_MORE = ("brand", "serial_no", "purchase_date", "fault_scene")


@pages.get("/")
def home() -> ResponseReturnValue:
    """Lead to the form."""
    return redirect(url_for("report.show"))


@pages.get("/report")
def show() -> ResponseReturnValue:
    """Show the empty form."""
    return _form({})


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Show what is done with the customer's name, phone and address."""
    return render_template("privacy.html")


@pages.post("/report")
def send() -> ResponseReturnValue:
    """Take the report, or show the form again with each fault beside its field."""
    said = {name: value for name, value in request.form.items() if name in BY_KEY}
    if request.form.get("model_unknown"):
        said["product_model"] = MODEL_UNKNOWN.of(services().settings.language)
    report = read_report(said)
    faults = {fault.field: fault.why for fault in report.faults}
    if not request.form.get("privacy"):
        faults["privacy"] = _CONSENT
    if faults:
        return _form(request.form, faults=faults), 422
    return _accepted({"channel": "web", **report.values})


#: What somebody who types in the grid is told then.
_STALE = Text(
    "这个页面已失效。请把要写的抄下来,刷新页面再写",
    "This page is out of date. Copy what you typed, reload the page and type it again",
)


@pages.app_errorhandler(CSRFError)
def expired(error: CSRFError) -> ResponseReturnValue:
    """Show a form whose page is too old again with what was written; elsewhere say what to do."""
    if request.endpoint == "report.send":
        return _form(request.form, trouble=_EXPIRED), 400
    if request.path.startswith(f"{grid.API}/"):
        return grid.refused(_STALE, 400)
    return render_template("message.html", title=_EXPIRED), 400


def _accepted(values: Mapping[str, str]) -> ResponseReturnValue:
    key = request.form.get("key", "")
    try:
        acceptance = accept(values, key=f"form:{key}" if _KEY.fullmatch(key) else None)
    except KeyReused:
        return _form(request.form, trouble=_SENT_BEFORE, fresh=True), 409
    except SheetflowError:
        page = _form(request.form, trouble=_UNAVAILABLE)
        return page, 503, {"Retry-After": str(_RETRY_SECONDS)}
    return redirect(url_for("status.show", token=acceptance.token, sent=1), 303)


def _form(
    said: Mapping[str, str],
    *,
    faults: Mapping[str, Text] | None = None,
    trouble: Text | None = None,
    fresh: bool = False,
) -> str:
    key = said.get("key", "")
    return render_template(
        "report.html",
        said=said,
        names={name: told(label) for name, label in _NAMES.items()},
        faults=faults or {},
        trouble=trouble,
        more_open=any((faults and name in faults) or said.get(name) for name in _MORE),
        key=key if _KEY.fullmatch(key) and not fresh else str(uuid4()),
        column=services().schema.tab("tickets").column,
        limit={entry.key: entry.limit for entry in BY_KEY.values()},
        demonstration=services().is_demonstration(),
    )


#: What the form calls what it asks.
_NAMES: Mapping[str, Text] = {**ASKED, "privacy": Text("隐私说明", "Privacy notice")}

_CONSENT = Text(
    "还没有同意隐私说明。请阅读后在这里打勾,否则我们不能登记您的联系方式",
    "The privacy notice isn't agreed to yet. Read it and tick here; without it we may not keep your details",
)
_EXPIRED = Text(
    "页面打开得太久,或浏览器没有保存 Cookie。内容还在,请再按一次「提交」",
    "This page was open for too long, or the browser keeps no cookies. Your words are still here: send once more",
)
_SENT_BEFORE = Text(
    "这一页的报修已经提交过,内容与现在的不同。如果是另一件事,请再按一次「提交」",
    "A report was sent from this page before, with other words. If this is another matter, send once more",
)
_UNAVAILABLE = Text(
    "系统暂时无法保存,您的报修还没有登记。内容还在,请过一分钟再按「提交」,或给我们打电话",
    "We can't keep reports just now, so yours isn't taken yet. Your words are still here: send again in a minute, "
    "or phone us",
)
