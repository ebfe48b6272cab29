"""A CSV file as rows of text with their lines: whatever encoding and delimiter the last program chose.

    read_text(b"\\xef\\xbb\\xbfid;problem\\r\\n…")  ->  "id;problem\\r\\n…", "UTF-8"

A row that is broken is named with its line and left out; a file that can't be read at all is a BadInput.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sheetflow.errors import BadInput, Problem

#: What spreadsheets put between fields: comma, semicolon where the comma is decimal, tab for "Unicode text".
DELIMITERS = (",", ";", "\t")

#: A spreadsheet cell holds so many characters (GOOGLE_SHEETS.md).
LONGEST = 50_000


@dataclass(frozen=True)
class Line:
    """One record of the file, as many fields as the header has; `number` is the line it begins in."""

    number: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CsvFile:
    """What a file holds; `problems` name the rows that were left out."""

    name: str
    encoding: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


def read_file(path: Path) -> CsvFile:
    """Read a CSV file. Raises BadInput where it is empty, unreadable, or a quote in it never ends."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput([Problem(str(path), reason, "Give the path of a readable file")]) from error
    text, encoding = read_text(content, path.name)
    records = list(_records(text, delimiter_of(text), path.name))
    if not records:
        raise BadInput([Problem(path.name, "there is nothing in it", "Give a CSV with a header")])
    first, *others = records
    if isinstance(first, Problem):
        raise BadInput([first])
    problems: list[Problem] = []
    lines: list[Line] = []
    for record in others:
        fault = record if isinstance(record, Problem) else _fault(record, first, path.name)
        if fault:
            problems.append(fault)
        elif isinstance(record, Line):
            lines.append(record)
    return CsvFile(path.name, encoding, first.fields, tuple(lines), tuple(problems))


def read_text(content: bytes, name: str) -> tuple[str, str]:
    """Give a file's text and the encoding it is in: a byte order mark decides, then UTF-8, then GB18030."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding), encoding.removesuffix("-sig").upper()
        except UnicodeDecodeError:
            continue
    found = "this is neither UTF-8 nor GB18030 text"
    raise BadInput([Problem(name, found, "Save it as 'CSV UTF-8' and import that")])


def delimiter_of(text: str) -> str:
    """Give the delimiter under which the header has most fields; a comma where there is one field only."""
    return max(DELIMITERS, key=lambda mark: len(next(_reader(text[:LONGEST], mark), [])))


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _records(text: str, delimiter: str, name: str) -> Iterator[Line | Problem]:
    """Yield each record that isn't blank, or what is wrong with it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        began = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(f"{name}:{began}", error)
            continue
        if any(field.strip() for field in fields):
            yield Line(began, tuple(fields))


def _broken(where: str, error: csv.Error) -> Problem:
    if "unexpected end" in str(error):
        found = "a quote is opened in this row and never closed, so all that follows is one field"
        raise BadInput([Problem(where, found, "Close it, or write two quotes for one")]) from error
    return Problem(where, f"the row is broken: {error}", "Mend its quotes; write two for one")


def _fault(line: Line, header: Line, name: str) -> Problem | None:
    where = f"{name}:{line.number}"
    if len(line.fields) != len(header.fields):
        found = f"{len(line.fields)} fields, the header has {len(header.fields)}"
        return Problem(where, found, "Look for a delimiter or line break outside quotes")
    for title, text in zip(header.fields, line.fields, strict=True):
        if len(text) > LONGEST:
            found = f"'{title}' has {len(text)} characters"
            return Problem(where, found, f"A cell takes {LONGEST}: shorten it")
        if "\x00" in text:
            return Problem(where, f"'{title}' holds a NUL character", "Take it out")
    return None
