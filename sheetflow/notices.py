"""The kinds of notices and the facts each one tells (SHEET.md "Notices").

Every fact is a string as people read it, in the workbook's language; one that isn't known is "", and its line or
clause then falls away. To add a kind: a line here, its condition in notify/conditions.py, a template in each language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sheetflow.errors import Problem

#: What any notice may tell besides: `customer_name` stands in, masked, for a missing `unit_name`; `everyone` are the
#: names of all it goes to, joined by "、" or ", "; `sheet_read_at` is given when it was decided without the sheet.
COMMON = frozenset({"unit_name", "customer_name", "everyone", "sheet_read_at"})


@dataclass(frozen=True, slots=True)
class Kind:
    """The facts a notice must and may have, and how it travels.

    `alone`: never a line in another message or a digest, its facts being what people work from. `at_once`: doesn't
    wait for the ticket's 30 minutes. `listed`: two for one person are one message, a line a ticket.
    """

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    alone: bool = False
    at_once: bool = False
    listed: bool = False

    def problems(self, kind: str, facts: Mapping[str, str]) -> Iterator[Problem]:
        """Yield a problem for each fact that is missing; "" counts as given but for facts that carry the sentence."""
        for fact in self.needs:
            if fact not in facts or (fact in ESSENTIAL and not facts[fact]):
                have = ", ".join(facts) or "none"
                found = f"missing among the facts given ({have})"
                otherwise = "" if fact in ESSENTIAL else ", or as '' if there is none"
                remedy = f"Give {fact} as a text{otherwise}"
                yield Problem(f"notice {kind}, fact {fact}", found, remedy)

    def unknown(self, facts: Mapping[str, str]) -> list[str]:
        """Name facts that this notice never tells: slips of the pen, for tests of the rules."""
        return sorted(set(facts) - COMMON - set(self.needs) - set(self.may))


#: Worst first: of several about one ticket the first leads, the others become lines in its message.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # where the technician is; their phone, the only full one in any notice; when; nothing of what was said
        "incident": Kind(
            ("unit_name", "place", "technician", "technician_phone", "at"), alone=True, at_once=True
        ),
        # `found_at`: since when it is beyond the desk; `tried`: what was tried; `informed`: whether and when the
        # customer was told (P2 key points); `by`: the supervisor's within two hours; `refused`: the new time that the
        # customer doesn't want (17:20（堵车），约的还是15:30); `handed`: the step it came to before anybody went there
        "escalation": Kind(
            ("unit_name", "found_at", "tried", "informed"),
            ("by", "technician", "step", "grade", "product", "fault", "refused", "handed"),
            at_once=True,
        ),
        # Help is wanted at once (P1 4.5.5). `found`: what the technician found; `helper`: who is sent, or ""
        "assistance": Kind(
            ("unit_name", "technician", "at"),
            ("helper", "found", "region", "grade", "product", "fault"),
            at_once=True,
        ),
        # `by`: call the customer by then; `minutes`: travel as a text (20分钟); `arrive_by`: promise or on-site;
        # `changed`: what isn't as they were told any more (维修地址、预约时间); `reached`: when the customer answered,
        # where no time is agreed since
        "dispatch": Kind(
            ("unit_name", "technician", "grade", "product", "fault", "region", "by"),
            (
                "minutes",
                "wished",
                "warranty",
                "parts",
                "arrive_by",
                "appointment",
                "charge",
                "changed",
                "reached",
            ),
            alone=True,
            at_once=True,
        ),
        # `clock`: its key (response, onsite …); `over`: 超时35分; `step`: where the ticket is stuck; `who`: with whom;
        # `told`: whom it was escalated from, and when, for the ladder's later rungs
        "clock_breach": Kind(
            ("unit_name", "grade", "clock", "by", "over", "step", "who"),
            ("told", "role", "product", "fault"),
        ),
        # `by`: the promise; `earliest`: who and when (吴强 15:55); `earliest_at`: 15:55; `second`: the next best;
        # `agreed`: the hour at which the customer expects somebody, not earlier
        "promise_at_risk": Kind(
            ("unit_name", "by", "earliest", "earliest_at", "second", "late"),
            ("product", "fault", "agreed"),
        ),
        # `visits`: the later visits at risk, one a line: 15:00 WX20260310006 南门火锅; `by`: the first of them
        "held_up": Kind(("unit_name", "technician", "by", "visits")),
        # `by`: this visit's time; `other`: time, number and shop of the one that can't be kept beside it; `lacks`: what
        # that one still wants, where its work is over
        "visit_clash": Kind(("unit_name", "technician", "by", "other"), ("lacks",)),
        # `cause`: what is the matter with whoever has it; `instead`: who could go; `sent`: who was sent, else "";
        # `gone`: why nobody goes there any more, told to whoever was to go
        "reassign": Kind(
            ("unit_name", "technician", "cause", "by", "instead", "sent"), ("gone",), at_once=True
        ),
        # `amount`: what the customer didn't agree to (P1 4.5.4); the technician may be standing there
        "quote_refused": Kind(
            ("unit_name", "amount", "technician"), ("product", "fault"), at_once=True
        ),
        # `by`: the call was due then; `over`: 超时3分. Its clock of 10 minutes (P2 S3) ends within any 30
        "not_contacted": Kind(
            ("unit_name", "technician", "dispatched_at", "by", "over"),
            ("grade", "product", "fault"),
            at_once=True,
        ),
        # The dispatcher is told at once (P1 4.2.1). `attempts`: 14:00、14:10、14:21; `other_numbers` are masked here;
        # `paused`: 到场、承诺; `by`: ask again then; `wrong_number`: 空号错号, or "" where nobody answered (P1 4.2.2);
        # `nobody_there`: when somebody stood at a closed door, "" where the calls are the last that is known
        "unreachable": Kind(
            ("unit_name", "technician", "attempts", "other_numbers", "paused"),
            ("by", "product", "fault", "wrong_number", "nobody_there"),
            at_once=True,
        ),
        # `by`: call was due then; `completed_at`, `result`: what was done
        "revisit_overdue": Kind(
            ("unit_name", "by", "over", "completed_at"),
            ("technician", "result", "product"),
            listed=True,
        ),
        # `left`: 剩30分
        "clock_warning": Kind(
            ("unit_name", "grade", "clock", "by", "left", "step", "who"),
            ("role", "product", "fault"),
        ),
        # `by`: dispatch by then; `missing`: labels of empty required cells; `duplicate_of`: a ticket number;
        # `suggestion`: dispatch's, in brief (建议派陈立(20分钟可到,手上1单)); `technician`: who was sent already;
        # `brought`: the status to choose once the customer has brought it, "" where somebody is to be sent
        "new_report": Kind(
            ("unit_name", "grade", "product", "fault", "region", "by", "response_by", "onsite_by"),
            (
                "missing",
                "duplicate_of",
                "request",
                "suggestion",
                "promise_by",
                "channel",
                "wished",
                "technician",
                "brought",
            ),
        ),
        # Weekly to the same technician, to the supervisor after 30 days (P1 4.7.5). `owed`: 90.00; `days`: 12天, since
        # the end of the work; `last_word`: what the customer said last
        "debt": Kind(
            ("unit_name", "owed", "days", "last_word"), ("technician", "product"), listed=True
        ),
        "old_debt": Kind(
            ("unit_name", "owed", "days", "technician", "last_word"), ("product",), listed=True
        ),
        # `stands_as`: the number that stands in its row instead, "" when there is no such row
        "row_missing": Kind(
            ("unit_name", "stands_as"), ("grade", "product", "fault", "technician"), listed=True
        ),
        # `lines`: a part each, with what is on hand, reserved, the minimum, and who waits; `pending`: of how many parts
        # more were fitted than the books had
        "parts_low": Kind(("count", "lines"), ("pending",), alone=True),
        # `lines`: one a line, a block's head begins with "# "; `figures`: the owner's, one a line
        "digest": Kind(("title", "count", "lines"), ("figures",), alone=True),
        # a trouble of the service itself: Problem's three parts, and since when
        "system": Kind(("where", "found", "remedy"), ("since",), alone=True),
    }
)

#: Facts without which there is no sentence.
ESSENTIAL = frozenset({"clock", "title", "count", "where", "found", "remedy"})
#: Facts of several lines, and facts that may show a full phone number.
LISTS = frozenset({"lines", "figures", "visits"})
OPEN = frozenset({"technician_phone"})

#: The digests by the names that the schema gives them: each with its own hour and readers, all told as one kind.
DIGESTS = ("digest", "owner_digest")
#: What the schema says of each: who gets it. Another name there would never be sent.
NAMES = tuple(dict.fromkeys((*KINDS, *DIGESTS)))
