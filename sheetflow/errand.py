"""What a customer wants done to a machine, in the words in which they are told of it: a repair, an installation, care.

    errand_of(record).verb.zh  ->  "修", "安装", "保养"; "处理" where 类型 is 安装保养 and nothing says which

类型 has one word for installation and care; what was typed there, or else the fault, says which of the two it is.
"""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.model import Text
from sheetflow.record import TicketRecord

#: Words of a request that say which it is.
_INSTALLING = ("装", "install")
_CARING = ("保养", "清洗", "清洁", "维护", "care", "maint", "clean")

#: Where they stand, the plainest first.
_TOLD_IN = ("request_type", "fault")


class Errand(NamedTuple):
    """The words for a kind of work: a machine `asked` for it, what it is `called` without one, and what is done.

    `verb` makes 正在修, 修好, 修不了; in English it is the infinitive, with `doing`, `done` and the `noun` beside it.
    """

    asked: str
    called: Text
    verb: Text
    doing: str
    done: str
    noun: str


REPAIR = Errand(
    "报修",
    Text("您的报修", "your report"),
    Text("修", "repair"),
    "at work on",
    "repaired",
    "repair",
)
INSTALLATION = Errand(
    "预约安装",
    Text("您预约的安装", "your installation"),
    Text("安装", "install"),
    "installing",
    "installed",
    "installation",
)
CARE = Errand(
    "预约保养",
    Text("您预约的保养", "your service"),
    Text("保养", "service"),
    "servicing",
    "serviced",
    "service",
)
EITHER = Errand(
    "预约", Text("您的预约", "your booking"), Text("处理", "begin"), "at work on", "done", "work"
)


def errand_of(record: TicketRecord) -> Errand:
    """Give the words for what was asked for; all but 安装保养 is a repair."""
    if record.request != "service":
        return REPAIR
    for column in _TOLD_IN:
        said = str(record.stands(column)).casefold()
        installing = any(word in said for word in _INSTALLING)
        if installing != any(word in said for word in _CARING):
            return INSTALLATION if installing else CARE
    return EITHER
