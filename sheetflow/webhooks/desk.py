"""The desk: let in by a one-time token, asked once 「你是谁」, then today's board."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sheetflow.model import Text
from sheetflow.roster import StaffMember
from sheetflow.webhooks import board, grid, token
from sheetflow.webhooks.reader import (
    come_back_to,
    desk_is_open,
    introduce,
    leave,
    open_desk,
    prolong,
    reader,
    where_to,
)
from sheetflow.webhooks.reception import services
from sheetflow.webhooks.security import asked_on_loopback

pages = Blueprint("desk", __name__, url_prefix="/desk")

#: 「系统最后运行」 turns red when it is older (SHEET.md, colours).
LATE_RUN = timedelta(minutes=5)

_DOORS = {"desk.enter", "desk.open_door"}
_ASKING = {*_DOORS, "desk.who", "desk.say_who"}
_LONGEST_NAME = 40


def protect(app: Flask) -> None:
    """Hold every page under /desk behind the door: on this machine, with a token's session, by somebody named."""
    app.before_request(_door)
    app.context_processor(_header)


def _door() -> ResponseReturnValue | None:
    if not request.path.startswith("/desk"):
        return None
    if not asked_on_loopback():
        return _message(_ELSEWHERE), 403
    if request.endpoint not in _DOORS and not desk_is_open():
        return _shut()
    if request.endpoint in _ASKING:
        return None
    if reader() is None:
        if request.method == "GET" and not request.path.startswith(grid.API):
            come_back_to(request.path)
        return redirect(url_for("desk.who"))
    prolong(services().clock.now().date())
    return None


def _shut() -> ResponseReturnValue:
    if request.path.startswith(grid.API):
        return grid.refused(_with_command(_SHUT), 403)
    return _message(_with_command(_SHUT)), 403


def _header() -> dict[str, object]:
    """Give the desk's pages who reads them and when the system last ran."""
    if not request.path.startswith("/desk") or not desk_is_open():
        return {}
    given = services()
    at = _last_run()
    late = at is None or given.clock.now() - at > LATE_RUN
    return {
        "reader": reader(),
        "last_run": at,
        "late": late,
        "demonstration": given.is_demonstration(),
        "may_start_empty": given.start_empty is not None,
    }


def _last_run() -> datetime | None:
    """Give when the sheet was last read; a cycle that finds nothing to plan leaves the board as it is."""
    last = services().ledger.kept("last_run")
    return datetime.fromisoformat(str(last["at"])) if isinstance(last, dict) else None


@pages.get("/enter")
def enter() -> ResponseReturnValue:
    """Show the door; looking at it doesn't use the token up."""
    if desk_is_open():
        return redirect(url_for("desk.today"))
    return render_template("desk/enter.html", token=request.args.get("token", ""))


@pages.post("/enter")
def open_door() -> ResponseReturnValue:
    """Use the token up and let this browser in."""
    if not token.redeem(services().settings.data_dir, request.form.get("token", "")):
        return _message(_with_command(_USED)), 403
    open_desk()
    return redirect(url_for("desk.who"), 303)


@pages.get("/who")
def who() -> ResponseReturnValue:
    """Ask 「你是谁」, with the staff to choose from."""
    return render_template(
        "desk/who.html", staff=_staff(), roles=services().schema.roles, missing=False
    )


@pages.post("/who")
def say_who() -> ResponseReturnValue:
    """Remember the answer; it names actor and role of what is done here, and protects nothing."""
    chosen = request.form.get("no", "")
    member = next((member for member in _staff() if member.no == chosen), None)
    name = " ".join(request.form.get("name", "").split())[:_LONGEST_NAME]
    if member is None and not name:
        page = render_template(
            "desk/who.html", staff=_staff(), roles=services().schema.roles, missing=True
        )
        return page, 422
    introduce(member or StaffMember("", name))
    page = where_to()
    return redirect(f"{request.script_root}{page}" if page else url_for("desk.today"), 303)


@pages.post("/leave")
def change() -> ResponseReturnValue:
    """Ask again who sits here, and show them the same page."""
    leave()
    page = request.form.get("page", "")
    if page.startswith("/desk/"):
        come_back_to(page)
    return redirect(url_for("desk.who"), 303)


@pages.get("/")
def today() -> ResponseReturnValue:
    """Show 今日; a script fetches the same page again to keep it fresh."""
    given = services()
    shown = board.read(given.ledger.kept("board"))
    return render_template(
        "desk/today.html",
        board=shown,
        read_at=_last_run() or (shown and shown.at),
        now=given.clock.now(),
    )


@pages.post("/start-empty")
def start_empty() -> ResponseReturnValue:
    """Leave the demonstration: from now on the real workbook is the desk's."""
    act = services().start_empty
    if act is None or not services().is_demonstration():
        return _message(_NO_DEMONSTRATION), 409
    act()
    return redirect(url_for("desk.today"), 303)


def _staff() -> list[StaffMember]:
    return [member for member in services().staff() if member.active]


def _with_command(text: Text) -> Text:
    """Name the command that prints another link; of several branches it is told which, as the address does."""
    name = request.script_root.removeprefix("/b/")
    command = f"sheetflow token --branch {name}" if name else "sheetflow token"
    return Text(text.zh.format(command=command), text.en.format(command=command))


def _message(text: Text) -> str:
    return render_template("message.html", title=text)


_ELSEWHERE = Text(
    "工作台只在这台电脑上打开。请用终端里印出的 127.0.0.1 地址",
    "The desk opens on its own machine only. Use the 127.0.0.1 address printed in the terminal",
)
_SHUT = Text(
    "工作台还没有打开。请点终端里印出的链接,或运行 {command} 得到新的链接",
    "The desk isn't open in this browser. Follow the link in the terminal, or run {command} for a new one",
)
_USED = Text(
    "这个链接用过了或不完整。请运行 {command} 得到新的链接",
    "This link was used before or isn't whole. Run {command} for a new one",
)
_NO_DEMONSTRATION = Text(
    "现在用的就是真实的表格,没有演示可以结束",
    "The real workbook is in use already; there is no demonstration to leave",
)
