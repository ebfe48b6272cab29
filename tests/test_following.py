"""What may stir a status is listed where it is followed, with the files that record it."""

from __future__ import annotations

import re
from pathlib import Path

import sheetflow
from sheetflow import following

RECORD = Path(sheetflow.__file__).parent / "record"

#: name: the files that record it
LISTED = {
    name.partition(":")[0]: files.split(", ")
    for names, files in re.findall(
        r"^    (\S+(?:, \S+)*)  +(\S+\.py(?:, \S+\.py)*)  ", following.__doc__ or "", re.MULTILINE
    )
    for name in names.split(", ")
}
CONSTANTS = {"corrected": "CORRECTED", "taken_back": "TAKEN_BACK", "alone": "ALONE"}


def test_each_fact_that_leads_somewhere_is_listed_and_no_other() -> None:
    assert LISTED.keys() == following.LEADS.keys()


def test_each_fact_is_named_in_the_files_that_it_is_listed_with() -> None:
    for name, files in LISTED.items():
        word = CONSTANTS.get(name) or name
        said = re.compile(rf'"{word}[":]' if word == name else rf"\b{word}\b")
        for file in files:
            assert said.search((RECORD / file).read_text("utf-8")), (name, file)
