"""What is said while somebody else has to move: support, the supervisor, parts, the customer, the workshop."""

from __future__ import annotations

from sheetflow.model import Text
from sheetflow.rules.next_action.line import Line
from sheetflow.typed.parts import in_words


def assistance(line: Line) -> Text:
    """Ask the dispatcher for a second technician."""
    return Text(
        "内勤:安排支援人员,或转主管处理",
        "Dispatcher: send a second technician, or ask the supervisor",
    )


def escalated(line: Line) -> Text:
    """Ask the supervisor to settle it."""
    return Text("主管:与客户商定办法,再改状态", "Supervisor: settle it with the customer")


def parts_wait(line: Line) -> Text:
    """Say that all is there, or what is waited for and until when, or ask for the date."""
    eta, parts = line.ticket.time("parts_eta"), _planned(line)
    if line.ticket.record.supplied:
        return Text(
            f"内勤:{parts}已到货,约客户,填「预约时间」",
            f"Dispatcher: {parts} in stock; book the customer, record it in Appointment",
        )
    if eta is None:
        return Text(
            "内勤:填「配件预计到货」,再告诉客户", "Dispatcher: record when the parts are due"
        )
    return Text(
        f"等{parts or '配件'},预计{line.at(eta)}到;到货后约客户",
        f"Waiting for {parts or 'parts'}, due {line.at(eta)}; then book the customer",
    )


def _planned(line: Line) -> str:
    """Give the parts to bring as they were understood, else as they were typed."""
    found = line.ticket.record.listed.get("planned_parts")
    return in_words(found.parts) if found and found.clear else line.ticket.text("planned_parts")


def customer_wait(line: Line) -> Text:
    """Say when to ask the customer again, or ask for the date and the reason."""
    until = line.ticket.time("next_contact_at")
    if until is None:
        return Text(
            "内勤:填「下次联系客户」和「等待原因」",
            "Dispatcher: record when to contact next, and why",
        )
    return Text(
        f"等客户,{line.at(until)}再联系",
        f"Waiting for the customer; contact again {line.at(until)}",
    )


def workshop(line: Line) -> Text:
    """Say when it was agreed to bring it back."""
    agreed = line.at(line.ticket.time("return_agreed_at"))
    return Text(f"送修中,约定{agreed}返还", f"In the workshop, agreed back {agreed}")
