"""`sheetflow doctor --live`: the table of behaviours, tried out on a scratch tab of the desk's own spreadsheet.

with closing(try_out(settings, files=False, tell=print)) as verdicts:
    for verdict in verdicts:
        print(verdict.outcome, verdict.behaviour.says)
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any, Final

import requests

from sheetflow.behaviours import BEHAVIOURS, Answer, Ask, Scratch, Verdict, trial
from sheetflow.bootstrap.doctor import visit
from sheetflow.bootstrap.google import budget_of
from sheetflow.bootstrap.house import House
from sheetflow.clock import SystemClock
from sheetflow.errors import Refused, SheetflowError, Unavailable
from sheetflow.finding import LEVELS
from sheetflow.model import Text
from sheetflow.ports import Clock
from sheetflow.settings import Settings
from sheetflow.store import Transport
from sheetflow.store.budget import Budget
from sheetflow.store.google import read_key
from sheetflow.store.outcomes import Rejected

__all__ = ["Verdict", "try_out"]

#: Sheet ids are 31 bits; where ours begin there is room for a tab for each behaviour.
FIRST_ID: Final = 2**30

#: The desk goes on meanwhile: of its share of the quota the trial uses one part of so many.
PART: Final = 2

_UNAUTHORIZED = 401

Tell = Callable[[Text], object]


def try_out(
    settings: Settings, *, files: bool, tell: Tell, clock: Clock | None = None
) -> Generator[Verdict]:
    """Yield a verdict on each behaviour; the scratch tab is removed at the end, whatever ends it.

    `tell` hears of the tab and of pauses. Raises Refused or Unavailable where the spreadsheet can't be opened, no tab
    can be made, or it can't be removed.
    """
    clock = clock or SystemClock()
    with visit(settings, clock) as visited:
        if visited.house is None:
            fault = max(visited.before, key=lambda one: LEVELS.index(one.level))
            raise Refused(fault.sentence("en"), zh=fault.sentence("zh"))
        http = _transport(visited.house)
        if settings.on_google:
            http.admit = pacing(settings, clock, read_key(Path(settings.credentials)), tell).admit
        first_id = FIRST_ID + secrets.randbelow(FIRST_ID // 2)
        mark = secrets.token_hex(2)
        scratch = Scratch(calling(http), visited.house.spreadsheet_id, mark=mark, first_id=first_id)
        tell(
            Text(f"在临时页签「{scratch.title}」上试验。", f"Trying on the tab '{scratch.title}'.")
        )
        try:
            yield from trial(BEHAVIOURS, scratch, files=files)
        finally:
            _remove(scratch)


def _transport(house: House) -> Transport:
    if not isinstance(house.client.http_client, Transport):
        raise TypeError("The house wants gspread.Client(…, http_client=Transport)")
    return house.client.http_client


def calling(http: Transport) -> Ask:
    """Give how the table calls: a refusal is an answer, other faults are raised."""

    def ask(method: str, url: str, *, body: Any = None, params: Any = None) -> Answer:
        try:
            response = http.request(method, url, params=params, json=body)
        except Rejected as refusal:
            if refusal.code == _UNAUTHORIZED:
                raise
            return Answer(refusal.code, message=refusal.message)
        return Answer(200, _content(response))

    return ask


def pacing(
    settings: Settings,
    clock: Clock,
    key: Mapping[str, object],
    tell: Tell,
    *,
    pause: Callable[[float], object] | None = None,
) -> Budget:
    """Give a part of the desk's budget, which tells when it waits."""
    wait = pause or threading.Event().wait

    def told(seconds: float) -> None:
        whole = ceil(seconds)
        tell(Text(f"额度用完,等待{whole}秒。", f"Waiting {whole} s for the quota."))
        wait(seconds)

    part = replace(settings, quota_share=max(1, settings.quota_share // PART))
    return budget_of(part, clock, key, pause=told)


def _content(response: requests.Response) -> Any:
    if "json" not in response.headers.get("Content-Type", ""):
        return response.content.decode("utf-8", "replace")
    try:
        return response.json()
    except ValueError as error:
        raise Unavailable(
            "Google Sheets' answer can't be read.", zh="Google Sheets的回答读不懂。"
        ) from error


def _remove(scratch: Scratch) -> None:
    try:
        scratch.remove()
    except SheetflowError as fault:
        raise Refused(
            f"The tab '{scratch.title}' couldn't be removed: {fault} Delete it, and the tabs and named ranges with "
            f"'{scratch.mark}' in their names.",
            zh=f"临时页签「{scratch.title}」没能删掉:{fault.zh or fault}请手工删除它,以及名称里有「{scratch.mark}」的"
            "页签和命名范围。",
        ) from fault
