"""A desk for each test, copied from one that was set up once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.desk import Desk, open_desk, set_up


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a folder with a spreadsheet that was just set up, and its id."""
    folder = tmp_path_factory.mktemp("blank")
    return folder, set_up(folder)


@pytest.fixture
def desk(blank: tuple[Path, str], tmp_path: Path) -> Iterator[Desk]:
    folder, spreadsheet_id = blank
    shutil.copytree(folder, tmp_path / "desk")
    opened = open_desk(tmp_path / "desk", spreadsheet_id)
    yield opened
    opened.close()
