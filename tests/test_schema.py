"""The shipped sheet_schema.yaml is what SHEET.md and WORKFLOW.md say, and every fault of a changed one is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest

from sheetflow.calendars import Calendar
from sheetflow.columns import folded
from sheetflow.errors import BadInput
from sheetflow.model import Text
from sheetflow.schema import Schema, Template, load

SHIPPED = Path(__file__).parents[1] / "sheet_schema.yaml"

FRONT = """
    ticket_no status unit_name next_action next_due grade customer_name phone address region product_model fault
    technician contact_result appointment_at consent verified_fault work_started_at work_ended_at parts_used result
    amount_due amount_paid signature revisit_result revisit_note remarks
"""
FIFTEEN = {
    "维修单号": "ticket_no",
    "客户姓名": "customer_name",
    "联系方式": "phone",
    "产品型号": "product_model",
    "序列号": "serial_no",
    "故障描述": "fault",
    "故障核实情况": "verified_fault",
    "维修工程师": "technician",
    "维修开始时间": "work_started_at",
    "维修结束时间": "work_ended_at",
    "更换配件清单": "parts_used",
    "维修结果": "result",
    "客户签字": "signature",
    "回访记录": "revisit_note",
    "备注": "remarks",
}
CLOCKS = [
    "response",
    "onsite",
    "undispatched",
    "promise",
    "contact",
    "guidance_followup",
    "escalation",
    "revisit",
]

NOTICES = "notices:\n  new_report"


@pytest.fixture(scope="module")
def generic() -> Schema:
    return load(SHIPPED)


def rewritten(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the shipped file with some wordings changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "sheet_schema.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def faults(tmp_path: Path) -> Callable[..., list[str]]:
    """Give the messages about the shipped file with some wordings changed."""

    def found(*changes: tuple[str, str]) -> list[str]:
        with pytest.raises(BadInput) as raised:
            load(rewritten(tmp_path, *changes))
        return str(raised.value).splitlines()

    return found


def line_of(wording: str) -> int:
    text = SHIPPED.read_text(encoding="utf-8")
    return text[: text.index(wording)].count("\n") + 1


def test_a_notice_that_nothing_sends_is_named(faults: Callable[..., list[str]]) -> None:
    birthday = "  birthday: {label: {zh: 生日, en: Birthday}, to: [owner]}\n"
    [fault] = faults((NOTICES, NOTICES.replace("\n", f"\n{birthday}")))
    said = "nothing sends a notice 'birthday'. Take it out, or write one of: incident, escalation, "
    assert fault.startswith(f"sheet_schema.yaml:{line_of(NOTICES) + 1} notices.birthday: {said}")


def test_a_notice_that_nobody_would_get_is_named(faults: Callable[..., list[str]]) -> None:
    line = "  unreachable: {label: {zh: 联系不上, en: Unreachable}, to: [dispatcher]}\n"
    assert faults((line, "")) == [
        f"sheet_schema.yaml:{line_of(NOTICES) + 1} notices: 'unreachable' is missing: nobody would get it. "
        "Write unreachable: {label: {zh: …, en: …}, to: [role]}."
    ]


def test_a_clock_that_the_rules_watch_and_nobody_declared_is_named(
    faults: Callable[..., list[str]],
) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    clocks = "\nclocks:\n"
    begin = text.index("  undispatched:\n", text.index(clocks))
    declared = text[begin : text.index("\n  promise:", begin) + 1]
    told = faults((declared, ""), (", undispatched, promise", ", promise"))
    assert (
        f"sheet_schema.yaml:{line_of(clocks) + 2} clocks: 'undispatched' is missing, and rules watch it. Write it "
        "again; to switch it off leave its target out under levels."
    ) in told


def test_the_tabs_stand_in_the_order_of_the_desk(generic: Schema) -> None:
    assert [tab.label.zh for tab in generic.tabs if tab.place == "front"] == (
        [
            "今日",
            "工单",
            "联系记录",
            "上门记录",
            "配件库存",
            "配件流水",
            "收款欠款",
            "客户档案",
            "销售线索",
        ]
    )
    assert [tab.label.zh for tab in generic.tabs if tab.place == "settings"] == (
        [
            "人员",
            "收费标准",
            "保修政策",
            "协议客户",
            "区域路程",
            "时效等级",
            "节假日",
            "报表",
            "说明",
        ]
    )
    assert [tab.key for tab in generic.tabs if tab.place == "hidden"] == ["scratch"]


def test_the_tickets_tab_begins_with_what_everybody_sees(generic: Schema) -> None:
    tickets = generic.tab("tickets")
    shown = [column.key for column in tickets.columns if not (column.group or column.hidden)]
    assert shown == FRONT.split()
    assert [column.key for column in tickets.columns[: len(shown)]] == shown
    assert [column.key for column in tickets.columns if column.frozen] == shown[:3]
    assert [group.label.zh for group in tickets.groups] == (
        ["登记", "产品", "派工", "时限", "完工", "标记", "时间记录"]
    )


def test_people_and_system_share_status_and_technician_only(generic: Schema) -> None:
    shared = [c.key for tab in generic.tabs for c in tab.columns if c.written_by == "both"]
    assert shared == ["status", "technician"]


def test_contact_data_is_marked(generic: Schema) -> None:
    personal = {c.key for c in generic.tab("tickets").columns if c.personal}
    assert personal >= {"customer_name", "phone", "address", "email", "site_contact", "signature"}
    assert generic.tab("customers").column("other_phones").personal


@pytest.mark.parametrize("name", CLOCKS)
def test_a_hidden_warning_and_stop_stand_beside_each_deadline(generic: Schema, name: str) -> None:
    clock, tickets = generic.clock(name), generic.tab("tickets")
    keys = [column.key for column in tickets.columns]
    at = keys.index(clock.due)
    assert keys[at : at + 3] == [clock.due, clock.warn, clock.met]
    assert tickets.column(clock.due).type == "deadline"
    assert tickets.column(clock.warn).hidden
    assert tickets.column(clock.met).hidden


def test_the_fifteen_fields_of_an_old_record_find_their_columns(generic: Schema) -> None:
    tickets = generic.tab("tickets")
    assert {header: tickets.by_label(header) for header in FIFTEEN} == FIFTEEN


def test_the_fifteen_fields_of_the_record_are_columns_that_people_see_by_their_names(
    generic: Schema,
) -> None:
    """P2 S5 (duty 42): each bears the record's own label; the fault says besides whose words it holds."""
    columns = [generic.tab("tickets").column(key) for key in FIFTEEN.values()]
    assert [column.label.zh.removesuffix("(客户)") for column in columns] == list(FIFTEEN)
    assert not [column.key for column in columns if column.hidden]


