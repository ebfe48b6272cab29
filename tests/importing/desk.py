"""A desk with a real local workbook, a real ledger and its worker, into which files are imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import gspread
from gspread.utils import ValueInputOption, ValueRenderOption

from sheetflow.clock import FixedClock
from sheetflow.importing import Import, Report, carry_out, plan_import, read_csv, read_map
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.model import Scalar
from sheetflow.policy import Policy
from sheetflow.rules import RULES
from sheetflow.runner import Office, Runner, Summary
from sheetflow.schema import Schema, load
from sheetflow.settings_tabs import read_policy
from sheetflow.store import Transport, Workbook, provision

ROOT = Path(__file__).parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)

#: P2's record, its phone invented: the 15 fields in their order.
P2 = {
    "维修单号": "WX2023901",
    "客户姓名": "张*",
    "联系方式": "138-0000-0000",
    "产品型号": "ABC-2000",
    "序列号": "SN56",
    "故障描述": "不启动,指示灯不亮",
    "故障核实情况": "电源模块故障",
    "维修工程师": "*师傅(工号01)",
    "维修开始时间": "2023-10-01 10:00",
    "维修结束时间": "2023-10-01 11:30",
    "更换配件清单": "电源模块(型号PWR-001)",
    "维修结果": "已修复",
    "客户签字": "张*",
    "回访记录": "满意,运行正常",
    "备注": "保修期内,配件免费",
}


@cache
def schema() -> Schema:
    """Give the shipped schema."""
    return load(ROOT / "sheet_schema.yaml", profile="generic")


def csv_of(rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows as a spreadsheet exports them."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass
class Desk:
    """One spreadsheet with its ledger and worker, in a folder that another process can open too."""

    folder: Path
    clock: FixedClock
    sheets: LocalSheets
    client: gspread.Client
    spreadsheet_id: str
    store: Workbook
    ledger: SqlLedger
    runner: Runner

    @property
    def policy(self) -> Policy:
        """Give the policy as the spreadsheet's settings have it."""
        tables = self.store.read().tables
        return read_policy(schema(), tables, language="zh", zone=SHANGHAI)[0]

    def planned(self, text: str | bytes, *, map: str = "", history: bool = True) -> Import:
        """Read a file and plan its import."""
        path = self.folder / "old.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.planned_file(path, map=map, history=history)

    def planned_file(self, path: Path, *, map: str = "", history: bool = True) -> Import:
        """Plan the import of a file."""
        mapped = self.folder / "old.map.yaml"
        mapped.write_text(map, encoding="utf-8")
        sheet = read_csv(path, schema(), read_map(mapped, schema()))
        return plan_import(sheet, self.policy, history=history, now=self.clock.now())

    def carry_out(self, imported: Import) -> Report:
        """Carry an import out beside the worker."""
        now = self.clock.now()
        return carry_out(self.store, self.ledger, imported, self.policy, RULES, now=now)

    def take(self, text: str | bytes, *, map: str = "", history: bool = True) -> Report:
        """Import a file."""
        return self.carry_out(self.planned(text, map=map, history=history))

    def cycles(self, count: int = 3) -> list[Summary]:
        """Run cycles, a minute apart."""
        found = []
        for _ in range(count):
            found.append(self.runner.cycle())
            self.clock.at += timedelta(minutes=1)
        return found

    def cells(
        self, number: str, render: ValueRenderOption = ValueRenderOption.formatted
    ) -> dict[str, Scalar]:
        """Give a ticket's cells by header, as gspread reads them."""
        return {str(row["维修单号"]): row for row in self.rows(render)}[number]

    def rows(
        self, render: ValueRenderOption = ValueRenderOption.formatted
    ) -> list[dict[str, Scalar]]:
        """Give all tickets by header, as gspread reads them."""
        tab = self.client.open_by_key(self.spreadsheet_id).worksheet("工单")
        header, *rows = tab.get_values(value_render_option=render, maintain_size=True)
        return [dict(zip(header, row, strict=True)) for row in rows if any(row)]

    def staff(self, *rows: Sequence[Scalar]) -> None:
        """Let there be these people: number, name, roles."""
        tab = self.client.open_by_key(self.spreadsheet_id).worksheet("人员")
        header = [*map(str, tab.row_values(1))]
        named = ("工号", "姓名", "角色", "邮箱", "技能", "区域", "在职")
        for row in rows:
            filled = dict(
                zip(named, (*row, f"{row[0]}@example.com", "全部", "", "是"), strict=True)
            )
            tab.append_row(
                [filled.get(name, "") for name in header], value_input_option=ValueInputOption.raw
            )

    def type(self, *cells: tuple[str, Scalar]) -> None:
        """Let somebody type a row below the others, by header."""
        tab = self.client.open_by_key(self.spreadsheet_id).worksheet("工单")
        header, typed = tab.row_values(1), dict(cells)
        row = [typed.get(str(name), "") for name in header]
        tab.append_row(row, value_input_option=ValueInputOption.raw)

    def beside(self) -> Desk:
        """Open the spreadsheet and the ledger once more, as another process that is at work at the same time."""
        return _desk(self.folder, self.spreadsheet_id, self.sheets, self.clock)

    def close(self) -> None:
        """Close the files."""
        self.ledger.close()
        self.sheets.close()


