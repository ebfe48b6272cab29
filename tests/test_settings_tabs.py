"""The settings tabs are the policy; a wrong row is told, and what was good last goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.cells import Sheet, encoder
from sheetflow.errors import Problem
from sheetflow.model import Language, Scalar, Table
from sheetflow.policy import Policy
from sheetflow.schema import Dispatching
from sheetflow.settings_tabs import read_policy, restored, stored
from tests.builders import SHANGHAI, at, schema

SCHEMA = schema()
CHEN = {"no": "01", "name": "陈立", "roles": "技术人员", "skills": "燃气", "regions": "城东;城南"}
DAY_OFF: dict[str, Scalar] = {"date": 46092, "calendar": "desk", "kind": "休"}
LIU = {"no": "02", "name": "刘勇", "roles": "技术人员、内勤"}


def tab(name: str, *rows: dict[str, Scalar], without: str = "") -> dict[str, Table]:
    """Give a settings tab with these rows, in the schema's columns `without` one whose header is gone."""
    keys = [column.key for column in SCHEMA.tab(name).columns]
    places = {key: at for at, key in enumerate(keys) if key != without}
    return {name: Table(name, places, [[row.get(key, "") for key in keys] for row in rows])}


def read(
    tables: dict[str, Table],
    last: Policy | None = None,
    language: Language = "zh",
    dispatch: Dispatching | None = None,
) -> tuple[Policy, tuple[Problem, ...]]:
    return read_policy(
        SCHEMA, tables, language=language, zone=SHANGHAI, dispatch=dispatch, last=last
    )


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(problem.where, problem.found, problem.remedy) for problem in problems]


def test_a_member_of_staff_is_read_as_written() -> None:
    policy, problems = read(tab("staff", {**CHEN, "leave": "3/15", "active": "", "no": 1}))
    chen = policy.staff["01"]
    assert problems == ()
    assert (chen.name, chen.label) == ("陈立", "陈立·工01")
    assert (chen.roles, chen.skills) == (("technician",), ("燃气",))
    assert chen.regions == ("城东", "城南")
    assert chen.active


@pytest.mark.parametrize("word", ["否", "no", False])
def test_who_is_not_active_any_more_is_known_and_reached_by_nobody(word: Scalar) -> None:
    policy, _ = read(tab("staff", {**CHEN, "active": word}))
    assert not policy.staff["01"].active
    assert policy.holders("technician", at("14:30")) == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(
            {"leave": "下周"},
            ("人员!2 请假", "「下周」", "请写日期,例如 2026-03-10..2026-03-12; 3/15 13:30-18:00"),
            id="leave",
        ),
        pytest.param({"name": ""}, ("人员!2 工号", "工号或姓名是空的", "两者都要填"), id="name"),
        pytest.param({"roles": "画家"}, ("人员!2 角色", "", ""), id="role"),
        pytest.param({"active": "也许"}, ("人员!2 在职", "", ""), id="active"),
    ],
)
def test_a_wrong_row_is_told_and_its_last_good_version_goes_on(
    row: dict[str, Scalar], problem: tuple[str, str, str]
) -> None:
    last, _ = read(tab("staff", CHEN, LIU))
    policy, problems = read(tab("staff", {**CHEN, "skills": "制冷", **row}, LIU), last)
    assert policy.staff == last.staff
    ((where, found, remedy),) = told(problems)
    assert where == problem[0]
    assert found.startswith(problem[1])
    assert remedy.startswith(problem[2])
    assert "更正前按上次的有效内容执行" in remedy


@pytest.mark.parametrize(
    ("away", "leave", "active"),
    [
        pytest.param({"leave": "2026-03-11"}, "2026-03-11", True, id="on leave"),
        pytest.param({"leave": ""}, "", True, id="back from leave"),
        pytest.param({"active": False}, "", False, id="gone"),
        pytest.param({"leave": "明天"}, "3/15", True, id="leave that nobody understands"),
    ],
)
def test_who_is_away_is_away_whatever_else_is_wrong_in_their_row(
    away: dict[str, Scalar], leave: str, active: bool
) -> None:
    last, _ = read(tab("staff", {**CHEN, "leave": "3/15"}, LIU))
    policy, problems = read(tab("staff", {**CHEN, "roles": "画家", **away}, LIU), last)
    assert (policy.staff["01"].leave, policy.staff["01"].active) == (leave, active)
    assert policy.staff["01"].roles == last.staff["01"].roles
    assert problems


