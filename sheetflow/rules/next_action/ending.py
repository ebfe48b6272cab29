"""What is said once the work is done: call the customer back, collect the papers, file."""

from __future__ import annotations

from sheetflow.model import Text
from sheetflow.rules.completion import papers_missing
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.revisit import ENDS


def completed(line: Line) -> Text | None:
    """Ask for the revisit, then for the papers, then for the filing; nothing of what another system finished."""
    if line.ticket.record.imported:
        return None
    if line.ticket.get("revisit_result") not in ENDS:
        by = line.by("revisit")
        return Text(
            f"客服:{by}前回访;没接通也要填「回访结果」",
            f"Service: revisit by {by}; record unanswered calls too",
        )
    if papers_missing(line.ticket):
        return Text("内勤:收齐单据后归档", "Dispatcher: collect the papers, then file")
    return Text("内勤:可以归档(状态选「已结单」)", "Dispatcher: ready to file (status Closed)")


def closed(line: Line) -> None:
    """Leave a filed row blank."""
