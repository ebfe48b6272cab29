"""What leaves the outbox, when, as how many messages, and what becomes of it: on a real ledger and mail server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from sheetflow.errors import Busy, Unavailable
from sheetflow.ledger import SqlLedger, open_ledger
from sheetflow.message import BRIEF, Message
from sheetflow.model import Notice, Recipient
from sheetflow.notify.policy import SendingPolicy
from sheetflow.notify.sending import Sent, send_due
from sheetflow.notify.smtp import Smtp
from sheetflow.ports import Notifier
from tests.notify.build import CHEN, LIN, POLICY, WU, ZH, Desk, enter, notice
from tests.notify.post_office import NOON, Noon, PostOffice, open_post_office
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
MINUTE = timedelta(minutes=1)
AS_IT_WAS = Desk()
BOT = Recipient("01", "陈立", "https://bot.example/1", "bot")
NIGHT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai
MORNING = datetime(2026, 3, 11, 0, 0, tzinfo=UTC)
EVENING = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)  # 19:30


class Post:
    """A ledger, a mail server, and rounds of sending between them."""

    def __init__(self, url: str, office: PostOffice) -> None:
        self.url = url
        self.ledger: SqlLedger = open_ledger(url)
        self.office = office
        self.now = NOON
        self.smtp_url = office.url

    def enter(self, *notices: Notice) -> None:
        enter(self.ledger, *notices, at=self.now)

    def round(
        self,
        *,
        policy: SendingPolicy = POLICY,
        at: Desk = AS_IT_WAS,
        **more: Notifier,
    ) -> Sent:
        ways = {"mail": Smtp(self.smtp_url, clock=Noon()), **more}
        return send_due(self.ledger, ways, now=self.now, policy=policy, desk=at)

    def after(self, passed: timedelta) -> Sent:
        self.now += passed
        return self.round()

    @property
    def subjects(self) -> list[str]:
        return [letter["Subject"] for letter in self.office.letters()]

    @property
    def states(self) -> dict[str, Any]:
        """Give each notice's state by kind, for one recipient each."""
        return {str(row["kind"]): row["state"] for row in self.ledger.outbox()}

    def text(self, place: int = -1) -> str:
        return text(self.office.letters()[place])


