"""What stands on the papers of a ticket, in both languages, and what doesn't."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.charges.money import ZERO
from sheetflow.demonstration.archive import archive
from sheetflow.documents import Press
from sheetflow.documents.paper import Field, Fields
from sheetflow.documents.press import KINDS
from sheetflow.documents.receipt import FIFTEEN
from sheetflow.errors import Unavailable
from sheetflow.model import Scalar, Table, Text
from sheetflow.ports import PaperAddresses
from sheetflow.record import Fee, Visit
from sheetflow.schema import PAPERS
from tests.builders import NOW, POLICY, at, schema, switched, ticket
from tests.documents.conftest import (
    FORM,
    STATUS,
    STOVES,
    TICKET,
    facts,
    print_out,
    rows,
    table,
)

NOTHING = Text("", "")

OF_TICKETS = [kind for kind in PAPERS if KINDS[kind].of_ticket]

ON_THE_WAY = ticket(
    status="appointed", technician="01", grade="urgent", appointment=at("16:00"), region="城东",
    unit_name="小麦面馆", wished_time="下午", planned_parts="IGN-220 x1", warranty="in_warranty",
    serial_no="ZG2A-0001", purchase_date=date(2025, 6, 1),
).record  # fmt: skip

DONE = ticket(
    status="completed", technician="01", verified_fault="点火器不打火", cause="点火器老化",
    measures="更换点火器", parts_used="IGN-220 x1", result="fixed", test_result="点火十次正常",
    work_started_at=at("13:00"), work_ended_at=at("14:00"), signature="已签·张", rating="satisfied",
    amount_due=65, amount_paid=60,
).record  # fmt: skip

PARTS = table(
    "parts",
    {"part_no": "IGN-220", "name": "点火器", "unit": "件", "price": 65},
    {"part_no": "TC-08", "name": "热电偶", "unit": "根", "price": 35},
)


def test_a_dispatch_order_says_who_comes_when_to_what_and_with_which_parts() -> None:
    said = facts(print_out("dispatch_order", ON_THE_WAY))
    expected = {
        "维修工程师": "陈立", "工号": "01", "师傅电话": "138-0000-0101", "预计到达": "2026-03-10 16:00",
        "客户姓名": "张先生", "联系方式": "138-0000-0001", "店名/单位": "小麦面馆", "维修地址": "城东人民路1号",
        "区域和路程": "城东 · 路程20分钟", "期望时间": "下午", "紧急程度": "紧急", "产品型号": "大锅灶 ZG-2A",
        "故障描述(客户)": "打不着火", "预备配件": "IGN-220 x1", "保修": "在保", "购买日期": "2025-06-01",
    }  # fmt: skip
    assert {name: said[name] for name in expected} == expected


def test_it_says_so_in_english() -> None:
    printed = print_out("dispatch_order", ON_THE_WAY, language="en")
    said = facts(printed)
    expected = {
        "Staff number": "01", "Expected arrival": "2026-03-10 16:00", "Region": "城东 · 20 min away",
        "Grade": "Urgent", "Warranty": "In warranty", "Parts to bring": "IGN-220 x1",
    }  # fmt: skip
    assert {name: said[name] for name in expected} == expected
    assert "<h1>Dispatch order</h1>" in printed.html


def test_until_a_time_is_agreed_it_says_by_when_somebody_has_to_be_there() -> None:
    waiting = ticket(status="dispatched", technician="01").record
    assert facts(print_out("dispatch_order", waiting))["预计到达"] == "不晚于 2026-03-10 17:10"
    english = facts(print_out("dispatch_order", waiting, language="en"))
    assert english["Expected arrival"] == "by 2026-03-10 17:10"


def test_an_order_for_another_visit_says_nothing_of_the_time_of_the_one_before() -> None:
    made = Visit("01", at("16:00"), arrived_at=at("16:00"), ended_at=at("16:20"), outcome="done")
    came = {**ON_THE_WAY.stamps, "arrived_at": at("16:00")}
    again = replace(ON_THE_WAY, status="dispatched", visits=(made,), stamps=came)
    assert facts(print_out("dispatch_order", again))["预计到达"] == ""


def test_the_accepted_technician_and_time_count_not_what_was_typed_since() -> None:
    typed = replace(ON_THE_WAY, seen={**ON_THE_WAY.seen, "technician": "刘勇·工02"})
    said = facts(print_out("receipt", typed))
    assert said["维修工程师"] == "陈立·工01"


def test_a_persons_word_on_the_warranty_goes_before_the_systems() -> None:
    said = ticket(warranty="out_of_warranty", warranty_override="contract").record
    assert facts(print_out("dispatch_order", said))["保修"] == "协议"


def test_a_time_written_in_words_is_printed_as_it_was_understood() -> None:
    at_ten = at("10:00", day=1)
    said = replace(
        DONE, seen={**DONE.seen, "work_ended_at": "明天10点"}, means={"work_ended_at": at_ten}
    )
    assert facts(print_out("receipt", said))["维修结束时间"] == "2026-03-11 10:00"


def test_what_nobody_understands_is_printed_as_it_was_typed() -> None:
    said = replace(DONE, seen={**DONE.seen, "work_ended_at": "差不多了", "result": "还行"})
    printed = facts(print_out("receipt", said))
    assert (printed["维修结束时间"], printed["维修结果"]) == ("差不多了", "还行")


P2 = {
    "维修单号": "WX2023901",
    "客户姓名": "张*",
    "联系方式": "138-0000-0000",
    "产品型号": "ABC-2000",
    "序列号": "SN56",
    "故障描述(客户)": "不启动,指示灯不亮",
    "故障核实情况": "电源模块故障",
    "维修工程师": "*师傅(工号01)",
    "维修开始时间": "2023-10-01 10:00",
    "维修结束时间": "2023-10-01 11:30",
    "更换配件清单": "电源模块(型号PWR-001)",
    "维修结果": "已修复",
    "客户签字": "张*",
    "回访记录": "满意,运行正常",
    "备注": "保修期内,配件免费",
}


def test_the_service_record_shows_p2s_record_field_by_field_as_given() -> None:
    _, record, _ = archive(STOVES)
    assert facts(print_out("service_record", record)) == P2
    assert P2.items() <= facts(print_out("receipt", record)).items()
    assert len(FIFTEEN) == len(P2) == 15


def test_a_receipt_says_cause_measures_test_fee_and_the_ticked_rating() -> None:
    printed = print_out("receipt", DONE)
    said = facts(printed)
    expected = {"故障原因": "点火器老化", "处理措施": "更换点火器", "试机结果": "点火十次正常",
                "应收": "65.00", "实收": "60.00", "客户签字": "已签·张"}  # fmt: skip
    assert {name: said[name] for name in expected} == expected
    ticked = '<li class="ticked"><span class="box">✓</span> 满意</li>'
    assert ticked in printed.html
    assert printed.html.count("✓") == 1
    for words in ("客户签字", "技术人员", "已讲解使用、保养和安全", "我已试用并验收"):
        assert words in printed.html


@pytest.mark.parametrize(
    ("fee", "status", "cell", "zh", "en"),
    [
        (
            None,
            "on_site",
            "",
            "待定:等配件清单或报价",
            "open: waits for the list of parts or a quote",
        ),
        (None, "completed", "", "不收费", "nothing is charged"),
        (
            Fee(None, ZERO, False, NOTHING),
            "on_site",
            "",
            "待定:等配件清单或报价",
            "open: waits for the list of parts or a quote",
        ),
        (
            Fee(ZERO, ZERO, True, NOTHING),
            "on_site",
            0,
            "待定:有配件还没有价格",
            "open: a part has no price yet",
        ),
        (Fee(ZERO, ZERO, False, NOTHING), "completed", 0, "0.00", "0.00"),
    ],
    ids=["nothing-known", "nothing-to-pay", "no-cause", "no-price", "free"],
)
def test_a_receipt_says_what_an_amount_due_waits_for(
    fee: Fee | None, status: str, cell: Scalar, zh: str, en: str
) -> None:
    record = replace(
        ON_THE_WAY, status=status, fee=fee, shown={**ON_THE_WAY.shown, "amount_due": cell}
    )
    assert facts(print_out("receipt", record))["应收"] == zh
    assert facts(print_out("receipt", record, language="en"))["Due"] == en
    assert facts(print_out("receipt"))["应收"] == ""


def test_a_slip_lists_a_shop_s_own_consumables_apart_from_its_parts() -> None:
    shop = switched(STOVES, consumables=("保温棉",))
    planned = {**ON_THE_WAY.seen, "planned_parts": "IGN-220 x1;保温棉2块;螺丝"}
    printed = print_out("parts_slip", replace(ON_THE_WAY, seen=planned), PARTS, policy=shop)
    assert [row[:4] for row in rows(printed, "配件")] == [
        ("IGN-220", "点火器", "件", "1"),
        ("螺丝", "", "", ""),
    ]
    assert [row[0] for row in rows(printed, "辅料(不计库存)")] == ["保温棉2块"]


def test_an_empty_field_is_a_line_to_write_on() -> None:
    printed = print_out("receipt", ON_THE_WAY)
    assert '<dt>故障原因</dt><dd class="line"></dd>' in printed.html
    assert "✓" not in printed.html


@pytest.mark.parametrize("kind", OF_TICKETS)
def test_a_blank_paper_has_nothing_on_it_but_lines(kind: str) -> None:
    printed = print_out(kind, None, PARTS, addresses=PaperAddresses(form=FORM))
    assert set(facts(printed).values()) == {""}
    assert "<svg" not in printed.html


def test_a_parts_slip_lists_what_is_wanted_and_what_moved() -> None:
    moves = table(
        "part_moves",
        {"kind": "issue", "part_no": "IGN-220", "quantity": 2, "ticket_no": ON_THE_WAY.ticket_no},
        {"kind": "issue", "part_no": "IGN-220", "quantity": 1, "ticket_no": ON_THE_WAY.ticket_no},
        {"kind": "fit", "part_no": "IGN-220", "quantity": 1, "ticket_no": ON_THE_WAY.ticket_no},
        {"kind": "return", "part_no": "IGN-220", "quantity": 2, "ticket_no": ON_THE_WAY.ticket_no},
        {"kind": "old_part", "part_no": "IGN-220", "quantity": 1, "ticket_no": ON_THE_WAY.ticket_no},
        {"kind": "issue", "part_no": "TC-08", "quantity": 1, "ticket_no": ON_THE_WAY.ticket_no},
        {"kind": "issue", "part_no": "TC-08", "quantity": 9, "ticket_no": "WX20260310001"},
    )  # fmt: skip
    printed = print_out("parts_slip", ON_THE_WAY, PARTS, moves)
    assert rows(printed, "配件") == [
        ("IGN-220", "点火器", "件", "1", "3", "", "1", "2", "1"),
        ("TC-08", "热电偶", "根", "", "1", "", "", "", ""),
    ]
    for words in ("领料人", "仓管发料", "退料人", "仓管收料", "合格"):
        assert words in printed.html


def test_a_slip_takes_a_line_that_isnt_clear_as_it_was_typed_and_sets_consumables_apart() -> None:
    said = replace(
        ON_THE_WAY, seen={**ON_THE_WAY.seen, "planned_parts": "点火器 x2;怪零件;辅料:生料带"}
    )
    printed = print_out("parts_slip", said, PARTS)
    assert rows(printed, "配件") == [
        ("IGN-220", "点火器", "件", "2", "", "", "", "", ""),
        ("怪零件", "", "", "", "", "", "", "", ""),
    ]
    assert rows(printed, "辅料(不计库存)") == [("生料带", "", "", "")]


def test_a_long_slip_keeps_a_free_row() -> None:
    listed = ";".join(f"怪零件{n}号" for n in range(30))
    said = replace(ON_THE_WAY, seen={**ON_THE_WAY.seen, "planned_parts": listed})
    printed = print_out("parts_slip", said, PARTS)
    assert len(rows(printed, "配件")) == 30
    assert printed.html.count('data-label="型号"') == 31


def test_a_slip_is_printed_while_the_sheet_is_away_and_says_what_may_be_missing() -> None:
    def away() -> dict[str, Table]:
        raise Unavailable("Google doesn't answer")

    press = Press(lambda: STOVES, away)
    printed = press.print_out(
        ["parts_slip", "dispatch_order"],
        ON_THE_WAY,
        language="zh",
        now=NOW,
        addresses=PaperAddresses(),
    )
    assert ["暂时读不到表格" in note.zh for note in printed.notes] == [True]
    assert "IGN-220 x1" in printed.html
    order = press.print_out(
        ["dispatch_order"], ON_THE_WAY, language="zh", now=NOW, addresses=PaperAddresses()
    )
    assert order.notes == ()


def test_without_a_policy_nothing_is_printed() -> None:
    press = Press(lambda: None, dict)
    with pytest.raises(Unavailable):
        press.print_out(["receipt"], DONE, language="zh", now=NOW, addresses=PaperAddresses())


# ── The codes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def holds(printed: str, address: str) -> bool:
    """Say whether the code on the paper is this address's."""
    drawn = segno.make_qr(address, error="m", boost_error=False)
    return drawn.svg_inline(omitsize=True, border=2) in printed


