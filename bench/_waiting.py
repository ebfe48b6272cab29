"""A desk of waiting tickets on a local workbook: what the benches of whole cycles begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import gspread

from sheetflow.clock import FixedClock
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.rules import RULES
from sheetflow.runner import Office, Runner
from sheetflow.schema import Dispatching, load
from sheetflow.store import Transport, Workbook, provision
from tests.builders import SCHEMA_FILE

ZONE = ZoneInfo("Asia/Shanghai")
SCHEMA = load(SCHEMA_FILE, profile="stove")
NO_BOUND = 10**9

Store = TypeVar("Store", bound=Workbook)


@dataclass(frozen=True)
class Waiting(Generic[Store]):
    """The desk; `people` is the spreadsheet as staff have it open."""

    clock: FixedClock
    store: Store
    runner: Runner
    ledger: SqlLedger
    people: gspread.Spreadsheet


@contextmanager
def waiting(
    count: int,
    store: type[Store],
    folder: Path,
    *,
    at: datetime,
    dispatch: Dispatching | None = None,
) -> Iterator[Waiting[Store]]:
    """Make a desk of two technicians, on which so many reports have come in and been seen to."""
    clock = FixedClock(at)
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock.now)
    client = local_client(sheets, http_client=Transport)
    book = client.create("bench")
    provision(client, book.id, SCHEMA, language="zh", zone=ZONE)
    book.worksheet("人员").append_rows([["01", "陈立", "技术人员"], ["02", "刘勇", "技术人员"]])
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    opened = store(client, book.id, SCHEMA, language="zh", zone=ZONE, now=clock.now)
    office = Office(SCHEMA, RULES, "zh", ZONE, dispatch=dispatch, max_changes=NO_BOUND)
    runner = Runner(opened, ledger, clock, office)
    for n in range(count):
        report = {
            "customer_name": f"客户{n}", "phone": f"138-0000-{n % 10000:04d}", "serial_no": f"SN{n}",
            "address": "城东人民路1号", "product_model": "大锅灶 ZG-2A", "fault": "打不着火",
            "channel": "web", "request_type": "repair",
        }  # fmt: skip
        ledger.accept(report, at=clock.now(), day=clock.now().date(), key=str(n))
    while runner.cycle().outcome != "idle":
        clock.at += timedelta(seconds=10)
    people = local_client(sheets, actor="people").open_by_key(book.id)
    yield Waiting(clock, opened, runner, ledger, people)
    ledger.close()
    sheets.close()
