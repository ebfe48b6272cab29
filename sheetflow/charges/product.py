"""What was bought, and which rows of a settings tab speak of it.

Product(model="洗碗机 XW-80").fit("洗碗机") beats .fit("") and .fit("其他"), the rows for every product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sheetflow.columns import folded

#: How a row says that it is for products without a row of their own (SHEET.md, warranty and price_list).
GENERAL = frozenset(map(folded, ("", "其他", "其它", "所有", "other", "others", "all")))


class Fit(NamedTuple):
    """How closely a row speaks of a product; the greater of two is the closer."""

    rank: int
    length: int = 0


EVERY_PRODUCT = Fit(0)


@dataclass(frozen=True)
class Product:
    """A product as its ticket has it; either wording may be missing, and so may the day of purchase."""

    type: str = ""
    model: str = ""
    bought: date | None = None

    def fit(self, product_type: str) -> Fit | None:
        """Say how closely a row's product type fits: None is not at all.

        A word of the type beats one of the model, and the longer beats the shorter: the type as written beats all.
        """
        wanted = folded(product_type)
        if wanted in GENERAL:
            return EVERY_PRODUCT
        own, model = self._words
        rank = 2 if wanted in own else 1 if wanted in model else 0
        return Fit(rank, len(wanted)) if rank else None

    @cached_property
    def _words(self) -> tuple[str, str]:
        return folded(self.type), folded(self.model)
