"""A movement of parts: a row of 配件流水 as a value, with the places it usually goes between.

Movement("M1", at, "issue", "PWR-001", 2, person="01")  ->  from the store to van 01
Movement("M2", at, "fit", "PWR-001", 1, ticket="WX…", person="01")  ->  from van 01 to the customer
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from sheetflow.model import Text
from sheetflow.stock.place import CUSTOMER, STORE, SUPPLIER, Place, van

#: 入库, 领用, 装机, 退回, 盘点, 旧件收回: the choices of the column, as sheet_schema.yaml names them.
Kind: TypeAlias = Literal["receive", "issue", "fit", "return", "count", "old_part"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: What comes first of two rows: the time, then the number, of which P2 comes before P10.
Order: TypeAlias = tuple[datetime, int, str]

#: From and to where each kind may go. A count happens at one place.
_WAYS = {
    "receive": (("supplier",), ("store", "van")),
    "issue": (("store", "van"), ("van",)),
    "fit": (("store", "van"), ("customer",)),
    "return": (("store", "van", "customer"), ("store", "van", "supplier")),
    "count": (("store", "van"), ("store", "van")),
    "old_part": (("customer",), ("store", "van", "supplier")),
}

_NAMES = {
    "receive": Text("入库", "Receive"),
    "issue": Text("领用", "Issue"),
    "fit": Text("装机", "Fit"),
    "return": Text("退回", "Return"),
    "count": Text("盘点", "Count"),
    "old_part": Text("旧件收回", "Old part collected"),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """So many of one part from a place to another; a place that is None is the usual one of the kind.

    `quantity` of a count is how many were found there, not the difference. `person` is a staff number.
    """

    no: str
    at: datetime
    kind: Kind
    part: str
    quantity: int
    from_place: Place | None = None
    to_place: Place | None = None
    ticket: str = ""
    person: str = ""

    @property
    def source(self) -> Place:
        """Give where it comes from: supplier, store, van; a count's place is its only one."""
        if self.kind == "count":
            return self.from_place or self.to_place or STORE
        usual = {"receive": SUPPLIER, "issue": STORE, "old_part": CUSTOMER}
        return self.from_place or usual.get(self.kind, van(self.person))

    @property
    def target(self) -> Place:
        """Give where it goes: store, van, customer."""
        if self.kind == "count":
            return self.source
        usual = {"issue": van(self.person), "fit": CUSTOMER}
        return self.to_place or usual.get(self.kind, STORE)

    @property
    def order(self) -> Order:
        """Give what movements are sorted by: of two that want the last part, the first gets it."""
        return self.at, len(self.no), self.no

    @property
    def fault(self) -> Text | None:
        """Say why the row can't be booked as it stands, whatever the stock; None when it can."""
        if self.kind == "count" and self.quantity < 0:
            return _COUNTED
        if self.kind != "count" and self.quantity <= 0:
            return _QUANTITY
        if not all(self._possible):
            return self._impossible_way()
        if self.kind == "count":
            return _ONE_PLACE if self.to_place not in (None, self.source) else None
        if self.source == self.target:
            return _SAME_PLACE
        nobodys = van("") in (self.source, self.target) and CUSTOMER not in (
            self.source,
            self.target,
        )
        return _WHOSE_VAN if nobodys else None

    @property
    def name(self) -> Text:
        """Give the label of its kind."""
        return _NAMES[self.kind]

    @property
    def _possible(self) -> tuple[bool, bool]:
        sources, targets = _WAYS[self.kind]
        return self.source.kind in sources, self.target.kind in targets

    def _impossible_way(self) -> Text:
        name, source, target = self.name, self.source.label, self.target.label
        return Text(
            f"「{name.zh}」不能从{source.zh}到{target.zh}。请改类型或地点,平常的地点可以空着",
            f"{name.en} doesn't go from {source.en} to {target.en}. Change the kind or the places; usual ones may stay"
            " empty",
        )


_QUANTITY = Text("数量要大于0", "The quantity must be more than 0")
_COUNTED = Text(
    "盘点数量不能是负数,没有就写0", "A count isn't below zero: write 0 where there is none"
)
_SAME_PLACE = Text(
    "从和到是同一个地方,请改其一", "From and to are the same place: change one of them"
)
_ONE_PLACE = Text("盘点只写一个地方,请清空从或到", "A count has one place: clear from or to")
_WHOSE_VAN = Text(
    "不知道是谁的车。请填经手人,或把地点写成 工01车",
    "Nobody knows whose van it is. Fill in the person, or write the place as van 01",
)
