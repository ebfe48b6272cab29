"""Desks and a demonstration day, each made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sheetflow.clock import FixedClock
from sheetflow.demonstration import make
from tests.end_to_end.desk import NOW, Desk, open_desk, set_up, settings_of

if TYPE_CHECKING:  # Playwright is slow to import, and few tests need it
    from playwright.sync_api import Browser, Page

    from tests.end_to_end.seated import Seat, Two


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a desk that was just set up, with its staff."""
    folder = tmp_path_factory.mktemp("blank")
    set_up(folder)
    return folder


@pytest.fixture
def folder(blank: Path, tmp_path: Path) -> Path:
    """Give a folder with a desk for one test."""
    return Path(shutil.copytree(blank, tmp_path / "desk"))


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """Open that desk."""
    with open_desk(folder) as desk:
        yield desk


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demonstration of Tuesday 2026-03-10, 14:30."""
    folder = tmp_path_factory.mktemp("made")
    make(settings_of(folder), FixedClock(NOW))
    return folder


@pytest.fixture
def demonstration(made: Path, tmp_path: Path) -> Path:
    """Give a copy of the demonstration for one test."""
    folder = tmp_path / "var"
    shutil.copytree(made, folder)
    return folder


@pytest.fixture(scope="session")
def reported(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Give a folder with a desk of four tickets, and their numbers."""
    from tests.end_to_end.seated import NAMES

    folder = Path(shutil.copytree(blank, tmp_path_factory.mktemp("grid") / "desk"))
    with open_desk(folder) as desk:
        numbers = [desk.report(unit_name=name) for name in NAMES]
        desk.rest()
    return folder, numbers


@pytest.fixture
def two(reported: tuple[Path, list[str]], tmp_path: Path, browser: Browser) -> Iterator[Two]:
    """Seat two people before those tickets."""
    from tests.end_to_end.seated import seat_two

    with seat_two(reported, tmp_path / "desk", browser) as two:
        yield two


@pytest.fixture
def one(reported: tuple[Path, list[str]], tmp_path: Path, browser: Browser) -> Iterator[Seat]:
    """Seat somebody before them."""
    from tests.end_to_end.seated import seat

    with seat(reported, tmp_path / "desk", browser) as one:
        yield one


@pytest.fixture
def phone(reported: tuple[Path, list[str]], tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """Hold a phone with those tickets."""
    from tests.end_to_end.seated import hold_phone

    with hold_phone(reported, tmp_path / "desk", browser) as page:
        yield page
