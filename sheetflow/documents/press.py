"""Makes papers: the builder of each kind, what is the shop's own on all of them, and their HTML."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sheetflow.documents.card import fee_card
from sheetflow.documents.code import code
from sheetflow.documents.facts import Facts
from sheetflow.documents.job import Job
from sheetflow.documents.order import dispatch_order
from sheetflow.documents.paper import Block, Code, Paper
from sheetflow.documents.receipt import receipt, service_record
from sheetflow.documents.slip import parts_slip
from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.model import Language, Table, Text
from sheetflow.policy import Policy
from sheetflow.ports import PaperAddresses, Printout
from sheetflow.record import TicketRecord
from sheetflow.schema import PICTURES

Builder: TypeAlias = Callable[[Job], Iterator[Block]]


class Kind(NamedTuple):
    """A kind of paper: whether it reads the sheet's other tabs, the customer keeps it, it is of a ticket."""

    title: Text
    build: Builder
    reads: bool = False
    for_customer: bool = False
    of_ticket: bool = True


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "dispatch_order": Kind(Text("售后派工单", "Dispatch order"), dispatch_order),
        "receipt": Kind(Text("维修服务回执单", "Service receipt"), receipt, for_customer=True),
        "service_record": Kind(
            Text("维修服务单", "Service record"), service_record, for_customer=True
        ),
        "parts_slip": Kind(Text("零配件领料单", "Parts slip"), parts_slip, reads=True),
        "fee_card": Kind(Text("收费标准", "Fee card"), fee_card, reads=True, of_ticket=False),
    }
)

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Press:
    """Prints the papers of one desk; keeps the promise of ports.Printer."""

    def __init__(
        self,
        policy: Callable[[], Policy | None],
        tables: Callable[[], Mapping[str, Table]],
        *,
        demonstration: bool = False,
    ) -> None:
        """Take what gives the policy and the tabs as they are when somebody prints."""
        self._policy, self._tables, self._demonstration = policy, tables, demonstration

    def title(self, kind: str) -> Text:
        """Give a paper's title."""
        return KINDS[kind].title

    def print_out(
        self,
        kinds: Sequence[str],
        record: TicketRecord | None,
        *,
        language: Language,
        now: datetime,
        addresses: PaperAddresses,
    ) -> Printout:
        """Give these papers of a ticket, blank ones without a ticket."""
        policy = self._policy()
        if policy is None:
            raise Unavailable("the settings can't be read, so nothing can be printed yet")
        notes: list[Text] = []
        tables = self._read(kinds, notes)
        job = Job(Facts(record, policy, language), tables, now, notes)
        papers = [_paper(kind, job, addresses) for kind in kinds]
        html = _TEMPLATES.get_template("papers.html").render(
            papers=papers,
            own=policy.schema.papers,
            logo=_logo(policy.schema.papers.logo),
            say=job.facts.say,
            told=job.facts.told,
            demonstration=self._demonstration,
            printed=job.facts.moment(now),
        )
        return Printout(html, tuple(notes))

    def _read(self, kinds: Sequence[str], notes: list[Text]) -> Mapping[str, Table]:
        """Read the sheet where a paper needs more than the ledger; while it is away that paper says less."""
        if not any(KINDS[kind].reads for kind in kinds):
            return {}
        try:
            return self._tables()
        except SheetflowError:
            notes.append(_AWAY)
            return {}


def _paper(kind: str, job: Job, addresses: PaperAddresses) -> Paper:
    made = KINDS[kind]
    title = job.facts.told(made.title)
    number = job.facts.number if made.of_ticket else ""
    found = _code(kind, job.facts, addresses)
    return Paper(kind, title, number, tuple(made.build(job)), found)


def _code(kind: str, facts: Facts, addresses: PaperAddresses) -> Code | None:
    """Give the code that is of use on this paper: the customer's link where there is one, else the desk's page."""
    if not KINDS[kind].of_ticket:
        caption = facts.say("扫码报修", "Scan to report a fault")
        return code(addresses.form, caption) if addresses.form else None
    if KINDS[kind].for_customer and addresses.status:
        return code(addresses.status, facts.say("扫码查进度", "Scan to see how it goes"))
    return code(addresses.ticket, facts.say("工单页", "Ticket page")) if addresses.ticket else None


def _logo(path: Path | None) -> str:
    """Give the logo as an address that carries the picture itself, "" without one or when its file is gone."""
    if path is None or not path.is_file():
        return ""
    picture = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"data:{PICTURES[path.suffix.lower()]};base64,{picture}"


_AWAY = Text(
    "暂时读不到表格,配件和价格可能没有印全。过一分钟再印一次",
    "The sheet can't be read just now, so parts and prices may be missing. Print again in a minute",
)
