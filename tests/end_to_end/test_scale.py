"""docs/scale.md says what bench/scale.py makes of Google's quotas and of the demonstration as it is measured now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.scale import lines_of, sizes_of
from sheetflow.bootstrap import DEMO, open_house
from sheetflow.clock import FixedClock
from tests.end_to_end.desk import NOW, ROOT, settings_of

#: A column more, or other words in the demonstration, is no reason to write the page anew.
NEAR = 0.15


def figures(line: str) -> list[float]:
    """Give the numbers of a line."""
    return [float(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,]*", line)]


def words(line: str) -> str:
    """Give a line without its numbers."""
    return re.sub(r"[0-9][0-9,]*", "#", line)


@pytest.fixture
def computed(demonstration: Path) -> Sequence[str]:
    """Run the script on the demonstration day."""
    with open_house(settings_of(demonstration), FixedClock(NOW), which=DEMO) as house:
        return list(lines_of(sizes_of(house)))


def test_the_page_says_what_the_script_computes(computed: Sequence[str]) -> None:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8").splitlines()
    told = [line for line in page if line.startswith("|")]
    wanted = [line for line in computed if line]
    assert [words(line) for line in told] == [words(line) for line in wanted]
    for here, there in zip(told, wanted, strict=True):
        assert figures(here) == pytest.approx(figures(there), rel=NEAR, abs=2)


def test_the_quotas_lines_are_exact(computed: Sequence[str]) -> None:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8").splitlines()
    assert [line for line in computed if " % |" in line] == [
        line for line in page if " % |" in line
    ]
