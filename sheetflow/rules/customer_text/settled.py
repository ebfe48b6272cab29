"""What a customer is told from the visit on: the quote, what is waited for, that it is done and what it costs."""

from __future__ import annotations

from datetime import datetime

from sheetflow.charges.money import shown
from sheetflow.clocks import after
from sheetflow.errand import Errand
from sheetflow.fees import asked_for, fee_waits
from sheetflow.following import RESULT_LEADS_TO
from sheetflow.model import Text
from sheetflow.receivables import owed
from sheetflow.record.workshop import in_workshop
from sheetflow.rules.completion import resolution
from sheetflow.rules.customer_text.address import NONE, Address, first

#: What became of the machine, by the resolution that the result means.
_ENDS = {
    "by_phone": Text("已在电话里解决", "was put right by phone"),
    "replaced": Text("已办好换机", "has been replaced"),
    "refunded": Text("已办好退款", "has been refunded"),
}


def _end(errand: Errand, resolution: str | None) -> Text:
    """Say what became of it; what was done as asked is the rest."""
    if resolution == "unfixable":
        return Text(f"很抱歉{errand.verb.zh}不了", f"can't be {errand.done}; we are sorry")
    if resolution == "given_up":
        return Text(f"已按您的意思不{errand.verb.zh}了", "stays as it is, as you wished")
    done = Text(f"已{errand.verb.zh}好", f"is {errand.done}")
    return _ENDS.get(resolution or "", done)


def on_site(to: Address) -> Text:
    """Tell the fee before the repair, or that it is under way (P1 4.5.4)."""
    what, who = to.machine, to.technician
    if fee_waits(to.ticket.record, to.ticket.get):
        return _quote(to)
    verb = to.errand.verb.zh
    return Text(f"{who.zh}正在{verb}{what.zh}。", f"{who.en} is {to.errand.doing} {what.en}.")


def _quote(to: Address) -> Text:
    """Tell the fee before the repair; where it is made already, ask whether it is agreed to."""
    what, fee = to.report, to.ticket.record.fee
    end = _made(to)
    if not (fee and (fee.asked or fee.terms.zh)):
        return _unpriced(to, end)
    asked, all_in = asked_for(fee), not fee.terms.zh
    sum_zh, sum_en = ("一共" if all_in else ":"), (" in all" if all_in else "")
    if end:
        return Text(
            f"{what.zh}{end.zh},费用{sum_zh}{asked.zh},请您确认。",
            f"{first(what.en)} {end.en}. It costs {asked.en}{sum_en}; please tell us that you agree.",
        )
    return Text(
        f"{what.zh}的费用{sum_zh}{asked.zh},您同意了我们再{to.errand.verb.zh}。",
        f"The {to.errand.noun} of {what.en} costs {asked.en}{sum_en}; we go on once you agree.",
    )


def _unpriced(to: Address, end: Text | None) -> Text:
    what, verb = to.report, to.errand.verb
    if end:
        return Text(
            f"{what.zh}{end.zh},费用算好后请您确认。",
            f"{first(what.en)} {end.en}. There is a charge; we will ask you to agree to it.",
        )
    return Text(
        f"{what.zh}要收费,师傅先给您报价,您同意了我们再{verb.zh}。",
        f"There is a charge for {what.en}; you will hear it first, and we {verb.en} once you agree.",
    )


def _made(to: Address) -> Text | None:
    """Say what became of the machine where the result says so before the ticket is completed, None where it doesn't."""
    result = str(to.ticket.get("result"))
    return _end(to.errand, result) if RESULT_LEADS_TO.get(result) == "completed" else None


def assistance(to: Address) -> Text:
    """Say that a colleague comes to help."""
    what = to.report
    return Text(
        f"{what.zh}还要一位同事来帮忙,我们正在安排,马上告诉您时间。给您添麻烦了。",
        f"A colleague is to help with {what.en}; we will tell you the time at once. We are sorry for the trouble.",
    )


def parts_wait(to: Address) -> Text:
    """Say when the parts are due, or ask for a time once they are there."""
    what, eta = to.report, to.ticket.time("parts_eta")
    if to.ticket.record.supplied:
        return Text(
            f"{what.zh}要换的配件到了,想和您约上门时间,您什么时候方便?",
            f"The parts for {what.en} are in. Which time would suit you?",
        )
    if eta is None or eta < to.now:
        return Text(
            f"{what.zh}要换的配件还在路上,有了到货日期马上告诉您。",
            f"The parts for {what.en} are on their way; we will tell you as soon as we know the day.",
        )
    to.turns.append(after(eta))
    due = to.time(eta)
    return Text(
        f"{what.zh}要换的配件预计{due.zh}到货,到货后马上和您约时间。",
        f"The parts for {what.en} are due at {due.en}; we will agree on a time as soon as they are in.",
    )


