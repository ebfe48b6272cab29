"""Setting up makes what is missing in one batch, changes nothing when run again, and takes nothing away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import gspread
import pytest

from sheetflow.errors import Refused
from sheetflow.localsheets import LocalSheets, local_client
from sheetflow.model import CellWrite, Text, Writes
from sheetflow.schema import Choice, Group, Schema, Tab, Template
from sheetflow.store import Provisioned, Transport, Workbook, provision
from sheetflow.store.names import letters, stable_id
from sheetflow.store.requests import area, row_of, update
from tests.store.desk import (
    FULL,
    NOON,
    SHANGHAI,
    TICKETS,
    Desk,
    column,
    new_desk,
    new_spreadsheet,
    small_schema,
    small_tickets,
    typed,
)

Json = dict[str, Any]


def set_up(desk: Desk, schema: Schema, **options: Any) -> Provisioned:
    """Set a desk's spreadsheet up."""
    how = {"language": "en", "zone": SHANGHAI, **options}
    return provision(desk.client, desk.spreadsheet_id, schema, **how)


def tickets_of(tab: Tab) -> Schema:
    """Give the small schema with another tickets tab."""
    return replace(
        small_schema(),
        tabs=tuple(tab if one.key == "tickets" else one for one in small_schema().tabs),
    )


def described(desk: Desk, tab: str = "tickets") -> Json:
    """Give all that the API says about a tab."""
    found: Json = desk.people.fetch_sheet_metadata(
        desk.spreadsheet_id, params={"includeGridData": "true"}
    )
    return next(
        sheet
        for sheet in found["sheets"]
        if sheet["properties"]["sheetId"] == stable_id("tab", tab)
    )


def header(desk: Desk, tab: str = "tickets") -> list[Json]:
    """Give the cells of a tab's first row."""
    cells: list[Json] = described(desk, tab)["data"][0]["rowData"][0]["values"]
    return cells


def titles(desk: Desk) -> list[str]:
    """Give the tabs' titles in order."""
    sheets = desk.people.fetch_sheet_metadata(desk.spreadsheet_id)["sheets"]
    return [sheet["properties"]["title"] for sheet in sheets]


def formulas(sheet: Json) -> list[str]:
    """Give the formulas of a tab's conditional formats, in order."""
    return [
        rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for rule in sheet["conditionalFormats"]
    ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Json, Json, gspread.Client]]:
    """Set up the whole schema once; give the file, its tabs by title, and the client that did it."""
    sheets = LocalSheets(tmp_path_factory.mktemp("whole") / "w.sqlite", now=lambda: NOON)
    spreadsheet_id = new_spreadsheet(sheets)
    client = local_client(sheets, http_client=Transport)
    provision(client, spreadsheet_id, FULL, language="zh", zone=SHANGHAI)
    file: Json = client.http_client.fetch_sheet_metadata(spreadsheet_id, {"includeGridData": True})
    yield file, {sheet["properties"]["title"]: sheet for sheet in file["sheets"]}, client
    sheets.close()


