"""Somebody types, the spreadsheet's script pings the pages of one process, and the worker in another looks at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

from sheetflow.bell import Bell
from sheetflow.bootstrap import House, open_house
from sheetflow.bootstrap.pingkeys import PingKeys
from sheetflow.bootstrap.serving import Desk
from sheetflow.localsheets import LocalSheets, serve
from sheetflow.settings import Settings, read_settings
from tests.apps_script.conftest import script
from tests.apps_script.script import ADDRESS, Reply, Request, Script
from tests.webhooks.conftest import REPORT

__all__ = ["script"]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give settings for several processes of one spreadsheet, at which they look once an hour by themselves."""
    with ExitStack() as closing:
        sheets = LocalSheets(tmp_path / "google.sqlite", now=lambda: datetime.now(UTC))
        closing.callback(sheets.close)
        server = serve(sheets, "127.0.0.1", 0)
        closing.callback(server.server_close)
        closing.callback(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "SHEETFLOW_DATA_DIR": str(tmp_path / "var"),
            "SHEETFLOW_SHEETS_URL": f"http://127.0.0.1:{server.server_port}",
            "SHEETFLOW_LOCALE": "zh-CN",
            "SHEETFLOW_CYCLE_SECONDS": "3600",
        }


@contextmanager
def working(env: dict[str, str]) -> Iterator[None]:
    """Let a worker keep the spreadsheet, in a process of its own."""
    command = [sys.executable, "-m", "sheetflow", "worker"]
    with subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.DEVNULL) as worker:
        try:
            yield
        finally:
            worker.kill()


def until(found: Callable[[], object]) -> None:
    wait = threading.Event().wait
    for _ in range(2400):
        if found():
            return
        wait(0.05)
    raise AssertionError("it never came")


def pinging(script: Script, house: House, pages: Client) -> None:
    """Let the script be installed in this spreadsheet, and send to these pages."""

    def answer(request: Request) -> Reply:
        got = pages.post("/hooks/sheet", data=request.body, headers=dict(request.headers))
        return Reply(got.status_code, got.get_data(as_text=True))

    kept = {
        "spreadsheet": house.spreadsheet_id,
        "address": ADDRESS,
        "key": PingKeys(house.settings, house.folder).newest(),
    }
    script.set(
        id=house.spreadsheet_id,
        now=int(datetime.now(UTC).timestamp() * 1000),
        properties={f"sheetflow.{name}": value for name, value in kept.items()},
    )
    script.answers = answer


def test_a_row_that_was_typed_is_numbered_at_a_ping_and_not_an_hour_later(
    env: dict[str, str], script: Script
) -> None:
    settings: Settings = read_settings(env, home=ROOT)
    with open_house(settings) as house:
        house.provision()
        desk = Desk(settings, works=False)
        tab = house.client.open_by_key(house.spreadsheet_id).worksheet("工单")
        fault = house.schema.tab("tickets").column("fault").label.zh
        tab.update_cell(2, tab.row_values(1).index(fault) + 1, "打不着火")
        with working(env):
            # The first look leaves it alone: somebody may still be typing.
            until(lambda: house.ledger.kept("last_run"))
            assert not tab.acell("A2").value
            pinging(script, house, Client(desk))
            script.changed()
            until(lambda: tab.acell("A2").value)
        bell = Bell(house.ledger)
        assert Client(desk).post("/api/tickets", json=REPORT).status_code == 202
        assert bell.rings(datetime.now(UTC))
        desk.close()
