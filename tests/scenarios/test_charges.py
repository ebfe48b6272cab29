"""What a repair costs and who agreed to it: warranty, price list, contract, quote, consent, discount."""

from __future__ import annotations

from tests.scenarios.desk import ServiceDesk
from tests.scenarios.profiles import only
from tests.scenarios.repair import OUT_OF_WARRANTY, at_work, repaired, stock


def tariff(desk: ServiceDesk) -> None:
    """Write a price list: labour by the hour, the call-out, the way by the minute."""
    for item, kind, price, unit in (
        ("工时费", "工时", "80", "小时"),
        ("上门费", "上门", "30", "次"),
        ("路程费", "路程", "2", "分钟"),
    ):
        desk.desk.type_row(
            tab="price_list", item_no=item, name=item, kind=kind, price=price, unit=unit
        )
    desk.cycle()


def test_in_warranty_a_part_costs_the_customer_nothing_and_nobody_is_asked(
    desk: ServiceDesk,
) -> None:
    """P1 4.7.2, P2 S4: within the warranty parts are free."""
    stock(desk, "GSK-02", price="90")
    ticket = repaired(desk, parts_used="GSK-02")
    assert (ticket["warranty"], ticket["amount_due"]) == ("在保", "0.00")
    assert "缺同意" not in ticket["flags"]
    assert "欠款" not in ticket["flags"]


@only("stove")
def test_out_of_warranty_the_stove_maker_charges_its_parts_and_nothing_else(
    desk: ServiceDesk,
) -> None:
    """P1 4.7.3: parts by the price list; the fee card knows nothing of labour or the way."""
    tariff(desk)
    stock(desk, "GSK-02", price="90")
    ticket = repaired(desk, purchase_date=OUT_OF_WARRANTY, parts_used="GSK-02 x2")
    assert (ticket["warranty"], ticket["amount_due"]) == ("过保", "180.00")


@only("generic")
def test_out_of_warranty_labour_call_out_and_the_way_are_charged_besides_the_parts(
    desk: ServiceDesk,
) -> None:
    """P2 S4: the whole fee by the price list, to the cent: 2 × 90 + 80 an hour for 50 min + 30 + 20 min × 2."""
    tariff(desk)
    stock(desk, "GSK-02", price="90")
    ticket = repaired(desk, purchase_date=OUT_OF_WARRANTY, parts_used="GSK-02 x2")
    assert ticket["amount_due"] == "316.67"


def test_a_customer_with_a_contract_pays_by_its_terms(desk: ServiceDesk) -> None:
    """P1 4.7.4: 维修服务合作协议, parts at four fifths, labour free."""
    stock(desk, "GSK-02", price="90")
    desk.types_row("customers", name="张先生", phone="138-0000-0001", contract_no="XY-1")
    [customer] = desk.desk.rows("customers")
    desk.types_row(
        "contracts", contract_no="XY-1", customer_no=customer["customer_no"], parts="折扣",
        labour="免费", discount_percent="20%", **{"from": "2026-01-01", "to": "2026-12-31"},
    )  # fmt: skip
    ticket = repaired(desk, purchase_date=OUT_OF_WARRANTY, parts_used="GSK-02")
    assert (ticket["warranty"], ticket["amount_due"]) == ("协议", "72.00")


def test_the_fee_comes_first_then_the_consent_then_the_repair(desk: ServiceDesk) -> None:
    """P1 4.5.4, P2 S4: plan, duration and fee are told before anything is unscrewed; the consent is kept."""
    stock(desk, "GSK-02", price="90")
    ticket = desk.customer_reports(purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, technician="陈立").technician_calls(ticket, appointment="15:00")
    desk.at("15:01").types(ticket, planned_parts="GSK-02", work_started_at="15:00")
    assert ticket["status"] == "已预约"
    assert "先报价90.00元,客户同意后填「客户同意」再修" in ticket["next_action"]
    desk.at("15:05").types(ticket, consent="同意报价")
    assert ticket["status"] == "维修中"
    consents = [ticket[name] for name in ("plan_consent_at", "fee_consent_at")]
    assert consents == ["2026-03-10 15:05"] * 2
    assert ticket["problem"] == ""