class TestANewSpreadsheet:
    """What the whole schema looks like once it is set up."""

    def test_is_set_up_by_two_reads_and_one_write(self, whole: Any) -> None:
        assert whole[2].http_client.calls == {"read": 3, "write": 1}  # one read is the fixture's

    def test_keeps_the_desk_s_zone_and_recalculates_every_minute(self, whole: Any) -> None:
        properties = whole[0]["properties"]
        found = [properties[name] for name in ("timeZone", "locale", "autoRecalc")]
        assert found == ["Asia/Shanghai", "zh_CN", "MINUTE"]

    def test_has_all_tabs_in_order_and_no_empty_one(self, whole: Any) -> None:
        assert list(whole[1]) == [tab.label.zh for tab in FULL.tabs]
        hidden = [title for title, tab in whole[1].items() if tab["properties"].get("hidden")]
        assert hidden == ["暂存"]

    def test_names_every_column_with_its_help(self, whole: Any) -> None:
        cells = whole[1]["工单"]["data"][0]["rowData"][0]["values"]
        shown = [cell.get("userEnteredValue", {}).get("stringValue") for cell in cells]
        labels = [one.label.zh for one in FULL.tab("tickets").columns]
        assert [text for text in shown if text in labels] == labels
        notes = {text: cell.get("note") for text, cell in zip(shown, cells, strict=True)}
        for one in FULL.tab("tickets").columns:
            assert notes[one.label.zh] == (one.help.zh if one.help else None)

    def test_keeps_header_and_first_columns_in_sight(self, whole: Any) -> None:
        grid = whole[1]["工单"]["properties"]["gridProperties"]
        assert (grid["frozenRowCount"], grid["frozenColumnCount"]) == (1, 3)

    def test_folds_each_group_under_a_column_with_its_name(self, whole: Any) -> None:
        tab = whole[1]["工单"]
        cells = tab["data"][0]["rowData"][0]["values"]
        groups = FULL.tab("tickets").groups
        assert len(tab["columnGroups"]) == len(groups)
        for folded, group in zip(tab["columnGroups"], groups, strict=True):
            before = cells[folded["range"]["startIndex"] - 1]
            assert before["userEnteredValue"]["stringValue"] == "▸" + group.label.zh
            assert folded["collapsed"]

    def test_offers_labels_in_the_workbook_s_language_without_forcing_them(
        self, whole: Any
    ) -> None:
        row = whole[1]["工单"]["data"][0]["rowData"][1]["values"]
        rule = row[1]["dataValidation"]
        offered = [one["userEnteredValue"] for one in rule["condition"]["values"]]
        assert offered == [one.label.zh for one in FULL.tab("tickets").column("status").choices]
        assert not rule.get("strict")

    def test_takes_choices_from_another_tab_s_column(self, whole: Any) -> None:
        row = whole[1]["工单"]["data"][0]["rowData"][1]["values"]
        at = [one.key for one in FULL.tab("tickets").columns].index("technician")
        condition = row[at]["dataValidation"]["condition"]
        assert condition["type"] == "ONE_OF_RANGE"
        offered = letters([one.key for one in FULL.tab("staff").columns].index("offered_as"))
        assert condition["values"] == [{"userEnteredValue": f"='人员'!${offered}$2:${offered}"}]

    @pytest.mark.parametrize(
        ("key", "kind"),
        [("ticket_no", "TEXT"), ("phone", "TEXT"), ("appointment_at", "DATE_TIME")],
    )
    def test_formats_cells_before_anybody_types(self, whole: Any, key: str, kind: str) -> None:
        row = whole[1]["工单"]["data"][0]["rowData"][1]["values"]
        at = [one.key for one in FULL.tab("tickets").columns].index(key)
        assert row[at]["userEnteredFormat"]["numberFormat"]["type"] == kind

    def test_warns_before_header_and_number_and_closes_scratch(self, whole: Any) -> None:
        def protections(title: str) -> list[bool]:
            return [one.get("warningOnly", False) for one in whole[1][title]["protectedRanges"]]

        assert protections("工单") == [True, True]
        assert protections("暂存") == [False]
        assert protections("人员") == [True]

    def test_ships_its_filter_views(self, whole: Any) -> None:
        views = {view["title"]: view for view in whole[1]["工单"]["filterViews"]}
        assert list(views) == [view.label.zh for view in FULL.views]
        [spec] = views["待配件"]["filterSpecs"]
        assert spec["filterCriteria"]["condition"]["values"][0]["userEnteredValue"] == (
            '=$B2="待配件"'
        )

    def test_colours_cells_by_formulas_that_look_at_one_hidden_clock(self, whole: Any) -> None:
        tab = whole[1]["工单"]
        cells = tab["data"][0]["rowData"][0]["values"]
        clock = next(
            at
            for at, cell in enumerate(cells)
            if cell.get("userEnteredValue") == {"formulaValue": "=NOW()"}
        )
        assert tab["data"][0]["columnMetadata"][clock]["hiddenByUser"]
        found = formulas(tab)
        assert len(found) == len([one for one in FULL.highlights if one.tab == "tickets"])
        assert not any("{" in formula or "NOW()" in formula for formula in found)

    def test_begins_its_settings_with_the_schema_s_values(self, whole: Any) -> None:
        rows = whole[1]["时效等级"]["data"][0]["rowData"]
        filled = [row for row in rows[1:] if row.get("values", [{}])[0].get("userEnteredValue")]
        assert len(filled) == len(FULL.tab("levels").first)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_run_again_it_changes_nothing(sheets: LocalSheets, language: Any) -> None:
    spreadsheet_id = new_spreadsheet(sheets)
    client = local_client(sheets, http_client=Transport)
    options = {"language": language, "zone": SHANGHAI}
    assert provision(client, spreadsheet_id, FULL, **options).changed
    assert isinstance(client.http_client, Transport)
    client.http_client.calls.update(read=0, write=0)
    assert not provision(client, spreadsheet_id, FULL, **options).changed
    assert client.http_client.calls == {"read": 2, "write": 0}