def set_up(folder: Path) -> str:
    """Make a spreadsheet in a folder, and give its id."""
    sheets = LocalSheets(folder / "workbook.sqlite", now=lambda: NOW)
    client = local_client(sheets, http_client=Transport)
    spreadsheet_id = client.create("维修台账").id
    provision(client, spreadsheet_id, schema(), language="zh", zone=SHANGHAI)
    sheets.close()
    return str(spreadsheet_id)


def open_desk(folder: Path, spreadsheet_id: str, *, at: datetime = NOW) -> Desk:
    """Open the spreadsheet and the ledger of a folder, as a process that starts does."""
    clock = FixedClock(at)
    sheets = LocalSheets(folder / "workbook.sqlite", now=clock.now)
    return _desk(folder, spreadsheet_id, sheets, clock)


def _desk(folder: Path, spreadsheet_id: str, sheets: LocalSheets, clock: FixedClock) -> Desk:
    client = local_client(sheets, http_client=Transport)
    store = Workbook(client, spreadsheet_id, schema(), language="zh", zone=SHANGHAI, now=clock.now)
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    runner = Runner(store, ledger, clock, Office(schema(), RULES, "zh", SHANGHAI, strict=True))
    return Desk(folder, clock, sheets, client, spreadsheet_id, store, ledger, runner)


#: What real files hold and software trips over: signs of formulas, languages, emoji, breaks, numbers that are none.
TRAITS = (
    "=SUM(A1:A9)", "=HYPERLINK(\"https://example.com\",\"x\")", "+49 30 000000, bitte zurückrufen",
    "-keine Funktion", "- No power -", "@home repair", "'quoted at the start", "\"quoted\"",
    "Wurde schnell heiß. Der Lüfter war verschmutzt", "Virker ikke, rød lampe blinker æøå",
    "Doesn't start; \"clicks\" once, then nothing", "不启动,指示灯不亮", "咖啡机漏水☕️，请尽快👨‍👩‍👧",
    "erste Zeile\nzweite Zeile", "first\r\nsecond\r\n\r\nfourth", "Tab\there", "007", "1/2", "TRUE",
    "2019-10-19", "10:30", "1e5", "#REF!", "1,234.50", "50%", "  blanks around  ", "x" * 2048,
    "é" * 1024, "末" * 2048, "{=1+1}",
)  # fmt: skip


def trait_rows() -> Iterable[dict[str, str]]:
    """Give 60 invented records in the shape of the Open Repair Data, with all the traits of real ones."""
    outcomes = ("Fixed", "Repairable", "End of life", "Unknown")
    for at in range(60):
        yield {
            "id": f"invented_{at}",
            "country": ("GBR", "DEU", "DNK")[at % 3],
            "product_category": ("Laptop", "Lamp", "Kettle")[at % 3],
            "brand": TRAITS[(at * 7) % len(TRAITS)] if at % 2 else "Unknown",
            "year_of_manufacture": "" if at % 3 else "2015",
            "product_age": "" if at % 3 else "5",
            "repair_status": outcomes[at % 4],
            "repair_barrier_if_end_of_life": "Item too worn out" if at % 4 == 2 else "",
            "event_date": f"2019-10-{at % 28 + 1:02d}",
            "problem": TRAITS[at % len(TRAITS)],
        }
