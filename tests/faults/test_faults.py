"""Whatever happens on the way to the spreadsheet, nothing is lost and nothing is done twice, and it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError, TransportError
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.errors import Refused, Unavailable
from sheetflow.localsheets import LocalSheets
from sheetflow.store import Budget, OutcomeUnknown, Transport, account_of
from sheetflow.store.names import CHAIN
from sheetflow.store.transport import TRIES
from tests.faults.desk import END, Act, Wired, opened, planned, wire
from tests.faults.fault import PASSING, Fault
from tests.faults.proxy import FaultProxy
from tests.store.desk import NOON, TICKETS

UNTOUCHED = [["WX1", "new", "Ada"], ["WX2", "new", "Ben", "Wu"], ["WX3", "sent", "Cleo", "Wu"]]


def applied_twice(proxy: FaultProxy) -> Mapping[str, int]:
    """Give the batches that the workbook took more than once."""
    return {token: times for token, times in proxy.applied.items() if token and times > 1}


@pytest.mark.parametrize("fault", PASSING)
def test_a_read_and_a_write_that_meet_a_fault_once_are_done_in_the_same_cycle(
    wired: Wired, fault: Fault
) -> None:
    wired.tape.play(fault, on="read")
    wired.tape.play(fault, on="write")
    assert wired.cycle() == "done"
    assert [row[1] for row in wired.rows()] == ["sent", "sent", "done", "new", "new"]
    wired.rest()
    assert (wired.rows(), wired.told) == (END, [])


#: What is told of a fault that doesn't pass within a cycle.
SENTENCES = {
    Fault.QUOTA: "quota for this minute is used up",
    Fault.RATE_403: "quota for this minute is used up",
    Fault.BROKEN: r"out of order \(500\)",
    Fault.BROKEN_AFTER: r"out of order \(500\)",
    Fault.GATEWAY: r"out of order \(502\)",
    Fault.GATEWAY_AFTER: r"out of order \(502\)",
    Fault.BUSY: r"out of order \(503\)",
    Fault.RESET: "doesn't answer",
    Fault.RESET_AFTER: "doesn't answer",
    Fault.SILENCE: "doesn't answer",
    Fault.SILENCE_AFTER: "doesn't answer",
    Fault.LATE: "doesn't answer",
    Fault.LATER: "doesn't answer",
    Fault.CUT: "doesn't answer",
    Fault.GARBLED: "can't be read",
    Fault.HALF_GZIP: "can't be read",
    Fault.LOGIN_PAGE: "can't be read",
}


@pytest.mark.parametrize("fault", SENTENCES)
def test_a_storm_is_told_in_a_sentence_and_what_it_left_open_is_settled_when_it_is_over(
    book: tuple[LocalSheets, FaultProxy], wired: Wired, fault: Fault
) -> None:
    wired.tape.storm(fault, on="write")
    # Half an answer is enough to see that the second try was refused: then the token tells that the first was applied.
    assert wired.cycle() == ("done" if fault in (Fault.GARBLED, Fault.HALF_GZIP) else "unknown")
    wired.tape.storm(fault)
    wired.doubt = False
    with pytest.raises(Unavailable, match=SENTENCES[fault]) as told:
        wired.workbook.read()
    assert told.value.zh.endswith("系统会再试。")
    assert wired.cycle() == "away"
    wired.tape.calm()
    wired.rest()
    assert wired.rows() == END
    assert applied_twice(book[1]) == {}


STANDING = {
    Fault.NOT_SHARED: ("press Share", "没有共享给服务账号"),
    Fault.API_OFF: ("Enable the Google Sheets API", "没有启用"),
    Fault.DRIVE_FULL: ("Make room in the Drive", "硬盘满了"),
    Fault.GONE: ("SHEETFLOW_SPREADSHEET_ID", "回收站"),
    Fault.EXPIRED: ("key or token", "密钥或令牌"),
}


@pytest.mark.parametrize("fault", STANDING)
def test_a_refusal_costs_one_call_says_what_to_do_and_once_that_is_done_all_goes_on(
    wired: Wired, fault: Fault
) -> None:
    before = wired.workbook.calls["read"]
    wired.tape.storm(fault)
    assert wired.cycle() == "refused"
    assert wired.workbook.calls["read"] == before + 1
    [told] = wired.told
    assert isinstance(told, Refused)
    assert STANDING[fault][0] in str(told)
    assert STANDING[fault][1] in told.zh
    assert wired.rows() == UNTOUCHED
    wired.tape.calm()
    wired.rest()
    assert wired.rows() == END


@pytest.mark.parametrize("fault", [Fault.NOT_SHARED, Fault.DRIVE_FULL])
@pytest.mark.parametrize("first", [Fault.RESET, Fault.SILENCE_AFTER], ids=["lost", "applied"])
def test_a_refusal_behind_a_write_of_unknown_outcome_leaves_nothing_twice(
    book: tuple[LocalSheets, FaultProxy], wired: Wired, fault: Fault, first: Fault
) -> None:
    wired.tape.play(first, fault, on="write")
    assert wired.cycle() == "refused"
    wired.types("WX1", 5, "call first")
    wired.doubt = False  # as in a runner whose open run has nothing guarded
    assert wired.cycle() == "done"
    wired.rest()
    assert wired.rows() == [[*END[0], "call first"], *END[1:]]
    assert applied_twice(book[1]) == {}


def test_a_heartbeat_that_gets_lost_is_no_fault_and_comes_with_the_next_cycle(wired: Wired) -> None:
    wired.rest()
    before, later = wired.workbook.calls["write"], NOON + timedelta(hours=1)
    wired.tape.play(Fault.BUSY, on="write")
    for _ in range(3):
        wired.workbook.heartbeat(later)
    assert wired.workbook.calls["write"] == before + 2


def test_a_spreadsheet_shared_for_reading_only_is_read_and_the_first_write_says_so(
    wired: Wired,
) -> None:
    wired.tape.storm(Fault.NOT_SHARED, on="write")
    assert wired.cycle() == "refused"
    assert "Open Share and make the service account" in str(wired.told[0])
    assert wired.rows() == UNTOUCHED
    wired.tape.calm()
    wired.rest()
    assert wired.rows() == END


class Login(Credentials):
    """Credentials whose token Google takes no more; the next one it does, unless the key is gone.

    Whom to ask for one is `away` so many times.
    """

    def __init__(self, *, gone: bool = False, away: int = 0) -> None:
        super().__init__()
        self.token, self.gone, self.away, self.logins = "old", gone, away, 0

    def refresh(self, request: object) -> None:
        """Ask for a new token."""
        self.logins += 1
        if self.gone:
            raise RefreshError("invalid_grant: Invalid JWT Signature.")
        if self.logins <= self.away:
            raise TransportError("no route")
        self.token = "new"


def log_in(wired: Wired, proxy: FaultProxy, login: Login) -> Transport:
    """Open the desk's spreadsheet with credentials, as with Google."""
    wired.desk.client = proxy.client(wired.tape, login)
    wired.workbook = opened(wired.desk)
    assert isinstance(wired.desk.client.http_client, Transport)
    return wired.desk.client.http_client


