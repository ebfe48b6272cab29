"""What a reader of people's wording raises when it does not understand."""

from __future__ import annotations

from sheetflow.errors import Problem
from sheetflow.model import Text


class Unreadable(ValueError):
    """A short text that cannot be understood: what was found and what to write, in both languages.

    ``str(error)`` is ``'4' has no unit. Write a number and a unit, such as '4 h' or '30 min'.``; `why` is the
    same for a cell, `at` makes it a `Problem` with its place.
    """

    def __init__(self, found: Text, remedy: Text) -> None:
        self.found = found
        self.remedy = remedy
        super().__init__(f"{found.en}. {remedy.en}.")

    @property
    def why(self) -> Text:
        """Say it in the sheet's languages, as `BadCell.why` wants it."""
        return Text(zh=f"{self.found.zh}。{self.remedy.zh}", en=str(self))

    def at(self, where: str) -> Problem:
        """Give it its place in a file or a tab."""
        return Problem(where, self.found.en, self.remedy.en)
