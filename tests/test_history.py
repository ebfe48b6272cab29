"""A ticket's history says when, who, what, before → after, in plain words and without anybody's data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sheetflow.history import History, masked
from sheetflow.history.telling import TELL
from sheetflow.model import Event, Text
from sheetflow.record import KINDS
from tests.builders import SHANGHAI, at, schema

NO = "WX20260310001"
HISTORY = History(schema(), {"01": "陈立", "02": "刘勇"}, SHANGHAI)
SENTENCE = {"zh": "打 138-0000-0001", "en": "Call 138-0000-0001"}


def event(kind: str, clock: str = "14:30", by: str = "sheet", **values: Any) -> Event:
    return Event(NO, kind, at(clock), values, by, "desk" if by[0] == "0" else "sheet")


def told(*events: Event) -> list[tuple[str, str, str, str]]:
    """Give the history in Chinese, newest first: what, before, after, note."""
    entries = HISTORY.of([event("reported", "14:00", "customer"), *events])
    said = [entry.said for entry in entries[:-1]]
    return [(s.what.zh, s.before.zh, s.after.zh, s.note.zh) for s in said]


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        pytest.param(
            event("edited", column="remarks", before="", after="打 138-0000-0001"),
            ("备注", "", "打 138****0001", ""),
            id="a cell that somebody changed",
        ),
        pytest.param(
            event("edited", column="appointment_at", before=46091.625, after=""),
            ("预约时间", "2026-03-10 15:00", "", ""),
            id="a cell that somebody emptied",
        ),
        pytest.param(
            event("asked", by="06 吴强", to="completed", reason="还漏水,打 138-0000-0001"),
            ("要求改状态", "", "已完成", "还漏水,打 138****0001"),
            id="a wish on the desk",
        ),
        pytest.param(
            event("moved", to="to_dispatch", inferred=True),
            ("状态", "待受理", "待派工", "推定的一步"),
            id="a status",
        ),
        pytest.param(
            event("assigned", technician="01"), ("维修工程师", "", "陈立", ""), id="a technician"
        ),
        pytest.param(
            event("graded", grade="urgent"), ("紧急程度", "普通", "紧急", ""), id="a grade"
        ),
        pytest.param(
            event("appointed", **{"for": at("16:00").isoformat()}),
            ("预约时间", "", "2026-03-10 16:00", ""),
            id="an appointment",
        ),
        pytest.param(
            event("attempted", reached=False), ("给客户打电话", "", "没接", ""), id="a call"
        ),
        pytest.param(
            event("stamped", "13:50", name="work_started_at"),
            ("维修开始时间", "", "2026-03-10 13:50", ""),
            id="a step of the visit",
        ),
        pytest.param(
            event("suggested", by="system", technician="02", **SENTENCE),
            ("建议派", "", "刘勇", "打 138****0001"),
            id="a suggestion",
        ),
        pytest.param(
            event("refused", column="phone", typed="打了再说", wish="unclear:phone", **SENTENCE),
            ("联系方式", "", "", "打 138****0001"),
            id="a doubtful number",
        ),
        pytest.param(
            event("suspected", of="WX20260226001", decided=True),
            ("重复于", "", "WX20260226001", ""),
            id="a duplicate that somebody saw",
        ),
        pytest.param(
            event("joined", number="WX20260226001"),
            ("并入重复的单", "", "WX20260226001", ""),
            id="a duplicate merged into it",
        ),
        pytest.param(
            event("likened", by="system", **SENTENCE),
            ("可能原因和配件", "", "打 138****0001", ""),
            id="a likely cause",
        ),
        pytest.param(
            event("refused", column="status", typed="完工", **SENTENCE),
            ("「状态」没有照改", "", "", "打 138****0001"),
            id="a refusal",
        ),
        pytest.param(
            event("overwritten", column="cycle", typed="7", **SENTENCE),
            ("「第几次维修」已恢复", "", "", "打 138****0001"),
            id="a value that was put back",
        ),
        pytest.param(
            event("classed", request="inquiry"), ("类型", "报修", "咨询", ""), id="another type"
        ),
        pytest.param(
            event("linked", to="WX20260226001", cycle=2),
            ("上次工单", "", "WX20260226001", "第2次维修"),
            id="a fault that is back",
        ),
        pytest.param(
            event("revisited", result="unhappy"), ("回访结果", "", "不满意", ""), id="a revisit"
        ),
        pytest.param(
            event("succeeded", successor=f"{NO}-2"),
            ("转返修", "", f"{NO}-2", ""),
            id="a second repair",
        ),
        pytest.param(
            event("succeeded", successor=""),
            ("转返修", "", "", ""),
            id="a second repair that was none",
        ),
        pytest.param(
            event("locked", column="remarks", typed="x", **SENTENCE),
            ("「备注」没有照改", "", "", "打 138****0001"),
            id="a value typed into a filed row",
        ),
        pytest.param(
            event("unstamped", name="reported_at"),
            ("报修时间", "2026-03-10 14:00", "", ""),
            id="a time taken back",
        ),
        pytest.param(
            event("waited", in_vain=True), ("结果", "", "空跑", ""), id="a visit for nothing"
        ),
        pytest.param(
            event("told", key=f"{NO}/escalation/1/found/20260310T063000Z"),
            ("通知「上报主管」", "", "上报", ""),
            id="a notice to the supervisor",
        ),
        pytest.param(event("acknowledged"), ("提示看过了", "", "", ""), id="remarks read"),
        pytest.param(
            event("suspected", of="WX20260310000"),
            ("可能重复", "", "WX20260310000", ""),
            id="a duplicate",
        ),
        pytest.param(
            event("told", key=f"{NO}/new_report"), ("通知「新报修」", "", "", ""), id="a notice"
        ),
        pytest.param(
            event("told", key=f"{NO}/response/1/breach+0/20260310T063000Z"),
            ("通知「超时」", "", "响应", ""),
            id="a breach",
        ),
        pytest.param(
            event("told", key=f"{NO}/response/1/warning/20260310T063000Z"),
            ("通知「即将超时」", "", "响应", ""),
            id="a warning",
        ),
        pytest.param(
            event("noted", column="technician", typed="刘勇", met_by="陈立"),
            ("维修工程师", "陈立", "刘勇", "与系统的写入同时,以人填的为准"),
            id="a value that met ours",
        ),
        pytest.param(
            event("charged", by="system", due="90.00", asked="90.00", bearing=True, **SENTENCE),
            ("应收", "", "90.00", "打 138****0001"),
            id="a fee",
        ),
        pytest.param(
            event("charged", by="system", due=None, asked="0", bearing=False),
            ("应收", "", "待定:等配件清单或报价", ""),
            id="a fee that waits for parts or a quote",
        ),
        pytest.param(
            event("charged", by="system", due="0.00", asked="0.00", bearing=True, **SENTENCE),
            ("应收", "", "待定:有配件还没有价格", "打 138****0001"),
            id="a fee that waits for a price",
        ),
        pytest.param(
            event("consented", what="quote", given=False, amount="90.00", fault=""),
            ("客户不同意的费用", "", "90.00", ""),
            id="a fee refused",
        ),
        pytest.param(
            event(
                "confirmed", by="06 吴强", column="warranty_override", cell="在保", reason="有发票"
            ),
            ("确认「保修改判」", "", "在保", "有发票"),
            id="what a supervisor confirmed",
        ),
        pytest.param(
            event("row_missing", by="system", found="7"),
            ("表里这一行不见了", "", "", "单号被改成「7」"),
            id="a row whose number was typed over",
        ),
        pytest.param(
            event("row_missing", by="system", found=""),
            ("表里这一行不见了", "", "", ""),
            id="a row that is gone",
        ),
        pytest.param(event("row_back"), ("这一行又在表里了", "", "", ""), id="a row that is back"),
        pytest.param(event("archived", to=""), ("归档", "", "", ""), id="a filed ticket archived"),
        pytest.param(
            event("unarchived"), ("从归档取回", "", "", ""), id="an archived one brought back"
        ),
        pytest.param(
            event("imported", status="closed"),
            ("从别的表格接过来", "", "已结单", ""),
            id="an import",
        ),
    ],
)
def test_it_says_what_happened(happened: Event, words: tuple[str, str, str, str]) -> None:
    assert told(happened) == [words]


@pytest.mark.parametrize(
    "machinery",
    [
        event("followed", by="system"),
        event("wrote", by="system", shown={"cycle": 1}),
        event("told", by="system", key=f"{NO}/compared"),
        event("asked", to="completed"),
        event("overwritten", column="arrived_at", typed=46091.5),
        event("noted", by="system"),
    ],
    ids=lambda machinery: str(machinery.kind),
)
def test_it_leaves_out_what_only_the_machine_needs(machinery: Event) -> None:
    assert told(machinery) == []


def test_a_row_of_another_tab_is_told_with_what_it_says_and_said() -> None:
    key = "payments/F20260310001"
    paid = event("entered", key=key, cells={"amount": 100, "method": "现金"})
    mended = event("entered", key=key, cells={"amount": 120, "method": "现金"})

    assert told(paid, mended, event("struck", key=key)) == [
        ("收款欠款 F20260310001", "120.00、现金", "", "这一行删掉了"),
        ("收款欠款 F20260310001", "100.00、现金", "120.00、现金", ""),
        ("收款欠款 F20260310001", "", "100.00、现金", ""),
    ]


def test_a_parts_list_is_told_as_it_was_read_and_the_arrival_of_parts_by_their_names() -> None:
    planned = event("listed", column="planned_parts", text="功率模块两个", parts={"IGBT-25": 2})
    asks = {"zh": "点火针=IGN-220?", "en": "IGN-220?"}
    unclear = event("listed", column="planned_parts", text="点火针", parts={}, **asks)

    assert told(planned, event("supplied", ready=True), unclear) == [
        ("预备配件读作", "IGBT-25×2", "", "点火针=IGN-220?"),
        ("配件到齐", "", "IGBT-25×2", ""),
        ("预备配件读作", "", "IGBT-25×2", ""),
    ]


def test_what_found_no_column_is_told_and_that_it_was_added() -> None:
    key = "contacts/WX20260310001/1"
    waits = event("unplaced", key=key, cells={"result": "没接1"})
    assert told(waits, event("unplaced", key=key, cells={})) == [
        ("联系记录 WX20260310001/1", "", "", "补进了表里"),
        ("联系记录 WX20260310001/1", "", "没接1", "表里没有这几列,先记着"),
    ]


def test_every_kind_of_event_has_its_words_or_is_left_out_on_purpose() -> None:
    assert set(KINDS) - set(TELL) == {"followed", "narrowed", "wrote"}


def test_the_newest_comes_first_with_who_and_when() -> None:
    entries = HISTORY.of(
        [event("reported", "14:00", "customer"), event("graded", "14:40", "06 吴强", grade="low")]
    )
    found: list[tuple[datetime, Text]] = [(entry.at, entry.who) for entry in entries]
    assert found == [
        (at("14:40"), Text("06 吴强", "06 吴强")),
        (at("14:00"), Text("客户", "Customer")),
    ]


def test_what_was_typed_and_taken_as_typed_is_told_once() -> None:
    typed = event("edited", column="status", before="待受理", after="待派工")
    taken = event("moved", to="to_dispatch")
    assert told(typed, taken) == [("状态", "待受理", "待派工", "")]


@pytest.mark.parametrize(
    ("column", "shown", "hidden"),
    [
        ("customer_name", "张三丰", "张**"),
        ("phone", "138-0000-0001", "138****0001"),
        ("address", "城东区人民路5号", "城东区**"),
        ("email", "zhang@example.com", "z**@example.com"),
        ("signature", "已签·张三丰", "已签·张**"),
        ("signature", "拒签", "拒签"),
        ("site_contact", "李四 138-0000-0002", "李**"),
        ("fault", "打不着火,找 138-0000-0001", "打不着火,找 138****0001"),
        ("unit_name", "小麦面馆", "小麦面馆"),
    ],
)
def test_nobodys_data_is_told(column: str, shown: str, hidden: str) -> None:
    assert masked(HISTORY.column(column), shown) == hidden


def test_a_sentence_that_quotes_somebody_is_masked_too() -> None:
    quoted = event(
        "refused", column="customer_name", typed="张三丰", zh="「张三丰」", en="'张三丰'"
    )
    assert told(quoted) == [("「客户姓名」没有照改", "", "", "「张**」")]


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param(event("edited", column="status", before="维修中", after="完工"), id="sheet"),
        pytest.param(event("asked", by="06 吴强", to="completed"), id="desk"),
    ],
)
def test_a_choice_that_was_put_back_is_one_line_with_the_reason(chosen: Event) -> None:
    refused = event(
        "refused", "14:31", "system", column="status", typed="完工", wish="asked:completed",
        zh="还差试机结果", en="missing Test result",
    )  # fmt: skip
    history = HISTORY.of([event("reported", "14:00", "customer"), chosen, refused])
    assert [entry.said.what.zh for entry in history[:-1]] == ["选了「已完成」,没有照改"]
    assert (history[0].who.zh, history[0].said.note.zh) == (
        "表格" if chosen.kind == "edited" else "06 吴强",
        "还差试机结果",
    )


def test_a_choice_that_was_accepted_and_one_that_was_put_back_later_are_told_apart() -> None:
    chosen = event("edited", column="status", before="维修中", after="已完成")
    moved = event("moved", "14:32", to="completed")
    refused = event(
        "refused", "14:40", "system", column="status", typed="已完成", wish="asked:on_site",
        **SENTENCE,
    )  # fmt: skip
    last, *others = [what for what, *_ in told(chosen, moved, refused)]
    assert (last, len(others)) == ("「状态」没有照改", 2)


def test_what_the_schema_no_longer_has_goes_by_its_key() -> None:
    assert told(event("edited", column="gone", before="a", after="b")) == [("gone", "a", "b", "")]
    assert told(event("assigned", technician="*师傅")) == [("维修工程师", "", "*师傅", "")]


def test_what_a_newer_sheetflow_recorded_meanwhile_is_a_line_and_the_others_are_told_as_ever() -> (
    None
):
    assert told(
        event("graded", grade="urgent"),
        event("handed_on", to="02"),
        event("graded", grade="critical"),
    ) == [
        ("紧急程度", "紧急", "特急", ""),
        ("新版本记的一件事", "", "", "这个版本不认识(handed_on),要看请启动新版本"),
        ("紧急程度", "普通", "紧急", ""),
    ]
    [first] = HISTORY.of([event("handed_on")])
    assert first.said.what.en == "Recorded by a newer sheetflow"


def test_the_customers_own_name_is_masked_in_free_text_as_in_its_cell() -> None:
    happened = told(
        event("edited", column="customer_name", before="", after="王小二"),
        event("edited", "14:31", column="remarks", before="", after="改 139-0000-5672 王小二"),
        event("asked", "14:32", by="06 吴强", to="completed", reason="王小二说陈立修好了"),
    )
    assert happened == [
        ("要求改状态", "", "已完成", "王**说陈立修好了"),
        ("备注", "", "改 139****5672 王**", ""),
        ("客户姓名", "", "王**", ""),
    ]