def test_the_last_good_value_is_told_beside_the_wrong_one() -> None:
    last, _ = read(tab("staff", {**CHEN, "leave": "3/15"}))
    _, problems = read(
        tab("staff", {**CHEN, "leave": "下周", "roles": "画家", "active": "也许"}), last
    )
    remedies = {one.where: one.remedy for one in problems}
    assert remedies["人员!2 请假"].endswith("更正前按上次的有效内容执行:3/15")
    assert remedies["人员!2 角色"].endswith("更正前按上次的有效内容执行:技术人员")
    assert remedies["人员!2 在职"].endswith("更正前按上次的有效内容执行:空")


def test_the_last_good_link_of_a_group_bot_is_told_to_nobody() -> None:
    link = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret"
    last, _ = read(tab("staff", {**CHEN, "bot": link}))
    _, problems = read(tab("staff", {**CHEN, "bot": "the group"}), last)
    assert "secret" not in str(problems)
    assert problems[0].remedy.endswith("更正前按上次的有效内容执行")


@given(st.lists(st.sampled_from(["", "3/15", "下周"]), min_size=1, max_size=4))
def test_what_counts_survives_being_stored(leaves: list[str]) -> None:
    """Whatever was typed one after the other: who starts anew goes on as who never stopped."""
    last: Policy | None = None
    for leave in leaves:
        tables = tab("staff", {**CHEN, "leave": leave}, LIU) | tab("holidays", DAY_OFF)
        kept = None if last is None else json.loads(json.dumps(stored(last)))
        anew = restored(SCHEMA, kept, language="zh", zone=SHANGHAI)
        found, problems = read(tables, last)
        again, told_again = read(tables, anew)
        assert (again.staff, again.calendars) == (found.staff, found.calendars)
        if last is None or found.version != last.version:
            assert told_again == problems
        assert stored(again) == stored(found)
        last = found


def test_nothing_is_restored_of_what_is_no_such_document() -> None:
    assert restored(SCHEMA, None, language="zh", zone=SHANGHAI) is None


def test_days_that_a_calendar_cannot_be_built_with_are_not_kept_as_good() -> None:
    last, _ = read(tab("holidays", DAY_OFF))
    worse = {**DAY_OFF, "kind": "班", "hours": "夜里"}
    found, problems = read(tab("holidays", worse), last)
    assert problems
    assert stored(found) == stored(last)


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    last, _ = read(tab("staff", CHEN))
    wrong = {**CHEN, "name": "", "roles": "画家", "leave": "下周", "active": "也许"}
    policy, problems = read(tab("staff", wrong, {**LIU, "no": "1"}), last)
    assert policy.staff == last.staff
    assert sorted(problem.where for problem in problems) == sorted(
        ["人员!2 工号", "人员!2 角色", "人员!2 请假", "人员!2 在职", "人员!3 工号"]
    )


def test_a_region_of_staff_that_there_is_none_of_is_told_and_the_row_goes_on() -> None:
    regions = tab("regions", {"region": "城东", "minutes": 20}, {"region": "城南", "minutes": 30})
    policy, problems = read(tab("staff", {**CHEN, "regions": "城东;城栋"}) | regions)
    assert policy.staff["01"].regions == ("城东", "城栋")
    assert told(problems) == [
        ("人员!2 区域", "没有区域「城栋」", "请按区域路程表里的写 这一行其余照常生效")
    ]


def test_a_row_that_was_never_good_counts_for_nothing_and_all_others_do() -> None:
    policy, problems = read(tab("staff", {**CHEN, "leave": "下周"}, LIU))
    assert list(policy.staff) == ["02"]
    assert problems[0].remedy.endswith("更正前这一行不生效")


def test_the_last_good_row_is_found_by_the_number_however_it_is_written() -> None:
    last, _ = read(tab("staff", CHEN))
    policy, _ = read(tab("staff", {**CHEN, "no": 1, "leave": "下周"}), last)
    assert policy.staff == last.staff


def test_mended_it_counts_again() -> None:
    last, _ = read(tab("staff", {**CHEN, "leave": "下周"}))
    policy, problems = read(tab("staff", {**CHEN, "leave": "2026-03-16..2026-03-22"}), last)
    assert problems == ()
    assert policy.staff["01"].on_leave(at("12:00", day=6))


