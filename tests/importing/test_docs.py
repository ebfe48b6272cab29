"""What docs/howto/import.md shows works as it says."""

from __future__ import annotations

import re

from sheetflow.importing import read_map
from tests.importing.desk import P2, ROOT, Desk, csv_of, schema

GUIDE = (ROOT / "docs" / "howto" / "import.md").read_text("utf-8")


def example(kind: str) -> str:
    """Give the guide's example in one language."""
    match = re.search(rf"^```{kind}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    assert match is not None
    return match.group(1)


def test_the_record_of_the_guide_comes_out_as_it_says(desk: Desk) -> None:
    assert example("csv").split() == csv_of([P2]).split()
    desk.take(example("csv"))
    shown = desk.cells("WX2023901")
    assert (shown["状态"], shown["回访期限"]) == ("已结单", "2023-10-02 11:30")


def test_the_map_of_the_guide_is_understood(desk: Desk) -> None:
    rows = [
        {"Auftrag": "A-1", "Problem": "a", "Bemerkung": "x", "Ergebnis": "Erledigt"},
        {"Auftrag": "A-2", "Problem": "b", "Bemerkung": "y", "Ergebnis": "offen"},
        {"Auftrag": "A-3", "Problem": "c", "Bemerkung": "z", "Ergebnis": ""},
    ]
    desk.take(csv_of(rows), map=example("yaml"))
    assert [(row["维修单号"], row["状态"], row["Bemerkung"]) for row in desk.rows()] == [
        ("A-1", "已结单", "x"),
        ("A-2", "待派工", "y"),
        ("A-3", "已结单", "z"),
    ]


def test_the_map_of_the_open_repair_data_is_without_fault() -> None:
    found = read_map(ROOT / "docs" / "howto" / "open_repair.map.yaml", schema())
    assert found.columns["problem"] == "fault"
    assert set(found.words.values()) == {"closed"}
