"""A press over tabs that a test fills, and the words of its papers."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetflow.documents import Press
from sheetflow.model import Language, Scalar, Table, Value
from sheetflow.policy import Policy
from sheetflow.ports import PaperAddresses, Printout
from sheetflow.record import TicketRecord
from tests.builders import NOW, POLICY, member

NO = "WX20260310007"
TICKET = f"http://127.0.0.1:8000/desk/tickets/{NO}"
STATUS = "https://desk.example.com/s/Zk3v9"
FORM = "https://desk.example.com/"

EVERYWHERE = PaperAddresses(TICKET, STATUS, FORM)

CHEN = member("01", "陈立", phone="138-0000-0101")

#: The stove maker's desk of the builders, on whose list 陈立 has a phone.
STOVES = replace(POLICY, staff={**POLICY.staff, "01": CHEN})


def table(tab: str, *rows: Mapping[str, Value], policy: Policy = STOVES) -> Table:
    """Give a tab with these rows, typed values by column; a BadCell's text stands there as typed."""
    spec = policy.schema.tab(tab)
    columns = {column.key: at for at, column in enumerate(spec.columns)}
    raw = [policy.encode_row(spec, row) for row in rows]
    cells: list[list[Scalar]] = [[row.get(name, "") for name in columns] for row in raw]
    return Table(tab, columns, cells)


def print_out(
    kind: str,
    record: TicketRecord | None = None,
    *tables: Table,
    language: Language = "zh",
    policy: Policy = STOVES,
    addresses: PaperAddresses = EVERYWHERE,
    demonstration: bool = False,
) -> Printout:
    """Print one kind of paper of a ticket."""
    read = {one.tab: one for one in tables}
    press = Press(lambda: policy, lambda: read, demonstration=demonstration)
    return press.print_out([kind], record, language=language, now=NOW, addresses=addresses)


def facts(printed: Printout) -> dict[str, str]:
    """Give what stands beside each name on a paper."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", printed.html, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def rows(printed: Printout, heading: str) -> list[Sequence[str]]:
    """Give the rows of the table under a heading, those that are there to be written in left out."""
    [body] = re.findall(
        rf"<h2>{re.escape(heading)}</h2>\s*<table.*?</table>", printed.html, re.DOTALL
    )
    lines = re.findall(r"<tr>(<td.*?)</tr>", body, re.DOTALL)
    found = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL) for line in lines]
    return [tuple(map(html.unescape, cells)) for cells in found if any(cells)]