def test_a_second_row_with_the_same_number_is_told_and_the_upper_counts() -> None:
    policy, problems = read(tab("staff", CHEN, {**LIU, "no": "1"}))
    assert policy.staff["01"].name == "陈立"
    assert told(problems) == [
        ("人员!3 工号", "上面已有一行相同的", "请合成一行 更正前这一行不生效")
    ]


def test_problems_are_told_in_the_workbooks_language() -> None:
    _, problems = read(tab("staff", {**CHEN, "leave": "soon", "roles": ""}), language="en")
    assert told(problems) == [
        (
            "Staff!2 Leave",
            "'soon'",
            "Write dates, such as 2026-03-10..2026-03-12; 3/15 13:30-18:00 "
            "Until mended, this row counts for nothing",
        )
    ]


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param({}, id="the-tab-is-gone"),
        pytest.param(tab("staff", CHEN, without="no"), id="its-first-header-is-gone"),
    ],
)
def test_a_tab_that_cannot_be_read_leaves_everybody_at_work(tables: dict[str, Table]) -> None:
    last, _ = read(tab("staff", CHEN, LIU))
    policy, _ = read(tables, last)
    assert policy.staff == last.staff


def test_a_header_put_right_is_noticed_though_no_row_has_changed() -> None:
    last, _ = read(tab("staff", CHEN, without="no"))
    policy, _ = read(tab("staff", CHEN), last)
    assert list(policy.staff) == ["01"]


def test_another_missing_column_is_empty_in_every_row() -> None:
    policy, problems = read(tab("staff", CHEN, without="leave"))
    assert (policy.staff["01"].leave, problems) == ("", ())


def test_empty_rows_in_between_are_nobody() -> None:
    policy, problems = read(tab("staff", CHEN, {}, LIU))
    assert (list(policy.staff), problems) == (["01", "02"], ())


WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7ad1"


@pytest.mark.parametrize(
    ("said", "wishes"),
    [
        pytest.param("不收", {"": "off"}, id="none"),
        pytest.param("Digest", {"": "digest"}, id="in-english"),
        pytest.param("At once", {"": "now"}, id="of-two-words"),
        pytest.param("不收;派工=立即", {"": "off", "dispatch": "now"}, id="all-and-one"),
        pytest.param(
            "即将超时=不收、新报修＝汇总",
            {"clock_warning": "off", "new_report": "digest"},
            id="by-the-names-that-staff-see",
        ),
        pytest.param("Due soon: digest", {"clock_warning": "digest"}, id="with-a-colon"),
        pytest.param("owner_digest=off", {"owner_digest": "off"}, id="by-key"),
    ],
)
def test_a_switch_for_each_notice(said: str, wishes: dict[str, str]) -> None:
    policy, problems = read(tab("staff", {**CHEN, "notices": said}))
    assert (dict(policy.staff["01"].notices), problems) == (wishes, ())


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("少发点", "请写 不收、汇总 或 立即,只对一类写「即将超时=汇总」"),
        ("即将超时=少发", "请写 不收、汇总 或 立即,只对一类写「即将超时=汇总」"),
        ("广告=不收", "请写 不收、汇总 或 立即,只对一类写「即将超时=汇总」"),
        ("=不收", "请写 不收、汇总 或 立即,只对一类写「即将超时=汇总」"),
        ("派工=汇总", "这一类等不到汇总:请写 不收 或 立即"),
    ],
)
def test_a_switch_that_cannot_be_is_told_and_all_else_of_the_row_counts(
    said: str, remedy: str
) -> None:
    policy, problems = read(tab("staff", {**CHEN, "notices": f"新报修=不收;{said}"}))
    assert told(problems) == [("人员!2 通知", f"「{said}」", f"{remedy} 这一行其余照常生效")]
    assert policy.staff["01"].wish("new_report") == "off"


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(WECOM, id="wecom"),
        pytest.param(f"{WECOM} ", id="with-a-blank"),
        pytest.param("https://oapi.dingtalk.com/robot/send?access_token=566c", id="dingtalk"),
        pytest.param(
            "https://oapi.dingtalk.com/robot/send?access_token=566c&secret=SEC8a2", id="signed"
        ),
        pytest.param("https://open.feishu.cn/open-apis/bot/v2/hook/6cf8-1f2d", id="feishu"),
    ],
)
def test_the_link_of_a_group_bot_is_taken(link: str) -> None:
    policy, problems = read(tab("staff", {**CHEN, "bot": link}))
    assert (policy.staff["01"].bot, problems) == (link.strip(), ())


