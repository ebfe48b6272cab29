"""What the page docs/local-workbook.md lists is what is served, left out, and known of Google."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from sheetflow import behaviours
from sheetflow.localsheets.batch.left_out import LEFT_OUT
from sheetflow.localsheets.batch.registry import ACTS
from tests.localsheets import test_behaviours, test_drive

PAGE = (Path(__file__).parents[2] / "docs" / "local-workbook.md").read_text("utf-8")
HERE = Path(__file__).parent
TABLE = Path(behaviours.__file__).parent
TAGS = ("documented", "measured", "assumed")
NUMBERED = re.compile(r"test_(\d\d)_")


def table(head: str, rows: dict[str, list[str]]) -> str:
    listed = {name: " ".join(f"`{kind}`" for kind in kinds) for name, kinds in rows.items()}
    return "\n".join(
        [f"| {head} | requests |", "|---|---|"]
        + [f"| {name} | {kinds} |" for name, kinds in listed.items()]
    )


def test_the_page_lists_every_request_that_is_served() -> None:
    by_part: dict[str, list[str]] = defaultdict(list)
    for kind, act in sorted(ACTS.items()):
        by_part[act.__module__.rpartition(".")[2].replace("_", " ")].append(kind)
    served = table("served", dict(sorted(by_part.items())))
    assert served in PAGE, f"docs/local-workbook.md should hold:\n{served}"


def test_the_page_lists_every_request_that_is_left_out_and_why() -> None:
    left_out = table("501, because", {why: list(kinds) for why, kinds in LEFT_OUT.items()})
    assert left_out in PAGE, f"docs/local-workbook.md should hold:\n{left_out}"


def test_every_request_that_is_served_is_sent_by_a_test() -> None:
    places = [*HERE.glob("test_*.py"), *TABLE.glob("*.py")]
    tests = "".join(path.read_text("utf-8") for path in places)
    assert [kind for kind in ACTS if f'"{kind}"' not in tests] == []


def known_by(*modules: ModuleType) -> dict[int, set[str]]:
    """Return for each numbered behaviour how its lines and tests are tagged; each must have one tag."""
    found: dict[int, set[str]] = defaultdict(set)
    for line in behaviours.BEHAVIOURS:
        if line.number:
            found[int(line.number)].add(line.tag)
    for module in modules:
        for name, test in vars(module).items():
            numbered = NUMBERED.match(name)
            if numbered:
                marks: list[pytest.Mark] = getattr(test, "pytestmark", [])
                [tag] = [mark.name for mark in marks if mark.name in TAGS]
                found[int(numbered[1])].add(tag)
    return found


def test_the_page_says_of_each_of_the_25_behaviours_how_it_is_known() -> None:
    found = known_by(test_behaviours, test_drive)
    assert sorted(found) == list(range(1, 26))
    said = {
        int(number): set(tags.split(", "))
        for number, tags in re.findall(r"^\| (\d+) \| [^|]+ \| ([a-z, ]+) \|$", PAGE, re.MULTILINE)
    }
    assert said == found