def _move_a_column(desk: Desk) -> None:
    source = {"sheetId": TICKETS, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    desk.do({"moveDimension": {"source": source, "destinationIndex": 5}})


def _insert_own_column(desk: Desk) -> None:
    place = {"sheetId": TICKETS, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
    desk.do({"insertDimension": {"range": place}}, typed(0, 2, ["our notes"]))


def _put_a_row_above(desk: Desk) -> None:
    place = {"sheetId": TICKETS, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    desk.do({"insertDimension": {"range": place}}, typed(0, 0, ["Our desk"]))


def _rename_the_tab(desk: Desk) -> None:
    properties = {"sheetId": TICKETS, "title": "Jobs"}
    desk.do({"updateSheetProperties": {"properties": properties, "fields": "title"}})


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda desk: desk.do(typed(0, 1, ["State"])), id="renames a header"),
        pytest.param(lambda desk: desk.do(typed(1, 0, ["WX7", "new"])), id="types a ticket"),
        pytest.param(_move_a_column, id="moves a column"),
        pytest.param(_insert_own_column, id="inserts a column of their own"),
        pytest.param(_put_a_row_above, id="puts a row above the header"),
        pytest.param(_rename_the_tab, id="renames the tab"),
    ],
)
def test_it_changes_nothing_after_somebody(desk: Desk, act: Callable[[Desk], None]) -> None:
    act(desk)
    assert set_up(desk, small_schema()).changed is False


def choosing_grade() -> Schema:
    """Give a schema with two columns of choices, a coloured one, and a help for each."""
    return replace(
        small_schema(
            replace(FULL.tab("tickets").column("grade"), key="grade", group=""),
            replace(FULL.tab("tickets").column("channel"), key="channel", group=""),
        ),
        highlights=highlighting("#d93025", source='={grade}="late"').highlights,
    )


def test_where_headers_were_exchanged_each_column_keeps_what_its_metadata_says_and_it_is_told(
    desk: Desk,
) -> None:
    set_up(desk, choosing_grade())
    before = described(desk)
    desk.do(typed(0, 6, ["Channel", "Grade"]))
    done = set_up(desk, choosing_grade())
    assert not done.changed
    sentence = (
        "Tickets!{}: says '{}', and the column below is another: that of '{}' is {}. It stands still. Put the headers "
        "back, or run sheetflow doctor --fix; where columns are to change places, drag them as a whole."
    )
    assert [one.sentence("en") for one in done.astray] == [
        sentence.format("G1", "Channel", "Channel", "H1"),
        sentence.format("H1", "Grade", "Grade", "G1"),
    ]
    desk.do(typed(0, 6, ["Grade", "Channel"]))
    assert described(desk) == before
    assert set_up(desk, choosing_grade()).astray == ()