@pytest.mark.parametrize(
    ("kind", "addresses", "held"),
    [
        ("dispatch_order", PaperAddresses(TICKET, STATUS, FORM), TICKET),
        ("parts_slip", PaperAddresses(TICKET, STATUS, FORM), TICKET),
        ("receipt", PaperAddresses(TICKET, STATUS, FORM), STATUS),
        ("service_record", PaperAddresses(TICKET, STATUS, FORM), STATUS),
        ("receipt", PaperAddresses(TICKET, "", FORM), TICKET),
        ("fee_card", PaperAddresses(TICKET, STATUS, FORM), FORM),
    ],
)
def test_the_code_leads_where_its_reader_may_go(
    kind: str, addresses: PaperAddresses, held: str
) -> None:
    printed = print_out(kind, ON_THE_WAY, addresses=addresses).html
    assert holds(printed, held)
    assert printed.count("<svg") == 1


def test_a_fee_card_has_no_code_while_customers_cant_reach_the_form() -> None:
    assert "<svg" not in print_out("fee_card", ON_THE_WAY, addresses=PaperAddresses(TICKET)).html


# ── What is the shop's own ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_paper_bears_the_shops_name_phone_and_greeting() -> None:
    own = replace(
        schema().papers,
        shop=Text("小灶炉具", "Little Stoves"),
        phone="400-000-0000",
        greeting=Text("谢谢光临", "Come again"),
    )
    policy = replace(STOVES, schema=replace(schema(), papers=own))
    for kind in PAPERS:
        chinese = print_out(kind, DONE, policy=policy).html
        english = print_out(kind, DONE, policy=policy, language="en").html
        for words in ("小灶炉具", "400-000-0000", "谢谢光临"):
            assert words in chinese
        for words in ("Little Stoves", "400-000-0000", "Come again"):
            assert words in english


