"""What a customer is told until somebody is there: that the report was taken, by when, who comes, and another time."""

from __future__ import annotations

from datetime import timedelta

from sheetflow.clocks import after
from sheetflow.dispatch import late_there
from sheetflow.model import Text
from sheetflow.reach import closed_door
from sheetflow.record import moved
from sheetflow.rules.customer_text.address import NONE, Address, first
from sheetflow.rules.lateness import expected_at
from sheetflow.rules.promise import at_risk, unagreed


def new(to: Address) -> Text:
    """Say that it was taken, and the grade's times (P2 S2)."""
    what, call = to.report, to.by("response")
    no = to.ticket.no
    if to.ticket.record.request == "inquiry":
        when = Text(f"最晚{call.zh}前", f" by {call.en}") if call else Text("尽快", " soon")
        return Text(
            f"您的咨询(单号{no})已登记,我们{when.zh}答复您。",
            f"Your question ({no}) is registered; we will answer{when.en}.",
        )
    if to.ticket.record.request == "complaint":
        when = Text(f"最晚{call.zh}前", f" by {call.en}") if call else Text("尽快", " soon")
        return Text(
            f"非常抱歉给您添了麻烦。您反映的情况(单号{no})已登记,主管{when.zh}与您联系。",
            f"We are sorry for the trouble. Your complaint ({no}) is registered; our supervisor calls you{when.en}.",
        )
    visit = to.by("promise", "onsite")
    contact = Text(f"最晚{call.zh}前", f" by {call.en}") if call else Text("尽快", " soon")
    there = Text(f"最晚{visit.zh}前上门,", f", come by {visit.en}") if visit else NONE
    return Text(
        f"{what.zh}已登记,我们{contact.zh}与您联系,{there.zh}请保持电话畅通。",
        f"{first(what.en)} is registered. We will call you{contact.en}{there.en}; please keep your phone at hand.",
    )


def guidance(to: Address) -> Text:
    """Say by when we call back about what was tried (P1 4.1.2)."""
    what, by = to.report, to.by("guidance_followup")
    when = Text(f"最晚{by.zh}前", f" by {by.en}") if by else Text("马上", " shortly")
    return Text(
        f"{what.zh}请先按电话里说的试一试,我们{when.zh}再打给您;没好就安排师傅上门。",
        f"Please try {what.en} as we said on the phone. We call again{when.en} and send somebody if it still fails.",
    )


def to_dispatch(to: Address) -> Text:
    """Say by when somebody comes; where nobody can, apologise, say why and ask for another time (P1 4.1.3)."""
    if to.ticket.get("route") == "send_in":
        return _brought(to)
    if at_risk(to.ticket, to.now):
        return _promise_lost(to)
    what, visit = to.report, to.by("promise", "onsite")
    there = (
        Text(f"最晚{visit.zh}前上门", f" and come by {visit.en}") if visit else Text("尽快上门", "")
    )
    return Text(
        f"{what.zh}已受理,正在安排师傅,{there.zh};上门前先给您打电话。",
        f"We are choosing a technician for {what.en}, who will call you first{there.en}.",
    )


def _brought(to: Address) -> Text:
    """Ask whoever chose to bring it for just that: nobody is sent."""
    what = to.report
    return Text(
        f"{what.zh}已受理,请您方便时送到我们的维修点,来时请报这个单号。",
        f"{first(what.en)} is registered. Please bring it to our workshop when it suits you, and name this number.",
    )


def dispatched(to: Address) -> Text:
    """Say who was sent: name, staff number, phone; and by when they call (P1 4.1.3, P2 S3)."""
    if at_risk(to.ticket, to.now):
        return _promise_lost(to)
    what, who, call = to.report, to.technician, to.by("contact")
    when = Text(f"最晚{call.zh}前", f" by {call.en}") if call else Text("尽快", " soon")
    due = expected_at(to.ticket)
    if due and to.now <= due:
        to.turns.append(after(due))
    elif due:
        missed = to.time(due)
        return Text(
            f"非常抱歉,让您久等了,{what.zh}约好{missed.zh}上门没能到。现由{who.zh}负责,他{when.zh}给您打电话,另约时间。",
            f"We are sorry that nobody came for {what.en} at {missed.en}. {who.en} sees to it now and will call "
            f"you{when.en} to agree on another time.",
        )
    return Text(
        f"{what.zh}已安排{who.zh},他{when.zh}给您打电话,约好上门时间。",
        f"{who.en} has been sent for {what.en} and will call you{when.en} to agree on a time.",
    )


