"""A parts list is understood as technicians type it; what isn't clear is asked back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.catalogue import Catalogue, Part
from sheetflow.typed import PartsList, understand_parts
from sheetflow.typed.parts import MOST, PROPOSED, Aside, Line, Question
from tests.builders import schema

CATALOGUE = Catalogue.of(
    [
        Part("PWR-001", "电源模块", ("电源", "power module")),
        Part("IGN-220", "脉冲点火器"),
        Part("TC-08", "热电偶"),
        Part("GSK-02", "门封条", ("封条",)),
        Part("IGBT-25", "功率模块"),
        Part("SV-15", "电磁阀", ("阀",)),
        Part("SV-20", "比例阀", ("阀",)),
        Part("SV-09", "旧电磁阀", ("封条",), active=False),
        Part("BOX2", "接线盒"),
    ],
    schema().policy.consumables,
)


def read(text: str) -> PartsList:
    return understand_parts(text, CATALOGUE)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("PWR-001 x2", {"PWR-001": 2}, id="a number and a quantity"),
        pytest.param("PWR-001", {"PWR-001": 1}, id="no quantity is one"),
        pytest.param("IGBT-25×2、门封条", {"IGBT-25": 2, "GSK-02": 1}, id="as the demonstration has it"),
        pytest.param("PWR-001 x1; TC-08 x2", {"PWR-001": 1, "TC-08": 2}, id="as the column's help says"),
        pytest.param("ＰＷＲ－００１＊２；ｔｃ０８", {"PWR-001": 2, "TC-08": 1}, id="full width"),
        pytest.param("pwr 001 2个", {"PWR-001": 2}, id="a blank for the hyphen, counted in pieces"),
        pytest.param("tc-08 2", {"TC-08": 2}, id="a bare figure behind a blank"),
        pytest.param("TC08*2\nGSK02", {"TC-08": 2, "GSK-02": 1}, id="a line each"),
        pytest.param("PWR-001 x1\r\nTC-08 x2\r\n", {"PWR-001": 1, "TC-08": 2}, id="lines of Windows"),
        pytest.param("两个功率模块", {"IGBT-25": 2}, id="a Chinese numeral in front"),
        pytest.param("2 x TC-08", {"TC-08": 2}, id="a quantity in front"),
        pytest.param("2个电源", {"PWR-001": 2}, id="an alias"),
        pytest.param("Power Module 3pcs", {"PWR-001": 3}, id="an English alias"),
        pytest.param("IGBT25(2个)", {"IGBT-25": 2}, id="a quantity in brackets"),
        pytest.param("PWR-001 电源模块 x2", {"PWR-001": 2}, id="number and name"),
        pytest.param("脉冲点火器IGN-220×1", {"IGN-220": 1}, id="name and number"),
        pytest.param("电源模块(型号PWR-001)", {"PWR-001": 1}, id="as P2's record has it"),
        pytest.param("电源模块（型号PWR-001）x3", {"PWR-001": 3}, id="and a quantity behind it"),
        pytest.param("PWR-001 x2 (旧件已收)", {"PWR-001": 2}, id="a remark"),
        pytest.param("电源共2个", {"PWR-001": 2}, id="in all"),
        pytest.param("PWR-001、TC-08各2个;GSK-02", {"PWR-001": 2, "TC-08": 2, "GSK-02": 1}, id="each"),
        pytest.param("TC-08+GSK-02", {"TC-08": 1, "GSK-02": 1}, id="plus"),
        pytest.param("TC-08;PWR-001;TC-08 x2", {"TC-08": 3, "PWR-001": 1}, id="mentioned twice"),
        pytest.param("PWR", {"PWR-001": 1}, id="the letters of one part alone"),
        pytest.param("BOX2", {"BOX2": 1}, id="a figure that belongs to the number"),
        pytest.param("BOX2 x2", {"BOX2": 2}, id="and a quantity behind it"),
        pytest.param("SV-09", {"SV-09": 1}, id="a part no longer in use, by its number"),
        pytest.param("封条", {"GSK-02": 1}, id="a part in use before one that isn't"),
        pytest.param(" ;,、 ", {}, id="nothing between the marks"),
        pytest.param("", {}, id="an empty cell"),
    ],
)  # fmt: skip
def test_understands(text: str, meant: dict[str, int]) -> None:
    found = read(text)
    assert (dict(found.quantities), found.questions) == (meant, ())
    assert list(found.quantities) == list(meant)


@pytest.mark.parametrize(
    "text",
    ["无", "没有", "没换", "未更换", "没换配件", "none", "N/A", "-", "辅料:生料带", "生料带(辅料)", "螺丝3个",
     "螺丝若干", "耗材：胶条、垫子", "consumables:tape"],
)  # fmt: skip
def test_accepts_without_a_movement(text: str) -> None:
    found = read(text)
    assert found.clear
    assert found.asides
    assert found.quantities == {}


def test_says_consumables_of_all_that_stands_behind_it_up_to_the_semicolon() -> None:
    aside, other, line = read("辅料:生料带、垫子;TC-08").entries
    assert (aside.text, other.text) == ("生料带", "垫子")
    assert isinstance(line, Line)


@pytest.mark.parametrize("text", ["保温棉", "保温棉 x2", "保温棉若干", "Cable Tie 3pcs"])
def test_a_shop_s_own_consumables_are_understood(text: str) -> None:
    """The schema lists them; what it doesn't list is asked about."""
    assert not read(text).clear
    shop = Catalogue.of(CATALOGUE.parts.values(), ["保温棉", "cable tie"])
    found = understand_parts(text, shop)
    assert found.clear
    assert [aside.text for aside in found.asides] == [text]
    assert not understand_parts("螺丝", shop).clear


