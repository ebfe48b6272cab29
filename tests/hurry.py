"""What hurried people do to one ticket's row, drawn at random: times out of order, early choices, emptied cells.

world, number = waiting()
for minutes, edit in history: typed(world, number, minutes, edit)
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

from hypothesis import strategies as st

from tests.world import World

#: What one edit fills in, column by column; a number is a time so many minutes from now.
Edit: TypeAlias = dict[str, str | int]

#: Edits in turn, each with the minutes that pass before it.
History: TypeAlias = list[tuple[int, Edit]]

_NEAR = st.sampled_from([-40, -20, -10, -5, 0, 5, 30, 60, 120, 24 * 60])
_AGREED = {"cause": "针阀老化", "measures": "换针阀", "consent": "同意方案"}

_STATUSES = (
    "待派工", "已派工", "已预约", "维修中", "联系不上", "需支援", "待配件", "待客户", "主管处理",
    "已完成", "电话指导", "送修返厂",
)  # fmt: skip

#: What each column may be given in haste.
_CELLS: dict[str, st.SearchStrategy[str | int]] = {
    "technician": st.sampled_from(["陈立", "吴强", "刘勇", ""]),
    "contact_result": st.sampled_from(
        ["没接1", "没接2", "没接3", "空号错号", "接通", "客户改期", "电话里已解决", ""]
    ),
    "appointment_at": _NEAR | st.just(""),
    "consent": st.sampled_from(["同意改约", "不同意改约", "同意方案", ""]),
    "departed_at": _NEAR | st.just(""),
    "arrived_at": _NEAR | st.just(""),
    "work_started_at": _NEAR | st.just(""),
    "work_ended_at": _NEAR | st.just(""),
    "result": st.sampled_from(["已修复", "未修复", "待配件", "无法修复", ""]),
    "parts_eta": _NEAR,
    "reschedule_reason": st.just("堵车"),
    "status": st.sampled_from(_STATUSES),
    "helper": st.sampled_from(["吴强", ""]),
    "guidance_result": st.sampled_from(["已解决", "未解决", "没接通"]),
}

_ONE: st.SearchStrategy[Edit] = st.one_of(
    *(st.fixed_dictionaries({column: cells}) for column, cells in _CELLS.items())
)
_TOGETHER: st.SearchStrategy[Edit] = st.one_of(
    st.fixed_dictionaries({"contact_result": st.just("接通"), "appointment_at": _NEAR}),
    st.just({"work_started_at": -30, "work_ended_at": -5}),
    st.just({"test_result": "正常", "signature": "已签·张", **_AGREED}),
    st.fixed_dictionaries(
        {"wait_reason": st.sampled_from(["改期", "不在"]), "next_contact_at": _NEAR}
    ),
    st.just({}),
)

#: How many minutes pass before an edit.
MINUTES = st.sampled_from([1, 4, 15, 40, 90, 600])

HISTORIES: st.SearchStrategy[History] = st.lists(
    st.tuples(MINUTES, _ONE | _TOGETHER), min_size=1, max_size=9
)


def typed(world: World, number: str, minutes: int, edit: Edit) -> None:
    """Let somebody fill in cells of the row so many minutes later, and the desk come to rest."""
    world.now += timedelta(minutes=minutes)
    for column, cell in edit.items():
        world.type(number, column, when(world, cell) if isinstance(cell, int) else cell)
    world.settle()


def when(world: World, minutes: int) -> str:
    """Give a time so many minutes from now as people type it."""
    return f"{world.now + timedelta(minutes=minutes):%m/%d %H:%M}"