def test_a_column_added_beside_exchanged_headers_comes_beside_the_column_itself(desk: Desk) -> None:
    columns = list(small_tickets().columns)
    columns.insert(2, column("serial_no"))
    desk.do(typed(0, 1, ["Technician", "Customer name", "Status"]))
    set_up(desk, tickets_of(replace(small_tickets(), columns=tuple(columns))))
    names = [cell["userEnteredValue"]["stringValue"] for cell in header(desk)]
    assert names[:5] == ["Ticket no", "Technician", "Serial no", "Customer name", "Status"]


def test_a_header_that_was_renamed_or_a_row_of_headers_that_is_gone_is_told_and_left(
    desk: Desk,
) -> None:
    desk.do(typed(0, 1, ["State"]))
    [renamed] = set_up(desk, small_schema()).astray
    assert renamed.sentence("en").startswith("Tickets!B1: the header of the column 'Status' says")
    desk.do(typed(0, 0, ["1", "2", "3", "4", "5", "6"]))
    [gone] = set_up(desk, small_schema()).astray
    assert "no header was found" in gone.sentence("en")


def test_a_new_column_comes_after_its_neighbour_and_disturbs_no_value(desk: Desk) -> None:
    columns = list(small_tickets().columns)
    columns.insert(2, column("serial_no", help=Text("铭牌", "On the plate")))
    schema = tickets_of(replace(small_tickets(), columns=tuple(columns)))
    assert set_up(desk, schema) == Provisioned((), ("Tickets·Serial no",), True, "en")
    assert [row[:4] for row in desk.rows()] == [
        ["WX1", "new", "", "Ada"],
        ["WX2", "new", "", "Ben"],
    ]
    assert header(desk)[2]["userEnteredValue"] == {"stringValue": "Serial no"}
    assert header(desk)[2]["note"] == "On the plate"
    row = described(desk)["data"][0]["rowData"][1]["values"]
    assert row[2]["userEnteredFormat"]["numberFormat"]["type"] == "TEXT"
    assert not set_up(desk, schema).changed


def test_a_new_column_at_the_end_gets_its_place(desk: Desk) -> None:
    assert set_up(desk, small_schema(column("mileage", kind="integer"))).changed
    assert [cell["userEnteredValue"]["stringValue"] for cell in header(desk)][-1] == "Mileage"


def test_a_new_column_of_a_folded_group_is_folded_with_it(sheets: LocalSheets) -> None:
    def grouped(*keys: str) -> Schema:
        tab = small_tickets(*(column(key, group="more") for key in keys), column("last"))
        return tickets_of(replace(tab, groups=(Group("more", Text("更多", "More")),)))

    desk = new_desk(sheets, schema=grouped("one", "two"))
    set_up(desk, grouped("one", "two", "three"))
    [group] = described(desk)["columnGroups"]
    assert group["range"]["endIndex"] - group["range"]["startIndex"] == 3


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "opened by people"])
def test_a_column_that_comes_into_a_group_is_hidden_as_its_neighbours_are(
    sheets: LocalSheets, folded: bool
) -> None:
    def grouped(*keys: str) -> Schema:
        tab = small_tickets(*(column(key, group="more") for key in keys), column("last"))
        return tickets_of(replace(tab, groups=(Group("more", Text("更多", "More")),)))

    desk = new_desk(sheets, schema=grouped("one", "three"))
    [group] = described(desk)["columnGroups"]
    if not folded:
        opened = {"dimensionGroup": {**group, "collapsed": False}, "fields": "collapsed"}
        desk.people.batch_update(
            desk.spreadsheet_id, {"requests": [{"updateDimensionGroup": opened}]}
        )
    set_up(desk, grouped("one", "two", "three"))
    first, shown = group["range"]["startIndex"], described(desk)["data"][0]["columnMetadata"]
    assert [one.get("hiddenByUser", False) for one in shown[first : first + 3]] == [folded] * 3


def test_a_column_the_schema_no_longer_has_stays_with_its_values(desk: Desk) -> None:
    fewer = tickets_of(replace(small_tickets(), columns=small_tickets().columns[:3]))
    assert not set_up(desk, fewer).changed
    assert desk.rows()[1] == ["WX2", "new", "Ben", "Wu"]