def text(letter: EmailMessage) -> str:
    part = letter.get_body(preferencelist=("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Post]:
    with open_post_office() as office:
        desk = Post(f"sqlite:///{tmp_path / 'ledger.db'}", office)
        yield desk
        desk.ledger.close()


def reports(count: int, **more: Any) -> list[Notice]:
    return [notice("new_report", f"WX2026031000{n}", **more) for n in range(1, count + 1)]


def test_what_is_due_leaves_once(desk: Post) -> None:
    desk.enter(notice())
    assert desk.round() == Sent(count=1)
    assert desk.round() == Sent()
    assert desk.subjects == ["【响应超时】WX20260310001 慢豆咖啡 14:00到期"]


def test_everybody_gets_a_message_of_their_own_under_one_message_id(desk: Post) -> None:
    desk.enter(notice("clock_breach", "WX20260310001", LIN, WU))
    assert desk.round() == Sent(count=2)
    assert [address for address, _ in desk.office.taken] == [LIN.address, WU.address]
    assert len({letter["Message-ID"] for letter in desk.office.letters()}) == 1


def test_several_notices_about_a_ticket_are_one_message_naming_the_worst(desk: Post) -> None:
    desk.enter(notice("new_report"), notice("clock_warning"), notice("clock_breach"))
    assert desk.round() == Sent(count=3)
    assert desk.subjects == ["【响应超时】WX20260310001 慢豆咖啡 14:00到期"]
    assert "这一单还有：【到场快到期】" in desk.text()
    assert "这一单还有：【待派工】" in desk.text()


def test_a_warning_says_nothing_new_beside_the_breach_of_its_clock(desk: Post) -> None:
    desk.enter(notice("clock_warning", clock="response"), notice("clock_breach", clock="response"))
    assert desk.round() == Sent(count=2)
    assert "快到期" not in desk.text()


@pytest.mark.parametrize("kind", ["dispatch", "promise_at_risk"])
def test_of_two_alike_about_a_ticket_only_the_later_one_is_sent(desk: Post, kind: str) -> None:
    """Somebody chosen, unchosen and chosen again within a minute is told once; so is a risk that came back."""
    earlier, later = ({**ZH[kind], "by": by} for by in ("17:00", "17:02"))
    desk.enter(notice(kind, once="A/1", facts=earlier), notice(kind, once="A/2", facts=later))
    assert desk.round() == Sent(count=1, cancelled=1)
    assert len(desk.subjects) == 1
    assert "17:00" not in desk.text()


def test_what_another_person_gets_of_it_is_sent_all_the_same(desk: Post) -> None:
    desk.enter(notice("dispatch", "WX20260310001", CHEN, once="A/1"))
    desk.enter(notice("dispatch", "WX20260310001", WU, once="A/2"))
    assert desk.round() == Sent(count=2)


def test_another_message_about_the_ticket_waits_for_thirty_minutes(desk: Post) -> None:
    desk.enter(notice("new_report"))
    desk.round()
    desk.enter(notice("clock_warning"))
    assert desk.after(10 * MINUTE) == Sent(held=1)
    desk.enter(notice("clock_breach"))
    assert desk.after(19 * MINUTE) == Sent(held=1)
    assert desk.after(1 * MINUTE) == Sent(count=2)
    assert desk.subjects[1:] == ["【响应超时】WX20260310001 慢豆咖啡 14:00到期"]


def test_another_ticket_and_another_person_dont_wait(desk: Post) -> None:
    desk.enter(notice("new_report"))
    desk.round()
    desk.enter(notice("clock_breach", "WX20260310001", WU), notice("clock_breach", "WX20260310002"))
    assert desk.after(MINUTE) == Sent(count=2)


@pytest.mark.parametrize("kind", ["dispatch", "not_contacted", "unreachable", "incident"])
def test_what_the_procedures_want_at_once_waits_for_no_gap(desk: Post, kind: str) -> None:
    desk.enter(notice("new_report"))
    desk.round()
    desk.enter(notice(kind), notice("clock_warning"))
    assert desk.after(MINUTE) == Sent(count=2)
    assert len(desk.subjects) == 2


def test_a_dispatch_order_is_never_a_line_in_another_message(desk: Post) -> None:
    desk.enter(
        *(notice("dispatch", f"WX2026031000{n}", CHEN) for n in range(1, 8)),
        notice("clock_breach", "WX20260310001", CHEN),
    )
    assert desk.round() == Sent(count=8)
    assert [subject[:4] for subject in desk.subjects] == ["【派工】"] * 7
    assert "【响应超时】" in desk.text(0)


def test_many_for_one_person_are_a_digest_worst_first(desk: Post) -> None:
    desk.enter(*reports(5), notice("clock_breach", "WX20260310009"))
    assert desk.round() == Sent(count=6)
    assert desk.subjects == ["【汇总】攒下的通知 6件"]
    heads = [line for line in desk.text().splitlines() if line.startswith("【")]
    assert heads[0] == "【响应超时】WX20260310009 慢豆咖啡 14:00到期"
    assert len(heads) == 6


#: What SHEET.md, "Notices" wants of each kind, as its facts in tests/notify/build.py have it.
MUST_SAY = {
    "clock_breach": ["14:00", "超时32分", "已派工", "刘勇", "；"],
    "promise_at_risk": [
        "15:24", "吴强 15:55", "陈立 16:25", "实在抱歉", "「改约原因」「预约时间」「客户同意」",
    ],
    "not_contacted": ["14:22", "陈立", "14:32", "改派"],
    "unreachable": ["14:00、14:10、14:21", "到场、承诺", "换号码"],
    "clock_warning": ["明天10:00", "剩6小时", "已预约", "陈立"],
    "new_report": [
        "紧急", "点不着火", "城北", "15:10", "18:30", "3/12 14:30", "维修地址", "WX20260310007",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", MUST_SAY)
@pytest.mark.parametrize(
    "others",
    [
        pytest.param([notice("clock_breach", clock="undispatched")], id="below another"),
        pytest.param([notice("clock_warning", f"WX2026031001{n}") for n in range(6)], id="digest"),
    ],
)
def test_a_notice_says_all_that_it_must_inside_another_message(
    desk: Post, kind: str, others: list[Notice]
) -> None:
    desk.enter(*others, notice(kind, "WX20260310001", once="it"))
    assert desk.round() == Sent(count=len(others) + 1)
    assert len(desk.subjects) == 1
    assert [said for said in MUST_SAY[kind] if said not in desk.text()] == []


def test_a_promise_at_risk_is_told_beside_its_own_breach(desk: Post) -> None:
    desk.enter(notice("clock_breach", clock="promise"), notice("promise_at_risk", clock="promise"))
    desk.round()
    assert "其次陈立 16:25" in desk.text()


def test_a_digest_of_what_was_decided_without_the_sheet_says_when_that_was_read(desk: Post) -> None:
    old = {**ZH["clock_breach"], "sheet_read_at": "13:05"}
    desk.enter(*reports(5), notice("clock_breach", "WX20260310009", facts=old))
    desk.round()
    assert desk.subjects == ["【汇总】攒下的通知 6件"]
    assert "工单表最后读到13:05" in desk.text()


def test_five_for_one_person_are_five(desk: Post) -> None:
    desk.enter(*reports(5))
    desk.round()
    assert len(desk.subjects) == 5


def test_a_digest_that_would_be_too_long_is_two_and_nothing_is_sent_unsaid(desk: Post) -> None:
    numbers = [f"WX20260310{n:03}" for n in range(50)]
    desk.enter(*(notice("new_report", number) for number in numbers))
    assert desk.round() == Sent(count=50)
    assert desk.subjects == ["【汇总】攒下的通知 40件", "【汇总】攒下的通知 10件"]
    printed = desk.text(0) + desk.text(1)
    assert [number for number in numbers if number not in printed] == []


def test_overdue_revisits_are_one_message_a_line_a_ticket(desk: Post) -> None:
    desk.enter(*(notice("revisit_overdue", f"WX2026031000{n}") for n in (1, 2)))
    assert desk.round() == Sent(count=2)
    lines = [line for line in desk.text().splitlines() if line.startswith("- ")]
    assert [line[:16] for line in lines] == ["- WX20260310001 ", "- WX20260310002 "]


def test_an_urgent_notice_is_in_no_digest(desk: Post) -> None:
    desk.enter(*reports(6), notice("clock_breach", "WX20260310009", urgent=True))
    assert desk.round() == Sent(count=7)
    assert desk.subjects == [
        "【响应超时】WX20260310009 慢豆咖啡 14:00到期",
        "【汇总】攒下的通知 6件",
    ]


def test_at_night_only_what_is_urgent_leaves_and_the_rest_at_eight(desk: Post) -> None:
    desk.now = NIGHT
    desk.enter(*reports(6), notice("incident", "WX20260310009", WU, urgent=True))
    assert desk.round() == Sent(count=1, held=6)
    desk.now = MORNING - MINUTE
    assert desk.round() == Sent()
    assert desk.after(MINUTE) == Sent(count=6)
    assert desk.subjects[1:] == ["【汇总】攒下的通知 6件"]


def test_a_digest_of_the_day_doesnt_leave_at_night_with_an_urgent_trouble(desk: Post) -> None:
    desk.now = NIGHT
    desk.enter(notice("digest", "", once="1"), notice("system", "", once="2", urgent=True))
    assert desk.round() == Sent(count=1, held=1)
    assert desk.subjects == ["【系统】邮件服务器 mail.example.com:587 14:10起"]


def test_a_row_that_is_being_edited_is_left_alone_for_three_minutes(desk: Post) -> None:
    desk.enter(notice(), notice("incident", "WX20260310002", urgent=True))
    edit = Desk(edit=NOON - MINUTE)
    assert desk.round(at=edit) == Sent(count=1, held=1)
    desk.now += 2 * MINUTE
    assert desk.round(at=edit) == Sent(count=1)


def test_somebody_who_never_stops_editing_holds_it_for_a_quarter_of_an_hour(desk: Post) -> None:
    desk.enter(notice())
    rounds = []
    for _ in range(6):
        rounds.append(desk.round(at=Desk(edit=desk.now)).count)
        desk.now += 3 * MINUTE
    assert rounds == [0, 0, 0, 0, 0, 1]


def test_what_is_settled_by_now_is_dropped_for_everybody(desk: Post) -> None:
    desk.enter(
        notice("clock_breach", "WX20260310001", LIN, WU), notice("clock_breach", "WX20260310002")
    )
    settled = Desk(settled=["WX20260310001"])
    assert desk.round(at=settled) == Sent(count=1, cancelled=2)
    assert desk.round() == Sent()
    assert "WX20260310002" in desk.subjects[0]


def test_observation_sends_nothing_and_nothing_pours_out_afterwards(desk: Post) -> None:
    desk.enter(*reports(3), notice("incident", "WX20260310009", urgent=True))
    assert desk.round(policy=replace(POLICY, observing=True)) == Sent(cancelled=4)
    assert desk.round() == Sent()
    assert {row["reason"] for row in desk.ledger.outbox()} == {"observation"}


def test_a_closed_server_is_tried_again_under_the_same_message_id_and_then_given_up(
    desk: Post,
) -> None:
    desk.enter(notice())
    desk.smtp_url = f"smtp://127.0.0.1:{free_port()}"
    urgent_at_night = replace(POLICY, quiet=(NIGHT.time(), NIGHT.time()))
    for wait in (0, 1, 5, 15, 60, 240, 720):
        desk.now += timedelta(minutes=wait) - timedelta(seconds=1)
        assert desk.round(policy=urgent_at_night) == Sent()
        desk.now += timedelta(seconds=1)
        assert desk.round(policy=urgent_at_night) == Sent(failed=1)
    (row,) = desk.ledger.outbox()
    assert (row["state"], row["tries"]) == ("failed", 7)
    assert "Mail server 127.0.0.1" in str(row["reason"])


def test_a_server_that_is_back_gets_what_waited(desk: Post) -> None:
    desk.enter(notice())
    desk.office.message = "451 try later"
    assert desk.round() == Sent(failed=1)
    desk.office.message = ""
    assert desk.after(MINUTE) == Sent(count=1)


def test_one_persons_wrong_address_is_given_up_and_others_get_theirs(desk: Post) -> None:
    desk.office.to[LIN.address] = "550 user unknown"
    desk.enter(notice("clock_breach", "WX20260310001", LIN, WU))
    assert desk.round() == Sent(count=1, failed=1)
    by_name = {row["recipient"]: row["state"] for row in desk.ledger.outbox()}
    assert by_name == {LIN.name: "failed", WU.name: "sent"}


def test_a_dead_server_ends_the_round_after_three_and_nothing_is_lost(desk: Post) -> None:
    desk.enter(*reports(5))
    working, desk.smtp_url = desk.smtp_url, f"smtp://127.0.0.1:{free_port()}"
    assert desk.round() == Sent(failed=3)
    desk.smtp_url = working
    assert desk.after(MINUTE) == Sent(count=5)


def test_a_notice_that_cannot_be_worded_spoils_no_other(desk: Post) -> None:
    bare = {name: value for name, value in ZH["clock_warning"].items() if name != "clock"}
    desk.enter(notice(), notice("clock_warning", facts=bare), notice("no_such_kind", facts={}))
    assert desk.round() == Sent(count=1, failed=2)
    assert desk.states == {
        "clock_breach": "sent",
        "clock_warning": "failed",
        "no_such_kind": "failed",
    }
    reasons = "\n".join(str(row["reason"]) for row in desk.ledger.outbox())
    assert "fact clock" in reasons
    assert "no such kind" in reasons


@pytest.mark.parametrize("count", [1, 6], ids=["one", "digest"])
def test_a_kill_after_the_server_took_it_sends_it_again_recognisably(
    desk: Post, count: int
) -> None:
    desk.enter(*reports(count))
    ends = [
        subprocess.run(
            [sys.executable, "-m", "tests.notify.one_round", desk.url, desk.smtp_url, end],
            cwd=ROOT,
            check=False,
        ).returncode
        for end in ("killed", "well")
    ]
    assert ends == [-9, 0]
    assert desk.round() == Sent()
    first, second = desk.office.letters()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Subject"] == second["Subject"]


def test_digests_of_other_parts_have_other_message_ids(desk: Post) -> None:
    desk.enter(*reports(6))
    desk.round()
    desk.enter(*(notice("clock_warning", f"WX2026031000{n}") for n in range(1, 7)))
    desk.after(30 * MINUTE)
    assert len({letter["Message-ID"] for letter in desk.office.letters()}) == 2


class Bot:
    """A chat's robot as a channel of its own: it keeps what it is given, or is away."""

    name = "bot"

    def __init__(
        self,
        got: list[Message] | None = None,
        *,
        away: bool = False,
        busy_until: datetime | None = None,
    ) -> None:
        self.got: list[Message] = [] if got is None else got
        self._away, self._busy_until = away, busy_until

    def send(self, message: Message) -> None:
        if self._busy_until:
            raise Busy("Bot: it takes no more.", until=self._busy_until)
        if self._away:
            raise Unavailable("Bot: no answer. It is tried again.")
        self.got.append(message)


def test_a_way_of_its_own_gets_all_that_it_needs(desk: Post) -> None:
    bot, number = Bot(), "WX20260310001"
    desk.enter(notice("dispatch", number, BOT, urgent=True))
    now = Desk(grades={number: "critical"}, people={"01": ("technician",)})
    assert desk.round(at=now, bot=bot) == Sent(count=1)
    [got] = bot.got
    assert (got.kind, got.ticket_no, got.grade, got.roles) == (
        ("dispatch", number, "critical", ("technician",))
    )
    assert (got.to, got.urgent, got.link) == (BOT, True, f"http://desk.example/{number}")
    assert got.brief.startswith(f"{got.subject} ")
    assert len(got.brief) <= BRIEF


def test_a_digest_is_about_no_ticket(desk: Post) -> None:
    bot = Bot()
    desk.enter(*(notice("new_report", f"WX2026031000{n}", BOT) for n in range(1, 7)))
    desk.round(at=Desk(grades={"WX20260310001": "critical"}), bot=bot)
    [got] = bot.got
    assert (got.kind, got.ticket_no, got.grade, got.link) == ("digest", "", "", "")


def test_a_channel_that_is_away_keeps_no_other_from_sending(desk: Post) -> None:
    desk.enter(*(notice("new_report", f"WX2026031000{n}", BOT, CHEN) for n in range(1, 6)))
    assert desk.round(bot=Bot(away=True)) == Sent(count=5, failed=3)


def test_what_one_channel_brought_holds_back_nothing_of_another(desk: Post) -> None:
    bot = Bot(away=True)
    desk.enter(notice("clock_warning", "WX20260310001", BOT, CHEN))
    assert desk.round(bot=bot) == Sent(count=1, failed=1)
    desk.now += MINUTE
    assert desk.round(bot=Bot()) == Sent(count=1)


def test_a_channel_that_nobody_set_up_is_told_of(desk: Post) -> None:
    desk.enter(notice("dispatch", "WX20260310001", BOT), notice("dispatch", "WX20260310002"))
    assert desk.round() == Sent(count=1, failed=1)
    [reason] = [str(row["reason"]) for row in desk.ledger.outbox() if row["state"] == "failed"]
    assert reason == "notices by bot: nothing here sends them. Set it up, or reach them by mail."


GROUP = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
HERS = Recipient("07", "林静", GROUP, "bot")
THEIRS = Recipient("07 09", "林静、王芳", GROUP, "bot")


def test_a_group_is_told_in_the_third_person_and_for_whom(desk: Post) -> None:
    bot = Bot()
    facts = {**ZH["dispatch"], "everyone": "陈立"}
    desk.enter(notice("dispatch", "WX20260310001", BOT, facts=facts))
    desk.round(bot=bot)
    [got] = bot.got
    assert got.text.startswith("青石农家乐派给陈立：")
    assert got.text.endswith("\n\n维修台通知：陈立\n")


def test_a_digest_for_a_group_is_for_all_whom_its_parts_are_for(desk: Post) -> None:
    bot, numbers = Bot(), [f"WX2026031000{n}" for n in range(1, 8)]
    for place, number in enumerate(numbers):
        desk.enter(notice("new_report", number, THEIRS if place % 2 else HERS))
    assert desk.round(bot=bot) == Sent(count=7)
    [got] = bot.got
    assert (got.to.staff_no, got.to.name) == ("07 09", "林静、王芳")
    assert got.text.endswith("\n\n维修台通知：林静、王芳\n")


def test_a_group_counts_as_one_whoever_in_it_is_meant(desk: Post) -> None:
    bot = Bot()
    desk.enter(notice("new_report", "WX20260310001", THEIRS))
    desk.round(bot=bot)
    desk.enter(notice("clock_warning", "WX20260310001", HERS))
    desk.now += 10 * MINUTE
    assert desk.round(bot=bot) == Sent(held=1)


def test_a_busy_way_is_no_failure_and_what_waits_travels_together(desk: Post) -> None:
    full = NOON + MINUTE
    bot = Bot(busy_until=full)
    desk.enter(*(notice("new_report", f"WX2026031000{n}", BOT) for n in range(1, 5)))
    desk.enter(notice("dispatch", "WX20260310009", BOT))
    assert desk.round(bot=bot) == Sent(held=5)
    desk.enter(*(notice("new_report", f"WX2026031001{n}", BOT) for n in range(1, 5)))
    assert desk.round(bot=bot) == Sent(held=4)
    desk.now = full
    assert desk.round(bot=Bot(got := [])) == Sent(count=9)
    assert [message.kind for message in got] == ["dispatch", "digest"]
    assert {row["tries"] for row in desk.ledger.outbox()} == {1}


COLLECTS = Desk(collected=("clock_warning", "new_report"))


def test_what_somebody_wants_collected_leaves_with_the_next_digest_as_one(desk: Post) -> None:
    desk.enter(notice("new_report", "WX20260310001"), notice("clock_warning", "WX20260310002"))
    desk.enter(notice("clock_breach", "WX20260310003"))
    assert desk.round(at=COLLECTS) == Sent(count=1, held=2)
    desk.now = EVENING - MINUTE
    assert desk.round(at=COLLECTS) == Sent()
    desk.now = EVENING
    assert desk.round(at=COLLECTS) == Sent(count=2)
    assert desk.subjects[1:] == ["【汇总】攒下的通知 2件"]


def test_what_was_collected_in_the_evening_comes_in_the_morning(desk: Post) -> None:
    desk.now = EVENING + MINUTE
    desk.enter(notice("new_report", "WX20260310001"), notice("new_report", "WX20260310002"))
    assert desk.round(at=COLLECTS) == Sent(held=2)
    desk.now = MORNING
    assert desk.round(at=COLLECTS) == Sent(count=2)
    assert desk.subjects == ["【汇总】攒下的通知 2件"]


def test_who_wants_it_as_it_comes_again_gets_it_with_what_is_collected_no_more(desk: Post) -> None:
    desk.enter(notice("new_report"))
    desk.round(at=COLLECTS)
    desk.now = EVENING
    assert desk.round() == Sent(count=1)


def test_what_is_urgent_and_collected_all_the_same_is_a_part_of_the_digest(desk: Post) -> None:
    desk.enter(notice("clock_breach", "WX20260310001", urgent=True), notice("new_report", "WX2"))
    wishes = Desk(collected=("clock_breach", "new_report"))
    assert desk.round(at=wishes) == Sent(held=2)
    desk.now = EVENING
    assert desk.round(at=wishes) == Sent(count=2)
    assert desk.subjects == ["【汇总】攒下的通知 2件"]
