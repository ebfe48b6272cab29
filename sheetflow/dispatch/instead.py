"""Why a job should go to another technician than the one who has it, and to whom, in words of both languages.

陈立3/11请假;建议改派吴强(3/11 9:00能到,手上1单)
Chen Li is on leave 3/11; send instead Wu Qiang (can be there at 3/11 9:00, 1 job)

Every figure is the evaluator's own, and none changes by the minute.
"""

from __future__ import annotations

from datetime import datetime

from sheetflow.dispatch.agenda import MINUTE
from sheetflow.dispatch.explanation import after, brief, explanation, glued
from sheetflow.dispatch.given import Review
from sheetflow.model import Text
from sheetflow.policy import Policy

_INSTEAD = Text("建议改派", "send instead ")


def reason(review: Review, policy: Policy, now: datetime) -> Text:
    """Say what is the matter with whoever has the job: 陈立3/11请假; 陈立9:25才到,晚25分钟."""
    number = review.ticket.record.technician
    name = member.name if (member := policy.staff.get(number)) else number
    said = _late(review, policy, now) if review.standing else _away(review, policy, now)
    return Text(f"{name}{said.zh}", f"{name} {said.en}")


def _away(review: Review, policy: Policy, now: datetime) -> Text:
    agreed = review.choice.job.agreed
    day = policy.local(max(agreed, now) if agreed else now)
    today = day.date() == policy.local(now).date()
    on = "今天" if today else f"{day.month}/{day.day}"
    when = "today" if today else on
    return {
        "inactive": Text("已不在职", "isn't on the staff any more"),
        "leave": Text(f"{on}请假", f"is on leave {when}"),
        "shift": Text(f"{on}不上班", f"doesn't work {when}"),
    }[review.cause]


def _late(review: Review, policy: Policy, now: datetime) -> Text:
    stays, job = review.standing, review.choice.job
    due = job.agreed or job.deadline
    if review.cause == "better" or stays is None or due is None:
        return Text("还没得到通知", "hasn't been told yet")
    by = policy.moment(due, now)
    if stays.arrival.when == "known":
        at, late = policy.moment(stays.arrival.at, now), (stays.arrival.at - due) // MINUTE
        return Text(f"{at}才到,晚{late}分钟", f"can't be there before {at}, {late} min late")
    if stays.arrival.when == "now":
        minutes = stays.arrival.minutes
        return Text(f"还要{minutes}分钟,赶不上{by}", f"is {minutes} min away, too late for {by}")
    busy = after(stays)
    return Text(f"{busy.zh}才能去,赶不上{by}", f"comes {busy.en}, too late for {by}")


def proposal(review: Review, policy: Policy, now: datetime) -> tuple[Text, Text]:
    """Give the reason of the new choice, and in brief what is the matter and who could go instead."""
    what = reason(review, policy, now)
    why = explanation(review.choice, policy, now, sent=review.sent)
    short = brief(review.choice, policy, now, lead=_INSTEAD)
    return glued(";", what, why), glued(";", what, short)
