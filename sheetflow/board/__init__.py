"""今日: what has to be done today, one list in blocks, the nearest deadline first.

SHEET.md, "今日". The same lines fill the tab, the desk's page and the digests:

    line = line_of(ticket, asked, now)      one a ticket, when it is planned
    page_of(lines, policy, now)             the tab;  document(lines, policy, now)  the page
"""

from sheetflow.board.arrangement import MOST, SOON, Block, arranged, blocks, fitted, turns_at
from sheetflow.board.beside import dated_beside, lines_beside
from sheetflow.board.document import document
from sheetflow.board.line import Line, line_of
from sheetflow.board.page import page_of

__all__ = [
    "MOST",
    "SOON",
    "Block",
    "Line",
    "arranged",
    "blocks",
    "dated_beside",
    "document",
    "fitted",
    "line_of",
    "lines_beside",
    "page_of",
    "turns_at",
]
