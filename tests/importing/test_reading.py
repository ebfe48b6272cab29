"""Any spreadsheet program's CSV is read as it was meant, and what is broken is named with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.errors import BadInput
from sheetflow.importing import ColumnMap, Sheet, read_csv, read_map
from sheetflow.importing.csvfile import LONGEST, CsvFile, delimiter_of, read_file
from tests.importing.desk import schema


def file_of(folder: Path, content: str | bytes) -> CsvFile:
    path = folder / "old.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path)


def sheet_of(folder: Path, content: str, mapping: str = "") -> Sheet:
    (folder / "old.csv").write_bytes(content.encode())
    (folder / "old.map.yaml").write_text(mapping, encoding="utf-8")
    found = read_map(folder / "old.map.yaml", schema())
    return read_csv(folder / "old.csv", schema(), found)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")],
)
def test_an_encoding_is_found_by_itself(tmp_path: Path, encoding: str, named: str) -> None:
    found = file_of(tmp_path, "维修单号,故障\nA-1,不启动\n".encode(encoding))
    assert found.encoding == named
    assert found.header == ("维修单号", "故障")
    assert found.lines[0].fields == ("A-1", "不启动")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"old\.csv: this is neither UTF-8 nor GB18030 text\. Save"):
        file_of(tmp_path, b"\xff\xff\xff")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_a_delimiter_is_found_by_the_header(tmp_path: Path, delimiter: str) -> None:
    text = f'id{delimiter}"a,b;c"{delimiter}x\n1{delimiter}2{delimiter}3\n'
    assert delimiter_of(text) == delimiter
    assert file_of(tmp_path, text).lines[0].fields == ("1", "2", "3")


@given(
    rows=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=3, max_size=3),
        max_size=8,
    ),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_what_a_program_wrote_is_read_to_the_character(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, end: str
) -> None:
    text = io.StringIO(newline="")
    # With "\n" alone Python's writer leaves a bare "\r" unquoted, which nobody could tell from a line's end.
    quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["id", "problem", "brand"], *rows])
    found = file_of(tmp_path_factory.getbasetemp(), text.getvalue())
    told = [tuple(row) for row in rows if any(field.strip() for field in row)]
    assert ([line.fields for line in found.lines], found.problems) == (told, ())


def test_a_broken_row_is_named_with_its_line_and_the_others_go_on(tmp_path: Path) -> None:
    found = file_of(
        tmp_path,
        'id,problem\nA-1,"two\nlines"\nA-2,a,b\nA-3\n\nA-4,"x"y\nA-5,\x00\nA-6,'
        + "x" * (LONGEST + 1)
        + "\nA-7,good\n",
    )
    assert [(line.number, line.fields[0]) for line in found.lines] == [(2, "A-1"), (10, "A-7")]
    assert [str(problem).split(". ")[0] for problem in found.problems] == [
        "old.csv:4: 3 fields, the header has 2",
        "old.csv:5: 1 fields, the header has 2",
        "old.csv:7: the row is broken: ',' expected after '\"'",
        "old.csv:8: 'problem' holds a NUL character",
        f"old.csv:9: 'problem' has {LONGEST + 1} characters",
    ]


def test_a_quote_that_never_ends_refuses_the_file_and_names_where_it_begins(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"old\.csv:3: a quote is opened in this row"):
        file_of(tmp_path, 'id,problem\nA-1,x\nA-2,"never closed\nA-3,x\n')


@pytest.mark.parametrize(
    "content", ["", "\n\n", " , \n"], ids=["empty", "blank", "only-delimiters"]
)
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput, match=r"old\.csv: there is nothing in it\. Give a CSV"):
        file_of(tmp_path, content)


def test_columns_are_found_by_map_key_label_or_alias_in_either_language(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        "Nr;Customer;serial_no;故障描述（客户）;师傅;Kostenstelle;problem\n1;a;b;c;d;e;f\n",
        "columns: {nr: 维修单号, problem: }",
    )
    assert sheet.matched == {
        "Nr": "ticket_no",
        "Customer": "customer_name",
        "serial_no": "serial_no",
        "故障描述（客户）": "fault",
        "师傅": "technician",
    }
    assert sheet.unmatched == ("Kostenstelle", "problem (CSV)")


def test_a_column_that_only_the_system_fills_stands_beside_ours_under_another_header(
    tmp_path: Path,
) -> None:
    sheet = sheet_of(tmp_path, "单号,应收,回访期限,登记时间,,应收 (csv),x,x\n1,2,3,4,5,6,7,8\n")
    assert sheet.matched == {"单号": "ticket_no", "登记时间": "reported_at"}
    assert sheet.unmatched == (
        "应收 (CSV)",
        "回访期限 (CSV)",
        "5 (CSV)",
        "应收 (csv) 2",
        "x",
        "x 2",
    )


@pytest.mark.parametrize(
    ("content", "mapping", "told"),
    [
        pytest.param("a,b\n1,2\n", "", "old.csv:1: no column is one of ours. Give a map file", id="nothing-ours"),
        pytest.param("故障,fault\n1,2\n", "", "'故障' and 'fault' both mean 故障描述(客户) (fault)", id="one-twice"),
        pytest.param("单号,Probem\n1,2\n", "columns: {problem: fault}",
                     "the map names 'problem', which is no column here. Write 'Probem'", id="not-in-the-file"),
        pytest.param("单号\n1\n", "columns:\n  x: falt", "old.map.yaml:2 columns.x: there is no column 'falt'. "
                     "Write 'fault' if that was meant", id="no-column-of-ours"),
        pytest.param("单号\n1\n", "status:\n  words: {x: clsed}", "there is no status 'clsed'. Write 'closed'",
                     id="no-status-of-ours"),
        pytest.param("单号\n1\n", "colums: {}", "'colums' is not a key here. Write 'columns'", id="no-key"),
        pytest.param("单号\n1\n", "columns: [a]", "old.map.yaml:1 columns: this is not a mapping", id="no-mapping"),
    ],
)  # fmt: skip
def test_a_file_or_map_that_cannot_be_meant_is_refused_with_what_to_write(
    tmp_path: Path, content: str, mapping: str, told: str
) -> None:
    with pytest.raises(BadInput) as refused:
        sheet_of(tmp_path, content, mapping)
    assert told in str(refused.value)


def test_a_map_says_what_statuses_mean_whatever_their_case_and_width(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "status: {from: ＳＴＡＴＵＳ, words: {End of  Life: closed}, otherwise: 已完成}", "utf-8"
    )
    assert read_map(tmp_path / "m.yaml", schema()) == ColumnMap(
        {}, "status", {"endoflife": "closed"}, "completed"
    )
