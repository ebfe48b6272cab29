"""One round of the outbox: look again at what is due, hold what may wait, send the rest, note what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sheetflow.errors import BadInput, Busy, Problem, SheetflowError
from sheetflow.notices import KINDS
from sheetflow.notify.desk import DeskNow
from sheetflow.notify.parcels import Bundle, Parcel, bundled, parcels
from sheetflow.notify.policy import SendingPolicy
from sheetflow.notify.render import check
from sheetflow.notify.wording import worded
from sheetflow.ports import Delivery, Notifier, Outbox

#: So many deliveries are looked at in a round, and so many failures in a row end it: the server is away.
AT_ONCE, IN_A_ROW = 1000, 3


@dataclass(frozen=True, slots=True)
class Sent:
    """How many deliveries left, were held back, were dropped as pointless, and failed, for now or for good."""

    count: int = 0
    held: int = 0
    cancelled: int = 0
    failed: int = 0


def send_due(
    ledger: Outbox,
    ways: Mapping[str, Notifier],
    *,
    now: datetime,
    policy: SendingPolicy,
    desk: DeskNow,
) -> Sent:
    """Send what is due, and tell how much became of it; to be called by one process at a time.

    1. In observation mode everything is dropped, so that nothing pours out when the mode ends.
    2. The desk says whether a notice has a point at this moment, and for its reader; without one it is dropped. What
       it says of times is said anew. Of two alike about a ticket the later one says all.
    3. What cannot be worded or has no way to its recipient is given up. What its recipient wants collected waits for
       the next digest; quiet hours, a row edited just now and the ticket's last message hold back what isn't urgent.
    4. The rest leaves, each message by its channel's way first and noted in the ledger then. A crash between the two
       sends it again with the same Message-ID: at least once, and recognisable.
    5. A failure is noted with its reason and when to try again; other people's messages go on. After three in a row
       that may pass its channel rests for this round, so that a dead server costs a minute; the untried stay due.
    6. A way that is busy keeps what it was given until its time, as no failure; by then more may travel together.
    """
    due = ledger.due(now, limit=AT_ONCE)
    wanted = _still_wanted(ledger, due, policy, desk)
    sound = _sound(ledger, wanted, now, ways)
    collected = {one.delivery_id for one in sound if desk.collects(one)}
    timely = _timely(ledger, sound, collected, now, policy)
    ready = _ready(ledger, timely, now, policy, desk)
    held = len(sound) - sum(map(len, ready))
    count, failed, away = 0, len(wanted) - len(sound), Counter[str]()
    for parcel in parcels(ready, digest_over=policy.digest_over, collected=collected):
        channel = parcel.to.channel
        if away[channel] == IN_A_ROW:
            continue
        fault = _deliver(ways[channel], parcel, policy, desk)
        if isinstance(fault, Busy):
            ledger.hold([delivery.delivery_id for delivery in parcel.deliveries], fault.until)
            held += len(parcel.deliveries)
            continue
        _note(ledger, parcel, fault, now, policy)
        sent = 0 if fault else len(parcel.deliveries)
        count, failed = count + sent, failed + len(parcel.deliveries) - sent
        away[channel] = away[channel] + 1 if fault and not fault.permanent else 0
    return Sent(count, held, len(due) - len(wanted), failed)


def _still_wanted(
    ledger: Outbox,
    due: Iterable[Delivery],
    policy: SendingPolicy,
    desk: DeskNow,
) -> list[Delivery]:
    reason = "observation" if policy.observing else "settled before it was sent"
    told, pointless = list[Delivery](), list[int]()
    for one in due:
        if policy.observing or not desk.still(one):
            pointless.append(one.delivery_id)
        else:
            told.append(one)
    if pointless:
        ledger.cancel(pointless, reason)
    if said_anew := _said_anew(told):
        ledger.cancel(sorted(said_anew), "said anew before it was sent")
    return [replace(one, facts=desk.facts(one)) for one in told if one.delivery_id not in said_anew]


def _said_anew(due: Iterable[Delivery]) -> set[int]:
    """Name the deliveries whose reader is about to get a later one of the same kind and clock about the ticket."""
    newest: dict[tuple[str, ...], int] = {}
    told = sorted((one for one in due if one.ticket_no), key=lambda one: one.delivery_id)
    for one in told:
        alike = (one.ticket_no, one.kind, one.clock, *one.recipient.door, one.recipient.address)
        newest[alike] = one.delivery_id
    return {one.delivery_id for one in told} - set(newest.values())


def _sound(
    ledger: Outbox, wanted: Iterable[Delivery], now: datetime, ways: Collection[str]
) -> list[Delivery]:
    """Give up what cannot be worded by itself, before it spoils a message it would travel with, or has no way."""
    sound = []
    for delivery in wanted:
        try:
            check(delivery.kind, delivery.facts)
            _refuse_unknown(delivery.recipient.channel, ways)
        except BadInput as fault:
            ledger.failed([delivery.delivery_id], now, str(fault), None)
        else:
            sound.append(delivery)
    return sound


def _refuse_unknown(channel: str, ways: Collection[str]) -> None:
    if channel not in ways:
        remedy = f"Set it up, or reach them by {', '.join(ways) or 'another'}"
        raise BadInput([Problem(f"notices by {channel}", "nothing here sends them", remedy)])


def _timely(
    ledger: Outbox,
    sound: Iterable[Delivery],
    collected: Collection[int],
    now: datetime,
    policy: SendingPolicy,
) -> list[Delivery]:
    """Hold what is collected until the digest that follows it."""
    timely = []
    for delivery in sound:
        until = policy.digest_after(delivery.created_at)
        if delivery.delivery_id in collected and now < until:
            ledger.hold([delivery.delivery_id], until)
        else:
            timely.append(delivery)
    return timely


def _ready(
    ledger: Outbox,
    wanted: Iterable[Delivery],
    now: datetime,
    policy: SendingPolicy,
    desk: DeskNow,
) -> list[Bundle]:
    ready = []
    for bundle in bundled(wanted):
        until = None
        if not any(delivery.urgent for delivery in bundle):
            until = _held_until(ledger, bundle, now, policy, desk)
        if until is None:
            ready.append(bundle)
        else:
            ledger.hold([delivery.delivery_id for delivery in bundle], until)
    return ready


def _held_until(
    ledger: Outbox,
    bundle: Bundle,
    now: datetime,
    policy: SendingPolicy,
    desk: DeskNow,
) -> datetime | None:
    """Give when a bundle may be looked at again, or None when it may leave."""
    if until := policy.quiet_until(now):
        return until
    ticket_no = bundle[0].ticket_no
    if not ticket_no:
        return None
    waited = now - min(delivery.created_at for delivery in bundle)
    edit = desk.edited(ticket_no)
    if edit and waited < policy.patience and now < edit + policy.settling:
        return edit + policy.settling
    last = ledger.last_sent(ticket_no, bundle[0].recipient)
    if last and now < last + policy.gap and not any(KINDS[one.kind].at_once for one in bundle):
        return last + policy.gap
    return None


def _deliver(
    way: Notifier, parcel: Parcel, policy: SendingPolicy, desk: DeskNow
) -> SheetflowError | None:
    """Word a message and hand it over; give the fault that kept it from leaving."""
    try:
        way.send(worded(parcel, policy.language, desk))
    except SheetflowError as fault:
        return fault
    return None


def _note(
    ledger: Outbox,
    parcel: Parcel,
    fault: SheetflowError | None,
    now: datetime,
    policy: SendingPolicy,
) -> None:
    """Each delivery has its own state and its own count of tries, with whomever it travelled."""
    if fault is None:
        ledger.sent([delivery.delivery_id for delivery in parcel.deliveries], now)
        return
    for delivery in parcel.deliveries:
        retry_at = None if fault.permanent else policy.retry_at(now, delivery.tries)
        ledger.failed([delivery.delivery_id], now, str(fault), retry_at)
