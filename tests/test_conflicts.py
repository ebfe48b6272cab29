"""What a write of ours met is told where somebody looks: in a ticket's row, else on the health page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from sheetflow.conflicts import SHOWN_FOR, kept, ownerless, problems, told
from sheetflow.history import History
from sheetflow.model import CellWrite, Conflict, Event, Scalar
from sheetflow.record import TicketRecord, fold
from tests.builders import NOW, POLICY, SHANGHAI

STATUS = CellWrite("tickets", "WX1", "status", "待派工", "已派工", guarded=True)
LAST_WORD = CellWrite("payments", "F1", "last_word", "", "周五", guarded=True)

#: A ticket that a payment's row names.
KNOWN = {"WX1": TicketRecord("WX1", entries={"payments/F1": {"amount": 80}})}


def met(
    found: Scalar = "待客户",
    row: Scalar = "",
    *,
    write: CellWrite = STATUS,
    meant: str = "WX1",
    put_back: bool = False,
) -> Conflict:
    return Conflict(write, found, row, put_back=put_back, meant=meant)


def events(*conflicts: Conflict) -> tuple[Event, ...]:
    return told(conflicts, KNOWN, POLICY, NOW)


def quoted(*conflicts: Conflict, records: Mapping[str, TicketRecord] = KNOWN) -> list[str]:
    """Give what WX1's row says after these, in Chinese."""
    record = records["WX1"]
    for event in told(conflicts, records, POLICY, NOW):
        record = fold(record, event)
    return [why.zh for why in record.refusals.values()]


def shown(*conflicts: Conflict, later: timedelta = timedelta()) -> list[str]:
    """Give what the health page says of these."""
    document = kept(None, ownerless(conflicts, KNOWN), NOW)
    return [str(problem) for problem in problems(document, POLICY, NOW + later)]


def test_a_value_that_was_put_back_is_a_request_and_only_noted() -> None:
    (event,) = events(met(row="WX1", put_back=True))
    assert event.kind == "noted"
    assert (event.values["column"], event.values["typed"]) == ("status", "待客户")


def test_a_value_that_could_not_be_put_back_is_quoted_in_its_row() -> None:
    assert quoted(met(row="WX1", meant="WX2")) == [
        "「状态」里的「待客户」被系统写入的「已派工」盖住了,没能恢复;要用请再填一次"
    ]


def test_a_value_in_a_column_of_peoples_own_is_quoted_under_its_header() -> None:
    (said,) = quoted(met("别动", "WX1", write=STATUS._replace(column="自己的列", new="系统写的")))
    assert "「自己的列」里的「别动」被系统写入的「系统写的」盖住了" in said


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        pytest.param(
            "",
            "没有编号的一行里,「状态」的「待客户」被系统写入的「已派工」盖住了,没能恢复;要用请再填一次",
            "Status in a row without a number: '待客户' was overwritten with '已派工' and couldn't be put back. "
            "Type it again",
            id="without-a-number",
        ),
        pytest.param(
            "WX7",
            "编号「WX7」的行里,「状态」的「待客户」被系统写入的「已派工」盖住了,没能恢复;要用请再填一次",
            "Status in row WX7: '待客户' was overwritten with '已派工' and couldn't be put back. Type it again",
            id="under-a-number-that-nobody-knows",
        ),
    ],
)
def test_what_stood_in_a_row_of_no_ticket_is_quoted_in_the_row_that_the_write_was_meant_for(
    row: str, zh: str, en: str
) -> None:
    (event,) = events(met(row=row))
    (said,) = fold(KNOWN["WX1"], event).refusals.values()
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize(
    ("found", "wrote", "said"),
    [
        pytest.param("待客户", "", "「状态」的「待客户」被系统清空了,没能恢复", id="emptied"),
        pytest.param(
            "", "已派工", "「状态」原来是空的,被系统写成了「已派工」,没能清掉", id="filled"
        ),
    ],
)
def test_an_empty_cell_isnt_quoted_as_a_value(found: str, wrote: str, said: str) -> None:
    (sentence,) = quoted(met(found, write=STATUS._replace(new=wrote)))
    assert said in sentence


def test_a_value_of_ours_that_was_taken_out_of_an_empty_cell_again_is_told_to_nobody() -> None:
    taken_out = STATUS._replace(key="", old="已派工", new="")
    assert quoted(met(""), met("已派工", write=taken_out)) == []
    assert len(quoted(met(""), met("待客户", write=taken_out))) == 2
    assert len(quoted(met(""), met("已派工", write=taken_out, meant="WX2"))) == 1
    assert len(shown(met("", meant=""), met("已派工", write=taken_out, meant=""))) == 2


