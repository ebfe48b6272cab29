"""Earlier repairs of the same model with a fault alike say what the cause may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.precedents import Precedent, Precedents, alike, model_of, words_of

PIN = Precedent("WX1", "大锅灶 ZG-2A", "打不着火", "点火针老化", "换点火针", ("IGN-220",))
AGAIN = PIN._replace(number="WX2", fault="点火打不着", cause="点火针老化了", remedy="")
BURNER = PIN._replace(number="WX3", cause="火盖堵", remedy="清理火盖", parts=())


def test_causes_are_counted_with_their_parts_and_what_helped_the_most_frequent_first() -> None:
    found = Precedents([PIN, AGAIN, BURNER]).told("ZG-2A", "打不着火")
    assert found is not None
    assert found.zh == "同型号3单:点火针老化了2次(IGN-220;换点火针)、火盖堵1次(清理火盖)"
    assert found.en == "3 of this model: 点火针老化了 ×2 (IGN-220; 换点火针), 火盖堵 ×1 (清理火盖)"


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        pytest.param("炒炉 CL-1B", "打不着火", id="another-model"),
        pytest.param("大锅灶 ZG-2A", "漏水", id="another-fault"),
        pytest.param("不清楚型号", "打不着火", id="a-model-nobody-knows"),
        pytest.param("", "打不着火", id="no-model"),
        pytest.param("大锅灶 ZG-2A", "", id="no-fault"),
    ],
)
def test_where_history_says_nothing_nothing_is_said_of(model: str, fault: str) -> None:
    unknown = PIN._replace(model="不清楚型号")
    assert Precedents([PIN, unknown]).told(model, fault) is None


def test_a_repair_that_says_neither_cause_nor_remedy_says_nothing() -> None:
    assert Precedents([PIN._replace(cause="", remedy="")]).told("ZG-2A", "打不着火") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("打不着火", "点火打不着", True),
        ("打不着火", "打不着火,有煤气味", True),
        ("打不着火", "打不开", False),
        ("不制冷", "不加热", False),
        ("漏水", "门封漏水", True),
        ("won't light", "does not light", True),
        ("won't light", "won't heat", False),
        ("报错 E6", "显示E6", True),
        ("报错 E6", "报错 E2,不转", False),
    ],
)
def test_faults_are_alike_by_the_words_they_share(one: str, other: str, same: bool) -> None:
    assert alike(words_of(one), words_of(other)) is same
    assert alike(words_of(other), words_of(one)) is same


@pytest.mark.parametrize("wording", ["ZG-2A", "大锅灶 ZG-2A", "zg2a"])
def test_a_model_is_known_by_the_code_on_its_plate(wording: str) -> None:
    assert model_of(wording) == "zg2a"


def test_nobodys_number_and_no_essay_gets_into_the_sentence() -> None:
    told = PIN._replace(cause="客户13800000001说点火针老化,前年也换过一次,这次又坏了")
    found = Precedents([told]).told("ZG-2A", "打不着火")
    assert found is not None
    assert "13800000001" not in found.zh
    assert len(found.zh) < 60


@given(st.permutations([PIN, AGAIN, BURNER, PIN._replace(number="WX4", cause="阀坏")]))
def test_the_same_history_says_the_same_in_any_order(history: list[Precedent]) -> None:
    found = Precedents(history).told("ZG-2A", "打不着火")
    assert found == Precedents(sorted(history)).told("ZG-2A", "打不着火")
