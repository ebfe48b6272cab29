"""Which notices travel together: one message per ticket and person, its worst in the lead; many at once as a digest."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import TypeAlias

from sheetflow.model import Recipient
from sheetflow.notices import KINDS
from sheetflow.ports import Delivery

#: Notices about one ticket that leave as one message, the leading one first.
Bundle: TypeAlias = tuple[Delivery, ...]

#: So many tickets are in one digest (SHEET.md, "今日": 40 lines at most); none is sent without its words.
MOST = 40

_WORST_FIRST = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one person: a bundle, or several bundles as a digest."""

    bundles: tuple[Bundle, ...]

    @property
    def to(self) -> Recipient:
        """Give the person."""
        return self.bundles[0][0].recipient

    @property
    def deliveries(self) -> list[Delivery]:
        """Give everything that has left when this has."""
        return [delivery for bundle in self.bundles for delivery in bundle]

    @property
    def message_id(self) -> str:
        """Give the leading notice's Message-ID; a digest's follows from its parts', so a second try has it again."""
        leads = [bundle[0].message_id for bundle in self.bundles]
        if len(leads) == 1:
            return leads[0]
        _, _, domain = leads[0].strip("<>").partition("@")
        return f"<{sha256(' '.join(leads).encode()).hexdigest()[:32]}@{domain}>"


def bundled(deliveries: Iterable[Delivery]) -> list[Bundle]:
    """Give each person's notices ticket by ticket, worst first; what belongs to no ticket is its own bundle."""

    def heap(delivery: Delivery) -> tuple[str, ...]:
        loose = "" if delivery.ticket_no else delivery.once
        return (*_person(delivery), delivery.ticket_no, loose)

    piles = groupby(sorted(deliveries, key=heap), key=heap)
    return [tuple(sorted(pile, key=_badness)) for _, pile in piles]


def parcels(
    bundles: Iterable[Bundle], *, digest_over: int, collected: Collection[int] = ()
) -> list[Parcel]:
    """Give the messages to be sent, the most pressing first.

    What is `alone` leads a message of its own; the rest of its ticket's notices travel with the first of them. A
    person with more than `digest_over` of the others gets them as a digest, or as several where they are more than
    fit; with fewer, those of a listed kind and those that were `collected` for it.
    """
    gathered = frozenset(collected)
    by_person: dict[Hashable, list[Bundle]] = {}
    for bundle in sorted((part for whole in bundles for part in _split(whole)), key=_pressing):
        by_person.setdefault(_person(bundle[0]), []).append(bundle)
    packed = (
        parcel for own in by_person.values() for parcel in _packed(own, digest_over, gathered)
    )
    return sorted(packed, key=lambda parcel: _pressing(parcel.bundles[0]))


def _split(bundle: Bundle) -> Iterator[Bundle]:
    alone = [delivery for delivery in bundle if KINDS[delivery.kind].alone]
    rest = [delivery for delivery in bundle if not KINDS[delivery.kind].alone]
    lead, *others = alone or [rest.pop(0)]
    yield (lead, *rest)
    yield from ((other,) for other in others)


def _packed(
    bundles: Sequence[Bundle], digest_over: int, gathered: Collection[int]
) -> Iterator[Parcel]:
    def belongs(bundle: Bundle) -> bool:
        ids = {delivery.delivery_id for delivery in bundle}
        return KINDS[bundle[0].kind].listed or ids.issubset(gathered)

    def apart(bundle: Bundle) -> bool:
        return _keeps_apart(bundle) and not belongs(bundle)

    single = [bundle for bundle in bundles if apart(bundle)]
    many = [bundle for bundle in bundles if not apart(bundle)]
    if len(many) <= digest_over:
        listed = [bundle for bundle in many if belongs(bundle)]
        single += [bundle for bundle in many if bundle not in listed]
        many = listed
    yield from (Parcel((bundle,)) for bundle in single)
    for begin in range(0, len(many), MOST):
        yield Parcel(tuple(many[begin : begin + MOST]))


def _keeps_apart(bundle: Bundle) -> bool:
    return KINDS[bundle[0].kind].alone or any(delivery.urgent for delivery in bundle)


def _person(delivery: Delivery) -> tuple[str, ...]:
    return delivery.recipient.door


def _badness(delivery: Delivery) -> tuple[bool, int, int]:
    return (not delivery.urgent, _WORST_FIRST[delivery.kind], delivery.delivery_id)


def _pressing(bundle: Bundle) -> tuple[bool, int, int]:
    return min(map(_badness, bundle))
