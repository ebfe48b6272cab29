"""Refuse a visit of nobody: sent, at work there or done, it has a technician.

docs/decisions/0024; P2 S3, S5.    维修开始时间 and nobody in 维修工程师  ->  谁在修?在「维修工程师」选他,这一步就接上
What is repaired in the workshop, settled by the supervisor or solved on the phone wants nobody there.
"""

from __future__ import annotations

from datetime import datetime

from sheetflow.model import Text
from sheetflow.policy import Policy
from sheetflow.record import TicketRecord
from sheetflow.record.row import SENT, WHO
from sheetflow.refusals import Refusal
from sheetflow.states import Facts, path

#: The times that say of a work that it is done, besides its status and result.
_TIMES = ("arrived_at", "work_started_at", "work_ended_at")

#: What somebody who was sent meets, so that choosing it would send nobody on the way there.
_AFTER_A_DISPATCH = ("parts_wait", "assistance")


def nobody(record: TicketRecord, target: str, facts: Facts, policy: Policy) -> Refusal | None:
    """Give why a ticket that nobody has can't get to a status, None where it may; other systems' tickets may."""
    if record.technician or record.imported:
        return None
    if target in ("dispatched", "appointed"):
        return _nobody_sent(policy.label(f"status.{target}"))
    way = path(record.status, target, facts)
    if target in _AFTER_A_DISPATCH and "dispatched" in way:
        label = policy.label(f"status.{target}")
        if not _speaks_of_work(record, facts):
            return _nobody_sent(label)
        return _nobody_there(label) if policy.staff and not record.visits else None
    there = "on_site" in (record.status, *way)
    if target not in ("on_site", "completed") or not there or not policy.staff:
        return None
    if record.status != "on_site" and not _speaks_of_work(record, facts):
        return _nothing_done(policy.label(f"status.{target}"), over=target == "completed")
    return _nobody_named(policy.label(f"status.{target}"), over=target == "completed")


def _speaks_of_work(record: TicketRecord, facts: Facts) -> bool:
    """Say whether the row says of this work when it was, or what it came to: not what an earlier visit left there."""
    over = [visit.ended_at for visit in record.visits if visit.ended_at and not visit.open]
    since = max(over, default=None)
    times = (at for at in map(facts, _TIMES) if isinstance(at, datetime))
    if since is None:
        return facts("result") is not None or any(times)
    return any(at > since for at in times)


def _nobody_sent(label: Text) -> Refusal:
    """Refuse a dispatch or an appointment: no clock runs on nobody, and nobody would call."""
    return Refusal(
        Text(
            f"状态没改成「{label.zh}」:还没派人,先在「维修工程师」选一位",
            f"Status not changed to {label.en}: nobody was sent. Choose a technician first",
        )
    )


def _nothing_done(label: Text, *, over: bool) -> Refusal:
    """Refuse work of which nothing else is written: more likely it was chosen in the wrong row, and is forgotten."""
    already = (
        Text(
            "修过了先填维修起止时间和结果",
            "if it is repaired already record when the work was and its result first",
        )
        if over
        else Text(
            "已经在修就先填「维修开始时间」",
            "if they are at work there already record Work started first",
        )
    )
    return Refusal(
        Text(
            f"状态没改成「{label.zh}」:还没派人。要派就在「维修工程师」选一位,{already.zh}",
            f"Status not changed to {label.en}: nobody was sent. Choose a technician, or {already.en}",
        ),
        SENT,
    )


def _nobody_there(label: Text) -> Refusal:
    """Refuse what came of a first visit, which somebody made who can be named: it would dispatch nobody."""
    return _asks(label, Text("谁去的", "who was there"))


def _nobody_named(label: Text, *, over: bool) -> Refusal:
    """Refuse work, which somebody did who can be named: the receipt, the debt and the next visit are theirs."""
    who = Text("谁修的", "who repaired it") if over else Text("谁在修", "who is at work there")
    return _asks(label, who)


def _asks(label: Text, who: Text) -> Refusal:
    return Refusal(
        Text(
            f"状态没改成「{label.zh}」:{who.zh}?在「维修工程师」选他,这一步就接上",
            f"Status not changed to {label.en}: {who.en}? Choose them in Technician, this follows",
        ),
        WHO,
    )