@pytest.mark.parametrize(
    "link",
    [
        "https://desk.example/hook?key=1",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com.desk.example/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1&debug=1",
    ],
)
def test_any_other_link_is_told_without_quoting_it_and_never_posted_to(link: str) -> None:
    policy, problems = read(tab("staff", {**CHEN, "bot": link}))
    assert policy.staff["01"].bot == ""
    remedy = "请从企业微信、钉钉或飞书的群设置里复制 这一行其余照常生效"
    assert told(problems) == [("人员!2 群机器人", "这不是群机器人的链接", remedy)]


@pytest.mark.parametrize("minutes", [-5, 13800000001])
def test_a_way_that_can_be_none_is_told_and_its_last_good_version_goes_on(minutes: int) -> None:
    last, _ = read(tab("regions", {"region": "城东", "minutes": 20}))
    policy, problems = read(tab("regions", {"region": "城东", "minutes": minutes}), last)
    assert policy.regions["城东"].minutes == 20
    found = f"「{minutes}」不是0到1440的整数。请写0到1440的整数,例如 3"
    assert told(problems) == [("区域路程!2 路程(分钟)", found, "更正前按上次的有效内容执行:20")]


def test_a_neighbour_that_is_no_region_is_told_and_the_row_goes_on() -> None:
    rows = (
        {"region": "城东", "minutes": 20, "neighbours": "城南;火星"},
        {"region": "城南", "minutes": 30},
    )
    policy, problems = read(tab("regions", *rows))
    assert policy.regions["城东"].minutes == 20
    assert told(problems) == [
        ("区域路程!2 相邻区域", "没有区域「火星」", "请照「区域」一列写 这一行其余照常生效")
    ]


def test_the_regions_have_their_minutes_and_neighbours() -> None:
    rows = [
        {"region": "城东", "minutes": 20, "neighbours": "城中"},
        {"region": "城北", "minutes": 55},
        {"region": "城中", "minutes": 15, "aliases": "市中心;老城"},
    ]
    policy, problems = read(tab("regions", *rows))
    assert problems == ()
    assert policy.region_at("市中心人民路") == "城中"
    assert policy.travel("城东") == timedelta(minutes=20)
    assert policy.travel("城东", start="城中") == timedelta(minutes=20)
    assert policy.travel("城东", start="城北") == timedelta(minutes=75)


@pytest.mark.parametrize("minutes", ["", "很远"])
def test_a_region_without_minutes_keeps_those_it_had(minutes: str) -> None:
    last, _ = read(tab("regions", {"region": "城东", "minutes": 20}))
    policy, problems = read(tab("regions", {"region": "城东", "minutes": minutes}), last)
    assert policy.travel("城东") == timedelta(minutes=20)
    assert [problem.where for problem in problems] == ["区域路程!2 路程(分钟)"]


def test_a_level_of_the_tab_is_the_one_that_counts() -> None:
    row = {"grade": "特急", "clock": "响应", "target": "1小时", "warn_percent": "50%"}
    policy, problems = read(tab("levels", row))
    level = policy.level("critical", "response")
    assert problems == ()
    assert level is not None
    assert (level.target, level.warn_percent) == (timedelta(hours=1), 50)


def test_an_empty_target_switches_the_clock_off_and_an_empty_percentage_warns_at_75() -> None:
    rows = [{"grade": "特急", "clock": "响应"}, {"clock": "承诺上门", "target": "2小时"}]
    policy, _ = read(tab("levels", *rows))
    off, promise = policy.level("critical", "response"), policy.level("normal", "promise")
    assert off is not None
    assert off.target is None
    assert promise is not None
    assert (promise.target, promise.warn_percent) == (timedelta(hours=2), 75)


