"""The spreadsheet as the runner uses it: read in one call, written in at most one, safe while people work in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import gspread

from sheetflow.errors import Refused, Unavailable
from sheetflow.model import Conflict, Language, Reading, Text, Verdict, Writes
from sheetflow.schema import Schema
from sheetflow.store.answers import cells_of
from sheetflow.store.api import Api, Message
from sheetflow.store.batch import Batch, Scratch
from sheetflow.store.chain import Chain, Sent
from sheetflow.store.composing import Composer
from sheetflow.store.footprint import used_rows
from sheetflow.store.forms import Forms
from sheetflow.store.heartbeat import Heartbeat
from sheetflow.store.names import HEARTBEAT_TAB
from sheetflow.store.opening import Inspection, inspect, not_set_up, refuse_other_zone
from sheetflow.store.scratch import Trace, answered, owed
from sheetflow.store.scratchtab import make_scratch, records_lost
from sheetflow.store.settling import settlement, standing
from sheetflow.store.shifted import stood_elsewhere, true_traces
from sheetflow.store.tables import Tables
from sheetflow.store.tally import Tally
from sheetflow.store.telling import conflicts, unheard

_log = logging.getLogger(__name__)

#: Rounds of putting back before it is left to the next cycle and told (GOOGLE_SHEETS.md, "One cycle").
ROUNDS = 3

#: How often zone and locale are looked at (GOOGLE_SHEETS.md, "One cycle").
LOOK_EVERY = timedelta(hours=1)


class Workbook:
    """One spreadsheet, Google's or the local one; implements `ports.Store`. For one thread at a time.

    Workbook(client, spreadsheet_id, schema, language="zh", zone=ZoneInfo("Asia/Shanghai"), now=clock.now)

    `now` dates the heartbeat that goes with every batch; `forms` knows the tabs that hold a Form's answers.
    """

    def __init__(
        self,
        client: gspread.Client,
        spreadsheet_id: str,
        schema: Schema,
        *,
        language: Language,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        forms: Forms | None = None,
    ) -> None:
        self._api = Api(client, spreadsheet_id)
        self._schema = schema
        self._language = language
        self._zone = zone
        self._now = now
        self._tables = Tables(self._api, schema, language, forms or Forms())
        self._chain = Chain(self._api)
        self._scratch: Scratch | None = None
        self._settled = False
        self._heard: Sequence[Trace] = ()  # what the scratch tab is known to hold
        self._torn_out: Sequence[Trace] = ()  # what it held when somebody deleted it
        self._heartbeat = Heartbeat(zone)
        self._looked_at: datetime | None = None
        self._locale: str | None = None

    @property
    def calls(self) -> Mapping[str, int]:
        """Give the calls made to the Sheets API so far, by kind."""
        return self._api.tally.calls

    @property
    def tally(self) -> Tally:
        """Give the counts of those calls by what became of them."""
        return self._api.tally

    def read(self) -> Reading:
        """Give all live tabs in one call; raises Unavailable when Google is away, Refused when it says no.

        Once an hour zone and locale are looked at too; when somebody changed them, that is Refused: every time and
        every figure typed since would be read wrongly.
        """
        now, last, forms = self._now(), self._looked_at, self._tables.forms
        if last is None or now - last >= LOOK_EVERY or forms.wanted(last, now):
            self._check(found := inspect(self._api))
            forms.look(found.titles)
        return self._tables.read()

    def settle(self, runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        """Take over the token, shutting out who held it, put back what is still owed, and tell that.

        `runs` are those whose verdict nobody may have heard: all that they met is told, though it was put back since.
        Costs two reads and a write; raises Unavailable when the spreadsheet is away or another writer is at it.
        """
        self._join()
        return self._put_back((), runs)

    def apply(self, writes: Writes, *, run_id: str, reading: Reading) -> Verdict:
        """Write everything in one atomic batch.

        1. Settle first if that hasn't been done, and plan again when anything had to be put back. Rows to append are
           held against a fresh reading then: another writer may have brought them since the one given.
        2. Send the batch, the same again while its outcome is unknown.
        3. Compare what stood under each guarded cell with what was planned for; put back what met people's edits.
        """
        try:
            if not self._settled:
                if told := self.settle():
                    return Verdict("conflict", told)
                if writes.rows:
                    return self._apply(_without_typed(writes), run_id, self.read())
            return self._apply(writes, run_id, reading)
        except Unavailable as fault:
            self._settled = False
            return Verdict("unknown", why=Text(fault.zh or str(fault), str(fault)))
        except Refused:
            # A try before may have been applied, though Google says no to the same batch now.
            self._settled = False
            raise

    def heartbeat(self, at: datetime) -> None:
        """Show when the system last ran, where staff see it; nothing is sent while that is young enough."""
        if self._heartbeat.is_young(at):
            return
        if not self._tables.places:
            self._tables.read()
        if requests := self._beat(at):
            try:
                self._api.batch(requests)
            except Unavailable:
                return  # the next cycle beats; a label is no reason for one to fail
        self._heartbeat.at = at

    def _apply(
        self, writes: Writes, run_id: str, reading: Reading, *, again: bool = True
    ) -> Verdict:
        scratch = self._the_scratch()
        token = self._chain.next_token()
        batch, astray = self._composer(reading).plan(writes, scratch, call=f"{run_id}.{token}")
        at = self._now()
        sent = self._send(batch, token, beat=at)
        if sent.state == "applied":
            self._heartbeat.at = at
            return self._verdict(batch, sent, astray)
        if sent.state in ("lost", "unknown"):
            self._settled = False
            why = sent.why_not()
            state: Literal["lost", "unknown"] = "lost" if sent.state == "lost" else "unknown"
            return Verdict(state, why=Text(why.zh or str(why), str(why)))
        if not again:
            raise sent.error or Refused("The spreadsheet refuses the batch.")
        return self._try_again(writes, run_id, sent)

    def _try_again(self, writes: Writes, run_id: str, sent: Sent) -> Verdict:
        """Write once more on a fresh reading after a batch that was not applied; typed rows wait for the next plan."""
        if sent.state == "deleted":
            _log.warning("somebody deleted the writer's token (a named range); a new one is made")
        if told := self.settle():
            return Verdict("conflict", told)
        return self._apply(_without_typed(writes), run_id, self.read(), again=False)

    def _send(self, batch: Batch, token: str, *, beat: datetime | None = None) -> Sent:
        requests = [*batch.requests, *(self._beat(beat) if beat else ())]
        scratch_id = batch.scratch.sheet_id
        sent = self._chain.send(requests, token=token, scratch_id=scratch_id, answer=batch.answer)
        if sent.state == "applied":
            self._scratch = batch.scratch
        return sent

    def _verdict(self, batch: Batch, sent: Sent, astray: tuple[Conflict, ...]) -> Verdict:
        found = self._found(batch, sent)
        if all(trace.hit for trace in found):
            return Verdict("conflict" if astray else "done", astray)
        return Verdict("conflict", astray + self._put_back(found))

    def _found(self, batch: Batch, sent: Sent) -> list[Trace]:
        """Give what stood under the guarded cells, from the answer; from the scratch tab where that doesn't tell."""
        if not batch.left:
            return []
        if sent.answer is None or self._columns_moved(batch, sent.answer):
            _, found = self._read_traces()
            if self._the_scratch().used < batch.scratch.used:
                raise records_lost()
            return [one for one in found if one.record.call == batch.left[0].call]
        if not batch.records:
            return []
        first = batch.records[0].slot + 1
        cells = cells_of(sent.answer, self._the_scratch().sheet_id, row=first)
        return answered(batch.records, cells)

    def _columns_moved(self, batch: Batch, answer: Message) -> bool:
        """Say whether a batch met a header whose columns stood elsewhere than planned."""
        scratch_id = self._the_scratch().sheet_id
        headers = [cells_of(answer, scratch_id, row=left.slot + 1)[:2] for left in batch.left]
        return any(
            stood_elsewhere(left, header, self._schema.tab(left.tab))
            for left, header in zip(batch.left, headers, strict=True)
        )

    def _put_back(self, met: Sequence[Trace], runs: Collection[str] = ()) -> tuple[Conflict, ...]:
        """Pay what is owed, in at most three rounds of a read and a write, and tell what `met` people's edits.

        Without `met` all that is owed is told, and all that `runs` met. The first round without it changes the token
        even if nothing is owed.
        """
        first, last = met, met
        self._heard = met or self._heard
        for number in range(ROUNDS):
            reading, found = self._read_traces()
            first = first or unheard(found, runs)
            last = self._heard = self._round(found, reading, always=number == 0 and not met)
            if not owed(last):
                break
        left = frozenset[str]()
        if not all(trace.hit for trace in first):
            reading, found = self._read_traces()
            left = standing(first, found, reading, self._tables.places, self._schema)
        self._settled = not owed(last)
        if self._settled:
            self._heard = self._torn_out = ()
        return conflicts(first, last, left)

    def _read_traces(self) -> tuple[Reading, list[Trace]]:
        """Read all tabs, and what guarded writes left in the scratch tab; of one that was deleted, what was heard."""
        reading, rows = self._tables.read_with_scratch()
        if rows is None:
            self._join()
            rows = ()
        self._scratch = replace(self._the_scratch(), used=used_rows(rows[1:]))
        found = true_traces(rows, self._schema, self._tables.retyped(reading))
        self._heard = [*self._torn_out, *found]
        return reading, self._heard

    def _round(self, found: Sequence[Trace], reading: Reading, *, always: bool) -> list[Trace]:
        """Put back once what can be; give the traces as they are then."""
        plan = settlement(found, reading, self._tables.places, self._schema)
        if not (plan.aims or plan.closed or always):
            return list(found)
        token, scratch = self._chain.next_token(), self._the_scratch()
        composer = self._composer(reading)
        noted = [trace for trace in plan.closed if trace not in self._torn_out]
        batch = composer.putting_back(plan.aims, noted, scratch, call=token)
        sent = self._send(batch, token)
        if sent.state != "applied":
            raise sent.why_not()
        done = {trace.record.name for trace in plan.closed}
        closed = [
            replace(trace, settled=True) if trace.record.name in done else trace for trace in found
        ]
        return closed + self._found(batch, sent)

    def _composer(self, reading: Reading) -> Composer:
        return Composer(self._tables, self._schema, self._language, reading)

    def _join(self) -> Scratch:
        found = self._chain.join()
        if found.scratch is None:
            _log.warning("somebody deleted sheetflow's hidden tab; a new one is made")
            self._torn_out = self._heard
            make_scratch(self._api, self._schema, self._language)
            found = self._chain.join()
        if found.scratch is None:
            raise not_set_up()
        self._check(found)
        self._scratch = found.scratch
        return found.scratch

    def _check(self, found: Inspection) -> None:
        """Refuse a spreadsheet whose zone isn't the desk's, or whose locale changed since we began."""
        refuse_other_zone(found.zone, self._zone)
        self._looked_at = self._now()
        self._locale = self._locale or found.locale
        if found.locale != self._locale:
            raise Refused(
                f"Somebody changed the spreadsheet's locale from {self._locale} to {found.locale}: figures and dates "
                "typed since mean something else. Change it back under File, Settings, or start sheetflow anew.",
                zh=f"有人把表格的语言区域从{self._locale}改成了{found.locale},此后输入的数字和日期含义不同。请改回,或重启sheetflow。",
            )

    def _the_scratch(self) -> Scratch:
        return self._scratch or self._join()

    def _beat(self, at: datetime) -> list[Message]:
        return self._heartbeat.requests(self._tables.places.get(HEARTBEAT_TAB), at)


def _without_typed(writes: Writes) -> Writes:
    """Leave out what goes by a row's position, such as the numbering of typed rows: it may stand elsewhere by now."""
    return replace(writes, cells=tuple(write for write in writes.cells if write.position < 0))
