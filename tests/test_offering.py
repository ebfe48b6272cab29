"""Who is offered as technician: who goes out and is active, under the name that the cell then shows."""

from __future__ import annotations

import pytest

from sheetflow.model import Scalar, Table
from sheetflow.planner.offering import offers
from sheetflow.policy import Policy
from tests.builders import POLICY, member, policy_of

COLUMNS = {"no": 0, "name": 1, "offered_as": 2}


def offered(*rows: list[Scalar], policy: Policy = POLICY) -> dict[str, Scalar]:
    """Give what is to be written, by staff number."""
    table = Table("staff", COLUMNS, rows)
    return {write.key: write.new for write in offers(table, policy)}


def test_technicians_and_a_supervisor_with_skills_are_offered_and_nobody_else() -> None:
    rows = [[f"0{n}", "…"] for n in range(1, 9)]
    assert offered(*rows) == {
        "01": "陈立·工01",
        "02": "刘勇·工02",
        "03": "赵明·工03",
        "04": "孙浩·工04",
        "05": "周平·工05",
        "06": "吴强·工06",
    }


def test_what_stands_there_already_is_not_written_again() -> None:
    assert offered(["01", "陈立", "陈立·工01"], ["07", "林静", ""]) == {}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["07", "林静", "林静·工07"], id="no-technician"),
        pytest.param(["09", "走了", "走了·工09"], id="not-active-any-more"),
        pytest.param(["10", "?", "谁"], id="nobody-the-policy-knows"),
    ],
)
def test_who_is_not_to_be_offered_is_cleared(row: list[Scalar]) -> None:
    policy = policy_of(*POLICY.staff.values(), member("09", "走了", active=False))
    assert offered(row, policy=policy) == {row[0]: ""}


@pytest.mark.parametrize("number", [1, 1.0, "1", " 01 "])
def test_a_number_is_one_however_it_was_typed(number: Scalar) -> None:
    assert list(offered([number, "陈立"]).values()) == ["陈立·工01"]


def test_of_two_rows_with_a_number_the_upper_is_offered() -> None:
    assert offered(["01", "陈立"], ["01", "陈立"]) == {"01": "陈立·工01"}
    assert offered(["01", "陈立", "陈立·工01"], ["01", "陈立"]) == {}


def test_without_the_tab_or_its_columns_nothing_is_written() -> None:
    assert list(offers(None, POLICY)) == []
    assert list(offers(Table("staff", {"no": 0}, [["01"]]), POLICY)) == []
