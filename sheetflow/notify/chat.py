"""A message as a group chat shows it: subject, reason, steps, facts and link, without blank lines, on a phone's screen.

What is long, as a digest may be, goes on in further posts: what is noted as sent has been said.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.message import Message

#: 企业微信 takes 2,048 octets of text in a post, the others ten times as many; some are left for `(2/3)`.
OCTETS = 2000
#: A longer line is broken: so many characters of any kind have room beside a subject.
LINE = 400


def posts(message: Message) -> list[str]:
    """Give the texts to post: one, or several that each begin with the subject and say which of how many."""
    lines = [*filter(None, map(str.rstrip, message.text.splitlines()))]
    whole = "\n".join([message.subject, *lines])
    if _octets(whole) <= OCTETS:
        return [whole]
    pages = list(_pages(lines, OCTETS - _octets(message.subject)))
    many = len(pages)
    return [f"{message.subject} ({n}/{many})\n{page}" for n, page in enumerate(pages, 1)]


def _pages(lines: list[str], room: int) -> Iterator[str]:
    page = ""
    for line in lines:
        for piece in (line[at : at + LINE] for at in range(0, len(line), LINE)):
            if page and _octets(f"{page}\n{piece}") > room:
                yield page
                page = ""
            page = f"{page}\n{piece}" if page else piece
    yield page


def _octets(text: str) -> int:
    return len(text.encode())
