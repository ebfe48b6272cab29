"""Which code folded the records: no change of it goes unnoticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sheetflow import record
from sheetflow.ledger.refold import version_of

FOLDER = Path(str(record.__file__)).parent
MODULES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_a_change_of_any_module_that_folds_records_makes_another_version(
    tmp_path: Path, module: str
) -> None:
    changed = Path(shutil.copytree(FOLDER, tmp_path / "record"))
    with (changed / module).open("a", encoding="utf-8") as file:
        file.write("# understands an event better\n")
    assert version_of(changed) != version_of(FOLDER)


def test_the_same_code_elsewhere_is_the_same_version(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(FOLDER, tmp_path / "record"))
    assert version_of(copied) == version_of(FOLDER)
