"""An archiving cut short whose spreadsheet nobody reaches any more: what it had taken goes back, and it is forgotten.

Nothing is asked of that spreadsheet. What lies in the landing tabs of the desk's own stood nowhere else for sure, so
all of it goes back. A ticket whose row was taken and has landed nowhere was let go, which happens only once its copy
was read back: it is recorded as archived there, and comes back by `archive --restore` when the spreadsheet does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetflow.bootstrap.archiving import pending
from sheetflow.bootstrap.archivist import KEPT, Moving
from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.unarchiving import RETURNING, archive_of, note, returning
from sheetflow.errors import Refused
from sheetflow.rows.index import TICKETS
from sheetflow.store.archiving import Look


@dataclass(frozen=True)
class Abandoned:
    """What abandoning does: the spreadsheet, the tickets of the archiving, and what becomes of them.

    `back` are the rows that go back into the live tabs, by tab; `there` the tickets whose rows stand in that
    spreadsheet only; `returning` is a ticket that was asked back, of which copies stay there.
    """

    to: str
    numbers: tuple[str, ...] = ()
    before: str = ""
    back: Mapping[str, int] = field(default_factory=dict)
    there: tuple[str, ...] = ()
    returning: str = ""


def foresee(house: House) -> Abandoned | None:
    """Say what `abandon` would do, None where nothing was cut short; nothing is changed.

    Raises Refused where all that was cut short is in the desk's own spreadsheet, which can always be finished.
    """
    moving, on_its_way = _away(house)
    number, to = on_its_way or ("", "")
    if moving is None:
        return Abandoned(to, returning=number) if on_its_way else None
    look = archive_of(house).look()
    back, there = _landed(look), _there(house, moving, look)
    return Abandoned(moving.to, moving.numbers, moving.before, back, there, number)


def abandon(house: House) -> None:
    """Put back what had been taken, record what stands in that spreadsheet only, and forget the rest.

    Killed, it is called again and goes on. Raises Refused as `foresee` does.
    """
    moving, on_its_way = _away(house)
    if moving is not None:
        _put_back(house, moving)
        house.ledger.keep(KEPT, None)
    if on_its_way is not None:
        # Its rows are the desk's again, or a run that is open appends them.
        house.ledger.keep(RETURNING, None)


def _away(house: House) -> tuple[Moving | None, tuple[str, str] | None]:
    """Give what was cut short on its way into another spreadsheet, and out of one."""
    moving, on_its_way = pending(house), returning(house)
    own = ("", house.spreadsheet_id)
    far = moving if moving and moving.to not in own else None
    far_back = on_its_way if on_its_way and on_its_way[1] not in own else None
    if (moving or on_its_way) and not (far or far_back):
        raise Refused(
            "What was cut short is in the desk's own spreadsheet: sheetflow archive finishes it, nothing is abandoned.",
            zh="中断的归档就在本表格里:运行 sheetflow archive 就能做完,不用放弃。",
        )
    return far, far_back


def _put_back(house: House, moving: Moving) -> None:
    house.store.settle()
    archive = archive_of(house)
    archive.join()
    back = _landed(archive.look())
    archive.settle(lambda *_: False)
    there = _there(house, moving, archive.look())
    for number in there:
        note(house, number, "archived", {"to": moving.to})
    archive.sweep("live", Counter(back) + Counter({TICKETS: len(there)}))
    archive.close()


def _landed(look: Look) -> Mapping[str, int]:
    """Count the rows that lie in the landing tabs of the live ones."""
    counts = {
        key: len([*grid.rows()]) for (side, key), grid in look.landed.items() if side == "live"
    }
    return {key: number for key, number in counts.items() if number}


def _there(house: House, moving: Moving, look: Look) -> tuple[str, ...]:
    """Give the tickets that were taken and let go, and aren't recorded as archived yet."""
    landed = look.landed.get(("live", TICKETS))
    waiting = {row.key for row in landed.rows()} if landed else set()
    here = waiting | {key for tab, key in look.standing if tab == TICKETS}
    records = house.ledger.records()
    return tuple(
        number
        for number in moving.taken
        if number not in here and number in records and not records[number].archived
    )