def test_a_new_tab_is_made_among_the_others(desk: Desk) -> None:
    leads = Tab("leads", Text("线索", "Leads"), "front", (column("lead_no"),), ("lead_no",))
    tabs = small_schema().tabs
    done = set_up(desk, replace(small_schema(), tabs=(*tabs[:2], leads, *tabs[2:])))
    assert done == Provisioned(("Leads",), (), changed=True, language="en")
    assert titles(desk) == ["Today", "Tickets", "Leads", "scratch", "log"]


def test_a_new_choice_is_offered(desk: Desk) -> None:
    def choosing(*labels: str) -> Schema:
        choices = tuple(Choice(label.lower(), Text(label, label)) for label in labels)
        return small_schema(column("result", kind="choice", choices=choices))

    set_up(desk, choosing("Mended"))
    assert not set_up(desk, choosing("Mended")).changed
    set_up(desk, choosing("Mended", "Swapped"))
    rule = described(desk)["data"][0]["rowData"][1]["values"][6]["dataValidation"]
    assert [one["userEnteredValue"] for one in rule["condition"]["values"]] == ["Mended", "Swapped"]


def highlighting(fill: str, *, source: str = '={status}="late"') -> Schema:
    """Give a schema with one highlight on two columns."""
    base = FULL.highlights[0]
    rule = replace(
        base, columns=("ticket_no", "status"), when=Template(source), fill=fill, text="", bold=False
    )
    return replace(small_schema(), highlights=(rule,))


def test_a_changed_highlight_takes_the_place_of_the_old_one(desk: Desk) -> None:
    set_up(desk, highlighting("#d93025"))
    set_up(desk, highlighting("#ffb74d"))
    [rule] = described(desk)["conditionalFormats"]
    fill = rule["booleanRule"]["format"]["backgroundColorStyle"]["rgbColor"]
    assert round(255 * fill["green"]) == 0xB7
    assert not set_up(desk, highlighting("#ffb74d")).changed


def test_highlights_that_copy_and_paste_multiplied_are_written_anew_and_people_s_own_stay(
    desk: Desk,
) -> None:
    schema = highlighting("#d93025")
    set_up(desk, schema)
    [rule] = described(desk)["conditionalFormats"]
    own = {
        "ranges": [area(TICKETS, (1, 9), (2, 3))],
        "booleanRule": {
            "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=LEN(C2)>9"}]},
            "format": {"textFormat": {"italic": True}},
        },
    }
    copied = {**rule, "ranges": [area(TICKETS, (5, 6), (3, 4))]}
    desk.do(
        {"addConditionalFormatRule": {"index": 0, "rule": own}},
        {"addConditionalFormatRule": {"index": 2, "rule": copied}},
    )
    assert set_up(desk, schema).changed
    assert formulas(described(desk)) == ['=$B2="late"', "=LEN(C2)>9"]
    assert not set_up(desk, schema).changed


def test_a_filter_view_that_people_changed_stays_and_a_missing_one_is_added(desk: Desk) -> None:
    views = [replace(view, when=None, sort=()) for view in FULL.views[:2]]
    set_up(desk, replace(small_schema(), views=(views[0],)))
    view = {"filterViewId": stable_id("view", views[0].name), "title": "Mine"}
    desk.do({"updateFilterView": {"filter": view, "fields": "title"}})
    set_up(desk, replace(small_schema(), views=tuple(views)))
    found = [one["title"] for one in described(desk)["filterViews"]]
    assert found == ["Mine", views[1].label.en]


def test_first_values_are_written_once(sheets: LocalSheets) -> None:
    tab = replace(small_tickets(), first=({"ticket_no": "WX0", "remarks": "an example"},))
    desk = new_desk(sheets, schema=tickets_of(tab))
    assert desk.rows() == [["WX0", "", "", "", "", "an example"]]
    desk.do(typed(1, 5, ["mine"]))
    assert not set_up(desk, tickets_of(tab)).changed
    assert desk.rows()[0][5] == "mine"


