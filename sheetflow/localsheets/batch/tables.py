"""The cells of an HTML table, as a browser or a spreadsheet puts them on the clipboard."""

from __future__ import annotations

from html.parser import HTMLParser

CELLS = ("td", "th")
NEW_LINE = "\n"


def cells_of_table(text: str) -> list[list[str]]:
    """Return the texts of an HTML text's table, row by row; a text without a table is one cell."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.rows or [["".join(reader.loose).strip()]]


class _Reader(HTMLParser):
    """Collects texts by row and cell; what stands outside of cells is loose."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.loose: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.inside = False
            self.rows.append([])
        elif tag in CELLS:
            if not self.rows:
                self.rows.append([])
            self.inside = True
            self.rows[-1].append("")
        elif tag == "br":
            self.handle_data(NEW_LINE)

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS and self.inside:
            self.inside = False
            self.rows[-1][-1] = self.rows[-1][-1].strip()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data
        else:
            self.loose.append(data)
