"""Where the settings tabs and the YAML say something else: place, both values, which one counts, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from sheetflow.cells import Sheet, encoder
from sheetflow.differences import TabSettings, differences, own_columns
from sheetflow.levels import counting, stored
from sheetflow.model import Language, Scalar, Table
from sheetflow.policy import Policy
from sheetflow.settings_tabs import read_policy
from tests.builders import SHANGHAI, schema

SCHEMA = schema()
Rows = list[dict[str, Scalar]]


def begun(name: str, language: Language = "zh") -> Rows:
    """Give the rows that `init` writes into a tab, by column."""
    tab, sheet = SCHEMA.tab(name), Sheet(SHANGHAI, language)
    return [
        {key: encoder(tab.column(key), sheet)(value) for key, value in row.items()}
        for row in tab.first_rows(language)
    ]


def table(name: str, rows: Rows, *, without: str = "") -> Table:
    keys = [column.key for column in SCHEMA.tab(name).columns]
    columns = {key: at for at, key in enumerate(keys) if key != without}
    return Table(name, columns, [[row.get(key, "") for key in keys] for row in rows])


def sheet(language: Language = "zh", **tabs: Rows) -> dict[str, Table]:
    """Give a sheet as it was made, but for these tabs."""
    names = ("staff", "regions", "levels", "warranty", "holidays")
    return {name: table(name, tabs.get(name, begun(name, language))) for name in names}


def settings(
    tables: Mapping[str, Table], last: Policy | None = None, language: Language = "zh"
) -> TabSettings:
    read, _ = read_policy(SCHEMA, tables, language=language, zone=SHANGHAI, last=last)
    return TabSettings(tables, read, read)


def told(found: TabSettings) -> list[str]:
    return [str(one) for one in differences(found)]


def changed(name: str, at: int, **cells: Scalar) -> Rows:
    """Give a tab's first rows, one of them with other cells."""
    rows = begun(name)
    rows[at] = {**rows[at], **cells}
    return rows


def test_a_sheet_that_was_just_made_says_what_the_file_does() -> None:
    for language in ("zh", "en"):
        found = settings(sheet(language), language=language)
        assert told(found) == []
        assert {tab: len(rows) for tab, rows in found.compared.items()} == {
            "regions": 5,
            "levels": 12,
            "warranty": 1,
        }


@pytest.mark.parametrize("written", ["120分", "2 h", "2小时", 1 / 12])
def test_another_wording_of_the_same_is_no_difference(written: Scalar) -> None:
    assert told(settings(sheet(levels=changed("levels", 0, target=written)))) == []


def test_another_value_names_the_cell_both_values_which_counts_and_what_to_do() -> None:
    assert told(settings(sheet(regions=changed("regions", 0, minutes=18)))) == [
        "区域路程!2 路程(分钟): 表里是「18」,YAML 里是「15」;现在算数的是表里的. 要 YAML 的,就在表里写「15」;"
        "要新建的表也照表里的,就改 sheet_schema.yaml 的 tabs.regions.first."
    ]


def test_it_is_told_in_the_language_of_the_workbook() -> None:
    rows = begun("regions", "en")
    rows[0]["minutes"] = ""
    rows[1]["minutes"] = 21
    found = settings(sheet("en", regions=rows), language="en")
    assert told(found) == [
        "Regions!3 Minutes away: the sheet says '21', the YAML '20'; what counts is the sheet's. "
        "For the YAML's write '20' there; for new sheets to begin so change tabs.regions.first in sheet_schema.yaml."
    ]


def test_of_a_wrong_row_the_last_good_value_is_what_counts() -> None:
    """The wrong cell itself is told by the reading; here is what goes on, where that isn't the file's either."""
    last = settings(sheet(regions=changed("regions", 0, minutes=18))).read
    found = settings(sheet(regions=changed("regions", 0, minutes="十八")), last)
    [sentence] = told(found)
    assert "表里是「十八」,YAML 里是「15」;现在算数的是上次有效的「18」" in sentence


def test_a_row_that_is_wrong_and_never_was_good_is_not_told_as_missing() -> None:
    assert told(settings(sheet(regions=changed("regions", 0, minutes="十八")))) == []


def test_rows_that_only_one_of_them_has_are_told() -> None:
    rows = [*begun("regions")[1:], {"region": "郊外", "minutes": 70}]
    missing, added = told(settings(sheet(regions=rows)))
    assert missing.startswith(
        "区域路程: 表里没有「城中」这一行,YAML 里有;现在都不算数. 要它,就在表里补上"
    )
    assert added.startswith("区域路程!6: YAML 里没有「郊外」这一行;现在算数的是表里的. 可以就这样")


def test_a_level_without_its_row_is_the_files() -> None:
    [sentence] = told(settings(sheet(levels=begun("levels")[1:])))
    assert sentence.startswith(
        "时效等级: 表里没有「特急·响应」这一行,YAML 里有;现在算数的是YAML 的."
    )
    assert sentence.endswith("就从 sheet_schema.yaml 的 levels.critical.response 里去掉.")


def test_a_level_that_waits_to_be_applied_does_not_count_yet() -> None:
    before = settings(sheet()).read
    read = settings(sheet(levels=changed("levels", 0, target="1小时")))
    found = replace(read, counts=counting(read.read, stored(before.levels)))
    level = found.counts.level("critical", "response")
    assert level is not None
    assert level.target == timedelta(hours=2)
    [sentence] = told(found)
    assert "表里是「1小时」,YAML 里是「2小时」;现在算数的是应用过的「2小时 (75%)」" in sentence


def test_what_only_the_desk_says_differs_from_nothing() -> None:
    people: Rows = [{"no": "01", "name": "陈立", "roles": "技术人员", "phone": "138-0000-0001"}]
    assert told(settings(sheet(staff=people))) == []


def test_a_column_that_is_lost_is_not_told_cell_by_cell() -> None:
    tables = sheet() | {"regions": table("regions", begun("regions"), without="aliases")}
    assert told(settings(tables)) == []


def test_columns_of_peoples_own_are_told_apart() -> None:
    tables = sheet()
    mine = replace(tables["regions"], own={"楼层": 9})
    assert [str(one) for one in own_columns(settings(tables | {"regions": mine}))] == [
        "区域路程: 「楼层」是自己加的列,系统不读. 留着就行;要系统用它,就写进 sheet_schema.yaml."
    ]
    renamed = replace(mine, problems=("区域路程:没有「地名」列",))
    assert list(own_columns(settings(tables | {"regions": renamed}))) == []
