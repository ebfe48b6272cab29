"""`sheetflow serve`, `web` and `worker`."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial

import click

from sheetflow import bootstrap
from sheetflow.bootstrap.branch import Branch, Keeper, close_all
from sheetflow.bootstrap.jobs import jobs_of
from sheetflow.bootstrap.pages import desk_link, refuse_host
from sheetflow.bootstrap.serving import refuse_taken, serve
from sheetflow.clock import Worker
from sheetflow.demonstration import make
from sheetflow.settings import Settings


def run(branches: Sequence[Settings], *, works: bool) -> None:
    """Serve until stopped; a newcomer's first start begins with the demonstration."""
    first = branches[0]
    refuse_host(first)
    _speak()
    refuse_taken(branches)
    if works and not first.branch and bootstrap.untouched(first):
        click.echo("First start: making the demonstration day …")
        make(first)
    serve(branches, works=works, ready=lambda: _greet(branches))


def work(branches: Sequence[Settings]) -> None:
    """Run cycle, outbox and housekeeping until stopped by a signal; each branch in threads of its own."""
    _speak()
    if branches[0].branch:
        _work_beside(branches)
        return
    with bootstrap.open_house(branches[0]) as house:
        house.prepare()
        worker = Worker(jobs_of(house), house.ledger, house.clock)

        def stop() -> None:
            worker.stop()
            house.leave()

        _at_signals(stop)
        worker.run()


def _at_signals(stop: Callable[[], None]) -> None:
    """Have a signal answered in a thread of its own: what the main thread holds just then it will let go of."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=stop, name="stop").start())


def _work_beside(branches: Sequence[Settings]) -> None:
    stopping = threading.Event()
    _at_signals(stopping.set)
    working = [Branch(one, partial(Keeper, one)) for one in branches]
    stopping.wait()
    close_all(working)


def _speak() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _greet(branches: Sequence[Settings]) -> None:
    first = branches[0]
    if first.branch:
        click.echo(f"The branches:     http://{first.host}:{first.port}/")
    for one in branches:
        click.echo(f"Customers' form:  {one.desk_url}/")
        click.echo(f"The desk, once:   {desk_link(one)}")
        click.echo(f"Data:             {one.data_dir}")