def test_the_language_of_the_first_time_stays(desk: Desk) -> None:
    done = set_up(desk, small_schema(), language="zh")
    assert (done.language, done.changed) == ("en", False)


@pytest.mark.parametrize("ours", [True, False], ids=["set up before", "somebody's values"])
def test_a_spreadsheet_in_another_zone_is_refused(sheets: LocalSheets, ours: bool) -> None:
    if ours:
        desk = new_desk(sheets)
        zone = {"properties": {"timeZone": "Europe/Paris"}, "fields": "timeZone"}
        desk.do({"updateSpreadsheetProperties": zone})
    else:
        client = local_client(sheets, http_client=Transport)
        spreadsheet_id = new_spreadsheet(sheets, timeZone="Europe/Paris")
        desk = replace(new_desk(sheets), spreadsheet_id=spreadsheet_id, client=client)
        desk.do(update(0, 0, 0, [row_of(["mine"])]))
    before = sheets.book(desk.spreadsheet_id).revision
    with pytest.raises(Refused, match="time zone is Europe/Paris, the desk's is Asia/Shanghai"):
        set_up(desk, small_schema())
    assert sheets.book(desk.spreadsheet_id).revision == before


def test_a_copy_of_a_desk_s_spreadsheet_is_refused(desk: Desk, sheets: LocalSheets) -> None:
    noted = {
        "metadataKey": "sf",
        "metadataValue": '{"id": "another", "language": "en"}',
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    copy = new_spreadsheet(sheets, timeZone=SHANGHAI.key)
    desk.people.batch_update(
        copy, {"requests": [{"createDeveloperMetadata": {"developerMetadata": noted}}]}
    )
    with pytest.raises(Refused, match="is a copy of another"):
        set_up(replace(desk, spreadsheet_id=copy), small_schema())


def test_somebody_else_s_tab_with_a_title_of_ours_is_refused(
    desk: Desk, sheets: LocalSheets
) -> None:
    other = new_spreadsheet(sheets, timeZone=SHANGHAI.key)
    made = {"properties": {"title": "tickets"}}
    desk.people.batch_update(other, {"requests": [{"addSheet": made}]})
    with pytest.raises(Refused, match="has a tab 'Tickets' already"):
        set_up(replace(desk, spreadsheet_id=other), small_schema())


def test_values_of_somebody_else_s_tab_are_left_alone(desk: Desk, sheets: LocalSheets) -> None:
    other = new_spreadsheet(sheets, timeZone=SHANGHAI.key)
    desk.people.batch_update(other, {"requests": [update(0, 0, 0, [row_of(["mine"])])]})
    assert set_up(replace(desk, spreadsheet_id=other), small_schema()).changed
    assert "Sheet1" in titles(replace(desk, spreadsheet_id=other))


def test_a_batch_planned_for_the_columns_as_they_were_fails_whole(desk: Desk) -> None:
    workbook = desk.workbook()
    workbook.settle()
    reading = workbook.read()
    columns = list(small_tickets().columns)
    columns.insert(2, column("serial_no"))
    set_up(desk, tickets_of(replace(small_tickets(), columns=tuple(columns))))
    write = CellWrite("tickets", "WX1", "next_action", "", "call")
    verdict = workbook.apply(Writes(cells=(write,)), run_id="run", reading=reading)
    assert verdict.state == "lost"
    assert desk.rows()[0] == ["WX1", "new", "", "Ada"]


def test_a_workbook_that_was_never_set_up_says_what_to_run(sheets: LocalSheets) -> None:
    client = local_client(sheets, http_client=Transport)
    workbook = Workbook(
        client,
        new_spreadsheet(sheets),
        small_schema(),
        language="en",
        zone=SHANGHAI,
        now=lambda: NOON,
    )
    for call in (workbook.read, workbook.settle):
        with pytest.raises(Refused, match="Run sheetflow init"):
            call()
