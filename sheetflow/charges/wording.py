"""The sentences of warranty and fee: why a product stands as it does, and what a person has to look at.

why(assessment)  ->  购于2024-05-01,「其他」保12个月,到2025-05-01        doubts(made)  ->  配件XX-9没有价格…
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sheetflow.charges.charge import Charge, Line
from sheetflow.charges.money import ZERO, shown
from sheetflow.charges.warranty import Assessment, Override
from sheetflow.model import Text


def why(found: Assessment) -> Text:
    """Say by what a product or a part stands as it does."""
    if found.override:
        return _by_word(found.override)
    if found.contract:
        no, ends = found.contract.contract_no, found.until
        until = Text(f",有效到{ends}", f", valid until {ends}") if ends else Text("", "")
        return Text(f"协议{no}{until.zh}", f"contract {no}{until.en}")
    bought = found.case.product.bought
    if found.term is None or bought is None:
        return _unknown(bought, found.case.reported)
    row, part = found.term, found.term.part_no
    kind = row.product_type
    about = Text(f"「{kind}」{part}" if kind else part, f"{kind} {part}".strip())
    if found.until is None:
        return Text(f"{about.zh}不保修", f"no warranty on {about.en}")
    return Text(
        f"购于{bought},{about.zh}保{row.months}个月,到{found.until}",
        f"bought {bought}, {about.en}: {row.months} months, until {found.until}",
    )


def _by_word(override: Override) -> Text:
    if not override.reason:
        return Text("改判,没写原因", "overridden without a reason")
    return Text(f"改判:{override.reason}", f"overridden: {override.reason}")


def _unknown(bought: date | None, reported: date) -> Text:
    if bought is None:
        return Text("没有购买日期", "no date of purchase")
    if bought > reported:
        return Text(f"购买日期{bought}晚于报修", f"bought {bought}, after it was reported")
    return Text("保修政策里没有这类产品", "the warranty tab has no row for this product")


_KINDS = {"labour": Text("工时", "labour"), "travel": Text("路程", "travel")}
_PER = {"hour": Text("小时", "an hour"), "minute": Text("分钟", "a minute")}


def terms(made: Charge) -> Text:
    """Say what before the work's end is asked for besides an amount, or is estimated in it; "" with a quote.

    due 50.00, labour by the hour  ->  另加工时120.00元/小时; with an end in sight  ->  含工时约2小时,120.00元/小时
    """
    timed = () if _quoted(made) else made.timed
    said = [_rate(one, extra=made.asked > 0) for one in timed if one.quantity is None or one.more]
    said += [_rate(one) for one in timed if one.known and one.kind == "labour"]
    return Text(",".join(one.zh for one in said), ", ".join(one.en for one in said))


def _quoted(made: Charge) -> bool:
    return made.quote is not None and made.quote.amount >= 0


def _rate(line: Line, *, extra: bool = False) -> Text:
    kind, per = _KINDS[line.kind], _PER[line.measure]
    price = shown((line.unit_price or ZERO) * line.share)
    if line.quantity is not None and not line.more:
        long = f"{line.quantity.quantize(Decimal('0.1')).normalize():f}"
        return Text(
            f"含{kind.zh}约{long}{per.zh},{price}元/{per.zh}",
            f"with about {long} {line.measure}s of {kind.en} at {price} {per.en}",
        )
    return Text(
        f"{'另加' if extra else ''}{kind.zh}{price}元/{per.zh}",
        f"{'plus ' if extra else ''}{kind.en} at {price} {per.en}",
    )


def doubts(made: Charge, *, unbegun: bool = False) -> Iterator[Text]:
    """Yield what a person has to look at before the fee can be trusted, each with what to do.

    Labour by the time that ended without anybody knowing when it began, `unbegun`, is one.
    """
    if unbegun and not _quoted(made) and any(one.kind == "labour" for one in made.timed):
        yield Text(
            "这次上门没写几点开始修,工时没有计入;请填「维修开始时间」",
            "Nobody wrote when this visit's work began, so its labour doesn't count. Fill in Work started",
        )
    override, discount, quote = made.whole.override, made.discount, made.quote
    if override and not override.reason:
        yield Text(
            "保修改判没写原因,请填「改判原因」",
            "The warranty override has no reason. Fill in Reason for the override",
        )
    if override and override.standing == "contract" and made.whole.contract is None:
        yield Text(
            "改判为协议,但没有找到这位客户的协议,先按收费算;请在「协议客户」登记",
            "Overridden to contract, yet the customer has none and is charged. Add it to the contracts tab",
        )
    for part_no in made.unpriced:
        yield Text(
            f"配件{part_no}没有价格,请在「配件库存」或「收费标准」填上",
            f"Part {part_no} has no price. Write one in the parts tab or the price list",
        )
    if discount and discount.amount < 0:
        yield Text("优惠不能是负数,没有计入", "A discount below zero doesn't count. Mend it")
    elif discount and discount.amount and not discount.reason:
        yield Text("优惠没写原因,请填「优惠原因」", "The discount has no reason. Fill it in")
    if discount and discount.amount > made.discounted > 0:
        off, most = shown(discount.amount), shown(made.discounted)
        yield Text(
            f"优惠{off}比费用{most}多,只减到0;写错了请改「优惠」",
            f"The discount of {off} is more than the fee of {most}, which becomes nothing. Mend it if it is a slip",
        )
    if quote and quote.amount < 0:
        yield Text("报价不能是负数,没有计入", "A quote below zero doesn't count. Mend it")
    elif quote and made.overrides_price and not quote.approved:
        yield _other_price(
            shown(quote.amount), shown(made.by_list), less=quote.amount < made.by_list
        )


def _other_price(quoted: str, listed: str, *, less: bool) -> Text:
    """Say which of quote and price list counts, the lower one, and what makes the quote the price that was meant."""
    if less:
        return Text(
            f"报价{quoted},按价目是{listed},按报价{quoted}算;没写错请主管在工单页确认",
            f"Quoted {quoted}, by the price list {listed}: the quote of {quoted} counts. If it is no slip, let a "
            "supervisor confirm it on the ticket's page",
        )
    return Text(
        f"报价{quoted},按价目是{listed},先按少的算;要按报价请主管在工单页确认",
        f"Quoted {quoted}, by the price list {listed}: the lower one counts until a supervisor confirms the quote on "
        "the ticket's page",
    )
