"""The hidden tab with the records of guarded writes, made anew where somebody deleted it while the desk was at work."""

from __future__ import annotations

from typing import Final

from sheetflow.errors import Unavailable
from sheetflow.model import Language
from sheetflow.schema import Schema
from sheetflow.store import requests as ask
from sheetflow.store.api import Api
from sheetflow.store.names import SCRATCH, stable_id
from sheetflow.store.scratch import HEADINGS, ROW

#: The grid of a new one; it grows with the rows that are copied there.
ROWS: Final = 200


def make_scratch(api: Api, schema: Schema, language: Language) -> None:
    """Add the tab, empty and out of sight; its protection comes back with the next start or `doctor --fix`.

    Raises Refused where Google says no, as when a tab of people's has its title.
    """
    sheet_id = stable_id("tab", SCRATCH)
    made = {
        "sheetId": sheet_id,
        "title": schema.tab(SCRATCH).label.of(language),
        "hidden": True,
        "gridProperties": {"rowCount": ROWS, "columnCount": ROW + 1, "frozenRowCount": 1},
    }
    header = ask.update(sheet_id, 0, 0, [ask.row_of(HEADINGS)])
    api.batch([{"addSheet": {"properties": made}}, header])


def records_lost() -> Unavailable:
    """Give the sentence where the records of a batch are gone that alone could tell what it met."""
    return Unavailable(
        "Somebody deleted sheetflow's hidden tab just when something else was changed that only it records, such as "
        "the order of columns. What sheetflow wrote in that minute may stand over what people typed: compare it under "
        "File, Version history.",
        zh="有人删掉了系统的隐藏页,同一时刻又改了别的(例如移动了列),而这只有隐藏页记着。那一分钟里系统写入的内容可能"
        "盖住了别人填的:请在「文件」「版本记录」里对照一下。",
        act="write",
    )
