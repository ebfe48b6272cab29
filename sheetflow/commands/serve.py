"""`sheetflow serve`, `web` and `worker`."""

from __future__ import annotations

import logging
import signal

import click

from sheetflow import bootstrap
from sheetflow.bootstrap.jobs import jobs_of
from sheetflow.bootstrap.pages import desk_link, refuse_host
from sheetflow.bootstrap.serving import refuse_taken, serve
from sheetflow.clock import Worker
from sheetflow.demonstration import make
from sheetflow.settings import Settings


def run(settings: Settings, *, works: bool) -> None:
    """Serve until stopped; a newcomer's first start begins with the demonstration."""
    refuse_host(settings)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    refuse_taken(settings)
    if works and bootstrap.untouched(settings):
        click.echo("First start: making the demonstration day …")
        make(settings)
    serve(settings, works=works, ready=lambda: _greet(settings))


def work(settings: Settings) -> None:
    """Run cycle, outbox and housekeeping until stopped by a signal."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with bootstrap.open_house(settings) as house:
        house.prepare()
        worker = Worker(jobs_of(house), house.ledger, house.clock)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        worker.run()


def _greet(settings: Settings) -> None:
    base = f"http://{settings.host}:{settings.port}"
    click.echo(f"Customers' form:  {base}/")
    click.echo(f"The desk, once:   {desk_link(settings)}")
    click.echo(f"Data:             {settings.data_dir}")
