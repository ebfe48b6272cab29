"""Notices on their way, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.model import Recipient
from tests.contracts.ledger_builders import (
    LI,
    NOW,
    TICKET,
    WANG,
    conflict,
    later,
    notice,
    run,
)

pytestmark = pytest.mark.contract


def due(ledger: SqlLedger, **passed: float) -> list[tuple[str, str]]:
    return [(one.once, one.recipient.name) for one in ledger.due(later(**passed))]


def states(ledger: SqlLedger) -> dict[tuple[object, object], object]:
    return {(one["once"], one["recipient"]): one["state"] for one in ledger.outbox()}


def test_a_notice_leaves_once_for_each_person_and_channel_under_one_message_id(
    ledger: SqlLedger,
) -> None:
    by_phone = Recipient(LI.staff_no, LI.name, "138-0000-0001", "sms")
    ledger.begin(
        run("run-1", notice("breach/1", LI, WANG, LI, by_phone, urgent=True, clock="promise"))
    )

    found = ledger.due(NOW)
    assert [one.recipient for one in found] == [LI, WANG, by_phone]
    assert len({one.message_id for one in found}) == 1
    assert len({one.delivery_id for one in found}) == 3
    first = found[0]
    assert (first.once, first.kind, first.ticket_no, first.facts, first.urgent, first.clock) == (
        ("breach/1", "dispatch", TICKET, {"product": "ABC-2000"}, True, "promise")
    )
    assert (first.created_at, first.tries) == (NOW, 0)


def test_a_once_key_is_taken_once_for_ever(opened: Callable[[], SqlLedger]) -> None:
    first = opened()
    first.begin(run("run-1", notice("breach/1", LI), notice("breach/1", WANG)))
    first.sent([one.delivery_id for one in first.due(NOW)], NOW)

    again = opened()
    again.begin(run("run-2", notice("breach/1", LI, WANG), notice("breach/2")))

    assert due(again) == [("breach/2", "李师傅")]
    assert states(again)["breach/1", "李师傅"] == "sent"
    assert ("breach/1", "王主管") not in states(again)


def test_a_message_id_is_the_notices_own_in_this_ledger_and_another_in_every_other(
    ledger: SqlLedger,
) -> None:
    demonstration = open_ledger("sqlite://")
    for one in (ledger, demonstration):
        one.begin(run("run-1", notice("breach/1"), notice("breach/2")))
    ids = [one.message_id for both in (ledger, demonstration) for one in both.due(NOW)]
    demonstration.close()

    assert len(set(ids)) == 4
    assert all(one.startswith("<") and one.endswith("@sheetflow.invalid>") for one in ids)


def test_deliveries_leave_oldest_first_and_a_few_at_a_time(ledger: SqlLedger) -> None:
    for number in range(5):
        ledger.begin(run(f"run-{number}", notice(f"breach/{9 - number}")))

    assert [one.once for one in ledger.due(NOW, limit=3)] == ["breach/9", "breach/8", "breach/7"]


def test_a_failed_delivery_is_tried_again_at_its_time_and_at_last_given_up(
    ledger: SqlLedger,
) -> None:
    ledger.begin(run("run-1", notice("breach/1", LI, WANG)))
    [li, wang] = ledger.due(NOW)
    ledger.sent([wang.delivery_id], NOW)

    ledger.failed([li.delivery_id], NOW, "450 mailbox busy", later(minutes=5))
    assert due(ledger, minutes=4) == []
    [again] = ledger.due(later(minutes=5))
    assert (again.tries, again.message_id) == (1, li.message_id)

    ledger.failed([li.delivery_id], later(minutes=5), "550 no such user", None)
    assert due(ledger, days=9) == []
    [given_up] = [one for one in ledger.outbox() if one["state"] == "failed"]
    assert (given_up["recipient"], given_up["reason"], given_up["tries"]) == (
        ("李师傅", "550 no such user", 2)
    )


def test_what_is_held_back_leaves_at_its_time(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", notice()))
    ledger.hold([one.delivery_id for one in ledger.due(NOW)], later(hours=8))

    assert due(ledger, hours=7.9) == []
    assert due(ledger, hours=8) == [("dispatch/1", "李师傅")]


def test_a_pointless_notice_is_dropped_and_what_was_sent_stays_sent(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", notice("warn/1", LI, WANG), notice("warn/2"), notice("warn/3")))
    ledger.begin(run("run-2", notice("waits/1", after_write=True)))
    of = {str(one["once"]) + str(one["recipient"]): one["delivery_id"] for one in ledger.outbox()}
    ids = {name: int(str(number)) for name, number in of.items()}
    ledger.sent([ids["warn/1李师傅"]], NOW)

    pointless = ("warn/1李师傅", "warn/1王主管", "warn/2李师傅", "waits/1李师傅")
    ledger.cancel([*map(ids.__getitem__, pointless), 10**6], "the customer was called")
    ledger.finish("run-2", NOW, confirmed=True)

    assert due(ledger) == [("warn/3", "李师傅")]
    assert states(ledger) == {
        ("warn/1", "李师傅"): "sent",
        ("warn/1", "王主管"): "cancelled",
        ("warn/2", "李师傅"): "cancelled",
        ("warn/3", "李师傅"): "due",
        ("waits/1", "李师傅"): "cancelled",
    }


def test_a_message_that_left_while_its_notice_was_cancelled_counts_as_sent(
    ledger: SqlLedger,
) -> None:
    ledger.begin(run("run-1", notice()))
    [leaving] = ledger.due(NOW)
    ledger.cancel([leaving.delivery_id], "filed")

    ledger.sent([leaving.delivery_id], NOW)

    assert states(ledger) == {("dispatch/1", "李师傅"): "sent"}


def test_what_was_cancelled_is_neither_held_nor_tried_again(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", notice()))
    [leaving] = ledger.due(NOW)
    ledger.cancel([leaving.delivery_id], "filed")

    ledger.hold([leaving.delivery_id], later(hours=1))
    ledger.failed([leaving.delivery_id], NOW, "450 mailbox busy", later(minutes=5))

    assert states(ledger) == {("dispatch/1", "李师傅"): "cancelled"}
    assert due(ledger, days=1) == []


def test_the_last_message_to_a_person_about_a_ticket_is_known(ledger: SqlLedger) -> None:
    ledger.begin(
        run("run-1", notice("a", LI, WANG), notice("b"), notice("c", ticket_no="WX2023901"))
    )
    assert ledger.last_sent(TICKET, LI) is None

    for minutes, delivery in enumerate(ledger.due(NOW)):
        ledger.sent([delivery.delivery_id], later(minutes=minutes))

    assert ledger.last_sent(TICKET, LI) == later(minutes=2)
    assert ledger.last_sent(TICKET, WANG) == later(minutes=1)
    assert ledger.last_sent("WX2023901", LI) == later(minutes=3)
    assert ledger.last_sent(TICKET, replace(LI, channel="bot")) is None


def test_what_somebody_has_heard_of_a_ticket_is_known_in_the_order_in_which_it_left(
    ledger: SqlLedger,
) -> None:
    group = Recipient(f"{LI.staff_no} {WANG.staff_no}", "两位", "https://bot.example/1", "bot")
    ledger.begin(
        run(
            "run-1", notice("a", LI, WANG), notice("b"), notice("c", ticket_no="WX2023901"),
            notice("d", group), notice("e"), notice("f"),
        )
    )  # fmt: skip
    by_once = {(one.once, one.recipient.name): one.delivery_id for one in ledger.due(NOW)}
    assert ledger.heard(TICKET, LI.staff_no) == []

    for minutes, name in enumerate([("b", LI.name), ("c", LI.name), ("d", "两位"), ("a", LI.name)]):
        ledger.sent([by_once[name]], later(minutes=minutes))
    ledger.cancel([by_once["e", LI.name]], "filed")
    ledger.failed([by_once["f", LI.name]], NOW, "550 no such user", None)

    assert ledger.heard(TICKET, LI.staff_no) == ["b", "d", "a"]
    assert ledger.heard(TICKET, WANG.staff_no) == ["d"]
    assert ledger.heard("WX2023901", WANG.staff_no) == []


def test_the_outbox_is_shown_newest_first_with_the_notices_that_nobody_gets(
    ledger: SqlLedger,
) -> None:
    ledger.begin(run("run-1", notice("old/1", LI, WANG)))
    ledger.begin(replace(run("run-2", replace(notice("new/1"), to=())), at=later(minutes=1)))
    [first, _] = ledger.due(NOW)
    ledger.sent([first.delivery_id], later(minutes=2))

    assert [(one["once"], one["recipient"], one["state"]) for one in ledger.outbox()] == [
        ("new/1", "", "nobody"),
        ("old/1", "王主管", "due"),
        ("old/1", "李师傅", "sent"),
    ]
    assert ledger.outbox(limit=3)[2] == {
        "delivery_id": first.delivery_id,
        "kind": "dispatch",
        "ticket_no": TICKET,
        "once": "old/1",
        "message_id": first.message_id,
        "state": "sent",
        "recipient": "李师傅",
        "channel": "mail",
        "tries": 1,
        "created_at": "2026-03-06T01:30:00+00:00",
        "due_at": "2026-03-06T01:30:00+00:00",
        "sent_at": "2026-03-06T01:32:00+00:00",
        "reason": "",
    }
    assert len(ledger.outbox(limit=1)) == 1


def test_a_notice_that_speaks_of_a_write_waits_for_it(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", notice("dispatch/1", after_write=True), notice("breach/1")))
    assert due(ledger) == [("breach/1", "李师傅")]

    ledger.finish("run-1", later(seconds=2), confirmed=True)

    assert due(ledger) == [("dispatch/1", "李师傅"), ("breach/1", "李师傅")]


def test_notices_of_a_ticket_that_somebody_else_changed_first_are_cancelled(
    ledger: SqlLedger,
) -> None:
    ledger.begin(
        run(
            "run-1",
            notice("dispatch/1", after_write=True),
            notice("dispatch/2", ticket_no="WX2023901", after_write=True),
            notice("breach/1"),
        )
    )

    ledger.finish("run-1", NOW, confirmed=True, conflicts=[conflict(TICKET)])

    assert due(ledger) == [("dispatch/2", "李师傅"), ("breach/1", "李师傅")]
    assert states(ledger)["dispatch/1", "李师傅"] == "cancelled"


def test_a_notice_whose_write_never_came_leaves_with_the_run_that_plans_it_again(
    ledger: SqlLedger,
) -> None:
    ledger.begin(run("run-1", notice(after_write=True)))
    ledger.finish("run-1", NOW, confirmed=False)
    assert due(ledger) == []

    ledger.begin(run("run-2", notice(after_write=True)))
    assert due(ledger) == []
    ledger.finish("run-2", NOW, confirmed=True)

    assert due(ledger) == [("dispatch/1", "李师傅")]


def test_a_notice_stays_with_its_open_run_when_another_plans_it_too(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", notice(after_write=True)))
    ledger.begin(run("run-2", notice(after_write=True)))

    ledger.finish("run-2", NOW, confirmed=True)
    assert due(ledger) == []
    ledger.finish("run-1", NOW, confirmed=True)

    assert due(ledger) == [("dispatch/1", "李师傅")]


def test_a_run_is_finished_once(ledger: SqlLedger) -> None:
    ledger.begin(run("run-1", notice(after_write=True)))
    ledger.finish("run-1", NOW, confirmed=False)

    ledger.finish("run-1", NOW, confirmed=True)
    ledger.finish("unknown", NOW, confirmed=True)

    assert due(ledger) == []


def test_what_reached_nobody_is_found_behind_all_that_went_well(ledger: SqlLedger) -> None:
    ledger.begin(run("run-0", replace(notice("long/ago"), to=())))
    missed = replace(notice("nobody/1"), to=())
    ledger.begin(replace(run("run-1", missed, notice("given/up", LI)), at=later(minutes=1)))
    [given_up] = ledger.due(later(minutes=1))
    ledger.failed([given_up.delivery_id], later(minutes=2), "no such address", None)
    many = (notice(f"well/{n}", WANG) for n in range(5))
    ledger.begin(replace(run("run-2", *many), at=later(minutes=3)))

    found = ledger.undelivered(later(minutes=1), limit=2)
    assert {(str(one["once"]), str(one["state"])) for one in found} == {
        ("nobody/1", "nobody"),
        ("given/up", "failed"),
    }
