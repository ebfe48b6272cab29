"""What an owner writes into sheet_schema.yaml about the papers: read, or told with its line."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sheetflow.errors import BadInput
from sheetflow.model import Text
from sheetflow.schema import PAPERS, Schema, load
from tests.builders import SCHEMA_FILE, schema
from tests.documents.conftest import STOVES, print_out

LOGO = '  logo: ""\n'

#: One red dot.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Schema]:
    """Give a way to load the schema with one of its lines written otherwise."""

    def load_with(old: str, new: str) -> Schema:
        whole = SCHEMA_FILE.read_text("utf-8")
        assert whole.count(old) == 1
        path = tmp_path / "sheet_schema.yaml"
        path.write_text(whole.replace(old, new), "utf-8")
        return load(path)

    return load_with


def test_each_profile_prints_the_papers_of_its_procedure() -> None:
    assert schema("stove").papers.printed == ("dispatch_order", "receipt", "parts_slip", "fee_card")
    generic = ("dispatch_order", "service_record", "parts_slip", "fee_card")
    assert schema("generic").papers.printed == generic


def test_a_logo_beside_the_file_stands_on_each_paper(
    tmp_path: Path, written: Callable[[str, str], Schema]
) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    policy = replace(STOVES, schema=written(LOGO, "  logo: logo.png\n"))
    picture = f'<img src="data:image/png;base64,{b64encode(PNG).decode()}"'
    for kind in PAPERS:
        assert print_out(kind, policy=policy).html.count(picture) == 1
    (tmp_path / "logo.png").unlink()
    assert "<img" not in print_out("receipt", policy=policy).html


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("logo.png", "there is no file 'logo.png'. Put it into"),
        ("logo.bmp", "'logo.bmp' is no picture. Name one of: .png, .jpg, .jpeg, .svg"),
        ("large.png", "'large.png' is larger than 512 kB"),
    ],
)
def test_a_logo_that_cant_be_shown_is_told(
    tmp_path: Path, written: Callable[[str, str], Schema], name: str, found: str
) -> None:
    (tmp_path / "large.png").write_bytes(bytes(512 * 1024 + 1))
    with pytest.raises(BadInput, match=re.escape(found)) as refused:
        written(LOGO, f"  logo: {name}\n")
    assert "documents.logo" in str(refused.value)


def test_a_paper_that_there_isnt_is_told(written: Callable[[str, str], Schema]) -> None:
    with pytest.raises(BadInput, match=r"'reciept' is not known here\. Write 'receipt'"):
        written("print: [dispatch_order, receipt,", "print: [dispatch_order, reciept,")


def test_without_the_section_everything_is_as_shipped(tmp_path: Path) -> None:
    whole = SCHEMA_FILE.read_text("utf-8")
    section = re.search(r"^documents:\n(  .*\n)+", whole, re.MULTILINE)
    assert section
    path = tmp_path / "sheet_schema.yaml"
    path.write_text(whole.replace(section.group(), ""), "utf-8")
    assert load(path).papers == replace(schema("generic").papers, greeting=Text("", ""))


def test_a_logo_that_was_taken_away_since_is_told_at_the_next_opening(
    written: Callable[[str, str], Schema], tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    assert written(LOGO, "  logo: logo.png\n") is written(LOGO, "  logo: logo.png\n")
    (tmp_path / "logo.png").unlink()
    with pytest.raises(BadInput, match=r"there is no file 'logo\.png'"):
        written(LOGO, "  logo: logo.png\n")