@pytest.mark.parametrize(
    ("header", "key"),
    [
        pytest.param("fault", "fault", id="the key"),
        pytest.param("故障描述（客户）", "fault", id="wide brackets"),
        pytest.param("Shop or unit ", "unit_name", id="the English label"),
        pytest.param("我们自己的一列", None, id="a column of their own"),
    ],
)
def test_a_header_is_known_by_any_of_its_names(
    generic: Schema, header: str, key: str | None
) -> None:
    assert generic.tab("tickets").by_label(header) == key


def test_the_levels_are_those_of_the_procedures(generic: Schema) -> None:
    hours = {
        (level.grade, level.clock): level.target and level.target / timedelta(hours=1)
        for level in generic.levels
    }
    assert [hours[grade, "response"] for grade in ("critical", "urgent", "normal")] == [2, 4, 24]
    assert [hours[grade, "onsite"] for grade in ("critical", "urgent", "normal")] == [24, 48, 72]
    assert generic.level("urgent", "revisit") == generic.level("any", "revisit")
    undispatched = generic.level("normal", "undispatched")
    assert undispatched is not None
    assert (undispatched.target, undispatched.warn_percent) == (timedelta(minutes=30), 50)


def test_only_the_stove_profile_promises_a_visit_within_three_hours(generic: Schema) -> None:
    promised = generic.level("normal", "promise")
    assert promised is not None
    assert promised.target is None
    stove = load(SHIPPED, profile="stove").level("normal", "promise")
    assert stove is not None
    assert stove.target == timedelta(hours=3)


def test_the_stove_profile_charges_for_parts_only_and_keeps_the_grades(generic: Schema) -> None:
    stove = load(SHIPPED, profile="stove")
    assert stove.policy.charges == ("part",)
    assert stove.level("urgent", "response") == generic.level("urgent", "response")
    assert (stove.profile.name, generic.profile.name) == ("stove", "generic")


def test_a_grades_own_level_beats_the_one_for_any_grade(tmp_path: Path) -> None:
    urgent = "urgent: {response: 4 h,"
    schema = load(rewritten(tmp_path, (urgent, f"{urgent} revisit: 12 h,")))
    targets = [schema.level(grade, "revisit") for grade in ("urgent", "normal")]
    assert [level and level.target for level in targets] == [timedelta(hours=12), timedelta(days=1)]
    assert schema.level("urgent", "lunch") is None


