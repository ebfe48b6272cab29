"""Desks of both profiles, each made once and copied for each scenario."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.desk import open_desk
from tests.scenarios.desk import STAFF, ServiceDesk
from tests.scenarios.profiles import PROFILES
from tests.scenarios.sheet import OpenSheet


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give a folder with a desk and its people for each profile."""
    return {profile: _make(tmp_path_factory.mktemp(profile), profile) for profile in PROFILES}


def _make(folder: Path, profile: str) -> Path:
    with open_desk(folder, PROFILE=profile) as desk:
        desk.house.provision()
        for no, name, roles, skills, regions in STAFF:
            desk.type_row(
                tab="staff", no=f"'{no}", name=name, roles=roles, email=f"{no}@example.com",
                skills=skills, regions=regions, active="TRUE",
            )  # fmt: skip
        desk.rest()
    return folder


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    """Give each profile in turn; where they differ, a scenario takes its own by `only`."""
    return str(request.param)


@pytest.fixture
def desk(profile: str, made: dict[str, Path], tmp_path: Path) -> Iterator[ServiceDesk]:
    """Open the desk of a profile, on Tuesday 2026-03-10 at 14:30."""
    folder = Path(shutil.copytree(made[profile], tmp_path / "desk"))
    with open_desk(folder, PROFILE=profile) as opened:
        yield ServiceDesk(OpenSheet(opened.house, opened.clock, opened.people))
