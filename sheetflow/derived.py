"""What is made of a thing that doesn't change, once, for all who ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Self, TypeVar, cast

T = TypeVar("T")


class Derives:
    """Something that never changes, and keeps what was made of it: policy.derived(skill_book)."""

    def derived(self, build: Callable[[Self], T]) -> T:
        """Give what `build` makes of this, made once for as long as this is kept."""
        if build not in self._made:
            self._made[build] = build(self)
        return cast("T", self._made[build])

    @cached_property
    def _made(self) -> dict[object, object]:
        return {}
