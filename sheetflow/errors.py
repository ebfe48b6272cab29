"""What can go wrong, said so that the person who reads it knows what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

#: What is done to a spreadsheet.
Act: TypeAlias = Literal["read", "write"]

#: What ends a sentence in either language.
_STOPS = (".", "。")


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of somebody's input, with its place, what was found there, and the remedy.

    ``Problem("sheet_schema.yaml:112 levels.urgent.response", "'4' has no unit", "Write '4 h'")`` prints as
    ``sheet_schema.yaml:112 levels.urgent.response: '4' has no unit. Write '4 h'.``; where there is no place or no
    remedy, what was found tells it already. `found_zh` and `remedy_zh` say the same in Chinese, "" where staff never
    get to see it.
    """

    where: str
    found: str
    remedy: str
    found_zh: str = ""
    remedy_zh: str = ""

    def sentence(self, language: str) -> str:
        """Give it in a language; in English where it has no other."""
        if language == "zh" and self.found_zh:
            return self._said("".join(_ended(self.found_zh, self.remedy_zh, "。")))
        return str(self)

    def __str__(self) -> str:
        return self._said(" ".join(_ended(self.found, self.remedy, ".")))

    def _said(self, what: str) -> str:
        return f"{self.where}: {what}" if self.where else what


def _ended(found: str, remedy: str, stop: str) -> list[str]:
    """Give the sentences there are, each with its full stop."""
    return [text if text.endswith(_STOPS) else f"{text}{stop}" for text in (found, remedy) if text]


class SheetflowError(Exception):
    """A fault of the environment; `permanent` says that trying again cannot help.

    `zh` is the sentence in Chinese, "" where staff never get to see it; `act` what it kept from being done to the
    spreadsheet.
    """

    permanent: bool = True

    def __init__(self, words: str = "", *, zh: str = "", act: Act = "read") -> None:
        super().__init__(words)
        self.zh = zh
        self.act: Act = act

    def sentence(self, language: str) -> str:
        """Give the message in a language; in English where it has no other."""
        return (self.zh if language == "zh" else "") or str(self)


class BadInput(SheetflowError):
    """Somebody's file or setting has problems, all of them listed at once, in either language."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in reading order; their lines are the message."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        chinese = "\n".join(one.sentence("zh") for one in self.problems)
        super().__init__("\n".join(map(str, self.problems)), zh=chinese)


class Unavailable(SheetflowError):
    """Something outside doesn't answer just now; the same call may succeed later."""

    permanent = False


class Busy(Unavailable):
    """Something outside takes no more before `until`; nothing has failed."""

    def __init__(self, words: str, *, until: datetime) -> None:
        super().__init__(words)
        self.until = until


class Refused(SheetflowError):
    """The spreadsheet, the ledger or the mail server says no, and will say no again until somebody acts."""


#: Why a file can't be read, in Chinese.
_UNREAD: Mapping[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    PermissionError: "没有权限",
    IsADirectoryError: "这是文件夹",
}


def unread_zh(error: OSError) -> str:
    """Say in Chinese why a file can't be read; in the system's words where there are none of ours."""
    return _UNREAD.get(type(error)) or error.strerror or str(error)
