"""On a disk that is really full a report is refused in a sentence or taken whole; with room again all goes on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sheetflow.bootstrap.pages import pages_of
from sheetflow.cli import main
from tests.end_to_end.desk import REPORT, Desk, open_desk
from tests.ports import free_port

#: So much room is left on the disk beside the desk before it is filled up.
SPARE_BYTES = 1_000_000
#: More than a ledger takes in within what its files have room for.
MANY = 200


@pytest.fixture
def disk(blank: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a filesystem that holds a desk and little more; skip where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    size = sum(file.stat().st_size for file in blank.rglob("*") if file.is_file()) + SPARE_BYTES
    with mounted(place, size):
        shutil.copytree(blank, place / "desk")
        yield place


@contextmanager
def mounted(place: Path, size: int) -> Iterator[None]:
    """Mount a filesystem of so many bytes; skip where none can be."""
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("no filesystem can be mounted here (there is no mount)")
    options = [mount, "-t", "tmpfs", "-o", f"size={size}", "sheetflow-test", str(place)]
    tried = subprocess.run(options, capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no filesystem can be mounted here ({tried.stderr.strip()})")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, *, but: int = 0) -> Path:
    """Leave no room for another page, or for so many bytes, and give the file that takes the rest."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - but))
    assert shutil.disk_usage(disk).free == but
    return ballast


def browser(desk: Desk) -> FlaskClient:
    """Give a program that talks to the desk's pages."""
    return pages_of(desk.house, wake=lambda: None, start_empty=lambda: None).test_client()


def post(client: FlaskClient, number: int) -> TestResponse:
    report = {**REPORT, "fault": f"打不着火 {number}"}
    return client.post("/api/tickets", json=report, headers={"Idempotency-Key": f"k{number}"})


def until_refused(client: FlaskClient) -> tuple[list[str], TestResponse]:
    """Send reports until one isn't taken; give the numbers of those before, and the refusal."""
    taken: list[str] = []
    for number in range(MANY):
        answer = post(client, number)
        if answer.status_code != 202:
            return taken, answer
        taken.append(answer.get_json()["ticket_no"])
    raise AssertionError(f"the full disk took {MANY} reports")


def reports(disk: Path) -> list[str]:
    """Give the reports that the ledger's file holds, with a connection of one's own; it has to be sound."""
    with closing(sqlite3.connect(disk / "desk" / "desk" / "ledger.sqlite")) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in ledger.execute("SELECT ticket_no FROM inbox ORDER BY ticket_no")]


@pytest.mark.parametrize("room", [0, 40 * 4096], ids=["none", "for-some-reports"])
def test_a_report_is_refused_in_a_sentence_or_taken_whole_and_goes_on_when_there_is_room(
    disk: Path, room: int
) -> None:
    with open_desk(disk / "desk") as desk:
        client = browser(desk)
        ballast = fill(disk, but=room)
        taken, refused = until_refused(client)
        assert bool(taken) == bool(room)
        assert refused.status_code == 503
        [said] = refused.get_json()["errors"]
        assert said["message"]["zh"]
        assert client.get("/readyz").status_code == 503
        ballast.unlink()
        assert reports(disk) == taken
        again = post(client, len(taken))
        assert again.status_code == 202
        numbers = [*taken, again.get_json()["ticket_no"]]
        assert client.get("/readyz").status_code == 200
        desk.rest()
        assert [row["ticket_no"] for row in desk.rows()] == numbers
        assert [row["fault"] for row in desk.rows()] == [
            f"打不着火 {number}" for number in range(len(numbers))
        ]
        assert desk.is_settled()


def test_the_form_says_so_and_keeps_what_was_typed(disk: Path) -> None:
    with open_desk(disk / "desk") as desk:
        client = browser(desk)
        fill(disk)
        taken, refused = until_refused(client)
        assert refused.status_code == 503
        page = client.get("/", follow_redirects=True).get_data(as_text=True)
        token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
        answer = client.post("/report", data={**REPORT, "privacy": "1", "csrf_token": token})
        assert answer.status_code == 503
        shown = answer.get_data(as_text=True)
        assert "还没有登记" in shown
        assert REPORT["address"] in shown
        assert [one.ticket_no for one in desk.house.ledger.pending_reports()] == taken


@pytest.mark.parametrize("kilobytes", [60, 1_500], ids=["at-once", "in-the-middle"])
def test_a_disk_that_fills_during_the_first_start_is_told_in_a_sentence_alone(
    tmp_path: Path, kilobytes: int
) -> None:
    with mounted(tmp_path, 1024 * kilobytes):
        env = {"SHEETFLOW_DATA_DIR": str(tmp_path / "var"), "SHEETFLOW_PORT": str(free_port())}
        ended = CliRunner().invoke(main, ["serve"], obj=env)
    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)
    [sentence] = ended.stderr.splitlines()
    assert "disk" in sentence
