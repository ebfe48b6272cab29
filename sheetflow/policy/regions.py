"""The parts of the town: which one a wording or an address means, and how long the way is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from sheetflow.columns import folded
from sheetflow.policy.columns import Columns

_NO_WAY = timedelta(0)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the town: the minutes from the desk, and which regions lie beside it."""

    name: str
    minutes: int
    aliases: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Regions(Columns):
    """The regions tab."""

    regions: Mapping[str, Region] = field(default_factory=dict)

    def travel(self, region: str, *, start: str = "") -> timedelta:
        """Give the travel time to a region, from the desk or from the last customer's region (SHEET.md, "Lists")."""
        if region not in self.regions:
            return _NO_WAY
        place = (start if start in self.regions else "", region)
        found = self._ways.get(place)
        if found is None:
            found = self._ways[place] = self._way(*place)
        return found

    def _way(self, start: str, region: str) -> timedelta:
        target, origin = self.regions[region], self.regions.get(start)
        if origin is None:
            minutes = target.minutes
        elif origin.name == target.name:
            minutes = self.schema.policy.same_region_minutes
        elif target.name in origin.neighbours or origin.name in target.neighbours:
            minutes = max(origin.minutes, target.minutes)
        else:
            minutes = origin.minutes + target.minutes
        return timedelta(minutes=minutes)

    def region_of(self, written: str, address: str) -> str:
        """Give the region that a row says, else the one that its address lies in, else ""."""
        return self.region_named(written) or self.region_at(address) or ""

    def region_named(self, text: str) -> str:
        """Give the region that a cell means, by name or alias; one that isn't in the tab stays as it is."""
        found = self._regions_read.get(text)
        if found is None:
            found = self._regions_by_name.get(folded(text), text.strip())
            self._regions_read[text] = found
        return found

    def region_at(self, address: str) -> str | None:
        """Give the region whose name or alias an address contains, the longest match first."""
        return next((region for _, region, name in self._by_length if name in address), None)

    @cached_property
    def _by_length(self) -> list[tuple[int, str, str]]:
        """List what a region is called, the longest first."""
        regions = self.regions.values()
        names = ((name, r.name) for r in regions for name in (r.name, *r.aliases))
        return sorted(((len(name), region, name) for name, region in names if name), reverse=True)

    @cached_property
    def _ways(self) -> dict[tuple[str, str], timedelta]:
        return {}

    @cached_property
    def _regions_read(self) -> dict[str, str]:
        return {}

    @cached_property
    def _regions_by_name(self) -> Mapping[str, str]:
        regions = self.regions.values()
        return {folded(name): r.name for r in regions for name in (r.name, *r.aliases)}
