"""A shop's pages over a real ledger and the real schema, at a time of the test's choosing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.roster import StaffMember
from sheetflow.schema import Schema, load
from sheetflow.webhooks import WebServices, WebSettings, create_app
from sheetflow.webhooks import token as tokens

ROOT = Path(__file__).parents[2]

#: Tuesday 2026-03-10 14:30 in Shanghai.
NOON = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)

LIN = StaffMember("07", "林静", ("dispatcher", "service"))
CHEN = StaffMember("01", "陈立", ("technician",))

REPORT = {
    "customer_name": "张三",
    "phone": "138-0000-0001",
    "address": "城东区小麦路1号",
    "product_model": "ZG-2A",
    "fault": "点不着火",
}


@dataclass
class Hands:
    """A clock that stands still until a test moves it."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class Shop:
    """The application, what it stands on, and what it asked for."""

    services: WebServices
    clock: Hands
    wakes: list[str] = field(default_factory=list)

    @property
    def ledger(self) -> SqlLedger:
        assert isinstance(self.services.ledger, SqlLedger)
        return self.services.ledger

    def client(self, **changes: Any) -> FlaskClient:
        """Give a browser without cookies, at an application with these services changed."""
        given = replace(self.services, registry=type(self.services.registry)(), **changes)
        return create_app(given).test_client()

    def desk(self, **changes: Any) -> FlaskClient:
        """Give a browser at whose desk 林静 sits."""
        client = self.client(**changes)
        token = tokens.issue(self.services.settings.data_dir)
        submit(client, "/desk/enter", token=token)
        submit(client, "/desk/who", no="07")
        return client


def submit(client: FlaskClient, path: str, *, at: str = "", **fields: str) -> Any:
    """Send the form that stands at a path (its action may be another), with its hidden fields."""
    page = client.get(at or path).get_data(as_text=True)
    return client.post(path, data={"csrf_token": hidden(page, "csrf_token"), **fields})


def hidden(page: str, name: str) -> str:
    """Give the value of a hidden field."""
    return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load(ROOT / "sheet_schema.yaml")


@pytest.fixture
def shop(tmp_path: Path, schema: Schema) -> Iterator[Shop]:
    clock, wakes = Hands(), list[str]()
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    services = WebServices(
        ledger=ledger,
        schema=schema,
        clock=clock,
        settings=WebSettings(
            data_dir=tmp_path, secret_key="a secret of this test", zone=ZoneInfo("Asia/Shanghai")
        ),
        wake=lambda: wakes.append("cycle"),
        staff=lambda: [LIN, CHEN],
    )
    yield Shop(services, clock, wakes)
    ledger.close()


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> Iterator[FlaskClient]:
    """Give a program that may call as often as it likes, at one application for many examples."""
    ledger = open_ledger("sqlite://")
    settings = WebSettings(
        tmp_path_factory.mktemp("api"), "a secret of this test", api_limit="100000 per minute"
    )
    yield create_app(WebServices(ledger, schema, Hands(), settings)).test_client()
    ledger.close()
