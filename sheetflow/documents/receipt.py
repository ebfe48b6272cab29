"""回执单 and 维修服务单: what was found, done, fitted and paid, the signature and the rating (P1 4.7.1, P2 S5)."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.facts import Facts
from sheetflow.documents.job import Job
from sheetflow.documents.paper import Block, Box, Boxes, Field, Fields, Signatures, Words
from sheetflow.receivables import UNPRICED, undetermined

#: P2's record, in its order (REQUIREMENTS.md, 42).
FIFTEEN = (
    "ticket_no", "customer_name", "phone", "product_model", "serial_no", "fault", "verified_fault",
    "technician", "work_started_at", "work_ended_at", "parts_used", "result", "signature", "revisit_note", "remarks",
)  # fmt: skip

_LONG = (
    "fault",
    "verified_fault",
    "parts_used",
    "revisit_note",
    "remarks",
    "cause",
    "measures",
    "address",
)

#: Shown and said before the technician leaves (P1 4.6.2 to 4.6.4).
_LEFT = (
    ("试机正常,已演示", "Tested and shown to work"),
    ("已讲解使用、保养和安全", "Use, care and safety explained"),
    ("现场已清理", "Place cleaned"),
    ("工具已清点", "Tools counted"),
    ("旧件已交还或回收", "Old parts settled"),
)


def service_record(job: Job) -> Iterator[Block]:
    """Yield the blocks of P2's record: its fifteen fields, signatures, rating."""
    facts = job.facts
    yield Fields(facts.say("维修记录", "Service record"), facts.fields(FIFTEEN, wide=_LONG))
    yield _rating(facts)
    yield _signed(facts)


def receipt(job: Job) -> Iterator[Block]:
    """Yield the blocks of P1's receipt: the fifteen fields with cause, measures, test and fee."""
    facts = job.facts
    customer = ("ticket_no", "customer_name", "phone", "unit_name", "address")
    yield Fields(facts.say("客户", "Customer"), facts.fields(customer, wide=_LONG))
    product = ("product_model", "serial_no", "purchase_date")
    warranty = Field(facts.told(facts.policy.label("warranty")), facts.warranty())
    found = ("fault", "verified_fault", "cause", "measures")
    yield Fields(
        facts.say("产品和故障", "Product and fault"),
        (*facts.fields(product), warranty, *facts.fields(found, wide=_LONG)),
    )
    work = ("technician", "result", "work_started_at", "work_ended_at", "parts_used", "test_result")
    after = ("signature", "acceptance_reason", "revisit_note", "remarks")
    yield Fields(
        facts.say("维修", "Repair"),
        (
            *facts.fields(work, wide=(*_LONG, "test_result")),
            _due(facts),
            *facts.fields(("amount_paid", *after), wide=_LONG),
        ),
    )
    yield Boxes(facts.say("离场前", "Before leaving"), tuple(Box(facts.say(*w)) for w in _LEFT))
    yield _rating(facts)
    agreed = facts.say(
        "维修内容、更换的配件和费用已向我说明,我已试用并验收。",
        "The repair, the parts and the fee were explained to me; I have tried the product and accept the work.",
    )
    yield Words(agreed)
    yield _signed(facts)


def _due(facts: Facts) -> Field:
    """Give the amount due, or what it waits for; a blank paper has a line for it."""
    waits = undetermined(facts.record) if facts.record else None
    known = facts.field("amount_due")
    shows = known.text and waits is not UNPRICED
    return known if waits is None or shows else Field(known.label, facts.told(waits))


def _rating(facts: Facts) -> Boxes:
    column, chosen = facts.policy.column("rating"), facts.chosen("rating")
    boxes = (
        Box(facts.told(choice.label), choice.key == chosen)
        for choice in column.choices
        if choice.key != "unrated" or chosen == "unrated"
    )
    return Boxes(facts.told(column.label), tuple(boxes))


def _signed(facts: Facts) -> Signatures:
    who = (facts.say("客户签字", "Customer's signature"), facts.say("技术人员", "Technician"))
    return Signatures(who, facts.say("日期", "Date"))
