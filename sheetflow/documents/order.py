"""派工单, the dispatch order: who goes where, to what, when, and what they take along (P1 4.1.3, P2 S3)."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.facts import Facts
from sheetflow.documents.job import Job
from sheetflow.documents.paper import Block, Box, Boxes, Field, Fields, Signatures

_CUSTOMER = ("unit_name", "customer_name", "phone", "site_contact", "address")
_PRODUCT = ("product_type", "brand", "product_model", "serial_no", "purchase_date")
_FAULT = ("fault", "fault_scene", "suggestion", "planned_parts", "remarks")

#: To be looked at before leaving, in the very words that the sheet offers and takes (P1 4.3.1, P2 S3).
_TAKEN, _ALL = "departure_check", "all"


def dispatch_order(job: Job) -> Iterator[Block]:
    """Yield the blocks of a dispatch order."""
    facts = job.facts
    yield Fields(facts.say("上门", "Visit"), _visit(facts))
    yield Fields(
        facts.say("客户", "Customer"),
        (
            *facts.fields(_CUSTOMER, wide=("address",)),
            Field(facts.say("区域和路程", "Region"), facts.region()),
            facts.field("wished_time"),
        ),
    )
    warranty = Field(facts.told(facts.policy.label("warranty")), facts.warranty())
    yield Fields(
        facts.say("产品和故障", "Product and fault"),
        (*facts.fields(_PRODUCT), warranty, *facts.fields(_FAULT, wide=_FAULT)),
    )
    taken = tuple(
        Box(facts.told(words))
        for key, words in facts.policy.column(_TAKEN).choice_labels.items()
        if key != _ALL
    )
    yield Boxes(facts.say("出发前检查", "Before leaving"), taken)
    signers = (facts.say("派工人", "Dispatcher"), facts.say("技术人员", "Technician"))
    yield Signatures(signers, facts.say("日期", "Date"))


def _visit(facts: Facts) -> tuple[Field, ...]:
    member = facts.technician
    return (
        Field(
            facts.told(facts.policy.label("technician")),
            member.name if member else facts.of("technician"),
        ),
        Field(facts.say("工号", "Staff number"), member.no if member else ""),
        Field(facts.say("师傅电话", "Technician's phone"), member.phone if member else ""),
        Field(facts.say("预计到达", "Expected arrival"), facts.arrival()),
        facts.field("grade"),
        facts.field("onsite_by"),
    )
