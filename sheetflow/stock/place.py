"""Where a part can be: the store, a technician's van, the customer, the supplier; and what people call them.

place_in("工1车", roster)    -> van("01")        place_in("warehouse", roster) -> STORE
place_in("月球", roster)     -> BadCell          place_in("", roster)          -> None: the usual one
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sheetflow.columns import folded
from sheetflow.model import BadCell, Text
from sheetflow.typed.people import Roster, understand_technician

_STORE = re.compile(r"主?仓[库房]?.?|库房?|(?:main)?(?:store|storeroom|warehouse|stock)|wh")
_CUSTOMER = re.compile(r"(?:客户|顾客|用户)(?:家|处|现场|店)?|(?:the)?(?:customer|client)s?|cu")
_SUPPLIER = re.compile(
    r"(?:供应|供货|经销|进货)商|厂家?|工厂|厂商|(?:the)?(?:supplier|vendor|factory|maker)"
)
_VAN = re.compile(r"的|[车車]上?|['’]s|van|car|truck|of|[-_#:]")
_NUMBER = re.compile(r"(?:工号?|no\.?)?([0-9]{1,4})号?")


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `no` is the staff number of the technician whose van it is."""

    kind: Literal["store", "van", "customer", "supplier"]
    no: str = ""

    @property
    def ours(self) -> bool:
        """Say whether what is there is our stock: the store and the vans, not the customer or the supplier."""
        return self.kind in {"store", "van"}

    @property
    def label(self) -> Text:
        """Give the words of the cell: 仓库, 工01车, 客户, 供应商."""
        if self.kind == "van":
            return Text(f"工{self.no}车", f"van {self.no}") if self.no else _SOMEBODYS
        return _LABELS[self.kind]


_LABELS = {
    "store": Text("仓库", "store"),
    "customer": Text("客户", "customer"),
    "supplier": Text("供应商", "supplier"),
}
_SOMEBODYS = Text("不知谁的车", "an unknown van")

STORE = Place("store")
CUSTOMER = Place("customer")
SUPPLIER = Place("supplier")


@lru_cache(maxsize=1024)
def van(no: str) -> Place:
    """Give the van of the technician with a staff number."""
    return Place("van", no)


def place_in(text: str, roster: Roster) -> Place | BadCell | None:
    """Give the place that a cell means, None for an empty one (the usual place of the movement's kind).

    A van goes by the technician's number, surname or name: 工01车, 工1车, 01, 陈立的车, van 01. A number that the
    roster doesn't know is the van of somebody who has left; a name it doesn't know, or two may bear, is asked back.
    """
    words = folded(text)
    if not words:
        return None
    for pattern, place in ((_STORE, STORE), (_CUSTOMER, CUSTOMER), (_SUPPLIER, SUPPLIER)):
        if pattern.fullmatch(words):
            return place
    who = _VAN.sub("", words)
    found = understand_technician(who, roster)
    if isinstance(found, str):
        return van(found)
    number = _NUMBER.fullmatch(who)
    if number and not found:
        return van(number[1].zfill(2))
    return BadCell(text, _whose(text, found) if found else _UNKNOWN)


def _whose(text: str, numbers: tuple[str, ...]) -> Text:
    labels = [van(no).label for no in numbers]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    return Text(f"「{text}」可能是{zh},请写工号", f"'{text}' may be {en}: write the number")


_UNKNOWN = Text("请写 仓库、工01车、客户 或 供应商", "Write store, van 01, customer or supplier")
