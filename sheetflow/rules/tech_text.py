"""Keep what a technician needs ready to be copied into a chat: every dispatch has one, short enough for a phone.

P1 4.1.3, P2 S3 (duty 14); SHEET.md, "Notices".    已派工  ->  【派工】WX…001 紧急, 大锅灶 ZG-2A:打不着火, 城东 20分钟 …
A chat is kept by everybody in it, so it names no customer, phone or street (P2 KP, duty 47): these stand in the row and
on the dispatch order (docs/decisions/0016). In an incident nobody is sent, and the text goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sheetflow import masking
from sheetflow.fees import asked_for, standing
from sheetflow.model import Change
from sheetflow.policy import Policy
from sheetflow.tickets import Snapshot, Ticket
from sheetflow.typed.parts import in_words

COLUMN = ("tech_text",)

#: A chat shows so much of a fault without unfolding it.
LONGEST = 60


def tech_text(desk: Snapshot, now: datetime, policy: Policy) -> Iterator[Change]:
    """Yield the text of each ticket that somebody was sent to; imported wording stays."""
    for ticket in desk.tickets:
        record = ticket.record
        if record.imported:
            continue
        if record.technician and ticket.state.live and not ticket.get("incident"):
            yield ticket.shows("tech_text", "\n".join(_lines(ticket, desk, policy)))
        elif ticket.filled(COLUMN):
            yield ticket.shows("tech_text", None)


def _lines(ticket: Ticket, desk: Snapshot, policy: Policy) -> Iterator[str]:
    """Yield the lines; what isn't known has none."""
    zh, record = policy.language == "zh", ticket.record
    yield f"{'【派工】' if zh else '[Job] '}{ticket.no} {policy.say(policy.label(f'grade.{record.grade}'))}"
    fault, shop = _short(ticket.text("fault")), ticket.text("unit_name")
    yield f"{ticket.text('product_model')}{':' if zh else ': '}{fault}".strip(": ")
    if where := " ".join(filter(None, (shop, ticket.region, _minutes(ticket, policy)))):
        yield where
    for (chinese, english), words in _facts(ticket, desk, policy):
        if words:
            yield f"{chinese}:{words}" if zh else f"{english}: {words}"
    yield "姓名、电话、地址看表格或派工单" if zh else "Name, phone, address: in the sheet"
    if policy.desk_url:
        yield policy.ticket_page(ticket.no)


def _facts(ticket: Ticket, desk: Snapshot, policy: Policy) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what else the notice of a dispatch says: times, warranty, fee, parts to bring, and what it may be."""
    record, fee = ticket.record, ticket.record.fee
    if (agreed := record.agreed_at) and not _before_they_were_sent(ticket, agreed):
        yield ("约好", "Agreed"), _time(agreed, policy)
    yield ("期望", "Wished"), _short(ticket.text("wished_time"))
    warranty = policy.label(f"warranty.{standing(ticket, desk.books)}")
    yield ("保修", "Warranty"), policy.say(warranty)
    if fee and fee.bearing:
        yield ("先报价", "Quote first"), policy.say(asked_for(fee))
    listed = record.listed.get("planned_parts")
    understood = in_words(listed.parts) if listed and listed.clear else ""
    yield ("带", "Bring"), understood or _short(ticket.text("planned_parts"))
    if record.likely:
        yield ("可能", "Likely"), policy.say(record.likely)


def _before_they_were_sent(ticket: Ticket, agreed: datetime) -> bool:
    """Say whether a time was over when its technician was sent: another one was to come then."""
    sent = ticket.record.stamp("dispatched_at")
    return ticket.status == "dispatched" and sent is not None and agreed < sent


def _minutes(ticket: Ticket, policy: Policy) -> str:
    way = policy.travel(ticket.region, start=ticket.record.tour.start)
    minutes = int(way.total_seconds() // 60)
    unit = "分钟" if policy.language == "zh" else " min"
    return f"{minutes}{unit}" if minutes else ""


def _time(at: datetime, policy: Policy) -> str:
    """Say an instant so that it stays true tomorrow."""
    wall = policy.local(at)
    return f"{wall.month}/{wall.day} {wall.hour:02}:{wall.minute:02}"


def _short(words: str) -> str:
    """Give a customer's words on one line, without anybody's number."""
    line = masking.text(" ".join(words.split())) if words else ""
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
