"""Printable papers: dispatch order, receipt or service record, parts slip, fee card (P1 4.1.3, 4.3.1, 4.7.1; P2 S5).

Press(…).print_out(["receipt"], record, language="zh", now=now, addresses={…}) -> Printout(html, notes)
"""

from sheetflow.documents.press import Press

__all__ = ["Press"]
