"""What a parcel says: its leading notice with the others of its ticket, or a digest of them all."""

from __future__ import annotations

from sheetflow.message import Message
from sheetflow.model import Language, Text
from sheetflow.notify.desk import DeskNow
from sheetflow.notify.parcels import Bundle, Parcel
from sheetflow.notify.render import Words, render

#: Lines of a digest (SHEET.md: 40 at most, then how many more).
LINES = 40
TITLE = Text("攒下的通知", "Your notices")
MORE = Text("还有{}条", "{} more")


def worded(parcel: Parcel, language: Language, desk: DeskNow) -> Message:
    """Word a parcel as the message that its recipient gets."""
    lead = parcel.bundles[0][0]
    one = len(parcel.bundles) == 1
    kind, ticket_no = (lead.kind, lead.ticket_no) if one else ("digest", "")
    words = _bundle(parcel.bundles[0], language, desk) if one else _digest(parcel, language, desk)
    return Message(
        to=parcel.to,
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


def _digest(parcel: Parcel, language: Language, desk: DeskNow) -> Words:
    lines = [_bundle(bundle, language, desk).subject for bundle in parcel.bundles]
    if len(lines) > LINES:
        lines[LINES:] = [MORE.of(language).format(len(lines) - LINES)]
    told = [one.facts for bundle in parcel.bundles for one in bundle]
    reads = [facts["sheet_read_at"] for facts in told if facts.get("sheet_read_at")]
    facts = {
        "title": TITLE.of(language),
        "count": str(len(parcel.bundles)),
        "lines": "\n".join(lines),
        "sheet_read_at": reads[-1] if reads else "",
    }
    return render(
        "digest",
        facts,
        ticket_no="",
        language=language,
        recipient=parcel.to,
        link=desk.link("digest", ""),
    )


def _bundle(bundle: Bundle, language: Language, desk: DeskNow) -> Words:
    """Word a bundle: a warning about the clock whose breach leads says nothing new, other notices are named."""
    lead, *rest = bundle
    others = [one for one in rest if not (one.clock and one.clock == lead.clock)]
    also = [_bundle((other,), language, desk).subject for other in others]
    return render(
        lead.kind,
        lead.facts,
        ticket_no=lead.ticket_no,
        language=language,
        recipient=lead.recipient,
        link=desk.link(lead.kind, lead.ticket_no),
        also=also,
    )
