"""A problem prints as sentences, each with one stop."""

from __future__ import annotations

import pytest

from sheetflow.errors import Problem


@pytest.mark.parametrize(
    ("found", "remedy", "printed"),
    [
        pytest.param("'4' has no unit", "Write '4 h'", "'4' has no unit. Write '4 h'.", id="bare"),
        pytest.param("It's gone.", "Write it.", "It's gone. Write it.", id="with-their-stops"),
        pytest.param("找不到列头。", "", "找不到列头。", id="told-whole-in-what-was-found"),
    ],
)
def test_a_problem_prints_as_sentences_with_one_stop_each(
    found: str, remedy: str, printed: str
) -> None:
    assert str(Problem("tickets", found, remedy)) == f"tickets: {printed}"