def test_an_expired_token_is_renewed_and_nobody_notices(
    book: tuple[LocalSheets, FaultProxy], wired: Wired
) -> None:
    login = Login()
    log_in(wired, book[1], login)
    wired.tape.play(Fault.EXPIRED, on="write")
    wired.rest()
    assert (wired.rows(), wired.told, login.logins) == (END, [], 1)


@pytest.mark.parametrize("kind", ["read", "write"])
def test_what_is_sent_again_with_a_new_token_is_counted_and_paid_out_of_the_budget(
    book: tuple[LocalSheets, FaultProxy], wired: Wired, tmp_path: Path, kind: str
) -> None:
    proxy, before = book[1], Counter(book[1].came)
    http = log_in(wired, proxy, Login())
    budget = Budget(tmp_path / "quota.sqlite", account_of({}), now=lambda: NOON)
    http.admit = budget.admit
    wired.tape.play(Fault.EXPIRED, on=kind)
    assert wired.cycle() == "done"
    assert proxy.came - before == http.calls == budget.used()
    assert [http.tally.counts[f"{kind} {fate}"] for fate in ("credentials", "repeated")] == [1, 1]


def test_a_new_token_that_is_taken_no_more_than_the_old_one_is_told_after_one_call_with_each(
    book: tuple[LocalSheets, FaultProxy], wired: Wired
) -> None:
    login, before = Login(), Counter(book[1].came)
    http = log_in(wired, book[1], login)
    wired.tape.storm(Fault.EXPIRED)
    assert wired.cycle() == "refused"
    assert STANDING[Fault.EXPIRED][0] in str(wired.told[0])
    assert (login.logins, http.calls["read"]) == (1, 2)
    assert book[1].came - before == {"read": 2}


def test_a_token_server_that_is_away_leaves_a_write_undone_and_it_is_tried_again(
    book: tuple[LocalSheets, FaultProxy], wired: Wired
) -> None:
    login = Login(away=2)
    log_in(wired, book[1], login)
    wired.tape.play(Fault.EXPIRED, Fault.EXPIRED, Fault.EXPIRED, on="write")
    wired.rest()
    assert (wired.rows(), wired.told, login.logins) == (END, [], 3)


def test_a_key_that_is_gone_is_told_and_nothing_is_tried_for_nothing(
    book: tuple[LocalSheets, FaultProxy], wired: Wired
) -> None:
    log_in(wired, book[1], Login(gone=True))
    wired.tape.storm(Fault.EXPIRED)
    assert wired.cycle() == "refused"
    assert "doesn't accept the credentials any more: " in str(wired.told[0])
    assert wired.workbook.calls == {"read": 1, "write": 0}
    assert wired.rows() == UNTOUCHED