def customer_wait(to: Address) -> Text:
    """Repeat the quote where the wait is for it, and what was answered; say when we ask again."""
    what, until, record = to.report, to.ticket.time("next_contact_at"), to.ticket.record
    again = NONE
    if until and until >= to.now:
        to.turns.append(after(until))
        at = to.time(until)
        again = Text(f",我们{at.zh}再联系您", f"; we will call again at {at.en}")
    fee, said = record.fee, record.consents.get("quote")
    if to.ticket.get("wait_reason") == "quote" and fee and (fee.asked or fee.terms.zh):
        asked = asked_for(fee)
        if said and said.given and not fee_waits(record, to.ticket.get):
            return _agreed(to, asked)
        return Text(
            f"{what.zh}报价{asked.zh},您定了随时告诉我们{again.zh}。",
            f"The quote for {what.en} is {asked.en}; tell us whenever you have decided{again.en}.",
        )
    return Text(
        f"{what.zh}先等您方便{again.zh}。", f"We wait until it suits you with {what.en}{again.en}."
    )


def _agreed(to: Address, asked: Text) -> Text:
    """Say what follows now that the customer agrees: the work in the workshop, or at their place."""
    what = to.report
    then = Text("马上接着安排,有进展就告诉您", "we see to it at once and will tell you how it goes")
    if in_workshop(to.ticket.record):
        then = Text("接着修,修好马上通知您", "we go on and will call you when it is done")
    return Text(
        f"{what.zh}报价{asked.zh},您已同意,我们{then.zh}。",
        f"You agreed to {asked.en} for {what.en}; {then.en}.",
    )


def escalated(to: Address) -> Text:
    """Say that the supervisor has it, and that an expected time follows (P2 key points)."""
    what = to.report
    return Text(
        f"{what.zh}已交主管处理,主管会告诉您办法和预计时间。给您添麻烦了,非常抱歉。",
        f"Our supervisor has taken over {what.en} and will tell you how and when. We are sorry for the trouble.",
    )


def workshop(to: Address) -> Text:
    """Say when the machine comes back; an agreed day that has passed is apologised for, or asked about anew."""
    what, back = to.report, to.ticket.time("return_agreed_at")
    if back and back >= to.now:
        to.turns.append(after(back))
    if to.ticket.get("workshop_place") == "to_collect":
        return _to_collect(to, back)
    gone = to.ticket.get("workshop_place") == "factory"
    place = Text("厂家", "at the factory") if gone else Text("维修点", "in our workshop")
    verb = to.errand.verb.zh
    if back is None:
        return Text(
            f"{what.zh}在{place.zh}{verb},{verb}好马上通知您。",
            f"{first(what.en)} is {place.en}; we will call you when it is done.",
        )
    at = to.time(back)
    if back < to.now:
        return Text(
            f"非常抱歉,{what.zh}原定{at.zh}交还,没能按时。我们马上打电话告诉您新的时间。",
            f"We are sorry: {what.en} was to be back at {at.en}. We will call you at once with another time.",
        )
    return Text(
        f"{what.zh}在{place.zh}{verb},约好{at.zh}交还。",
        f"{first(what.en)} is {place.en} and comes back at {at.en}.",
    )


def _to_collect(to: Address, back: datetime | None) -> Text:
    """Say that it is ready to be fetched: whose day has passed didn't come, which is nothing that we are sorry for."""
    what = to.report
    if back is None or back < to.now:
        return Text(
            f"{what.zh}在维修点等您来取,您什么时候方便?",
            f"{first(what.en)} is ready for you in our workshop. When would it suit you to fetch it?",
        )
    at = to.time(back)
    return Text(
        f"{what.zh}在维修点等您来取,约好{at.zh}。",
        f"{first(what.en)} is ready for you in our workshop, at {at.en} as agreed.",
    )


def completed(to: Address) -> Text:
    """Say how it ended, what is still to be paid, and by when we ask how it goes (P1 4.9.1)."""
    what, end = to.report, _end(to.errand, resolution(to.ticket))
    due, by = owed(to.ticket.record, to.policy), to.by("revisit")
    pay = Text(f"还有{shown(due)}元待付。", f" {shown(due)} is still to be paid.") if due else NONE
    ask = (
        Text(f"我们最晚{by.zh}前回访,", f" We will call by {by.en} to ask how it goes.")
        if by
        else NONE
    )
    return Text(
        f"{what.zh}{end.zh}。{pay.zh}{ask.zh}有问题请随时找我们,感谢您的信任。",
        f"{first(what.en)} {end.en}.{pay.en}{ask.en} Do call us whatever it is; thank you for your trust.",
    )