@pytest.mark.parametrize(
    "wrong", [{"target": "四个钟"}, {"warn_percent": "一半"}, {"target": "4"}, {"target": -1}]
)
def test_a_wrong_level_keeps_the_last_good_one(wrong: dict[str, Scalar]) -> None:
    row = {"grade": "特急", "clock": "响应", "target": "1小时"}
    last, _ = read(tab("levels", row))
    policy, problems = read(tab("levels", {**row, **wrong}), last)
    assert policy.level("critical", "response") == last.level("critical", "response")
    assert [problem.where.split()[0] for problem in problems] == ["时效等级!2"]


def test_a_clock_that_there_is_none_of_is_told() -> None:
    _, problems = read(tab("levels", {"grade": "特急", "clock": "洗碗", "target": "1小时"}))
    assert [problem.where for problem in problems] == ["时效等级!2 时限"]


def test_a_days_hours_in_the_holidays_are_the_calendars() -> None:
    row = {"date": "2026-03-11", "calendar": "服务台", "kind": "休"}
    policy, problems = read(tab("holidays", row))
    assert problems == ()
    assert not policy.calendar("desk").is_open(at("12:00", day=1))
    assert policy.calendar("desk").is_open(at("12:00", day=2))


def test_one_day_may_stand_in_several_calendars() -> None:
    rows = [
        {"date": "2026-03-11", "calendar": name, "kind": "休"} for name in ("服务台", "办公时间")
    ]
    policy, problems = read(tab("holidays", *rows))
    assert problems == ()
    assert not any(policy.calendar(name).is_open(at("11:00", day=1)) for name in ("desk", "office"))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"date": "除夕"}, "节假日!2 日期"),
        ({"date": ""}, "节假日!2 日期"),
        ({"calendar": ""}, "节假日!2 日历"),
        ({"calendar": "上门"}, "节假日!2 日历"),
        ({"kind": "放假"}, "节假日!2 休/班"),
        ({"kind": "班", "hours": "早上"}, "节假日 2026-03-11"),
    ],
)
def test_a_wrong_holiday_is_told_and_the_calendar_goes_on(
    wrong: dict[str, Scalar], where: str
) -> None:
    row = {"date": "2026-03-11", "calendar": "服务台", "kind": "休"}
    policy, problems = read(tab("holidays", {**row, **wrong}))
    assert [problem.where for problem in problems] == [where]
    assert policy.calendar("desk").is_open(at("12:00", day=1))


def test_the_last_good_calendar_goes_on_while_one_of_its_days_is_wrong() -> None:
    good = {"date": "2026-03-11", "calendar": "服务台", "kind": "休"}
    last, _ = read(tab("holidays", good))
    wrong = {"date": "2026-03-12", "calendar": "服务台", "kind": "班", "hours": "早上"}
    policy, _ = read(tab("holidays", good, wrong), last)
    assert not policy.calendar("desk").is_open(at("12:00", day=1))


def test_nothing_is_read_anew_while_the_tabs_stay_as_they_are() -> None:
    last, _ = read(tab("staff", CHEN))
    assert read(tab("staff", CHEN), last) == (last, ())
    assert read(tab("staff", CHEN), last)[0] is last


def test_any_change_in_them_is_another_version() -> None:
    versions = {
        read(tables)[0].version
        for tables in (tab("staff", CHEN), tab("staff", LIU), tab("regions", {"region": "x"}), {})
    }
    assert len(versions) == 4


@pytest.mark.parametrize("said", [None, "suggest", "automatic", "manual"])
def test_who_chooses_is_the_schemas_word_unless_the_setting_says_otherwise(
    said: Dispatching | None,
) -> None:
    policy, _ = read({}, dispatch=said)
    assert policy.dispatch == (said or "suggest")
    assert policy.automatic is (said == "automatic")


def test_the_first_rows_of_a_new_workbook_are_the_schemas_own_policy() -> None:
    for language in ("zh", "en"):
        sheet = Sheet(SHANGHAI, language)
        tables: dict[str, Table] = {}
        for name in ("regions", "levels"):
            spec = SCHEMA.tab(name)
            rows = [
                {key: encoder(spec.column(key), sheet)(value) for key, value in row.items()}
                for row in spec.first_rows(language)
            ]
            tables |= tab(name, *rows)
        policy, problems = read(tables, language=language)
        assert problems == ()
        wanted = {(level.grade, level.clock): level for level in SCHEMA.levels}
        assert {key: policy.levels[key] for key in wanted} == wanted
        assert replace(policy, levels={}).level("critical", "response") == SCHEMA.level(
            "critical", "response"
        )
