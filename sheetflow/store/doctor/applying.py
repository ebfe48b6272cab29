"""Putting right what the preview showed, in one batch on a fresh look, with nothing of anybody's overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import gspread

from sheetflow.errors import Unavailable
from sheetflow.store import requests as ask
from sheetflow.store.answers import cells_of
from sheetflow.store.api import Api, Message
from sheetflow.store.chain import ANSWER_FIELDS
from sheetflow.store.doctor.description import Description
from sheetflow.store.doctor.repairs import Mend, Repair, Rewrite, repair, replaced
from sheetflow.store.names import SCRATCH, letters, quoted, stable_id
from sheetflow.store.outcomes import OutcomeUnknown, Rejected
from sheetflow.store.scratch import HEADINGS

#: How often it is begun anew when another writer was faster.
TRIES: Final = 3

#: Where the scratch tab keeps what stood in cells that were empty in the preview: its header row, after the headings,
#: which the records of guarded writes leave alone; and for how many cells there is room.
COPIES: Final = len(HEADINGS) + 4
ROOM: Final = 40

_SCRATCH_ID = stable_id("tab", SCRATCH)


@dataclass(frozen=True, slots=True)
class Mended:
    """What was put right, and what was left alone because somebody changed it since the preview."""

    done: tuple[Mend, ...]
    left: tuple[Mend, ...]


def mend(client: gspread.Client, shown: Repair, look: Callable[[], Description]) -> Mended:
    """Put right what was shown, as far as it is still so.

    1. Look again, and leave out what isn't as the preview had it.
    2. Send one batch; where another writer was faster, from the beginning. Its token is changed too, so that a batch
       composed for the old columns fails.
    3. Give back what somebody wrote into an empty header in the moment between.

    Raises Unavailable when it isn't known whether it was written, or others write all the time.
    """
    for _ in range(TRIES):
        seen = look()
        now = repair(seen)
        api = Api(client, seen.wanted.spreadsheet_id)
        headers = [one for one in now.headers if one in shown.headers]
        others = shown.others if now.others == shown.others else ()
        if not (headers or others):
            return Mended((), shown.mends)
        attempt = _Attempt(seen, headers, now.requests if others else ())
        try:
            met = attempt.send(api)
        except Rejected as fault:
            if fault.code != 400 or look().wanted.token == seen.wanted.token:
                raise
            continue
        done = tuple(one for one in (*headers, *others) if one not in met)
        return Mended(done, tuple(one for one in shown.mends if one not in done))
    raise Unavailable(
        "Another writer is at the spreadsheet all the time. Stop it, or try again.",
        zh="一直有别的程序在写这张表格。请停掉它,或再试一次。",
    )


@dataclass(frozen=True)
class _Attempt:
    """One batch: headers that say something are looked at by the write itself, empty ones are copied first."""

    seen: Description
    headers: Sequence[Mend]
    requests: Sequence[Message]

    def send(self, api: Api) -> Sequence[Mend]:
        """Write, and give the headers that somebody had changed meanwhile."""
        spoken = [
            (one, cell) for one, cell in self._cells() if isinstance(cell.found, str) and cell.found
        ]
        blank = [(one, cell) for one, cell in self._cells() if (one, cell) not in spoken]
        scratch = self.seen.wanted.found.tabs.get(_SCRATCH_ID)
        late = [one for one, _ in (blank[ROOM:] if scratch else blank)]
        blank = blank[:ROOM] if scratch else []
        batch = [cell.request() for _, cell in spoken]
        batch += [_copy(cell, at) for at, (_, cell) in enumerate(blank)]
        batch += [_written(cell) for _, cell in blank]
        batch += [request for one in self.headers for request in one.requests]
        answer = (_copies(scratch.title, len(blank)),) if scratch and blank else ()
        try:
            found = api.batch(
                [*batch, *self.requests, *self.seen.wanted.new_token()],
                answer=answer,
                fields=ANSWER_FIELDS if answer else "replies",
            )
        except OutcomeUnknown as fault:
            raise Unavailable(
                "No answer came, so nobody knows whether it was written. Run sheetflow doctor again: it shows.",
                zh="没有收到答复,不知道写进去没有。请再运行 sheetflow doctor,看结果就知道。",
            ) from fault
        missed = [
            one
            for (one, _), reply in zip(spoken, found["replies"], strict=False)
            if not _hit(reply)
        ]
        return [*late, *missed, *self._given_back(api, blank, found)]

    def _cells(self) -> list[tuple[Mend, Rewrite]]:
        return [(one, one.rewrite) for one in self.headers if one.rewrite]

    def _given_back(
        self, api: Api, blank: Sequence[tuple[Mend, Rewrite]], answer: Message
    ) -> Sequence[Mend]:
        """Give back what somebody had written where the preview had nothing."""
        copies = next(iter(cells_of(answer, _SCRATCH_ID, row=0)), [])
        stood = [
            (one, cell, copies[at] if at < len(copies) else "")
            for at, (one, cell) in enumerate(blank)
        ]
        met = [(one, cell, text) for one, cell, text in stood if text != cell.found]
        if met:
            api.batch([replaced(cell.place, cell.new, str(text)) for _, cell, text in met])
        return [one for one, _, _ in met]


def _hit(reply: Message) -> bool:
    return bool(reply.get("findReplace", {}).get("occurrencesChanged"))


def _copy(cell: Rewrite, at: int) -> Message:
    return ask.copy_values(cell.place, ask.one_cell(_SCRATCH_ID, 0, COPIES + at))


def _written(cell: Rewrite) -> Message:
    return ask.update(cell.sheet_id, cell.row, cell.column, [ask.row_of([cell.new])])


def _copies(title: str, count: int) -> str:
    return f"{quoted(title)}!{letters(COPIES)}1:{letters(COPIES + count - 1)}1"
