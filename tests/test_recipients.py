"""Roles become people, once each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.model import Notice, Notify, Recipient
from sheetflow.policy import Policy
from sheetflow.recipients import addressed, wish
from sheetflow.roster import StaffMember
from tests.builders import POLICY, STAFF, at, member, policy_of

ASKED = Notify("clock_breach", "WX1", "WX1/response/breach", ("dispatcher",), {"by": "15:00"})
LIN = next(one for one in STAFF if one.name == "林静")
WANG = member("09", "王芳", roles=("dispatcher",))


def named(asked: Notify, policy: Policy = POLICY, clock: str = "14:30") -> list[str]:
    return [one.name for one in sent(asked, policy, clock).to]


def sent(asked: Notify, policy: Policy = POLICY, clock: str = "14:30") -> Notice:
    (notice,) = addressed([asked], policy, at(clock))
    return notice


def test_a_role_is_every_active_holder_on_shift() -> None:
    others = (
        replace(WANG, leave="2026-03-10"),
        member("10", "李四", roles=("dispatcher",), active=False),
    )
    assert named(ASKED, policy_of(LIN, WANG)) == ["林静", "王芳"]
    assert named(ASKED, policy_of(LIN, *others)) == ["林静"]


def test_nobody_on_shift_is_all_holders() -> None:
    assert named(ASKED, policy_of(LIN, WANG), "22:00") == ["林静", "王芳"]


def test_nobody_in_the_role_is_the_owner() -> None:
    owner = member("08", "老板", roles=("owner",))
    assert named(ASKED, policy_of(owner, member("01", "陈立"))) == ["老板"]


def test_nobody_at_all_is_a_notice_without_recipients() -> None:
    assert sent(ASKED, policy_of(member("01", "陈立"))).to == ()


def test_who_has_several_of_the_roles_gets_it_once() -> None:
    twice = ASKED._replace(roles=("dispatcher", "service"), staff=("07",))
    assert named(twice) == ["林静"]


def test_the_tickets_own_technician_gets_it_with_the_roles() -> None:
    assert named(ASKED._replace(staff=("01",))) == ["陈立", "林静"]


def test_a_number_that_nobody_has_any_more_is_left_out() -> None:
    assert named(ASKED._replace(staff=("99",))) == ["林静"]


def test_who_has_left_gets_none() -> None:
    gone = member("01", "陈立", active=False)
    assert named(ASKED._replace(staff=("01",)), policy_of(LIN, gone)) == ["林静"]


def test_it_says_who_else_got_it_and_where_each_is_reached() -> None:
    policy = policy_of(replace(LIN, email="lin@example.com"), WANG)
    notice = sent(ASKED, policy)
    assert notice.facts == {"by": "15:00", "everyone": "林静、王芳"}
    assert notice.to[0].address == "lin@example.com"


def test_the_same_once_key_is_one_notice() -> None:
    found = addressed([ASKED, ASKED._replace(facts={"by": "15:01"})], POLICY, at("14:30"))
    assert [notice.facts["by"] for notice in found] == ["15:00"]


@pytest.mark.parametrize(
    ("kind", "urgent", "roles", "gets"),
    [
        pytest.param("clock_warning", False, ("dispatcher",), False, id="a-warning-can-be-off"),
        pytest.param("clock_breach", False, ("dispatcher",), False, id="a-breach-can-be-off"),
        pytest.param("clock_breach", True, ("dispatcher",), False, id="a-critical-one-for-others"),
        pytest.param("clock_breach", True, ("supervisor",), True, id="not-for-the-supervisor"),
        pytest.param("clock_breach", False, ("supervisor",), False, id="a-normal-one-for-them"),
        pytest.param("incident", True, ("supervisor",), True, id="nor-an-incident"),
        pytest.param("incident", True, ("owner",), False, id="the-owner-may-not-want-it"),
    ],
)
def test_who_wants_none(kind: str, urgent: bool, roles: tuple[str, ...], gets: bool) -> None:
    quiet = member("06", "吴强", roles=roles, notices={"": "off"})
    asked = ASKED._replace(kind=kind, urgent=urgent, roles=roles)
    assert named(asked, policy_of(quiet)) == (["吴强"] if gets else [])


GROUP = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"


def doors(*staff: StaffMember, kind: str = "clock_breach", urgent: bool = False) -> list[Recipient]:
    asked = ASKED._replace(kind=kind, urgent=urgent)
    return list(sent(asked, policy_of(*staff)).to)


def test_who_has_an_e_mail_and_a_bot_gets_both() -> None:
    lin = replace(LIN, email="lin@example.com", bot=GROUP)
    assert doors(lin) == [
        Recipient("07", "林静", "lin@example.com"),
        Recipient("07", "林静", GROUP, "bot"),
    ]


def test_who_has_a_bot_alone_gets_no_mail_to_nowhere() -> None:
    assert doors(replace(LIN, email="", bot=GROUP)) == [Recipient("07", "林静", GROUP, "bot")]


def test_a_group_that_several_share_gets_a_notice_once_for_all_of_them() -> None:
    lin, wang = (replace(one, email="", bot=GROUP) for one in (LIN, WANG))
    assert doors(lin, wang) == [Recipient("07 09", "林静、王芳", GROUP, "bot")]


def test_who_of_a_group_wants_none_is_not_meant() -> None:
    lin = replace(LIN, email="", bot=GROUP, notices={"": "off"})
    wang = replace(WANG, email="", bot=GROUP)
    assert doors(lin, wang) == [Recipient("09", "王芳", GROUP, "bot")]


@pytest.mark.parametrize(
    ("kind", "urgent", "role", "gets"),
    [
        pytest.param("clock_warning", False, "dispatcher", "digest", id="a-warning-waits"),
        pytest.param("clock_breach", True, "dispatcher", "digest", id="a-breach-of-who-says-so"),
        pytest.param("clock_breach", True, "supervisor", "now", id="a-critical-one-not"),
        pytest.param("incident", True, "supervisor", "now", id="nor-an-incident"),
        pytest.param("dispatch", False, "technician", "now", id="nor-what-people-work-from"),
        pytest.param("owner_digest", False, "owner", "now", id="nor-the-digest-itself"),
    ],
)
def test_what_waits_for_a_digest_of_who_wants_all_collected(
    kind: str, urgent: bool, role: str, gets: str
) -> None:
    one = member("06", "吴强", roles=(role,), notices={"": "digest"})
    assert wish(one, kind, urgent=urgent) == gets
