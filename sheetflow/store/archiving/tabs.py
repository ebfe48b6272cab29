"""The tabs of both sides, read in one call; those of the archive by their columns' metadata where headers fail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sheetflow.errors import Unavailable
from sheetflow.model import Language
from sheetflow.schema import Tab
from sheetflow.store import requests as ask
from sheetflow.store.api import Api, Message
from sheetflow.store.archiving.grid import Grid, grid_of
from sheetflow.store.archiving.look import Outpaced
from sheetflow.store.tagged import tagged_columns


def grids_in(
    api: Api, wanted: Mapping[int, Tab], archives: Collection[int], *, language: Language
) -> dict[int, Grid]:
    """Read tabs by their id; where a header of one of the `archives` doesn't say all, its columns' metadata does.

    Raises Outpaced where somebody changes headers meanwhile, and Unavailable where the metadata isn't answered.
    """
    first = _read(api, wanted, {}, language=language)
    if not any(first[one].doubtful for one in archives if one in first):
        return first
    tagged = tagged_columns(api)
    if tagged is None:
        raise Unavailable(
            "Google doesn't say which columns of the archive are which. Try again in a minute.",
            zh="Google没有说归档页的哪一列是哪一列。请过一分钟再试。",
        )
    mine = {one: tagged[one] for one in archives if one in tagged}
    again = _read(api, wanted, mine, language=language)
    if any(first[one].headers != again[one].headers for one in mine if one in first):
        raise Outpaced(
            "Somebody is changing headers of the archive. Run sheetflow archive again.",
            zh="有人正在改归档页的表头。请再运行一次 sheetflow archive。",
        )
    return again


def mending(grid: Grid | None) -> Iterator[Message]:
    """Yield what writes the headers of an archive tab again that people typed over."""
    if grid is not None:
        for at, label in grid.retyped.items():
            yield ask.update(grid.sheet_id, grid.header, at, [ask.row_of([label])])


def _read(
    api: Api,
    wanted: Mapping[int, Tab],
    tagged: Mapping[int, Mapping[str, int]],
    *,
    language: Language,
) -> dict[int, Grid]:
    answers = api.values([{"sheetId": sheet_id} for sheet_id in wanted]) if wanted else []
    return {
        sheet_id: grid_of(tab, sheet_id, answer, language=language, tagged=tagged.get(sheet_id, {}))
        for (sheet_id, tab), answer in zip(wanted.items(), answers, strict=True)
    }