def test_the_ladder_is_climbed_in_order_however_it_is_written(tmp_path: Path) -> None:
    schema = load(rewritten(tmp_path, ("after: 0 min", "after: 3 h")))
    assert [rung.roles for rung in schema.ladder] == [("supervisor",), ("owner",), ("dispatcher",)]


def test_the_policy_is_what_the_workflow_says(generic: Schema) -> None:
    policy = generic.policy
    assert (policy.triage, policy.dispatch) == ("auto", "suggest")
    assert (policy.retry_gap, policy.max_attempts) == (timedelta(minutes=10), 3)
    assert (policy.quiet_from, policy.quiet_to) == (time(20), time(8))
    assert [rung.roles for rung in generic.ladder] == [("dispatcher",), ("supervisor",), ("owner",)]
    assert generic.max_changes == 500


_SWITCHES = (
    "charges",
    "documents",
    "completion_wants",
    "retry_gap",
    "max_attempts",
    "second_repair_days",
)


@pytest.mark.parametrize("switch", _SWITCHES)
def test_a_switch_that_is_not_written_is_as_the_shipped_file_has_it(
    generic: Schema, switch: str, tmp_path: Path
) -> None:
    (line,) = re.findall(rf"^  {switch}: .*\n", SHIPPED.read_text("utf-8"), re.MULTILINE)
    assert load(rewritten(tmp_path, (line, ""))).policy == generic.policy


def test_a_desk_that_wants_no_papers_says_so_with_an_empty_list(tmp_path: Path) -> None:
    (line,) = re.findall(r"^  documents: \[.*\n", SHIPPED.read_text("utf-8"), re.MULTILINE)
    assert load(rewritten(tmp_path, (line, "  documents: []\n"))).policy.documents == ()


def test_every_calendar_is_one(generic: Schema) -> None:
    for calendar in generic.calendars:
        assert Calendar.from_spec(calendar.spec, name=calendar.name).name == calendar.name


def test_the_levels_tab_begins_with_the_levels(generic: Schema) -> None:
    rows = generic.tab("levels").first_rows("zh")
    assert [(row["grade"], row["clock"]) for row in rows] == [
        (level.grade, level.clock) for level in generic.levels
    ]


def test_the_settings_begin_in_the_language_of_the_workbook(generic: Schema) -> None:
    regions = generic.tab("regions").first_rows("zh")
    assert {row["region"]: row["minutes"] for row in regions} == {
        "城中": 15, "城东": 20, "城西": 25, "城南": 30, "城北": 55,
    }  # fmt: skip
    topics = [[row["topic"] for row in generic.tab("help").first_rows(x)] for x in ("zh", "en")]
    assert topics == [["接线员", "接线话术", "技术人员"], ["Hotline", "Greeting", "Technician"]]
    assert generic.tab("staff").first == ()


def test_no_flag_is_part_of_another_so_that_a_formula_finds_the_right_one(generic: Schema) -> None:
    labels = generic.tab("tickets").column("flags").choice_labels.values()
    for language in ("zh", "en"):
        words = [label.of(language) for label in labels]
        assert [(a, b) for a in words for b in words if a != b and a in b] == []


def test_every_clock_reddens_its_deadline_and_any_of_them_the_ticket(generic: Schema) -> None:
    rules = {rule.name: rule for rule in generic.highlights}
    response = rules["clock_overdue_response"]
    assert response.columns == ("response_by",)
    assert response.when.columns == ("status", "response_by", "response_met_at")
    assert rules["clock_overdue"].columns == ("ticket_no", "next_action", "next_due")
    assert {generic.clock(name).due for name in CLOCKS} <= set(rules["clock_overdue"].when.columns)
    names = list(rules)
    assert names.index("incident") < names.index("clock_overdue") < names.index("clock_soon")


def test_what_is_missing_is_yellow_at_its_stage_only(generic: Schema) -> None:
    rule = next(rule for rule in generic.highlights if rule.name == "missing_parts_eta")
    assert rule.columns == ("parts_eta",)
    assert rule.when.source == "=AND(OR({status}={status:parts_wait}),LEN(TRIM({parts_eta}))=0)"


