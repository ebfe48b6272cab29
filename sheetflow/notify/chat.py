"""A message as a group chat shows it: subject, reason, steps, facts and link, without blank lines, on one screen."""

from __future__ import annotations

from sheetflow.message import Message

#: 企业微信 takes 2,048 octets of text, the others ten times as many; a phone's first screen shows about so many lines.
MOST_OCTETS, MOST_LINES = 2000, 16
#: Of a longer message the beginning and so many last lines stay: the link, for whom it is, what it was decided on.
TAIL = 3


def chat(message: Message) -> str:
    """Give the text for a chat; of a long one the middle is left out, and how many lines: `… +12`."""
    lines = [message.subject, *filter(None, map(str.rstrip, message.text.splitlines()))]
    if _fits(lines):
        return "\n".join(lines)
    head, tail = lines[:-TAIL], lines[-TAIL:]
    kept = len(head) - 1
    while kept > 1 and not _fits(_cut(head, kept, tail)):
        kept -= 1
    return "\n".join(_cut(head, kept, tail))


def _cut(head: list[str], kept: int, tail: list[str]) -> list[str]:
    return [*head[:kept], f"… +{len(head) - kept}", *tail]


def _fits(lines: list[str]) -> bool:
    return len(lines) <= MOST_LINES and len("\n".join(lines).encode()) <= MOST_OCTETS
