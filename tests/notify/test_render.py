"""Each notice says its kind's facts in both languages, on a phone's first screen, with no phone number in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.errors import BadInput
from sheetflow.message import BRIEF
from sheetflow.model import Language, Recipient
from sheetflow.notices import ESSENTIAL, KINDS
from sheetflow.notify import render as module
from sheetflow.notify.facts import labelled
from sheetflow.notify.render import Words, render
from tests.notify.build import CHEN, FACTS, LIN

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES: tuple[Language, ...] = get_args(Language)
EVERY_NOTICE = [
    pytest.param(lang, kind, id=f"{kind}-{lang}") for lang in LANGUAGES for kind in KINDS
]
NUMBER = "WX20260310007"
LINK = "http://desk.example/tickets/WX20260310007"
WORDY = {"zh": "灶点不着火风机也不转" * 200, "en": "the stove does not light at all " * 60}


#: Doubled or dangling punctuation, empty brackets or quotes, blanks at the wrong place.
GAPS = re.compile(
    r"[，；：、,;:]\s*[，。；：、,;:.）)]|[（(]\s*[）)]|「」|“”|^[，。；：、,;:.)·]|[：:，,·;；]$|· ·"
    r"|  |\s$|[ （(][，。]|None|Undefined"
)


def notice(
    kind: str, *, language: Language = "zh", to: Recipient = LIN, link: str = LINK, **facts: str
) -> Words:
    """Render a good notice of this kind with some facts changed."""
    told = {**FACTS[language][kind], **facts}
    number = "" if kind in ("digest", "parts_low", "system") else NUMBER
    return render(kind, told, ticket_no=number, language=language, recipient=to, link=link)


def words(html: str) -> str:
    """Give what a reader sees of a page, without blanks."""
    body = re.sub(r"<[^>]+>", "", html.partition("<body")[2].partition(">")[2])
    return re.sub(r"\s", "", body.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("zh", "【派工】WX20260310007 青石农家乐 14:42前打电话"),
        ("en", "[Dispatch] WX20260310007 Bluestone Farm, call by 14:42"),
    ],
)
def test_a_subject_says_action_number_shop_and_deadline(language: Language, subject: str) -> None:
    assert notice("dispatch", language=language).subject == subject


@pytest.mark.parametrize(
    ("language", "subject", "todo"),
    [
        ("zh", "【派工】WX20260310007 青石农家乐 16:00上门", "客户已约好"),
        ("en", "[Dispatch] WX20260310007 Bluestone Farm, be there at 16:00", "as agreed"),
    ],
)
def test_a_dispatch_to_an_agreed_visit_asks_for_no_call(
    language: Language, subject: str, todo: str
) -> None:
    message = notice("dispatch", language=language, by="", appointment="16:00")
    assert message.subject == subject
    assert todo in message.text
    assert "打给客户" not in message.text
    assert "Call the customer" not in message.text


@pytest.mark.parametrize(
    ("language", "count", "pending", "subject"),
    [
        ("zh", "2", "", "【配件不足】2种"),
        ("zh", "2", "1", "【配件不足】2种，待盘点1种"),
        ("zh", "0", "1", "【配件待盘点】1种"),
        ("en", "0", "1", "[Parts to be counted] 1 part"),
        ("en", "1", "2", "[Parts low] 1 part, 2 to be counted"),
    ],
)
def test_parts_are_low_or_to_be_counted(
    language: Language, count: str, pending: str, subject: str
) -> None:
    assert notice("parts_low", language=language, count=count, pending=pending).subject == subject


@pytest.mark.parametrize(
    ("language", "count", "why"),
    [
        ("zh", "0", "日报，没有未办的。"),
        ("zh", "1", "日报，共1件。"),
        ("zh", "3", "日报，共3件，最急的在前。"),
        ("en", "0", "Evening digest: nothing is open."),
        ("en", "1", "Evening digest: one item."),
        ("en", "3", "Evening digest: 3 items, most pressing first."),
    ],
)
def test_a_digest_counts_as_one_speaks(language: Language, count: str, why: str) -> None:
    title = {"zh": "日报", "en": "Evening digest"}[language]
    text = notice("digest", language=language, title=title, count=count).text
    assert text.splitlines()[0] == why


@pytest.mark.parametrize(("language", "kind"), EVERY_NOTICE)
def test_every_fact_of_a_notice_is_told_in_text_and_html(language: Language, kind: str) -> None:
    # each takes the place of a suggestion, or of where it was found to be beyond the desk
    instead = {
        "new_report": ["technician", "brought", "request"],
        "escalation": ["refused", "handed"],
        "reassign": ["sent", "gone"],
        "unreachable": ["wrong_number"],
    }
    kinds_own = (*KINDS[kind].needs, *KINDS[kind].may)
    # whose turn it is decides what its reader is told to do
    facts = {fact: f"X{n}Y" for n, fact in enumerate(kinds_own) if fact != "role"}
    for fact in instead.get(kind, []):
        assert facts[fact] in notice(kind, language=language, **{fact: facts.pop(fact)}).text
    message = notice(kind, language=language, **facts)
    for fact, value in facts.items():
        assert value in message.text + message.subject, fact
        assert value in message.html, fact


@pytest.mark.parametrize(("language", "kind"), EVERY_NOTICE)
def test_a_fact_that_is_not_known_leaves_no_gap(language: Language, kind: str) -> None:
    kind_facts = {*KINDS[kind].needs, *KINDS[kind].may} - ESSENTIAL
    empty = dict.fromkeys(kind_facts, "")
    cases = [{fact: ""} for fact in kind_facts] + [empty]
    cases += [
        {**empty, fact: FACTS[language][kind][fact]}
        for fact in kind_facts & {*FACTS[language][kind]}
    ]
    for facts in cases:
        message = notice(kind, language=language, link="", **facts)
        for line in (message.subject, *message.text.splitlines()):
            assert not GAPS.search(line), (facts, line)


@pytest.mark.parametrize(("language", "kind"), EVERY_NOTICE)
def test_text_and_html_say_the_same(language: Language, kind: str) -> None:
    message = notice(kind, language=language, link="")
    seen = words(message.html)
    for line in message.text.splitlines():
        bare = re.sub(r"\s", "", re.sub(r"^(\d\. |→ |- )", "", line))
        for part in re.split("[：:]", bare, maxsplit=1) if bare not in seen else [bare]:
            assert part in seen


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_fact_is_named_with_what_to_do(kind: str) -> None:
    fact = KINDS[kind].needs[0]
    facts = {name: value for name, value in FACTS["zh"][kind].items() if name != fact}
    with pytest.raises(BadInput) as refused:
        render(kind, facts, ticket_no=NUMBER, language="zh", recipient=LIN)
    assert [problem.where for problem in refused.value.problems] == [f"notice {kind}, fact {fact}"]
    assert fact in refused.value.problems[0].remedy


def test_a_notice_without_its_clock_is_refused_and_one_without_a_shop_is_not() -> None:
    assert notice("clock_breach", unit_name="", customer_name="")
    with pytest.raises(BadInput, match="fact clock"):
        notice("clock_breach", clock="")


def test_a_fact_that_no_template_tells_is_a_slip_of_the_pen() -> None:
    facts = FACTS["zh"]["dispatch"]
    assert KINDS["dispatch"].unknown(facts) == []
    assert KINDS["dispatch"].unknown({**facts, "everyone": "", "prats": ""}) == ["prats"]


@pytest.mark.parametrize(("language", "kind"), EVERY_NOTICE)
@pytest.mark.parametrize("phone", ["13800000001", "138-0000-0001", "+86 138 0000 0001"])
def test_no_phone_is_shown_in_full_but_the_technicians_in_an_incident(
    language: Language, kind: str, phone: str
) -> None:
    names = {*KINDS[kind].needs, *KINDS[kind].may} - {"technician_phone"}
    message = notice(kind, language=language, **dict.fromkeys(names, f"打{phone}"))
    everything = re.sub(r"[ -]", "", message.subject + message.text + message.html)
    assert "13800000001" not in everything
    assert "138****0001" in everything


def test_the_supervisor_can_dial_the_technician_who_met_with_violence() -> None:
    assert "138-0000-0101" in notice("incident").text
    assert "138-0000-0101" not in notice("incident").subject


@pytest.mark.parametrize(
    ("unit_name", "customer_name", "shown"),
    [
        pytest.param("小麦面馆", "张三丰", "小麦面馆", id="shop"),
        pytest.param("", "张三丰", "张**", id="person"),
        pytest.param("", "", "散客", id="nobody-known"),
        pytest.param(
            "第三中心食堂和它的很长很长的正式名称有限公司",
            "",
            "第三中心食堂和它的很长很长的正式…",
            id="long",
        ),
    ],
)
def test_a_customer_is_named_by_shop_or_surname_only(
    unit_name: str, customer_name: str, shown: str
) -> None:
    message = notice("clock_breach", unit_name=unit_name, customer_name=customer_name)
    assert message.subject == f"【响应超时】{NUMBER} {shown} 14:00到期"
    assert "三丰" not in message.text + message.html


def test_what_a_customer_wrote_stays_words() -> None:
    fault = (
        '<script>alert("x")</script>{{ 7*7 }}\r\nBcc: a@b.example http://bad.example/x 坏了\u202e'
    )
    message = notice("dispatch", fault=fault, unit_name="好店\r\nBcc: x\u202e")
    assert "<script>" not in message.html
    assert "{{ 7*7 }}" in message.text
    assert "\n" not in message.subject
    assert "bad.example" not in message.text + message.html
    assert "\u202e" not in message.subject + message.text + message.html


def test_it_says_who_else_got_it_and_how_old_the_sheet_is() -> None:
    message = notice("not_contacted", to=CHEN, everyone="陈立、林静、吴强", sheet_read_at="14:20")
    assert "同时发给：林静、吴强" in message.text
    assert "14:20" in message.text
    assert "同时发给" not in notice("not_contacted", everyone=LIN.name).text


def test_a_report_that_was_dispatched_by_itself_asks_for_no_dispatch() -> None:
    message = notice("new_report", technician="吴强", missing="", duplicate_of="")
    assert message.subject == f"【新报修】{NUMBER} 青石农家乐"
    assert "→ 已派吴强" in message.text


def test_a_report_of_what_the_customer_brings_asks_for_no_dispatch() -> None:
    message = notice("new_report", brought="送修返厂", by="", missing="", duplicate_of="")
    assert message.subject == f"【新报修】{NUMBER} 青石农家乐"
    assert "→ 不用派人：等客户送来，到店后状态选「送修返厂」" in message.text
    assert "选人" not in message.text


def test_the_technician_and_the_dispatcher_are_told_different_things() -> None:
    assert "派给你" in notice("not_contacted", to=CHEN).text
    assert "催陈立" in notice("not_contacted", to=LIN).text


@pytest.mark.parametrize(
    ("kind", "fact"), [("not_contacted", "dispatched_at"), ("revisit_overdue", "completed_at")]
)
def test_a_shop_that_ends_in_a_number_stands_apart_from_the_time(kind: str, fact: str) -> None:
    assert "店101 17:30" in notice(kind, unit_name="店101", **{fact: "17:30"}).text


CLOCKS = [
    "response", "onsite", "undispatched", "promise", "contact",
    "guidance_followup", "escalation", "revisit", "other",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("who", ["", "陈立", LIN.name], ids=["nobody", "technician", "reader"])
def test_an_overdue_clock_names_two_things_to_do(language: Language, clock: str, who: str) -> None:
    text = notice("clock_breach", language=language, clock=clock, who=who).text
    steps = re.findall(r"^\d\. .+$", text, re.MULTILINE)
    assert len(steps) == 2
    assert not any(GAPS.search(step) for step in steps)
    assert not any(LIN.name in step for step in steps)


def test_lesser_notices_about_the_ticket_stand_below() -> None:
    facts = FACTS["zh"]["clock_breach"]
    lesser = ("这一单还有：【到场快到期】WX20260310007 慢豆咖啡 16:00前", ("剩6小时", "催一下"))
    message = render(
        "clock_breach", facts, ticket_no=NUMBER, language="zh", recipient=LIN, also=[lesser]
    )
    assert f"{lesser[0]}\n- 剩6小时\n- 催一下" in message.text
    assert all(said in message.html for said in (lesser[0], *lesser[1]))


@pytest.mark.parametrize(("language", "kind"), EVERY_NOTICE)
def test_what_fits_a_text_message_begins_with_the_subject(language: Language, kind: str) -> None:
    said = notice(kind, language=language)
    assert len(said.brief) <= BRIEF
    assert said.brief.startswith(said.subject[: BRIEF - 1])


def test_a_text_message_says_what_to_do() -> None:
    said = notice("clock_breach", unit_name="店").brief
    assert said.startswith("【响应超时】WX20260310007 店 14:00到期 ")
    assert "联系" in said


def test_a_fact_that_is_too_long_ends_with_a_whole_word() -> None:
    said = "Suggested: Wu Qiang " + "afterwards " * 12
    told = notice("new_report", suggestion=said, language="en")
    [line] = [line for line in told.text.splitlines() if "…" in line]
    assert line.endswith("afterwards…")


def test_a_digest_keeps_its_blocks() -> None:
    text = notice("digest", figures="准时率：95%\n完成：12").text
    assert "超时 1\n- 【响应超时】" in text
    assert "准时率：95%" in text


def labels(node: object) -> Iterator[Mapping[str, str]]:
    """Yield every pair of labels in a piece of the schema."""
    if isinstance(node, Mapping):
        if {"zh", "en"} <= set(node):
            yield node
        for below in node.values():
            yield from labels(below)


@pytest.mark.parametrize(("language", "quoted"), [("zh", "「(.*?)」"), ("en", "“(.*?)”")])
def test_the_cells_to_fill_in_are_called_as_in_the_sheet(language: Language, quoted: str) -> None:
    schema = Path(__file__).parents[2] / "sheet_schema.yaml"
    known = {label[language] for label in labels(yaml.safe_load(schema.read_text("utf-8")))}
    templates = Path(module.__file__).with_name("templates") / language
    named = {
        name for file in templates.iterdir() for name in re.findall(quoted, file.read_text("utf-8"))
    }
    spoken = {name for name in named if "{{" in name}
    assert named - spoken
    assert named - spoken <= known


@given(
    fact=st.sampled_from(["unit_name", "product", "fault", "region", "parts", "wished"]),
    value=st.text(),
)
def test_no_text_of_a_customer_breaks_a_notice(fact: str, value: str) -> None:
    message = notice("dispatch", **{fact: value})
    assert message.subject.isprintable()
    assert NUMBER in message.subject


@pytest.mark.browser
def test_every_notice_fits_on_a_phones_first_screen(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 600})
    tall = {}
    for language in LANGUAGES:
        for kind in KINDS.keys() - {"digest"}:
            long = {fact: WORDY[language] for fact in ("fault",) if fact in FACTS[language][kind]}
            page.set_content(
                notice(kind, language=language, everyone="陈立、林静、吴强", **long).html
            )
            tall[kind, language] = page.evaluate("document.body.getBoundingClientRect().bottom")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
    assert {notice: height for notice, height in tall.items() if height > 600} == {}


@pytest.mark.parametrize(
    ("late", "said", "unsaid"),
    [
        pytest.param("31分", "最快15:55才能到", "还来得及", id="nobody-is-in-time"),
        pytest.param("", "还来得及", "才能到", id="somebody-still-is"),
    ],
)
def test_a_promise_at_risk_names_the_two_earliest_and_what_to_do(
    late: str, said: str, unsaid: str
) -> None:
    text = notice("promise_at_risk", language="zh", late=late).text
    assert "最快吴强 15:55" in text
    assert "其次陈立 16:25" in text
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("agreed", "said"),
    [("", "让最快的一位马上出发"), ("3/12 10:00", "改派3/12 10:00能到的人")],
    ids=["from-now-on", "an-agreed-hour"],
)
def test_nobody_is_hurried_to_an_hour_that_was_agreed(agreed: str, said: str) -> None:
    text = notice("promise_at_risk", language="zh", late="", agreed=agreed).text
    assert f"还来得及：{said}；不行再致歉、另约" in text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("区域：城北", ("区域", "城北")),
        ("Region: North", ("Region", "North")),
        ("On site by: 15:24", ("On site by", "15:24")),
        ("15:00 WX20260310006 南门火锅", ("", "15:00 WX20260310006 南门火锅")),
    ],
)
def test_a_time_at_the_beginning_of_a_line_is_no_label(line: str, told: tuple[str, str]) -> None:
    assert [*labelled(line)] == [told]


@pytest.mark.parametrize("line", ["区域：", "Region:", "Region: "])
def test_a_label_without_a_value_is_left_out(line: str) -> None:
    assert [*labelled(line)] == []


def test_the_owners_figures_stand_before_the_blocks() -> None:
    told = notice("digest", figures="准时率: 86.7% (13/15)\n实收: 700.00 (2)").text
    assert "准时率：86.7% (13/15)\n实收：700.00 (2)\n\n超时 1\n" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clock", ["response", "onsite"])
def test_the_dispatcher_is_told_to_send_somebody_and_not_to_urge_herself(
    language: Language, clock: str
) -> None:
    who = {"zh": "内勤", "en": "Dispatcher"}[language]
    facts = FACTS[language]["clock_breach"] | {"clock": clock, "who": who, "role": "dispatcher"}
    message = render(
        "clock_breach",
        facts,
        ticket_no=NUMBER,
        language=language,
        recipient=LIN,
        roles=("dispatcher",),
    )
    steps = " ".join(re.findall(r"^\d\. .+$", message.text, re.MULTILINE))
    assert who not in steps
    assert {"zh": "选人", "en": "Technician"}[language] in steps
    assert not re.search("改派|另选|Choose somebody else|another technician", steps)


def test_a_supervisor_is_told_whom_to_urge() -> None:
    facts = FACTS["zh"]["clock_breach"] | {
        "clock": "response",
        "who": "内勤",
        "role": "dispatcher",
    }
    said = render("clock_breach", facts, ticket_no=NUMBER, language="zh", recipient=CHEN).text
    assert "催内勤现在打给客户" in said


@pytest.mark.parametrize(
    ("language", "told", "undone"),
    [
        ("zh", "客户不同意改到17:20。", "解决不了"),
        ("en", "the customer refused 17:20.", "be solved"),
    ],
)
def test_a_refused_new_time_is_told_as_such(language: Language, told: str, undone: str) -> None:
    """Nobody has been there, so nothing was found on the spot (duty 15)."""
    said = notice("escalation", language=language, refused="17:20").text
    assert told in said
    assert undone not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_number_is_not_told_as_nobody_answering(language: Language) -> None:
    said = notice("unreachable", language=language, wrong_number="空号错号").text
    assert "空号错号" in said
    assert "没接" not in said
    assert "answer" not in said


@pytest.mark.parametrize(
    ("language", "you", "him"),
    [("zh", "你不用去了", "陈立不用去了"), ("en", "you need not", "Chen Li need not")],
)
def test_whoever_is_called_off_is_spoken_to(language: Language, you: str, him: str) -> None:
    facts = {
        **FACTS[language]["reassign"],
        "sent": "吴强",
        "technician": {"zh": "陈立", "en": "Chen Li"}[language],
    }
    chen = replace(CHEN, name=facts["technician"])
    for reader, said in ((chen, you), (LIN, him)):
        words = render("reassign", facts, ticket_no=NUMBER, language=language, recipient=reader)
        assert said in words.text
        assert facts["instead"] not in words.text


@pytest.mark.parametrize(
    ("language", "off", "todo"),
    [
        ("zh", "【不用去了】", "你不用去了；已经出发就先打给内勤"),
        (
            "en",
            "[Called off]",
            "You need not go; call the dispatcher first if you have left already",
        ),
    ],
)
def test_a_job_that_is_off_says_why_and_sends_nobody_instead(
    language: Language, off: str, todo: str
) -> None:
    facts = {**FACTS[language]["reassign"], "technician": CHEN.name, "gone": "XY"}
    words = render("reassign", facts, ticket_no=NUMBER, language=language, recipient=CHEN)
    assert words.subject.startswith(off)
    assert "XY" in words.text
    assert todo in words.text
    assert facts["instead"] not in words.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "这一单有变，还是派给"), ("en", "Chen Li's job at Bluestone Farm has changed")],
)
def test_a_change_is_told_as_one_and_not_as_a_new_job(language: Language, said: str) -> None:
    changed = FACTS[language]["dispatch"]["region"]
    assert said in notice("dispatch", language=language, changed=changed).text
    assert said not in notice("dispatch", language=language).text


@pytest.mark.parametrize(
    ("language", "todo"),
    [("zh", "时间还没说定：约好填「预约时间」"), ("en", "no time is agreed yet: agree one")],
)
def test_who_has_reached_the_customer_is_asked_for_the_time_and_not_for_the_call(
    language: Language, todo: str
) -> None:
    said = notice("dispatch", language=language, by="", reached="14:33").text
    assert todo in said
    assert ("打给客户" if language == "zh" else "Call the customer") not in said


@pytest.mark.parametrize(
    ("language", "who", "todo", "sorry"),
    [
        ("zh", "", "在「维修工程师」选赶得上的人", "赶不上就打给客户致歉"),
        ("zh", "陈立", "问陈立赶不赶得上", "赶不上就打给客户致歉"),
        ("en", "", "who can be there in time", "Too late? Call the customer, apologise"),
        ("en", "Chen Li", "Ask Chen Li whether", "Too late? Call the customer, apologise"),
    ],
)
def test_nobody_apologises_for_a_promise_that_can_still_be_kept(
    language: Language, who: str, todo: str, sorry: str
) -> None:
    warned = notice("clock_warning", language=language, clock="promise", who=who).text
    assert [part in warned for part in (todo, sorry)] == [True, True]
    assert todo not in notice("clock_breach", language=language, clock="promise", who=who).text


@pytest.mark.parametrize(("language", "call"), [("zh", "打给客户补齐"), ("en", "Ask the customer")])
def test_whose_phone_is_missing_nobody_is_told_to_call(language: Language, call: str) -> None:
    label = {"zh": "联系方式", "en": "Phone"}[language]
    said = notice("new_report", language=language, missing=label).text
    assert label in said
    assert call not in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"nobody_there": "15:28", "attempts": ""},
            ("南门火锅上门没人：陈立15:28到过。", "打给客户另约"),
        ),
        (
            {"nobody_there": "15:28", "attempts": "15:40"},
            ("南门火锅上门没人：陈立15:28到过，15:40打过电话。", "打给客户另约"),
        ),
        ({"attempts": ""}, ("南门火锅联系不上：打不通，没有记下打过的电话。", "换号码或微信再试")),
    ],
    ids=["at-the-door", "called-from-the-door", "chosen-without-a-call"],
)
def test_calls_that_nobody_made_are_not_told(facts: dict[str, str], said: tuple[str, str]) -> None:
    text = notice("unreachable", language="zh", unit_name="南门火锅", **facts).text
    assert all(words in text for words in said)
    assert "没人接" not in text