def test_a_formula_is_filled_with_addresses_and_labels(generic: Schema) -> None:
    template = Template("=AND({status}={status:completed},{revisit_by}<={now})")
    filled = template.formula(
        {"status": "B", "revisit_by": "AX"}.__getitem__,
        label=lambda column, choice: generic.label("tickets", column, choice).zh,
        cells={"now": "$ZZ$1"},
    )
    assert filled == '=AND($B2="已完成",$AX2<=$ZZ$1)'


def test_a_label_with_a_quote_stays_one_text_of_the_formula() -> None:
    filled = Template("={status}={status:odd}").formula(
        lambda column: "B", label=lambda column, choice: 'so "odd"', cells={}, row=3
    )
    assert filled == '=$B3="so ""odd"""'


def test_the_ten_views_are_shipped(generic: Schema) -> None:
    assert [view.label.zh for view in generic.views] == (
        [
            "今天待办",
            "待派工",
            "我的工单",
            "待回访",
            "待配件",
            "待客户到期",
            "欠款",
            "单据未交",
            "备用机在外",
            "全部",
        ]
    )


def test_staff_words_mean_their_choice(generic: Schema) -> None:
    tickets = generic.tab("tickets")
    words = {"缺件": "parts_wait", "完工": "completed", "结单": "closed"}
    assert {w: tickets.column("status").choice_keys[folded(w)] for w in words} == words
    calls = {
        "1": "no_answer_1",
        "2": "no_answer_2",
        "3": "no_answer_3",
        "0": "bad_number",
        "通": "reached",
    }
    assert {w: tickets.column("contact_result").choice_keys[w] for w in calls} == calls


