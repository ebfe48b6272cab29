"""files.export: a spreadsheet as another kind of file.

[documented] CSV and TSV hold the first tab, as it is shown. CSV has CRLF, no byte order mark, and no line end after
its last row. [assumed] Every line of either is as wide as the widest; a tab or line end in a TSV's cell is a space.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from werkzeug.wrappers import Response

from sheetflow.localsheets.calculation import Calculation
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive.faults import DriveFault, wanted
from sheetflow.localsheets.drive.kinds import CSV, ODS, ODS_BEFORE, PDF, TSV, XLSX, ZIP
from sheetflow.localsheets.drive.opening import opened
from sheetflow.localsheets.ranges import whole
from sheetflow.localsheets.values import ValueReader

Lines = list[list[str]]


def export(call: Call) -> Response:
    """files.export: the bytes of the file; 501 for a kind that isn't made here, 400 for one that nobody makes."""
    kind = call.query.get("mimeType", "")
    if not kind:
        raise wanted("Required parameter: mimeType", "mimeType")
    book = opened(call)
    make = EXPORTS.get(kind)
    if make is None:
        raise _not_made(kind)
    return Response(make(call.calculation(book)), content_type=kind)


def as_csv(of: Calculation) -> bytes:
    """Return the first tab as CSV."""
    return "\r\n".join(",".join(map(_quoted, line)) for line in shown(of)).encode()


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if re.search(r'[",\r\n]', cell) else cell


def as_tsv(of: Calculation) -> bytes:
    """Return the first tab as tab-separated values."""
    lines = ("\t".join(re.sub(r"[\t\r\n]+", " ", cell) for cell in line) for line in shown(of))
    return "\r\n".join(lines).encode()


def shown(of: Calculation) -> Lines:
    """Return what the first tab shows, to its last row and column with anything in it."""
    first = next(iter(of.book.sheets.values()))
    lines: Lines = ValueReader(of, {}).value_range(whole(first)).get("values", [])
    width = max(map(len, lines), default=0)
    return [[*line, *[""] * (width - len(line))] for line in lines]


def as_xlsx(of: Calculation) -> bytes:
    """Return the whole spreadsheet as xlsx; what writes it is loaded when somebody first asks."""
    from sheetflow.localsheets.xlsx.writing import xlsx_of

    return xlsx_of(of)


EXPORTS: dict[str, Callable[[Calculation], bytes]] = {CSV: as_csv, TSV: as_tsv, XLSX: as_xlsx}

OPEN = "Nothing here writes OpenDocument. Export xlsx or CSV, and save that as ods in your office program."
INSTEAD = {
    ODS: OPEN,
    ODS_BEFORE: OPEN,
    PDF: "Nothing here sets pages. Print the page of the grid in a browser, or export CSV.",
    ZIP: "Nothing here writes spreadsheets as web pages. Export CSV.",
}


def _not_made(kind: str) -> DriveFault:
    """[measured] A kind that Google never made either is 400."""
    if kind in INSTEAD:
        return DriveFault(
            501, f"Export to {kind} is not supported by the local workbook. {INSTEAD[kind]}"
        )
    return DriveFault(400, "The requested conversion is not supported.", location="convertTo")