def test_each_value_stays_quoted_beside_others_and_the_tickets_own() -> None:
    said = quoted(met("甲", "WX1"), met("乙", "WX1"), met("丙"), met("丁"), met("戊", "WX7"))
    assert [next(one for one in "甲乙丙丁戊" if one in words) for words in said] == list(
        "甲乙丙丁戊"
    )


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(
            Event("WX1", "edited", NOW, {"column": "status", "after": "待客户"}), id="typed"
        ),
        pytest.param(
            Event("WX1", "refused", NOW, {"column": "status", "zh": "没有", "en": "none"}),
            id="the-tickets-own-refused",
        ),
    ],
)
def test_what_happens_in_the_tickets_own_cell_answers_nothing_of_another_row(event: Event) -> None:
    (about,) = events(met())
    record = fold(fold(KNOWN["WX1"], about), event)
    assert any("没有编号的一行" in why.zh for why in record.refusals.values())


def test_what_was_quoted_of_another_row_goes_once_somebody_has_read_it() -> None:
    (about,) = events(met())
    record = fold(fold(KNOWN["WX1"], about), Event("WX1", "acknowledged", NOW, {}))
    assert record.refusals == {}


def test_the_history_tells_of_another_row_and_takes_it_for_no_choice_of_the_tickets() -> None:
    chosen = Event("WX1", "edited", NOW, {"column": "status", "before": "", "after": "待客户"})
    history = History(POLICY.schema, {}, SHANGHAI).of([chosen, *events(met())])
    assert [entry.said.what.zh for entry in history] == ["另一行的「状态」没能恢复", "状态"]


def test_the_history_names_the_column_of_another_tab() -> None:
    (entry,) = History(POLICY.schema, {}, SHANGHAI).of(events(met(write=LAST_WORD, row="F1")))
    assert entry.said.what.zh == "另一行的「最近答复」没能恢复"


def test_what_was_put_back_into_a_row_of_no_ticket_is_told_to_nobody() -> None:
    conflict = met(put_back=True)
    assert (events(conflict), ownerless([conflict], KNOWN)) == ((), ())


@pytest.mark.parametrize(
    ("row", "meant", "where"),
    [
        pytest.param("F1", "", "「收款欠款」编号「F1」的行里", id="in-a-row-that-names-a-ticket"),
        pytest.param("", "F1", "「收款欠款」没有编号的一行里", id="meant-for-such-a-row"),
    ],
)
def test_what_stood_in_another_tab_is_quoted_in_the_ticket_that_its_row_names(
    row: str, meant: str, where: str
) -> None:
    (said,) = quoted(met("周四", row, write=LAST_WORD, meant=meant))
    assert said.startswith(f"{where},「最近答复」的「周四」被系统写入的「周五」盖住了")


def test_what_no_ticket_can_tell_of_is_shown_with_its_time_on_the_health_page() -> None:
    assert events(met(meant="")) == ()
    assert shown(met(meant="")) == [
        "工单: 14:30,没有编号的一行里,「状态」的「待客户」被系统写入的「已派工」盖住了,没能恢复. 要用请再填一次."
    ]
    assert shown(met("周四", "F9", write=LAST_WORD, meant="F9")) == [
        "收款欠款: 14:30,编号「F9」的行里,「最近答复」的「周四」被系统写入的「周五」盖住了,没能恢复. 要用请再填一次."
    ]


def test_nobodys_phone_or_name_is_shown_there() -> None:
    said = "\n".join(
        shown(
            met("138-0000-0001", meant="", write=STATUS._replace(column="phone", new="")),
            met("张先生", meant="", write=STATUS._replace(column="customer_name", new="")),
            met("找13800000001", meant="", write=STATUS._replace(column="remarks", new="")),
        )
    )
    assert ("138****0001" in said, "「张**」" in said) == (True, True)
    assert not any(whole in said for whole in ("13800000001", "138-0000-0001", "张先生"))


def test_after_a_month_the_health_page_says_nothing_of_it_any_more() -> None:
    assert len(shown(met(meant=""), later=SHOWN_FOR)) == 1
    assert shown(met(meant=""), later=SHOWN_FOR + timedelta(seconds=1)) == []


def test_a_value_of_a_tab_that_the_schema_has_no_more_is_passed_over() -> None:
    assert shown(met(meant="", write=STATUS._replace(tab="gone"))) == []


def test_a_value_that_may_have_been_kept_before_is_kept_once() -> None:
    first = kept(None, [met(meant="")], NOW)
    later = NOW + timedelta(minutes=2)
    assert kept(first, [met(meant="")], later, since=NOW) == first
    again = kept(first, [met(meant="")], later)
    assert len(problems(again, POLICY, later)) == 2
    assert len(problems(again, POLICY, later, since=later)) == 1