def test_every_label_is_there_in_both_languages(generic: Schema) -> None:
    columns = [column for tab in generic.tabs for column in tab.columns]
    labels: list[Text] = [column.label for column in columns]
    labels += [choice.label for column in columns for choice in column.choices]
    assert all(label.zh and label.en for label in labels)


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        pytest.param(
            "urgent: {response: 4 h,",
            "urgent: {response: 4,",
            "levels.urgent.response",
            "'4' has no unit. Write a number and a unit, such as '4 h' or '30 min'.",
            id="no unit",
        ),
        pytest.param(
            "max_changes: 500",
            "max_changes: many",
            "max_changes",
            "'many' is not a whole number. Write a whole number, such as 500.",
            id="a word for a number",
        ),
        pytest.param(
            "between: [1, 120]",
            "between: [120, 1]",
            "tabs.customers.columns.care_months.between",
            "a list is not two whole numbers, the smaller first. Write the least and the greatest, such as between: "
            "[0, 100].",
            id="bounds the wrong way round",
        ),
        pytest.param(
            "type: integer, between: [1, 120]",
            "type: text, between: [1, 120]",
            "tabs.customers.columns.care_months",
            "a text column has no bounds. Write type: integer.",
            id="bounds of a text",
        ),
        pytest.param(
            "second_repair_days: 30",
            "second_repair_days: -30",
            "policy.second_repair_days",
            "'-30' is below 0. Write a whole number, such as 30.",
            id="a number below 0",
        ),
        pytest.param(
            "width: 240",
            "width: wide",
            "tabs.tickets.columns.fault.width",
            "'wide' is not a whole number. Write a whole number, such as 100.",
            id="a word for a width",
        ),
        pytest.param(
            "photos: {label: {zh: 照片, en: Photos}",
            "photos: {label: 照片",
            "tabs.tickets.groups.intake.columns.photos.label",
            "'照片' is not in both languages. Write label: {zh: …, en: …}.",
            id="a label in one language",
        ),
        pytest.param(
            "en: Beyond the desk}, to: [supervisor, dispatcher]",
            "en: Beyond the desk}, to: supervisor",
            "notices.escalation.to",
            "'supervisor' is not a list. Write to: [supervisor].",
            id="a word for a list",
        ),
        pytest.param(
            "    frozen: 3",
            "    frosen: 3",
            "tabs.tickets.frosen",
            "'frosen' is not a key here. Write 'frozen' if that was meant.",
            id="an unknown key",
        ),
        pytest.param(
            "type: money, help: {zh: 退款",
            "type: coins, help: {zh: 退款",
            "tabs.payments.columns.amount.type",
            "'coins' is not known here. Write 'choices' if that was meant.",
            id="an unknown type",
        ),
        pytest.param(
            "label: {zh: 区域, en: Region}\n        type",
            "label: {zh: 区域}\n        type",
            "tabs.tickets.columns.region.label",
            "en is missing. Write label: {zh: …, en: …}.",
            id="half a label",
        ),
        pytest.param(
            "        label: {zh: 区域, en: Region}\n        type: choice",
            "        type: choice",
            "tabs.tickets.columns.region",
            "'label' is missing. Write label: {zh: …, en: …}.",
            id="no label",
        ),
        pytest.param(
            "serial_no: {label: {zh: 序列号,",
            "serial_no: {label: {zh: 品牌,",
            "tabs.tickets.groups.product.columns.serial_no",
            "'品牌' names both 'brand' and 'serial_no'. Give one of them another label.",
            id="one label for two columns",
        ),
        pytest.param(
            "serial_no: {label: {zh: 序列号,",
            "serial_no: {label: {zh: ＢＲＡＮＤ,",
            "tabs.tickets.groups.product.columns.serial_no",
            "'ＢＲＡＮＤ' names both 'brand' and 'serial_no'.",
            id="one label in two widths",
        ),
        pytest.param(
            "when: '=ISNUMBER(FIND({flags:payment_due},{flags}))'\n    text",
            "when: '=ISNUMBER(FIND({flags:payment_due},{flag}))'\n    text",
            "highlights.money_owed",
            "the formula names an unknown column 'flag'. Write 'flags' if that was meant.",
            id="a highlight's formula with an unknown column",
        ),
        pytest.param(
            "refuse_plan: {zh: 不同意方案,",
            "refuse_plan: {zh: 同意方案,",
            "choices.consent.refuse_plan",
            "'同意方案' names both 'agree_plan' and 'refuse_plan'.",
            id="one label for two choices",
        ),
        pytest.param(
            "from: [beyond_desk_at]",
            "from: [beyond_desk]",
            "clocks.escalation.from[1]",
            "'beyond_desk' is not known here. Write 'beyond_desk_at' if that was meant.",
            id="a clock from an unknown column",
        ),
        pytest.param(
            "columns: escalate\n",
            "columns: escalation\n",
            "clocks.escalation",
            "the tickets tab has no column escalation_by, escalation_warn_at, escalation_met_at for this clock.",
            id="a clock without columns",
        ),
        pytest.param(
            "calendar: desk\n    columns: contact",
            "calendar: disk\n    columns: contact",
            "clocks.contact.calendar",
            "'disk' is not known here. Write 'desk' if that was meant.",
            id="an unknown calendar",
        ),
        pytest.param(
            "columns: [promise_by, next_action, consent]",
            "columns: [promised_by]",
            "highlights.promise_at_risk.columns[1]",
            "'promised_by' is not known here. Write 'promise_by' if that was meant.",
            id="a highlight on an unknown column",
        ),
        pytest.param(
            "={status}={status:parts_wait}', sort",
            "={state}={status:parts_wait}', sort",
            "views.parts_wait",
            "the formula names an unknown column 'state'. Write 'status' if that was meant.",
            id="a formula with an unknown column",
        ),
        pytest.param(
            "={status}={status:parts_wait}', sort",
            "={status}={status:parts_waiting}', sort",
            "views.parts_wait",
            "the formula names an unknown choice 'status:parts_waiting'. Write 'parts_wait' if that was meant.",
            id="a formula with an unknown choice",
        ),
        pytest.param(
            'fill: "#7f0000"',
            "fill: red",
            "highlights.incident.fill",
            "'red' is not a colour. Write one such as '#cc0000'.",
            id="a colour by name",
        ),
        pytest.param(
            "to: [supervisor]}",
            "to: [boss]}",
            "ladder[2].to[1]",
            "'boss' is not known here. Write one of: dispatcher, hotline, owner,",
            id="an unknown role",
        ),
        pytest.param(
            "region: 城北, minutes: 55",
            "region: 城北, minutes: far",
            "tabs.regions.first[5].minutes",
            "'far' is not a whole number from 0 to 1440. Type a whole number from 0 to 1440, such as 3.",
            id="a first value of the wrong kind",
        ),
        pytest.param(
            "choices_from: staff.offered_as\n",
            "choices_from: staff.number\n",
            "tabs.tickets.columns.technician.choices_from",
            "'staff.number' is not known here.",
            id="choices from nowhere",
        ),
        pytest.param(
            "levels: {any: {promise: 3 h}}",
            "levels: {any: {promise: 3 hands}}",
            "profiles.stove.changes.levels.any.promise",
            "'3 hands' has an unknown unit, 'hands'.",
            id="a profile that nobody asked for",
        ),
        pytest.param(
            '{from: "20:00"',
            '{from: "8pm"',
            "policy.quiet_hours.from",
            "'8pm' is not a time of day. Write one such as '08:00'.",
            id="no time of day",
        ),
        pytest.param(
            "    pausable: true",
            "    pausable: sometimes",
            "clocks.onsite.pausable",
            "'sometimes' is neither true nor false. Write true or false.",
            id="neither true nor false",
        ),
        pytest.param(
            "urgent: always",
            "urgent: allways",
            "notices.incident.urgent",
            "'allways' is not known here. Write 'always' if that was meant.",
            id="no such urgency",
        ),
        pytest.param(
            "    written_by: system\n        also: [单号",
            "    written_by: system\n        carried: true\n        also: [单号",
            "tabs.tickets.columns.ticket_no",
            "a rule writes it anew in each row. Take carried out.",
            id="carried though a rule writes it",
        ),
        pytest.param(
            "en: Desk}, zone: Asia/Shanghai",
            "en: Desk}, zone: Asia/Shanghi",
            "calendars.desk.zone",
            "'Asia/Shanghi' is no time zone. Write Asia/Shanghai.",
            id="a zone that isn't one",
        ),
        pytest.param(
            'weekly: {daily: ["08:00-20:00"]}',
            'weekly: {daily: ["88:00-20:00"]}',
            "calendars.desk.weekly.daily",
            "'88:00-20:00' goes beyond the day's 24:00. Write hours such as 09:00-12:00",
            id="hours beyond the day",
        ),
        pytest.param(
            'weekly: {mon-fri: ["09:00-12:00", "13:30-18:00"]}',
            'weekly: {mon-fry: ["09:00-12:00"], sat: ["09:00-12:00"]}',
            "calendars.office.weekly.mon-fry",
            "not a weekday. Write daily, mon-fri, or mon,",
            id="days that aren't",
        ),
        pytest.param(
            'zone: Asia/Shanghai, weekly: {daily: ["08:00-20:00"]}}',
            "zone: Asia/Shanghai}",
            "calendars.desk.weekly",
            'no hours. Write mon-fri: ["09:00-12:00", "13:30-18:00"].',
            id="a calendar without hours",
        ),
        pytest.param(
            "    official: CN",
            "    officiel: CN",
            "calendars.office.officiel",
            "no calendar has this key. Use zone, weekly, official.",
            id="an unknown key of a calendar",
        ),
    ],
)
def test_a_fault_is_named_with_its_line_its_place_and_the_remedy(
    faults: Callable[..., list[str]], old: str, new: str, where: str, says: str
) -> None:
    (message,) = faults((old, new))
    place, _, rest = message.partition(": ")
    file, _, path = place.partition(" ")
    assert path == where
    assert rest.startswith(says)
    name, _, line = file.partition(":")
    assert name == "sheet_schema.yaml"
    assert line_of(old) - 6 <= int(line) <= line_of(old) + new.count("\n")


