"""Whoever follows docs/howto/local-sheets.md gets their own gspread script to work; nobody else gets in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import gspread
import pytest

from sheetflow.bootstrap import open_house
from sheetflow.localsheets import remote_client
from sheetflow.settings import Settings
from tests.end_to_end.desk import open_desk
from tests.end_to_end.served import serving
from tests.test_cli import Shell
from tests.test_docs import HOWTO, blocks

PAGES = [("local-sheets.md", "en"), ("local-sheets.zh-CN.md", "zh-CN")]


def run(folder: Path, page: str, name: str, **environment: str) -> str:
    """Run a script of a page in a folder with all its files; return what it prints."""
    for block in blocks(HOWTO / page, "python"):
        (folder / block.file).write_text(block.text, "utf-8")
    ran = subprocess.run(
        [sys.executable, name],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def given(told: str) -> dict[str, str]:
    """Return the two lines that the command prints as the environment that they are."""
    return dict(line.split("=", 1) for line in told.splitlines())


def shell_of(settings: Settings) -> Shell:
    """Return a terminal in the desk's folder."""
    env = {"DATA_DIR": str(settings.data_dir), "PORT": str(settings.port), "LOCALE": "zh-CN"}
    return Shell({f"SHEETFLOW_{name}": value for name, value in env.items()})


@pytest.mark.parametrize(("page", "locale"), PAGES, ids=[locale for _, locale in PAGES])
def test_a_script_counts_tickets_under_its_own_name(page: str, locale: str, tmp_path: Path) -> None:
    with open_desk(tmp_path / "var", LOCALE=locale) as desk:
        desk.house.provision()
        desk.report()
        desk.work()
    with serving(tmp_path / "var", LOCALE=locale) as (settings, _):
        environment = given(shell_of(settings).said("token", "--script", "林静"))
        assert environment["SHEETS_URL"] == f"http://127.0.0.1:{settings.port}/google"
        told = run(tmp_path, page, "count.py", **environment)
    assert list(json.loads(told.replace("'", '"')).values()) == [1]
    with open_house(settings) as house:
        assert house.sheets is not None
        history = house.sheets.history(house.spreadsheet_id)
    done = [one.acts for one in history if one.actor == "林静"]
    assert done == [("values.update",), ("addSheet",)]


def test_a_token_lets_its_name_in_until_it_is_revoked_and_deletes_nothing(tmp_path: Path) -> None:
    with serving(tmp_path / "var") as (settings, _):
        shell = shell_of(settings)
        old = given(shell.said("token", "--script", "林静"))
        new = given(shell.said("token", "--script", "林静"))
        url = new["SHEETS_URL"]
        client = remote_client(url, new["SHEETS_TOKEN"], actor="sheetflow")
        [book] = client.openall()
        client.http_client.request(
            "post",
            f"https://www.googleapis.com/drive/v3/files/{book.id}/comments",
            json={"content": "mine"},
            params={"fields": "author/displayName"},
        )
        with pytest.raises(gspread.exceptions.APIError, match="worked in"):
            client.del_spreadsheet(book.id)
        assert shell.said("token", "--script", "林静", "--revoke") == "林静: withdrawn.\n"
        for token in (old["SHEETS_TOKEN"], new["SHEETS_TOKEN"], "", None):
            stranger = remote_client(url, token)
            with pytest.raises(gspread.exceptions.APIError) as refused:
                stranger.openall()
            assert refused.value.code == 401
            stranger.http_client.session.close()
        client.http_client.session.close()
    with open_house(settings) as house:
        assert house.sheets is not None
        [latest] = house.sheets.history(house.spreadsheet_id, limit=1)
    assert (latest.actor, latest.acts) == ("林静", ("comments.create",))


def test_the_tokens_are_kept_as_digests_that_this_user_alone_can_read(tmp_path: Path) -> None:
    shell = Shell({"SHEETFLOW_DATA_DIR": str(tmp_path / "var")})
    token = given(shell.said("token", "--script", "林静"))["SHEETS_TOKEN"]
    path = tmp_path / "var" / "script-tokens.json"
    assert token not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["", "sheetflow", "api", "x" * 41, "a\nb"])
def test_a_name_that_would_mislead_the_history_gets_no_token(name: str, tmp_path: Path) -> None:
    shell = Shell({"SHEETFLOW_DATA_DIR": str(tmp_path / "var")})
    assert shell.refused("token", "--script", name).startswith("--script:")


def test_what_cant_be_revoked_or_let_in_is_told(tmp_path: Path) -> None:
    shell = Shell({"SHEETFLOW_DATA_DIR": str(tmp_path / "var")})
    assert "has no token" in shell.refused("token", "--script", "林静", "--revoke")
    elsewhere = shell.refused("token", "--script", "林静", SHEETS_URL="http://127.0.0.1:1")
    assert "not the embedded one" in elsewhere
    assert "--script NAME" in shell.run("token", "--revoke").output


def test_alone_on_loopback_no_credentials_are_asked_for(tmp_path: Path) -> None:
    [command] = blocks(HOWTO / "local-sheets.md", "text")
    words = command.text.split()
    assert words[-2:] == ["--port", "8765"]
    words = [sys.executable, "-m", *words[:-1], "0"]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(words, cwd=tmp_path, stdout=pipe, text=True) as server,
        ExitStack() as ending,
    ):
        ending.callback(server.terminate)
        assert server.stdout is not None
        url = server.stdout.readline().split()[-1]
        told = run(tmp_path, "local-sheets.md", "trial.py", SHEETS_URL=url, SHEETS_TOKEN="")
    assert url.startswith("http://127.0.0.1:")
    assert told == "155.5 2\npart,price\npump,120\nfan,35.5\n,155.5\n"