def test_books_a_consumable_that_the_parts_tab_keeps() -> None:
    catalogue = Catalogue.of([Part("TAPE-1", "生料带")], ["生料带"])
    assert understand_parts("生料带 x2", catalogue).quantities == {"TAPE-1": 2}


@pytest.mark.parametrize(
    ("text", "proposals", "asked"),
    [
        pytest.param("点火针", ("IGN-220",), "点火针=IGN-220 脉冲点火器?是就写 IGN-220 x1", id="a nickname"),
        pytest.param("IBGT-25 x2", ("IGBT-25",), "IBGT-25=IGBT-25 功率模块?是就写 IGBT-25 x2", id="letters swapped"),
        pytest.param("阀", ("SV-15", "SV-20"), "「阀」是SV-15 电磁阀还是SV-20 比例阀?请写型号", id="two bear the name"),
        pytest.param("SV", ("SV-15", "SV-20"), "", id="letters of two parts"),
        pytest.param("PWR-00", ("PWR-001",), "", id="a number cut short"),
        pytest.param("电源模块(IGN-220)", ("PWR-001", "IGN-220"), "", id="name and number disagree"),
        pytest.param("TC-08 x0", ("TC-08",), "「TC-08 x0」是几个?数量写 1 到 999 的整数,如 TC-08 x1", id="none"),
        pytest.param("TC-08 x1.5", ("TC-08",), "", id="one and a half"),
        pytest.param("TC-08 x-1", ("TC-08",), "", id="less than none"),
        pytest.param("TC-08 x1000", ("TC-08",), "", id="a thousand"),
        pytest.param("TC-08、PWR-001各0个", ("TC-08",), "", id="none of each"),
        pytest.param("TC-08 (换了两个)", ("TC-08",), "", id="a figure hidden in a remark"),
        pytest.param("foo", (), "配件库存里没有「foo」。请写型号;辅料写成 辅料:foo", id="nothing like it"),
    ],
)  # fmt: skip
def test_asks_back(text: str, proposals: tuple[str, ...], asked: str) -> None:
    found = read(text)
    question = found.questions[0]
    assert not found.clear
    assert found.quantities == {}
    assert question.proposals[: len(proposals)] == proposals
    assert bool(question.proposals) == bool(proposals)
    assert question.sentence.zh == asked or not asked
    assert question.sentence.en


def test_asks_in_english_too() -> None:
    [question] = read("点火针 x2").questions
    assert question.sentence.en == "Is '点火针' IGN-220 脉冲点火器? If so, write IGN-220 x2"


def test_proposes_no_part_that_is_out_of_use() -> None:
    catalogue = Catalogue.of([Part("OLD-1", "旧阀门", active=False)])
    assert understand_parts("旧阀", catalogue).questions[0].proposals == ()


def test_takes_the_upper_of_two_rows_with_one_number() -> None:
    catalogue = Catalogue.of([Part("A-1", "泵"), Part("A-1", "阀")])
    assert catalogue.parts["A-1"].name == "泵"


def test_tells_numbers_apart_that_differ_by_a_hyphen_where_they_are_typed_exactly() -> None:
    catalogue = Catalogue.of([Part("A-12", "泵"), Part("A12", "阀")])
    assert understand_parts("A12;A-12 x2", catalogue).quantities == {"A12": 1, "A-12": 2}
    assert understand_parts("a 12", catalogue).questions[0].proposals == ("A-12", "A12")