def test_a_paper_of_the_demonstration_says_that_it_is_one() -> None:
    assert "演示,不是真的" in print_out("receipt", DONE, demonstration=True).html
    assert "演示,不是真的" not in print_out("receipt", DONE).html


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_staff_type_is_printed_whole_and_is_never_markup(text: str) -> None:
    said = replace(DONE, seen={**DONE.seen, "remarks": text})
    printed = print_out("receipt", said)
    assert (
        f">{html.escape(text).replace('&quot;', '&#34;').replace('&#x27;', '&#39;')}</dd>"
        in printed.html
    )


@given(st.lists(st.booleans()))
def test_no_place_beside_a_field_is_left_open(wides: list[bool]) -> None:
    laid = Fields("", tuple(Field(str(n), wide=wide) for n, wide in enumerate(wides))).laid
    assert [field.label for field in laid] == [str(n) for n in range(len(wides))]
    assert all(field.wide for field, wide in zip(laid, wides, strict=True) if wide)
    pairs = "".join("w" if field.wide else "n" for field in laid).replace("nn", "")
    assert set(pairs) <= {"w"}
    widened = sum(field.wide for field in laid) - sum(wides)
    assert widened <= sum(wides) + 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_check_before_leaving_reads_as_the_sheet_has_it(language: str) -> None:
    """P1 4.3.1: what is ticked on paper can be typed as it stands there."""
    printed = print_out("dispatch_order", ON_THE_WAY, language=language).html
    choices = POLICY.column("departure_check").choice_labels
    assert all(words.of(language) in printed for key, words in choices.items() if key != "all")
