"""What a command prints as a table is whole, in a pipe as on a narrow terminal."""

from __future__ import annotations

import pytest

from sheetflow.commands.table import print_table

LONG = "内勤:最快15:55到,超3小时承诺31分;请致歉、另约并填「客户同意」" * 8


def test_in_a_pipe_each_row_is_a_line_with_all_that_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("a", "b", "c"), [(LONG, LONG, "end")])
    [row] = [line for line in capsys.readouterr().out.splitlines() if "end" in line]
    assert row.count(LONG) == 2
