"""What a parcel says: its leading notice with the others of its ticket, or a digest of them all."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.model import Language, Text
from sheetflow.notify.parcels import Bundle, Parcel
from sheetflow.notify.render import Message, render

#: Lines of a digest (SHEET.md: 40 at most, then how many more).
LINES = 40
TITLE = Text("攒下的通知", "Your notices")
MORE = Text("还有{}条", "{} more")


def worded(parcel: Parcel, language: Language, link: Callable[[str, str], str]) -> Message:
    """Word a message; `link` gives the address of a page for a notice's kind and ticket, or ""."""
    if len(parcel.bundles) == 1:
        return _message(parcel.bundles[0], language, link)
    lines = [_message(bundle, language, link).subject for bundle in parcel.bundles]
    if len(lines) > LINES:
        lines[LINES:] = [MORE.of(language).format(len(lines) - LINES)]
    facts = {
        "title": TITLE.of(language),
        "count": str(len(parcel.bundles)),
        "lines": "\n".join(lines),
    }
    return render(
        "digest",
        facts,
        ticket_no="",
        language=language,
        recipient=parcel.to,
        link=link("digest", ""),
    )


def _message(bundle: Bundle, language: Language, link: Callable[[str, str], str]) -> Message:
    """Word a bundle: a warning about the clock whose breach leads says nothing new, other notices are named."""
    lead, *rest = bundle
    others = [one for one in rest if not (one.clock and one.clock == lead.clock)]
    also = [_message((other,), language, link).subject for other in others]
    return render(
        lead.kind,
        lead.facts,
        ticket_no=lead.ticket_no,
        language=language,
        recipient=lead.recipient,
        link=link(lead.kind, lead.ticket_no),
        also=also,
    )
