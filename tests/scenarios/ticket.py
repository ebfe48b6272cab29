"""What people see of one ticket: its cells as staff read them, its colours, who was told, its pages.

ticket["status"] == "已派工"; ticket.colour("next_due") == "red"; ticket.told("林静") == ["new_report"]
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage

from tests.end_to_end.desk import Desk
from tests.end_to_end.looks import looks_of_row

#: SHEET.md's fills by the names it has for them.
COLOURS = {
    "#7f0000": "dark red",
    "#d93025": "red",
    "#ffb74d": "amber",
    "#ff8a50": "orange",
    "#fff59d": "yellow",
    "#ce93d8": "purple",
    "#bbdefb": "light blue",
    "#ffffff": "plain",
}


@dataclass(frozen=True)
class Ticket:
    """A row of 工单 as people have it before them; `status_path` leads to the customer's page if they have one."""

    desk: Desk
    no: str
    status_path: str = ""

    def __getitem__(self, column: str) -> str:
        """Give a cell as staff read it."""
        return self.desk.shown(self.no, column)

    def flags(self) -> set[str]:
        """Give the words in 提示."""
        return {word for word in self["flags"].split("、") if word}

    def colour(self, column: str) -> str:
        """Give the name of a cell's fill."""
        return self.colours(column)[0]

    def colours(self, *columns: str) -> list[str]:
        """Give the names of the fills of several cells."""
        looks = looks_of_row(self.desk.people, self.desk.tab().title, self.desk.where(self.no))
        return [COLOURS[looks[self.desk.column(column) - 1].fill] for column in columns]

    def rows(self, tab: str) -> list[dict[str, object]]:
        """Give what another tab has about the ticket, by column, raw."""
        return [dict(row) for row in self.desk.rows(tab) if row["ticket_no"] == self.no]

    def told(self, name: str, *, of: str = "") -> list[str]:
        """Give the kinds of the notices to somebody about the ticket, or about one clock of it, oldest first."""
        meant = (one for one in reversed(self.desk.notices(self.no)) if one["recipient"] == name)
        return [
            str(one["kind"])
            for one in meant
            if one["state"] != "cancelled" and (not of or f"/{of}/" in str(one["once"]))
        ]

    def letters(self, name: str) -> list[str]:
        """Give the letters about the ticket in somebody's mail, subject and words, in the order in which they left."""
        meant = (mail for mail in self.desk.mails() if name in str(mail["To"]))
        return [letter for letter in map(_words, meant) if self.no in letter]


def _words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return f"{mail['Subject']}\n{body.get_content()}"
