"""An archive beside a desk's live tabs, in the desk's spreadsheet or in one that a person made and shared.

1. `copy` adds the rows to the archive; the next `look` reads them back.
2. `take` empties the live rows in one batch that copies each as it stands into a landing tab first.
3. `settle` looks at what has landed: what was meant is let go, anything else goes back.
4. `sweep` deletes the rows that are wholly empty since, by way of the landing tab again.
Nothing is kept between the steps but in the sheet itself: killed anywhere, `settle` finds what is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import gspread

from sheetflow.errors import Refused, Unavailable
from sheetflow.model import Language
from sheetflow.schema import Schema, Tab
from sheetflow.store.api import Api, Message
from sheetflow.store.archiving import landing
from sheetflow.store.archiving.copying import copies, title_of
from sheetflow.store.archiving.grid import Grid, Row
from sheetflow.store.archiving.look import (
    SIDES,
    Look,
    Outpaced,
    Place,
    Side,
    refuse_broken,
    refuse_unreadable,
    unreachable,
)
from sheetflow.store.archiving.sending import Sender
from sheetflow.store.archiving.tabs import grids_in, mending
from sheetflow.store.names import stable_id
from sheetflow.store.outcomes import Rejected

_FIELDS = "sheets(properties(sheetId,title))"


#: A step is taken again so often where the desk's worker wrote between a look and the batch that follows it.
TRIES = 10


class Archive:
    """The live tabs whose rows go and the archive that takes them.

    Archive(client, spreadsheet_id, schema, language="zh", to="")

    `to` names the archive's spreadsheet, "" the desk's own. Every call raises Unavailable where a spreadsheet is away
    or another writer is at it, and Refused where it says no; what was begun is then finished by `settle`.
    """

    def __init__(
        self,
        client: gspread.Client,
        spreadsheet_id: str,
        schema: Schema,
        *,
        language: Language,
        to: str = "",
    ) -> None:
        """Read nothing yet."""
        self._to, self._language = to, language
        self._home = Api(client, spreadsheet_id)
        self._away = Api(client, to) if to not in ("", spreadsheet_id) else self._home
        live = Sender(self._home, away=False)
        apart = self._away is not self._home
        kept = Sender(self._away, away=True) if apart else live
        self._senders: Mapping[Side, Sender] = {"live": live, "kept": kept}
        self._lasting: list[int] = []
        self._stood: dict[tuple[Side, str, int], int] = {}
        self._holes: Counter[Place] = Counter()
        self.tabs = tuple(tab for tab in schema.tabs if tab.key == "tickets" or tab.archived)
        self._ids: Mapping[Place, tuple[int, int]] = {
            (side, tab.key): (
                _id_of(side, tab, spreadsheet_id),
                stable_id("landing", side, tab.key),
            )
            for side in SIDES
            for tab in self.tabs
        }

    def join(self) -> None:
        """Take over the tokens: batches that were made for the rows as they stood fail from now on."""
        for sender in dict.fromkeys(self._senders.values()):
            sender.join()

    def reach(self) -> None:
        """See that the archive's own spreadsheet may be read, by one call. Raises ArchiveUnreachable."""
        try:
            self._away.get("spreadsheetId")
        except Rejected as fault:
            raise unreachable(self._to, fault) from fault

    def look(self) -> Look:
        """Read both sides, two calls for each spreadsheet; a header of a live tab that is broken is Refused."""
        grids, titles = self._read(self._home, SIDES if self._away is self._home else ("live",))
        if self._away is not self._home:
            try:
                others, titles = self._read(self._away, ("kept",))
            except Rejected as fault:
                raise unreachable(self._to, fault) from fault
            grids |= others
            landing_ids = {ids[1] for ids in self._ids.values()}
            self._lasting = [one for one in titles.values() if one not in landing_ids]
        found = Look(
            {place: grids[ids[0]] for place, ids in self._ids.items() if ids[0] in grids},
            {place: grids[ids[1]] for place, ids in self._ids.items() if ids[1] in grids},
            titles,
        )
        for tab in self.tabs:
            refuse_broken(tab, found.tabs.get(("live", tab.key)), self._language)
            refuse_unreadable(found.tabs.get(("kept", tab.key)))
        return found

    def copy(self, rows: Iterable[Row], look: Look) -> bool:
        """Add those rows to the archive that it doesn't hold just so; says whether there were any."""
        wanted = [row for row in rows if not look.copied(row)]
        requests: list[Message] = []
        for tab in self.tabs:
            mine = [row for row in wanted if row.tab == tab.key]
            there = look.tabs.get(("kept", tab.key))
            title = title_of(tab, self._language)
            if mine and there is None and title.casefold() in look.titles:
                raise Refused(
                    f"The spreadsheet of the archive has a tab '{title}' already that isn't this desk's archive. "
                    "Give that tab another name, then archive again.",
                    zh=f"归档用的表格里已有一个「{title}」页,不是本表的归档。请给它改名,再归档。",
                )
            if mine:
                sheet_id = self._ids["kept", tab.key][0]
                requests += mending(there)
                requests += copies(tab, sheet_id, mine, there, language=self._language)
        if requests:
            self._send("kept", requests)
        return bool(requests)

    def take(self, side: Side, rows: Iterable[Row], look: Look) -> None:
        """Empty these rows of a side; `settle` tells what was hit, and puts back what wasn't meant."""
        by_tab: dict[str, list[int]] = {}
        for row in rows:
            grid = look.tabs[side, row.tab]
            by_tab.setdefault(row.tab, []).append(grid.index(row.position))
        self._take(side, by_tab, look)

    def settle(self, meant: Callable[[Look, Side, Row], bool]) -> None:
        """Let go what has landed and was `meant`, and put everything else back."""
        self._insist(lambda: self._settle(meant))

    def sweep(self, side: Side, most: Mapping[str, int]) -> None:
        """Delete rows of a side that are wholly empty though others stand below: as many as were emptied by us.

        `most` says so by tab, where that was begun by a process that was killed.
        """
        self._insist(lambda: self._sweep(side, most))
        self.settle(lambda *_: False)

    def drop_copies(self, which: Callable[[Look, Row], bool]) -> None:
        """Take copies out of the archive."""

        def take() -> None:
            look = self.look()
            self.take("kept", [row for row in look.rows("kept") if which(look, row)], look)

        def meant(look: Look, side: Side, row: Row) -> bool:
            return side == "kept" and which(look, row)

        self.settle(meant)
        self._insist(take)
        self.settle(meant)
        self.sweep("kept", {})

    def close(self) -> None:
        """Delete the landing tabs, which are empty by now."""
        self._insist(self._close)

    def _insist(self, step: Callable[[], object]) -> None:
        """Take a step that looks for itself, again where the desk's worker was faster."""
        for number in range(1, TRIES + 1):
            try:
                step()
                return
            except Outpaced:
                if number == TRIES:
                    raise
                self.join()

    def _settle(self, meant: Callable[[Look, Side, Row], bool]) -> None:
        look = self.look()
        for side in SIDES:
            requests: list[Message] = []
            for (one, key), landed in look.landed.items():
                rows = list(landed.rows()) if one == side else []
                if rows:
                    back = [row for row in rows if not meant(look, side, row)]
                    requests += self._put_back(side, key, back, look)
            if requests:
                self._send(side, requests)
        self._stood.clear()

    def _sweep(self, side: Side, most: Mapping[str, int]) -> None:
        look, by_tab = self.look(), dict[str, list[int]]()
        for (one, key), grid in look.tabs.items():
            number = max(self._holes[one, key], most.get(key, 0)) if one == side else 0
            if found := grid.blank()[-number:] if number else []:
                by_tab[key] = [grid.index(position) for position in found]
        self._take(side, by_tab, look, deleted=True)

    def _close(self) -> None:
        look = self.look()
        for side in SIDES:
            empty = [grid.sheet_id for (one, _), grid in look.landed.items() if one == side]
            if empty:
                self._send(side, landing.drop(empty))

    def _take(
        self, side: Side, by_tab: Mapping[str, Sequence[int]], look: Look, *, deleted: bool = False
    ) -> None:
        requests: list[Message] = []
        for key, indices in by_tab.items():
            landed = look.landed.get((side, key))
            if landed and any(landed.rows()):
                raise Unavailable(
                    "Rows are being moved by another sheetflow archive just now.",
                    zh="另一个 sheetflow archive 正在移动这些行。",
                )
            at = tuple(sorted(indices))
            taking = landing.Taking(
                look.tabs[side, key], self._ids[side, key][1], landed, at, deleted
            )
            requests += [*mending(look.tabs[side, key]), *taking.requests()]
            for slot, index in enumerate(at):
                self._stood[side, key, slot] = index
            self._holes[side, key] += 0 if deleted else len(at)
        if requests:
            self._send(side, requests)

    def _put_back(self, side: Side, key: str, rows: Sequence[Row], look: Look) -> list[Message]:
        grid, landed = look.tabs[side, key], look.landed[side, key]
        stood = [(row, self._stood.get((side, key, row.position))) for row in rows]
        putting = landing.PuttingBack(landed, grid, stood)
        if putting.unplaced:
            names = ", ".join(name.strip() for name in putting.unplaced)
            raise Refused(
                f"{grid.title}: the column {names} went away while rows were moved; they wait in the hidden tab "
                f"'{landed.title}'. Take the column back (undo), then run sheetflow archive again.",
                zh=f"{grid.title}:移动行的时候,{names}列不见了;行在隐藏页「{landed.title}」里。"
                "请撤销删除,再运行一次 sheetflow archive。",
            )
        return list(putting.requests())

    def _read(self, api: Api, sides: Sequence[Side]) -> tuple[dict[int, Grid], Mapping[str, int]]:
        sheets = [one["properties"] for one in api.get(_FIELDS)["sheets"]]
        titles = {str(one["title"]).casefold(): int(one["sheetId"]) for one in sheets}
        there = set(titles.values())
        wanted = {
            sheet_id: tab
            for side in sides
            for tab in self.tabs
            for sheet_id in self._ids[side, tab.key]
            if sheet_id in there
        }
        archives = [self._ids["kept", tab.key][0] for tab in self.tabs]
        return grids_in(api, wanted, archives, language=self._language), titles

    def _send(self, side: Side, requests: Sequence[Message]) -> None:
        """Send a batch to where a side lives."""
        self._senders[side].send(requests, tabs=self._lasting)


def _id_of(side: Side, tab: Tab, spreadsheet_id: str) -> int:
    """Give the id of a tab; the archives of two desks in one spreadsheet never mix."""
    return (
        stable_id("tab", tab.key)
        if side == "live"
        else stable_id("archive", spreadsheet_id, tab.key)
    )