def test_an_unknown_warranty_counts_as_one_that_has_to_be_paid_for(desk: ServiceDesk) -> None:
    """P1 4.7.3, P2 S4: no day of purchase, no contract; who doesn't know is asked before the repair."""
    stock(desk, "GSK-02", price="90")
    ticket = at_work(desk, purchase_date="")
    desk.types(ticket, planned_parts="GSK-02")
    assert (ticket["warranty"], ticket["amount_due"]) == ("不明", "90.00")
    assert ticket.flags() == {"缺同意"}


def test_a_dearer_part_or_another_fault_voids_the_consent(desk: ServiceDesk) -> None:
    """P1 4.5.4, P2 S4: the customer agreed to an amount, for a fault; neither is changed behind their back."""
    stock(desk, "GSK-02", price="90")
    stock(desk, "IGN-220", price="65")
    ticket = at_work(desk, purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, verified_fault="门封老化", planned_parts="GSK-02", consent="同意报价")
    assert "缺同意" not in ticket["flags"]
    desk.types(ticket, planned_parts="GSK-02;IGN-220")
    assert "先报价155.00元" in ticket["next_action"]
    desk.says_again(ticket, "consent", "同意报价")
    assert "缺同意" not in ticket["flags"]
    desk.types(ticket, verified_fault="点火器也坏了")
    assert "缺同意" in ticket["flags"]


def test_a_customer_who_refuses_the_fee_gives_up_and_pays_for_no_part(desk: ServiceDesk) -> None:
    """P1 4.5.4, P2 S4: asked again with another offer, else closed as 客户放弃, with the reason."""
    stock(desk, "GSK-02", price="90")
    ticket = at_work(desk, purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, planned_parts="GSK-02", consent="不同意报价")
    assert (
        "客户不同意报价90.00元:改「报价」再问、转主管,或「维修结果」选客户放弃"
        in ticket["next_action"]
    )
    desk.types(ticket, result="客户放弃", remarks="嫌贵")
    ended = ("status", "close_reason", "resolution", "amount_due", "revisit_by")
    assert [ticket[name] for name in ended] == ["已结单", "客户放弃", "客户放弃", "", ""]
    [part] = desk.desk.rows("parts")
    assert (part["on_hand"], part["reserved"]) == (5, 0)


@only("generic")
def test_a_customer_who_gives_up_still_owes_the_call_out(desk: ServiceDesk) -> None:
    """P2 S4: nothing was repaired, so no labour and no part; somebody went there all the same."""
    tariff(desk)
    ticket = at_work(desk, purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, result="客户放弃", remarks="嫌贵")
    assert (ticket["status"], ticket["amount_due"]) == ("已结单", "70.00")


def test_a_warranty_is_overridden_by_a_named_supervisor_only(desk: ServiceDesk) -> None:
    """P1 4.7.2: 保修改判 with its reason counts once 技术主管 stands by it on the ticket's page."""
    stock(desk, "GSK-02", price="90")
    ticket = at_work(desk, purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, planned_parts="GSK-02", warranty_override="在保", warranty_reason="老客户")
    assert (ticket["warranty"], ticket["amount_due"]) == ("过保", "90.00")
    path = f"/desk/tickets/{ticket.no}/confirm"
    said = {"column": "warranty_override", "shown": "在保", "reason": "厂家同意"}
    assert desk.does(path, who="林静", **said) == 403
    assert desk.does(path, who="吴强", **said) == 303
    assert (ticket["warranty"], ticket["amount_due"]) == ("在保", "0.00")


def test_a_discount_wants_its_reason(desk: ServiceDesk) -> None:
    """P1 4.7.3: what is taken off the price list is written down with why."""
    stock(desk, "GSK-02", price="90")
    ticket = at_work(desk, purchase_date=OUT_OF_WARRANTY)
    desk.types(ticket, planned_parts="GSK-02", discount="20")
    assert "优惠没写原因,请填「优惠原因」" in ticket["next_action"]
    desk.types(ticket, discount_reason="等太久", invoice="要")
    assert ticket["amount_due"] == "70.00"
    assert "先报价70.00元" in ticket["next_action"]