def _promise_lost(to: Address) -> Text:
    what, promised = to.report, to.ticket.clock("promise").deadline
    by = to.time(promised) if promised else NONE
    if promised and to.now > promised:
        return Text(
            f"非常抱歉,{what.zh}原定{by.zh}前上门,我们没能做到。想和您另约时间,您什么时候方便?",
            f"We are sorry: we meant to see to {what.en} by {by.en} and did not. Which other time would suit you?",
        )
    left = timedelta(0)
    if promised:
        left = promised - to.now
        to.turns.append(after(promised))
    busy = Text("师傅手上的单还没做完", "our technicians are still busy with other repairs")
    far = Text("路上来不及", "the way is too long by now")
    why = far if to.policy.travel(to.ticket.region) > left else busy
    return Text(
        f"非常抱歉,{what.zh}原定{by.zh}前上门,{why.zh},赶不到了。想和您另约时间,您什么时候方便?",
        f"We are sorry: we meant to see to {what.en} by {by.en}, but {why.en}. "
        "Which other time would suit you?",
    )


def unreachable(to: Address) -> Text:
    """Ask to be called back, by message: nobody answered, or nobody was there."""
    what, phone = to.report, to.policy.schema.papers.phone
    back = Text(f"回电{phone}", f"call {phone}") if phone else Text("回个电话", "call us back")
    if closed_door(to.ticket.record, to.policy):
        return Text(
            f"{what.zh}师傅到过了,没遇上您。方便时请{back.zh},另约一个时间。",
            f"Our technician came for {what.en} and met nobody. Please {back.en} to agree on another time.",
        )
    return Text(
        f"{what.zh}我们打了几次电话没联系上您。方便时请{back.zh},或告诉我们什么时候打给您。",
        f"We called about {what.en} and couldn't reach you. Please {back.en}, or tell us when to call.",
    )


def appointed(to: Address) -> Text:
    """Say who comes when; a time that has passed, that we moved or can't keep is apologised for (P1 4.2.1, 4.4.2)."""
    what, who, agreed = to.report, to.technician, to.ticket.record.appointment
    if agreed is None or to.ticket.record.used:
        return dispatched(to)
    at = to.time(agreed.at)
    if to.now > agreed.at and to.ticket.record.stamp("arrived_at") is None:
        return Text(
            f"非常抱歉,让您久等了。{what.zh}约好{at.zh}上门,{who.zh}要是还没到,我们马上打电话告诉您几点能到。",
            f"We are sorry that you had to wait: {who.en} was to be there for {what.en} at {at.en}. "
            "If nobody is there yet, we will call you at once and tell you when.",
        )
    to.turns.append(after(agreed.at))
    if apology := _comes_too_late(to, at):
        return apology
    if unagreed(to.ticket):
        return Text(
            f"非常抱歉,{what.zh}想和您改约{at.zh}上门,{who.zh}过来。这个时间您方便吗?不方便请告诉我们。",
            f"We are sorry: would {at.en} suit you for {what.en}? {who.en} would come then. "
            "If it doesn't suit you, please tell us.",
        )
    another = moved(to.ticket.record)
    if another and agreed.by_customer:
        return Text(
            f"{what.zh}的上门时间按您的要求改到{at.zh},{who.zh}过来,请留人在场。",
            f"As you asked, the visit for {what.en} is moved to {at.en}; {who.en} will come. "
            "Please have somebody there.",
        )
    if another:
        return Text(
            f"{what.zh}上门时间改到{at.zh},{who.zh}过来。给您添麻烦了,非常抱歉。",
            f"The visit for {what.en} is moved to {at.en}; {who.en} will come. We are sorry for the trouble.",
        )
    return Text(
        f"{what.zh}约好{at.zh}上门,{who.zh}过来,请留人在场。",
        f"{who.en} will come for {what.en} at {at.en}; please have somebody there.",
    )


def _comes_too_late(to: Address, at: Text) -> Text | None:
    """Apologise for whoever is held up, or under way and can't be there at the agreed time; None for who can."""
    who = to.technician
    if to.ticket.record.tour.held_by:
        return Text(
            f"非常抱歉,{who.zh}在前一家耽搁了,{at.zh}赶不到。我们马上和您另约时间。",
            f"We are sorry: {who.en} is held up at another customer's and can't be there at {at.en}. "
            "We will agree on another time at once.",
        )
    if late := late_there(to.ticket.record, to.policy, to.ticket.region):
        there = to.time(late)
        return Text(
            f"非常抱歉,{who.zh}已经在路上,约{there.zh}才能到,{at.zh}赶不到。给您添麻烦了,不方便请告诉我们。",
            f"We are sorry: {who.en} is under way, but there at about {there.en} rather than {at.en}. "
            "If that doesn't suit you, please tell us.",
        )
    return None