def test_all_faults_come_out_at_once_in_the_order_of_the_lines(
    faults: Callable[..., list[str]],
) -> None:
    found = faults(
        ("urgent: {response: 4 h,", "urgent: {response: 4,"),
        ("max_changes: 500", "max_changes: many"),
        ("    frozen: 3", "    frosen: 3"),
    )
    places = [message.split(" ")[1].rstrip(":") for message in found]
    assert places == ["max_changes", "tabs.tickets.frosen", "levels.urgent.response"]


def test_broken_yaml_is_named_with_its_line(faults: Callable[..., list[str]]) -> None:
    wording = "  incident:\n    abuse: {zh: 辱骂"
    (message,) = faults((wording, wording.replace("{", "{{")))
    line = int(message.split(":")[1])
    assert 0 <= line - line_of(wording) <= 3
    assert "this isn't YAML" in message


def test_a_key_that_stands_twice_is_named_with_both_lines(
    faults: Callable[..., list[str]],
) -> None:
    (message,) = faults(("max_changes: 500", "max_changes: 400\nmax_changes: 500"))
    first = line_of("max_changes: 500")
    assert message.startswith(
        f"sheet_schema.yaml:{first + 1} max_changes: 'max_changes' stands here"
    )
    assert f"first in line {first}." in message


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"there is no profile 'stoves'\. Write 'stove'"):
        load(SHIPPED, profile="stoves")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "tabs: 7\n"])
def test_a_file_of_another_kind_is_refused_with_sentences(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"other\.yaml"):
        load(path)


def test_a_missing_or_unreadable_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        load(tmp_path / "none.yaml")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="Save it as UTF-8"):
        load(binary)
