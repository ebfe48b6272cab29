"""How tickets go in the month: the good course and every exception of the two procedures, a function each.

`ORDINARY` are those that most tickets take; a month deals every course of `COURSES` at least once.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.month.case import Case
from tests.month.courses.repairs import (
    good,
    incomplete,
    jumps_ahead,
    never_paid,
    paid_at_once,
    paid_in_parts,
    part_not_booked_out,
    sent_in,
    with_a_part,
)
from tests.month.courses.rows import (
    back_after_filing,
    reported_twice,
    row_deleted,
    row_duplicated,
    typed_by_the_hotline,
)
from tests.month.courses.talking import (
    by_phone,
    by_phone_in_vain,
    customer_reschedules,
    forgotten,
    inquiry,
    jam,
    never_reached,
    new_time_refused,
    no_answer,
    wrong_address,
)
from tests.month.courses.trouble import (
    abuse,
    beyond_the_desk,
    cancelled_with_parts_out,
    cannot_diagnose,
    fee_refused,
    in_two_places,
    not_solved,
    parts_over_the_weekend,
    revisit_unanswered,
    solved_but_not_content,
)
from tests.month.desk import Course

#: Every course; a month deals each at least once.
COURSES: tuple[Callable[[Case], Course], ...] = (
    good, with_a_part, part_not_booked_out, paid_at_once, paid_in_parts, never_paid, by_phone,
    by_phone_in_vain, inquiry, forgotten, no_answer, never_reached, wrong_address, jam,
    customer_reschedules, new_time_refused, cannot_diagnose, in_two_places, beyond_the_desk,
    parts_over_the_weekend, fee_refused, abuse, not_solved, solved_but_not_content,
    revisit_unanswered, cancelled_with_parts_out, reported_twice, back_after_filing, row_deleted,
    row_duplicated, typed_by_the_hotline, sent_in, jumps_ahead, incomplete,
)  # fmt: skip

#: What most customers meet.
ORDINARY = (good, good, good, with_a_part, paid_at_once, by_phone, typed_by_the_hotline)