def test_takes_a_number_before_a_name() -> None:
    catalogue = Catalogue.of([Part("B-1", "A-12"), Part("A-12", "泵")])
    assert understand_parts("a12", catalogue).quantities == {"A-12": 1}


def test_completes_no_number_that_is_out_of_use() -> None:
    catalogue = Catalogue.of([Part("OLD-1", active=False)])
    assert not understand_parts("OLD", catalogue).clear


def test_asks_for_one_part_a_line_where_a_letter_was_pasted() -> None:
    [question] = read("换了" + "很旧的" * 9_000).questions
    assert question.sentence.zh.startswith("「换了很旧的很旧的很旧…」太长")
    assert question.sentence.en.startswith("'换了很旧的很旧的很旧…' is too long")


def test_proposes_for_the_first_unknown_lines_only() -> None:
    questions = read("点火针;" * (PROPOSED + 1)).questions
    assert [bool(question.proposals) for question in questions] == [True] * PROPOSED + [False]


@pytest.mark.parametrize(
    ("text", "write"),
    [
        pytest.param("PWR-001×2 热电偶", "PWR-001 x2;TC-08 x1", id="a blank between them"),
        pytest.param("2个电源模块和一个热电偶", "PWR-001 x2;TC-08 x1", id="and"),
        pytest.param("two power module and three BOX2", "PWR-001 x2;BOX2 x3", id="and in English"),
        pytest.param("电源模块和压缩机", "PWR-001 x1;…", id="one of them unknown"),
    ],
)
def test_several_parts_in_one_line_are_asked_for_apart_and_none_is_dropped(
    text: str, write: str
) -> None:
    (question,) = read(text).questions
    assert question.sentence.zh == f"「{text}」里不止一个配件:用分号隔开,写成 {write}"


def test_a_beginning_that_several_parts_share_names_them_all() -> None:
    catalogue = Catalogue.of([Part("IGN-220", "点火器"), Part("IGN-230", "点火针")], ())
    (question,) = understand_parts("点火", catalogue).questions
    assert question.sentence.zh.startswith("「点火」是IGN-2")
    assert {"IGN-220", "IGN-230"} == set(question.proposals)
    assert "还是" in question.sentence.zh


def test_an_english_numeral_is_a_quantity() -> None:
    assert read("two power module").quantities == {"PWR-001": 2}
    assert "PWR-001 x2" in read("two power modules").questions[0].sentence.en


def test_keeps_what_is_clear_beside_what_is_asked() -> None:
    found = read("PWR-001 x2;点火针")
    assert [type(entry) for entry in found.entries] == [Line, Question]
    assert found.quantities == {"PWR-001": 2}


NAMES = [name for part in CATALOGUE.parts.values() if part.active for name in (part.no, part.name)]
COUNTS = st.sampled_from(["", " x2", "×3", "*1", " 5个", "(2)", "两个"])
WORDS = st.sampled_from([*NAMES, "点火针", "无", "阀", "螺丝"])
LISTS = st.lists(st.tuples(WORDS, COUNTS).map("".join), min_size=1, max_size=6)


@given(LISTS, st.sampled_from([";", "；", "、", ",", "，", "\n", " ; "]))
def test_gives_every_line_in_its_order_with_its_place(lines: list[str], mark: str) -> None:
    text = mark.join(lines)
    found = read(text)
    assert [entry.text for entry in found.entries] == lines
    assert [text[slice(*entry.span)] for entry in found.entries] == lines


@given(LISTS)
def test_reads_each_line_as_if_it_stood_alone(lines: list[str]) -> None:
    together = [(type(e), getattr(e, "quantity", 0)) for e in read(";".join(lines)).entries]
    alone = [(type(e), getattr(e, "quantity", 0)) for one in lines for e in read(one).entries]
    assert together == alone


@given(st.dictionaries(st.sampled_from(list(CATALOGUE.parts)), st.integers(1, MOST)))
def test_reads_what_it_would_write_itself(quantities: dict[str, int]) -> None:
    text = "; ".join(f"{part} x{quantity}" for part, quantity in quantities.items())
    assert dict(read(text).quantities) == quantities


@given(st.text(max_size=40))
def test_takes_any_text_and_books_positive_quantities_only(text: str) -> None:
    for entry in read(text).entries:
        assert text[slice(*entry.span)] == entry.text
        assert isinstance(entry, Aside | Question) or 0 < entry.quantity <= MOST
