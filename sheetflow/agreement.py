"""What the customer has to agree to before the repair, and before it is completed at a higher price.

P1 4.5.4 (duty 30).    agreed to 50.00, 150.00 at the work's end  ->  费用150.00元,客户只同意50.00元 …
The door (workflow.py) refuses by these, and 下一步 says them.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sheetflow.charges import consent_holds
from sheetflow.charges.money import ZERO, shown
from sheetflow.fees import asked_for, fee_waits
from sheetflow.model import Text
from sheetflow.newfault import new_fault
from sheetflow.record import TicketRecord
from sheetflow.record.row import FEE_WAITS
from sheetflow.states import Facts


def quote_first(record: TicketRecord) -> Text:
    """Say that the fee comes before the repair, P1 4.5.4."""
    if other := _other_fault(record):
        return other
    fee, how = record.fee, where_to_say(record)
    if not fee or not (fee.asked or fee.terms.zh):
        return Text(
            f"有配件没有价格:先填「报价」告诉客户,同意后{how.zh}再修",
            f"A part has no price: fill in Quote, tell the customer, and {how.en} before repairing",
        )
    asked = asked_for(fee)
    return Text(
        f"先报价{asked.zh},客户同意后{how.zh}再修",
        f"Quote {asked.en} and {how.en} before repairing",
    )


def where_to_say(record: TicketRecord) -> Text:
    """Say where a consent to the quote goes; what was chosen before, to another sum, says nothing until emptied."""
    said = record.consents.get("quote")
    if said and said.given:
        return Text("清空再选「客户同意」", "empty Consent and choose it anew")
    return Text("填「客户同意」", "record consent")


def dearer(record: TicketRecord, facts: Facts) -> bool:
    """Say whether the work has ended and costs more than the customer was asked for and agreed to (P1 4.5.4).

    A repair written down when all is done, whose fee nobody was told to ask for, goes on: its receipt is signed.
    """
    ended = isinstance(facts("work_ended_at"), datetime)
    asked = "quote" in record.consents or FEE_WAITS in record.refusals
    return ended and asked and fee_waits(record, facts)


def agree_first(record: TicketRecord) -> Text:
    """Say what became dearer, and the two ways on: the customer agrees to it, or it isn't charged."""
    if other := _other_fault(record):
        return other
    said, asked = record.consents.get("quote"), record.fee.asked if record.fee else ZERO
    now = shown(asked)
    if said and said.given and said.amount is not None:
        was, off = shown(said.amount), _taking_off(record, asked - said.amount)
        return Text(
            f"费用{now}元,客户只同意{was}元:同意了就清空再选「客户同意」,不多收就{off.zh}并写原因",
            f"The fee is {now}, {was} was agreed: empty Consent and choose it anew once the customer agrees, "
            f"or {off.en} with its reason",
        )
    off = _taking_off(record, asked)
    return Text(
        f"费用{now}元客户还没同意:同意了就清空再选「客户同意」,不收就{off.zh}并写原因",
        f"The customer hasn't agreed to {now}: empty Consent and choose it anew once they do, or {off.en} with its "
        "reason",
    )


def _taking_off(record: TicketRecord, excess: Decimal) -> Text:
    """Say what to write into 优惠, so that nobody writes the excess over a discount that stands there."""
    off = shown(excess)
    if record.stands("discount") == "":
        return Text(f"「优惠」填{off}", f"write {off} into Discount")
    return Text(f"「优惠」再加{off}", f"add {off} to Discount")


def _other_fault(record: TicketRecord) -> Text | None:
    """Say that another fault was found than the one agreed on; None where it is the sum that nobody agreed to."""
    fee, said = record.fee, record.consents.get("quote")
    if not (fee and said and said.given and consent_holds(said.amount, fee.asked)):
        return None
    if not (another := new_fault(said, record.stands)):
        return None
    (agreed, now), asked = another, asked_for(fee)
    return Text(
        f"故障变了:「{agreed}」→「{now}」。{asked.zh}客户再同意后,清空再选「客户同意」",
        f"The fault changed: '{agreed}' -> '{now}'. Once the customer agrees to {asked.en} again, empty Consent "
        "and choose it anew",
    )


def refused(record: TicketRecord, facts: Facts) -> bool:
    """Say whether the customer refused what the repair costs, and nobody has asked for less since."""
    fee, said = record.fee, record.consents.get("quote")
    if fee is None or said is None or said.given or not fee_waits(record, facts):
        return False
    return said.amount is None or fee.asked >= said.amount


def after_refusal(record: TicketRecord) -> Text:
    """Say what to choose from when the quote was refused: another one, the supervisor, or no repair (P1 4.5.4)."""
    said = record.consents.get("quote")
    amount = shown(said.amount) if said and said.amount else ""
    return Text(
        f"客户不同意报价{amount and f'{amount}元'}:改「报价」再问、转主管,或「维修结果」选客户放弃并写「备注」",
        f"The quote{amount and f' of {amount}'} was refused: change it and ask again, ask the supervisor, or choose "
        "Customer gave up in Result and write why in Remarks",
    )
