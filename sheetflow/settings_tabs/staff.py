"""The rows of 人员: what is wrong with one, the member of staff that it means, and how they can't be reached.

look_at_member(cells, sources) -> problems, each with its column; none: member(cells, sources) -> StaffMember
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sheetflow.model import BadCell, Text
from sheetflow.policy import Policy
from sheetflow.recipients import collectable
from sheetflow.robots import robot_of
from sheetflow.roster import StaffMember, leave_is_clear
from sheetflow.settings_tabs.cells import CellProblem, Cells, Sources, word, words
from sheetflow.settings_tabs.rows import (
    ALL_ELSE_GOES_ON,
    Findings,
    RowKind,
    readable,
    rows_of,
)
from sheetflow.settings_tabs.switches import switch, switches
from sheetflow.typed.mail import is_address


def number(cells: Cells) -> str:
    """Give the staff number with two digits at least."""
    no = word(cells, "no")
    return no.zfill(2) if no.isdigit() else no


def look_at_member(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield what is wrong with a row of staff."""
    if not (word(cells, "no") and word(cells, "name")):
        empty = Text("工号或姓名是空的", "the number or the name is empty")
        yield CellProblem("no", empty, Text("两者都要填", "Fill in both"))
    leave = word(cells, "leave")
    if not leave_is_clear(leave, date(2000, 1, 1)):
        example = "2026-03-10..2026-03-12; 3/15 13:30-18:00"
        write = Text(f"请写日期,例如 {example}", f"Write dates, such as {example}")
        yield CellProblem("leave", Text(f"「{leave}」", f"'{leave}'"), write)


def member(cells: Cells, sources: Sources) -> StaffMember:
    """Give the member of staff of a row that nothing is wrong with."""
    return StaffMember(
        no=number(cells),
        name=word(cells, "name"),
        roles=words(cells, "roles"),
        phone=word(cells, "phone"),
        email=address if is_address(address := word(cells, "email")) else "",
        bot=word(cells, "bot") if robot_of(word(cells, "bot")) else "",
        skills=words(cells, "skills"),
        regions=words(cells, "regions"),
        shift=word(cells, "shift"),
        leave=word(cells, "leave"),
        active=cells.get("active") is not False,
        notices=switches(words(cells, "notices"), sources.schema.notices),
    )


def away(last: StaffMember, cells: Cells) -> StaffMember:
    """Give a member as they were last, and away as their row says now: who is ill isn't sent for a slip elsewhere."""
    leave = word(cells, "leave") if "leave" in cells else last.leave
    active = cells.get("active") is not False if "active" in cells else last.active
    return replace(last, leave=leave, active=active)


STAFF = RowKind(
    "staff", look_at_member, member, number, lambda policy: policy.staff, meanwhile=away
)


def strange_regions(sources: Sources, policy: Policy, findings: Findings) -> None:
    """Tell the regions of staff that the regions tab hasn't got; nobody is sent there by them."""
    if not (policy.regions and readable(sources, "staff")):
        return
    for position, cells in rows_of(sources, "staff"):
        strange = [
            name
            for name in words(cells, "regions")
            if policy.region_named(name) not in policy.regions
        ]
        if strange:
            found = Text(f"没有区域「{'、'.join(strange)}」", f"no region {', '.join(strange)}")
            remedy = Text("请按区域路程表里的写", "Write it as the regions tab does")
            problem = CellProblem("regions", found, remedy)
            findings.tell(sources, "staff", position, problem, ALL_ELSE_GOES_ON)


def strange_ways(sources: Sources, findings: Findings) -> None:
    """Tell by what words or links of theirs staff can't be reached as they want."""
    if readable(sources, "staff"):
        for position, cells in rows_of(sources, "staff"):
            understood = {
                name: cell for name, cell in cells.items() if not isinstance(cell, BadCell)
            }
            for problem in look_at_ways(understood, sources):
                findings.tell(sources, "staff", position, problem, ALL_ELSE_GOES_ON)


def look_at_ways(cells: Cells, sources: Sources) -> Iterator[CellProblem]:
    """Yield why somebody can't be told as was written: no address, no group bot's link, a wish nobody understands."""
    address, link, notices = word(cells, "email"), word(cells, "bot"), sources.schema.notices
    if address and not is_address(address):
        found = Text("这不是邮箱地址,不往这里发", "no mail address; nothing is sent there")
        write = Text("请写成 name@example.com 的样子", "Write one such as name@example.com")
        yield CellProblem("email", found, write)
    if link and robot_of(link) is None:
        # It isn't quoted: whoever has a bot's key can post there.
        found = Text("这不是群机器人的链接", "this is no group bot's link")
        copy = Text(
            "请从企业微信、钉钉或飞书的群设置里复制", "Copy it from WeCom, DingTalk or Feishu"
        )
        yield CellProblem("bot", found, copy)
    for part in words(cells, "notices"):
        kind, wish = switch(part, notices) or ("?", "")
        quoted = Text(f"「{part}」", f"'{part}'")
        if not wish:
            example = notices["clock_warning"].label
            write = Text(
                f"请写 不收、汇总 或 立即,只对一类写「{example.zh}=汇总」",
                f"Write off, digest or at once, or for one kind {example.en}=digest",
            )
            yield CellProblem("notices", quoted, write)
        elif kind and wish == "digest" and not collectable(kind):
            write = Text(
                "这一类等不到汇总:请写 不收 或 立即", "It can't wait: write off or at once"
            )
            yield CellProblem("notices", quoted, write)
