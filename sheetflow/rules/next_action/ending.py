"""What is said once the work is done: call the customer back, collect the papers, file."""

from __future__ import annotations

from sheetflow.model import Text
from sheetflow.rules.next_action.line import Line
from sheetflow.rules.papers import old_part_due, papers_missing
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
    return _collect(papers=bool(papers_missing(line.ticket)), old_part=old_part_due(line.ticket))


def _collect(*, papers: bool, old_part: bool) -> Text:
    """Say what has to come back before the ticket is filed."""
    if papers and old_part:
        return Text(
            "内勤:收齐单据和旧件后归档", "Dispatcher: collect papers and old parts, then file"
        )
    if papers:
        return Text("内勤:收齐单据后归档", "Dispatcher: collect the papers, then file")
    if old_part:
        return Text(
            "内勤:收回旧件,填「旧件」后归档",
            "Dispatcher: collect the old part, record it in Old part, then file",
        )
    return Text("内勤:可以归档(状态选「已结单」)", "Dispatcher: ready to file (status Closed)")


def closed(line: Line) -> None:
    """Leave a filed row blank."""
