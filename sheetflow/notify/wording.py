"""What a parcel says: its leading notice with the others of its ticket, or a digest of them all.

What is noted as sent has been printed: each notice says in any message what SHEET.md, "Notices" wants of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheetflow.message import Message
from sheetflow.model import Language, Recipient, Text
from sheetflow.notices import KINDS
from sheetflow.notify.desk import DeskNow
from sheetflow.notify.parcels import Bundle, Parcel
from sheetflow.notify.render import Block, Words, render
from sheetflow.ports import Delivery

TITLE = Text("攒下的通知", "Your notices")
ALSO = Text("这一单还有：{}", "Also on this ticket: {}")


def worded(parcel: Parcel, language: Language, desk: DeskNow) -> Message:
    """Word a parcel as the message that its recipient gets."""
    lead = parcel.bundles[0][0]
    one = len(parcel.bundles) == 1
    kind, ticket_no = (lead.kind, lead.ticket_no) if one else ("digest", "")
    words = _bundle(parcel.bundles[0], language, desk) if one else _digest(parcel, language, desk)
    return Message(
        to=_meant(parcel, language),
        message_id=parcel.message_id,
        kind=kind,
        subject=words.subject,
        text=words.text,
        html=words.html,
        brief=words.brief,
        ticket_no=ticket_no,
        grade=desk.grade(ticket_no),
        roles=desk.roles(parcel.to.staff_no),
        urgent=lead.urgent,
        link=desk.link(kind, ticket_no),
    )


def _meant(parcel: Parcel, language: Language) -> Recipient:
    """Give whom a message is for: in a group all whom its notices are for."""
    if not parcel.to.shared:
        return parcel.to
    between = "、" if language == "zh" else ", "
    people: dict[str, str] = {}
    for to in (delivery.recipient for delivery in parcel.deliveries):
        people |= dict(zip(to.staff_no.split(), to.name.split(between), strict=False))
    return replace(parcel.to, staff_no=" ".join(people), name=between.join(people.values()))


def _digest(parcel: Parcel, language: Language, desk: DeskNow) -> Words:
    """Word several bundles: each notice with all that it says, what is listed on a line of its own."""
    told = [one for bundle in parcel.bundles for one in _telling(bundle)]
    reads = [one.facts["sheet_read_at"] for one in told if one.facts.get("sheet_read_at")]
    facts = {
        "title": TITLE.of(language),
        "count": str(len(parcel.bundles)),
        "lines": "",
        "sheet_read_at": reads[-1] if reads else "",
    }
    lines = [_line(one, language, desk) for one in told if KINDS[one.kind].listed]
    blocks = [_block(one, language, desk) for one in told if not KINDS[one.kind].listed]
    return render(
        "digest",
        facts,
        ticket_no="",
        language=language,
        recipient=_meant(parcel, language),
        link=desk.link("digest", ""),
        also=[*blocks, *([("", tuple(lines))] if lines else [])],
    )


def _bundle(bundle: Bundle, language: Language, desk: DeskNow) -> Words:
    """Word a bundle: its leading notice, and below it all that the others say."""
    lead, *others = _telling(bundle)
    also = [_block(other, language, desk) for other in others]
    return _words(
        lead, language, desk, [(ALSO.of(language).format(head), lines) for head, lines in also]
    )


def _telling(bundle: Bundle) -> list[Delivery]:
    """Leave out what the leading notice says already: a warning of the clock whose breach it tells, or the same."""
    lead, *rest = bundle
    says = {lead.kind, "clock_warning"} if lead.clock else set()
    return [lead, *(one for one in rest if one.clock != lead.clock or one.kind not in says)]


def _block(delivery: Delivery, language: Language, desk: DeskNow) -> Block:
    words = _words(delivery, language, desk)
    return words.subject, words.lines


def _line(delivery: Delivery, language: Language, desk: DeskNow) -> str:
    return f"{delivery.ticket_no} {_words(delivery, language, desk).lines[0]}"


def _words(
    delivery: Delivery, language: Language, desk: DeskNow, also: Sequence[Block] = ()
) -> Words:
    return render(
        delivery.kind,
        delivery.facts,
        ticket_no=delivery.ticket_no,
        language=language,
        recipient=delivery.recipient,
        roles=desk.roles(delivery.recipient.staff_no),
        link=desk.link(delivery.kind, delivery.ticket_no),
        also=also,
    )
