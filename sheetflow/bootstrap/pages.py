"""A house's pages: what the web application is given of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from flask import Flask

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.pingkeys import PingKeys
from sheetflow.bootstrap.place import make_private, writable
from sheetflow.bootstrap.standing import StandingPolicy
from sheetflow.documents import Press
from sheetflow.errors import BadInput, Problem
from sheetflow.localsheets.grid.api import grid_blueprint
from sheetflow.policy import Policy
from sheetflow.roster import StaffMember
from sheetflow.settings import Settings
from sheetflow.webhooks import (
    Grid,
    PingEnd,
    WebServices,
    WebSettings,
    actor,
    create_app,
    refuse_open_host,
)
from sheetflow.webhooks.token import issue


def pages_of(house: House, *, wake: Callable[[], None], start_empty: Callable[[], None]) -> Flask:
    """Make the web application of a house; `wake` asks for a cycle, `start_empty` leaves the demonstration."""
    settings, standing = house.settings, StandingPolicy(house)
    return create_app(
        WebServices(
            ledger=house.ledger,
            schema=house.schema,
            clock=house.clock,
            settings=WebSettings(
                data_dir=settings.data_dir,
                secret_key=secret_key(settings),
                prefix=settings.prefix,
                title=settings.title,
                public_url=settings.public_url,
                zone=house.zone,
                language=house.language,
            ),
            wake=wake,
            staff=lambda: _staff(standing.now()),
            deadlines=standing.deadlines,
            problems=lambda: _problems(house),
            levels=standing.levels,
            debtors=standing.debtors,
            topics=standing.topics,
            pings=PingEnd(
                house.spreadsheet_id,
                PingKeys(settings, house.folder).at,
                f"{settings.desk_url}/desk",
            ),
            grid=_grid(house),
            printer=Press(standing.now, standing.tables, demonstration=house.demonstration),
            sheet_url=_address(house),
            mail_folder=house.mail_folder,
            is_demonstration=lambda: house.demonstration,
            start_empty=start_empty,
        )
    )


def desk_link(settings: Settings) -> str:
    """Give a fresh link that opens the desk once; an older one no longer does."""
    make_private(settings.data_dir)
    with writable(settings.data_dir):
        token = issue(settings.data_dir)
    return f"{settings.desk_url}/desk/enter?token={token}"


def refuse_host(settings: Settings) -> None:
    """Raise BadInput for an address beyond this machine: nobody logs in there yet."""
    if problem := refuse_open_host(settings.host):
        raise BadInput([problem])


def secret_key(settings: Settings) -> str:
    """Give the key that signs sessions: the setting, else one made once and kept in DATA_DIR, readable by us alone.

    Each branch has another, for whom one desk let in is nobody at the next.
    """
    if settings.secret_key:
        return f"{settings.secret_key}{settings.prefix}"
    path = settings.data_dir / "secret_key"
    if not path.exists():
        with writable(settings.data_dir):
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _staff(policy: Policy | None) -> Sequence[StaffMember]:
    return tuple(policy.staff.values()) if policy else ()


def _problems(house: House) -> Sequence[Problem]:
    """Give what this process's worker last found wrong, else what another's did."""
    if house.runner.policy:
        return house.runner.problems
    last = house.ledger.kept("last_run")
    told = last.get("problems") if isinstance(last, Mapping) else None
    rows = told if isinstance(told, list) else []
    return tuple(Problem(*map(str, one)) for one in rows)


def _grid(house: House) -> Grid | None:
    if house.sheets is None:
        return None
    return Grid(grid_blueprint(house.sheets, actor=actor), lambda: house.spreadsheet_id)


def _address(house: House) -> str:
    if not house.settings.spreadsheet_id:
        return ""
    return f"https://docs.google.com/spreadsheets/d/{house.spreadsheet_id}"
