"""The collector of cycles rests while a workbook is read or a request answered, and works again afterwards."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.localsheets.collector import collector_at_rest

WORKS = gc.isenabled


def test_the_collector_works_again_after_its_rest_however_that_ends() -> None:
    with collector_at_rest():
        assert not WORKS()
        with collector_at_rest():
            assert not WORKS()
        assert not WORKS()
    assert WORKS()
    with pytest.raises(ValueError, match="abroad"), collector_at_rest():
        int("abroad")
    assert WORKS()


def test_a_collector_that_somebody_stopped_stays_stopped() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not WORKS()
    finally:
        gc.enable()


def test_the_collector_rests_while_a_workbook_is_read_and_a_request_answered(
    tmp_path: Path,
) -> None:
    worked: list[bool] = []

    def now() -> datetime:
        worked.append(WORKS())
        return datetime(2026, 3, 10, tzinfo=UTC)

    sheets = LocalSheets(tmp_path / "workbook.sqlite", now=now)
    local_client(sheets).create("desk").sheet1.resize(5000)
    sheets.close()
    assert worked
    assert not any(worked)

    collections: list[str] = []

    def watch(phase: str, about: dict[str, int]) -> None:
        collections.append(phase)

    gc.collect()
    gc.callbacks.append(watch)
    try:
        LocalSheets(tmp_path / "workbook.sqlite", now=now).close()
    finally:
        gc.callbacks.remove(watch)
    assert collections.count("start") <= 2
    assert WORKS()