def test_a_deleted_spreadsheet_is_told_and_nothing_is_made_in_its_place(wired: Wired) -> None:
    wired.cycle()
    file = f"https://www.googleapis.com/drive/v3/files/{wired.desk.spreadsheet_id}"
    wired.desk.people.request("delete", file)
    assert [wired.cycle(), wired.cycle()] == ["refused", "refused"]
    assert "SHEETFLOW_SPREADSHEET_ID" in str(wired.told[0])


def test_a_tab_deleted_between_read_and_write_is_left_out_of_the_batch(wired: Wired) -> None:
    reading = wired.workbook.read()
    wired.desk.do({"deleteSheet": {"sheetId": TICKETS}})
    verdict = wired.workbook.apply(planned(reading), run_id="r", reading=reading)
    assert verdict.state == "done"
    assert wired.workbook.read().tables["tickets"].columns == {}


def test_a_changed_zone_stops_writing_until_it_is_changed_back(wired: Wired) -> None:
    zone = {"properties": {"timeZone": "Europe/Berlin"}, "fields": "timeZone"}
    wired.desk.do({"updateSpreadsheetProperties": zone})
    wired.workbook, wired.doubt = opened(wired.desk), True
    assert wired.cycle() == "refused"
    assert "Choose Asia/Shanghai under File, Settings" in str(wired.told[0])
    assert wired.rows() == UNTOUCHED
    zone["properties"] = {"timeZone": "Asia/Shanghai"}
    wired.desk.do({"updateSpreadsheetProperties": zone})
    wired.rest()
    assert wired.rows() == END


ACTS: Mapping[str, Act] = {
    "a note": lambda wired: wired.types("WX2", 5, "call first"),
    "another note": lambda wired: wired.types("WX3", 5, "dog"),
    "taken over": lambda wired: wired.types("WX1", 1, "theirs"),
    "a name": lambda wired: wired.types("WX1", 3, "Ivo"),
    "sorted": lambda wired: wired.sorts(2, descending=True),
    "sorted back": lambda wired: wired.sorts(0),
    "a restart": lambda wired: restart(wired),
    "nothing": lambda wired: None,
}


def restart(wired: Wired) -> None:
    """Let another worker begin where this one was killed."""
    wired.workbook, wired.doubt = opened(wired.desk), True


def ending(acts: list[str]) -> list[list[object]]:
    """Give how the tickets end, whatever happened on the way: as without faults."""
    rows = {str(row[0]): [*row, ""] for row in END}
    for act in acts:
        if act == "a note":
            rows["WX2"][5] = "call first"
        elif act == "another note":
            rows["WX3"][5] = "dog"
        elif act == "taken over":
            rows["WX1"][1] = "theirs"
        elif act == "a name":
            rows["WX1"][3] = "Ivo"
    return [row if row[5] else row[:5] for row in rows.values()]


TAPES = st.lists(st.none() | st.sampled_from(Fault), max_size=30)
DAYS = st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=6)


@given(TAPES, DAYS)
@settings(max_examples=20)
def test_whatever_happens_on_the_way_the_sheet_ends_as_if_nothing_had(
    book: tuple[LocalSheets, FaultProxy], faults: list[Fault | None], acts: list[str]
) -> None:
    hold_the_law(book, faults, acts)


@pytest.mark.soak
@given(TAPES, DAYS)
@settings(max_examples=400)
def test_that_holds_for_many_tapes(
    book: tuple[LocalSheets, FaultProxy], faults: list[Fault | None], acts: list[str]
) -> None:
    hold_the_law(book, faults, acts)


def hold_the_law(
    book: tuple[LocalSheets, FaultProxy], faults: list[Fault | None], acts: list[str]
) -> None:
    """Let people act while a tape plays, then let it be quiet, and see how the sheet ends."""
    wired = wire(*book, settled=False)
    wired.tape.play(*faults)
    for act in acts:
        wired.cycle()
        ACTS[act](wired)
    for _ in range(2 * TRIES):
        wired.cycle()
    wired.tape.calm()
    book[1].deliver()
    wired.rest()
    assert wired.rows() == ending(acts)
    assert applied_twice(book[1]) == {}
    named = wired.desk.people.fetch_sheet_metadata(wired.desk.spreadsheet_id)["namedRanges"]
    assert [one["name"] for one in named] == [CHAIN]


def test_a_writer_that_repeats_blindly_would_be_caught(wired: Wired) -> None:
    worksheet = wired.desk.client.open_by_key(wired.desk.spreadsheet_id).worksheet("Tickets")
    wired.tape.play(Fault.RESET_AFTER, on="write")
    with pytest.raises(OutcomeUnknown):
        worksheet.append_row(["WX9"])
    worksheet.append_row(["WX9"])
    assert [row[0] for row in wired.rows()].count("WX9") == 2
