"""What a product needs, and what a technician can do, in the desk's own words."""

from __future__ import annotations

import pytest

from sheetflow.dispatch import SkillBook
from sheetflow.errors import BadInput
from sheetflow.schema import load
from tests.builders import POLICY, SCHEMA_FILE, member

BOOK = SkillBook(POLICY.schema.skills, ())


@pytest.mark.parametrize(
    ("product", "skill"),
    [
        pytest.param("大锅灶 ZG-2A", "gas", id="a stove burns gas"),
        pytest.param(
            "电磁大锅灶 DC-15", "electric_heat", id="the word in front says what it runs on"
        ),
        pytest.param("燃气蒸柜", "gas", id="... also where the thing itself is mostly electric"),
        pytest.param("风冷柜 FL-300", "refrigeration", id="a fridge"),
        pytest.param("洗碗机 XW-80", "dishwasher", id="a skill's own label"),
        pytest.param("复印机 FY-3020", "office", id="a copier"),
        pytest.param("Copier FY-3020", "office", id="an English word, in any case"),
    ],
)
def test_a_product_names_the_skill_it_needs(product, skill):
    needed = BOOK.needed("", product, "")
    assert needed is not None
    assert needed.key == skill


def test_the_type_counts_before_the_model_and_the_model_before_the_fault():
    assert BOOK.needed("制冷", "大锅灶", "").key == "refrigeration"
    assert BOOK.needed("", "大锅灶", "旁边的冰箱也不冷").key == "gas"
    assert BOOK.needed("", "ABC-2000", "冰箱不冷").key == "refrigeration"


def test_an_unknown_product_needs_nothing_in_particular():
    assert BOOK.needed("", "ABC-2000", "不启动,指示灯不亮") is None


@pytest.mark.parametrize("word", ["gas", "燃气", "Gas", "炒炉"])
def test_a_skill_may_be_written_as_key_label_or_word(word):
    assert BOOK.of(member("01", skills=(word,))) == {"gas"}


@pytest.mark.parametrize(
    "skills", [pytest.param((), id="nothing written"), ("全部",), ("燃气", "All")]
)
def test_somebody_repairs_everything_with(skills):
    assert BOOK.of(member("01", skills=skills)) is None


def test_a_skill_that_only_the_staff_tab_names_is_its_own_word():
    book = SkillBook(POLICY.schema.skills, [member("01", skills=("净水器",))])
    assert book.needed("", "净水器 J1", "") == book.skills["净水器"]
    assert book.of(member("02", skills=("净水器",))) == {"净水器"}
    assert BOOK.needed("", "净水器 J1", "") is None


def test_a_word_that_would_name_two_skills_is_reported_with_its_line(tmp_path):
    lines = SCHEMA_FILE.read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "words: [冷柜" in line)
    lines[at] = lines[at].replace("冷柜", "炒炉", 1)
    path = tmp_path / "sheet_schema.yaml"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadInput) as refused:
        load(path)
    (problem,) = refused.value.problems
    assert str(problem).startswith("sheet_schema.yaml:")
    assert "'炒炉' names both 'gas' and 'refrigeration'" in str(problem)
