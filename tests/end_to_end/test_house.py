"""What a house knows of itself, whatever its settings chose."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.bootstrap import open_house
from sheetflow.settings import read_settings

HOME = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("smtp_url", "found"),
    [
        pytest.param("", "desk/mail", id="without a mail server"),
        pytest.param("smtp://127.0.0.1:25", None, id="with one"),
    ],
)
def test_mail_is_read_on_the_desk_where_it_stays_in_a_folder(
    smtp_url: str, found: str | None, tmp_path: Path
) -> None:
    env = {"SHEETFLOW_DATA_DIR": str(tmp_path), "SHEETFLOW_SMTP_URL": smtp_url}
    with open_house(read_settings(env, home=HOME)) as house:
        assert house.mail_folder == (tmp_path / found if found else None)
