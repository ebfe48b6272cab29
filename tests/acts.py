"""What people do to a desk with all its tabs, drawn at random: cells of tickets, rows beside them, acts on pages.

world = opened(["on site", "waiting"], policy=PRICED)
for act in acts: done(world, act); world.cycle(world.now + timedelta(minutes=4))
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from sheetflow.model import Json, Scalar
from sheetflow.policy import Policy
from tests.builders import policy_of
from tests.charges.build import PRICES, tariff
from tests.world import DONE, HANDED_IN, World

#: A desk that charges by the demonstration's price list, and one that also sends technicians by itself.
PRICED = policy_of(tariff=tariff())
AUTOMATIC = policy_of(tariff=tariff(), automatic=True)

#: What somebody does: a kind of act, and what it takes.
Act: TypeAlias = tuple[str, tuple[Any, ...]]

#: How far a ticket got before the history begins, and what is typed to get from one to the next.
STEPS: dict[str, dict[str, Scalar]] = {
    "waiting": {},
    "dispatched": {"technician": "陈立"},
    "appointed": {"contact_result": "接通", "appointment_at": "15:30", "consent": "同意改约"},
    "on site": {"departed_at": "14:40", "work_started_at": "15:00", "verified_fault": "点火针坏"},
    "completed": DONE,
    "filed": {**HANDED_IN, "status": "已结单"},
}

STAGES = st.lists(st.sampled_from(list(STEPS)), min_size=1, max_size=3)

CELLS: tuple[tuple[str, Scalar], ...] = (
    ("technician", "陈立"), ("technician", "刘勇"), ("technician", "谁也不是"), ("technician", ""),
    ("status", "已派工"), ("status", "完工"), ("status", "已结单"), ("status", "待客户"),
    ("status", "联系不上"), ("status", "电话指导"), ("status", "送修返厂"), ("status", "主管处理"),
    ("status", "什么状态"), ("status", ""),
    ("grade", "特急"), ("grade", "很急很急"),
    ("contact_result", "没接1"), ("contact_result", "没接3"), ("contact_result", "接通"),
    ("contact_result", "电话里已解决"), ("contact_result", "客户改期"), ("contact_result", ""),
    ("appointment_at", "明天10点"), ("appointment_at", "16:00"), ("appointment_at", "明天下午"),
    ("consent", "同意改约"), ("consent", "不同意改约"), ("consent", "同意报价"),
    ("consent", "不同意报价"), ("consent", ""),
    ("departed_at", "14:40"), ("departed_at", ""), ("arrived_at", "14:55"),
    ("work_started_at", "15:00"), ("work_ended_at", "16:00"),
    ("result", "已修复"), ("result", "待配件"), ("result", "客户放弃"), ("result", "未修复"),
    ("result", ""), ("test_result", "正常"), ("signature", "已签·张"), ("docs_in", "回执√"),
    ("revisit_result", "满意"), ("revisit_result", "未解决"), ("revisit_result", "不满意"),
    ("revisit_result", "没接通"), ("revisit_result", ""),
    ("close_reason", "归档"), ("close_reason", "取消"), ("incident", "辱骂"), ("incident", ""),
    ("helper", "刘勇"), ("beyond_desk_at", "14:40"), ("customer_informed", "已告知"),
    ("request_type", "咨询"), ("measures", "电话里说清楚了"), ("loaner_out_at", "14:45"),
    ("followup_at", "3/11 9:00"), ("route", "电话"), ("route", "送修"),
    ("guidance_result", "未解决"), ("guidance_result", "已解决"),
    ("planned_parts", "IGN-220 x1"), ("parts_used", "GSK-02 x1、IGN-220"), ("parts_used", "什么件"),
    ("amount_paid", 50.0), ("quote_amount", 90), ("purchase_date", "2024-01-01"),
    ("phone", "138-0000-0002"), ("phone", "不知道"), ("address", ""), ("region", "城北"),
    ("serial_no", "SN1"), ("product_model", "不清楚型号"), ("fault", "漏水"), ("remarks", "改一下"),
    ("revisit_by", "别管"), ("next_action", "我写的"), ("problem", ""), ("flags", "欠款"),
)  # fmt: skip

#: Rows that people type into the tabs beside 工单; a ticket's number is filled in where they name one.
ROWS: tuple[tuple[str, dict[str, Scalar]], ...] = (
    ("part_moves", {"kind": "入库", "part_no": "IGN-220", "quantity": 2}),
    ("part_moves", {"kind": "领用", "part_no": "IGN-220", "quantity": 1, "person": "陈立"}),
    ("part_moves", {"kind": "退回", "part_no": "GSK-02", "quantity": 9, "person": "陈立"}),
    ("part_moves", {"kind": "盘点", "part_no": "GSK-02", "quantity": 3, "at": "2026-03-10 14:00"}),
    ("part_moves", {"kind": "送人", "part_no": "没有的件", "quantity": "两个"}),
    ("payments", {"amount": 40.0, "method": "微信"}),
    ("payments", {"amount": "一百", "at": "昨天"}),
    ("payments", {"amount": -5.0, "at": "2026-03-10 14:20"}),
    ("contacts", {"result": "接通", "kind": "首次"}),
    ("contacts", {"result": "没接2", "at": "2026-03-10 14:20", "who": "陈立"}),
    ("contacts", {"result": "满意", "kind": "回访"}),
    ("customers", {"phone": "138-0000-0001", "name": "李先生", "care_months": 6}),
    ("customers", {"phone": "138-0000-0002", "address": "城北路9号", "region": "城北"}),
    ("leads", {"need": "想再加一台", "kind": "加装"}),
    ("parts", {"part_no": "NEW-1", "name": "新件", "minimum": 2}),
)

#: What is changed in a row that stands there: cells of people's and of the system's.
CHANGES: tuple[tuple[str, str, Scalar], ...] = (
    ("part_moves", "quantity", 5), ("part_moves", "ticket_no", ""), ("part_moves", "problem", "好的"),
    ("payments", "amount", 10.0), ("payments", "due", 1), ("payments", "at", "2026-03-09 10:00"),
    ("contacts", "result", "空号错号"), ("visits", "outcome", "别的"), ("visits", "note", "记一下"),
    ("customers", "care_months", 3), ("customers", "name", ""), ("customers", "next_care_at", "明天"),
    ("leads", "status", "成交"), ("parts", "minimum", 9), ("parts", "on_hand", 77),
    ("parts", "name", "点火器"),
)  # fmt: skip

#: Acts on a ticket's page: who, which event, with which values.
PAGES: tuple[tuple[str, str, dict[str, Json]], ...] = (
    ("06 吴强", "asked", {"to": "closed"}),
    ("06 吴强", "asked", {"to": "completed", "reason": "改记录"}),
    ("07 林静", "asked", {"to": "dispatched"}),
    ("01 陈立", "attempted", {"reached": False}),
    ("06 吴强", "confirmed", {"column": "warranty", "cell": "", "reason": "老客户"}),
)

#: Which ticket, of up to three.
WHICH = st.integers(0, 2)

ACTS: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("cell"), st.tuples(WHICH, st.sampled_from(CELLS))),
    st.tuples(st.just("step"), st.tuples(WHICH, st.sampled_from(list(STEPS)))),
    st.tuples(st.just("row"), st.tuples(WHICH, st.sampled_from(ROWS))),
    st.tuples(st.just("change"), st.tuples(WHICH, st.sampled_from(CHANGES))),
    st.tuples(st.just("strike"), st.tuples(WHICH, st.sampled_from([tab for tab, *_ in CHANGES]))),
    st.tuples(st.just("page"), st.tuples(WHICH, st.sampled_from(PAGES))),
    st.tuples(st.just("report"), st.tuples(WHICH)),
)

#: How many minutes pass after an act.
MINUTES = st.sampled_from([1, 4, 11, 40, 300, 1500])


def opened(stages: list[str], policy: Policy = PRICED) -> World:
    """Give a desk with parts, a customer, and a ticket at each stage."""
    world = World(policy)
    for no in PRICES:
        add(world, "parts", part_no=no, name=f"件{no}", minimum=1)
    moved = {"kind": "入库", "part_no": "IGN-220", "quantity": 2, "at": "2026-03-09 09:00"}
    add(world, "part_moves", **moved)
    add(world, "customers", phone="138-0000-0001", name="张先生", care_months=6)
    for which, stage in enumerate(stages):
        bought = "2024-01-01" if which else "2025-09-01"
        number = world.report(serial_no=f"SN{which}", purchase_date=bought)
        world.cycle()
        for step, cells in STEPS.items():
            for column, cell in cells.items():
                world.type(number, column, cell)
            world.cycle(world.now + timedelta(minutes=2))
            if step == stage:
                break
    world.settle()
    return world


def done(world: World, act: Act) -> None:
    """Let somebody do one thing; what there is no row for, nobody does."""
    kind, (which, *said) = act
    rows = world.rows["tickets"]
    row = rows[which % len(rows)]
    number = str(row[world.columns["tickets"]["ticket_no"]])
    _KINDS[kind](world, number, row, which, *said)


def add(world: World, tab: str, **cells: Scalar) -> list[Scalar]:
    """Let somebody type a row into a tab beside 工单."""
    row: list[Scalar] = [""] * world.widths[tab]
    for column, cell in cells.items():
        row[world.columns[tab][column]] = cell
    world.rows[tab].append(row)
    return row


def _cell(
    world: World, number: str, row: list[Scalar], which: int, said: tuple[str, Scalar]
) -> None:
    world.type_in(row, *said)


def _step(world: World, number: str, row: list[Scalar], which: int, step: str) -> None:
    for column, cell in STEPS[step].items():
        world.type_in(row, column, cell)


def _row(
    world: World, number: str, row: list[Scalar], which: int, said: tuple[str, dict[str, Scalar]]
) -> None:
    tab, cells = said
    names = {"ticket_no": number} if "ticket_no" in world.columns[tab] else {}
    add(world, tab, **names, **cells)


def _change(
    world: World, number: str, row: list[Scalar], which: int, said: tuple[str, str, Scalar]
) -> None:
    tab, column, cell = said
    if rows := world.rows[tab]:
        rows[which % len(rows)][world.columns[tab][column]] = cell


def _strike(world: World, number: str, row: list[Scalar], which: int, tab: str) -> None:
    if rows := world.rows[tab]:
        del rows[which % len(rows)]


def _page(
    world: World,
    number: str,
    row: list[Scalar],
    which: int,
    said: tuple[str, str, dict[str, Json]],
) -> None:
    by, kind, values = said
    if number in world.records:
        world.say(number, kind, by=by, **values)


def _report(world: World, number: str, row: list[Scalar], which: int) -> None:
    world.report(serial_no=f"SN{which}", phone=f"138-0000-000{which + 1}")


_KINDS: dict[str, Any] = {
    "cell": _cell,
    "step": _step,
    "row": _row,
    "change": _change,
    "strike": _strike,
    "page": _page,
    "report": _report,
}
