"""What the customer sees under the link that only they have, from the report to the end."""

from __future__ import annotations

from tests.scenarios.desk import SAID, ServiceDesk
from tests.scenarios.profiles import only


def test_the_customer_follows_the_repair_on_their_own_page(desk: ServiceDesk) -> None:
    """P2 S2 (duty 9): where it stands and by when, in plain words, without anybody's name, phone or address."""
    ticket = desk.customer_reports()
    seen = [desk.customer_sees(ticket)]
    desk.dispatcher_chooses(ticket, "陈立")
    seen.append(desk.customer_sees(ticket))
    desk.technician_calls(ticket, appointment="15:30")
    seen.append(desk.customer_sees(ticket))
    desk.at("15:30").types(ticket, departure_check="全齐", work_started_at="15:30")
    seen.append(desk.customer_sees(ticket))
    desk.at("16:10").technician_repairs(ticket, started="15:30", ended="16:00")
    seen.append(desk.customer_sees(ticket))
    told = [
        ("正在安排维修工程师", "最晚联系您 3月11日 14:30"),
        ("已安排工程师,将与您联系", "工程师最晚来电 3月10日 14:40"),
        ("已约好上门时间", "约好的上门时间 3月10日 15:30"),
        ("工程师正在维修", "正在维修"),
        ("已修好,我们会电话回访", "最晚回访 3月11日 16:00"),
    ]
    for page, (state, due) in zip(seen, told, strict=True):
        assert state in page
        assert due in page
        for private in (SAID["customer_name"], SAID["phone"], SAID["address"], "陈立"):
            assert private not in page


@only("stove")
def test_who_was_promised_three_hours_reads_it_once_the_call_was_made(desk: ServiceDesk) -> None:
    """P1 4.1.3 (duty 15): the promise, until another time is agreed."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立").technician_calls(ticket)
    assert "预计最晚上门 3月10日 17:30" in desk.customer_sees(ticket)


def test_who_cannot_be_reached_reads_that_we_tried(desk: ServiceDesk) -> None:
    """P1 4.2.1 (duty 18): three calls in vain."""
    ticket = desk.customer_reports()
    desk.dispatcher_chooses(ticket, "陈立")
    for clock in ("14:35", "14:45", "14:55"):
        desk.at(clock).technician_calls(ticket, answered=False)
    assert "没有联系上您" in desk.customer_sees(ticket)
