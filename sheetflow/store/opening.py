"""What the file itself says: is it ours, is it set up, in which zone, and who holds the token."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sheetflow.errors import Refused
from sheetflow.store.api import Api, Message
from sheetflow.store.batch import Scratch
from sheetflow.store.names import CHAIN, METADATA, SCRATCH, stable_id

FIELDS = (
    "properties(timeZone,locale),namedRanges,developerMetadata,"
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)))"
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The file as found: the token in force, zone and locale, its scratch tab, and its tabs' titles by id.

    The scratch tab is None where somebody deleted it.
    """

    token: str | None
    zone: str
    locale: str
    scratch: Scratch | None
    titles: Mapping[int, str]


def inspect(api: Api) -> Inspection:
    """Look at the file. Raises Refused for one that isn't set up, or is a copy of one that was."""
    found = api.get(FIELDS)
    refuse_copy(api.id, found.get("developerMetadata", ()))
    sheets = {sheet["properties"]["sheetId"]: sheet["properties"] for sheet in found["sheets"]}
    scratch = sheets.get(stable_id("tab", SCRATCH))
    if scratch is None and not own_metadata(found.get("developerMetadata", ())):
        raise not_set_up()
    return Inspection(
        token=token_of(found.get("namedRanges", ())),
        zone=found["properties"]["timeZone"],
        locale=found["properties"]["locale"],
        scratch=scratch
        and Scratch(
            scratch["sheetId"],
            scratch["title"],
            scratch["gridProperties"]["rowCount"],
            scratch["gridProperties"]["columnCount"],
        ),
        titles=titles_of(found["sheets"]),
    )


def not_set_up() -> Refused:
    """Give the sentence for a spreadsheet that has none of our tabs."""
    return Refused(
        "The spreadsheet isn't set up for sheetflow. Run sheetflow init.",
        zh="这张表格还没有为sheetflow设置好。请运行 sheetflow init。",
    )


def titles_of(sheets: Iterable[Message]) -> Mapping[int, str]:
    """Give the titles of all tabs by their id."""
    return {one["properties"]["sheetId"]: one["properties"]["title"] for one in sheets}


def token_of(named_ranges: Iterable[Message]) -> str | None:
    """Give the writer's token: the id of the named range that is called so."""
    for named in named_ranges:
        if named["name"].casefold() == CHAIN:
            return str(named["namedRangeId"])
    return None


def own_metadata(metadata: Iterable[Message]) -> Mapping[str, str]:
    """Give what was noted on the spreadsheet when it was set up: its `id` and `language`."""
    for one in metadata:
        if one.get("metadataKey") == METADATA:
            noted: Mapping[str, str] = json.loads(one.get("metadataValue") or "{}")
            return noted
    return {}


def refuse_other_zone(found: str, zone: ZoneInfo) -> None:
    """Raise Refused when the spreadsheet's zone isn't the desk's: every time in it would mean another."""
    if found != zone.key:
        raise Refused(
            f"The spreadsheet's time zone is {found}, the desk's is {zone.key}: every time would shift. "
            f"Choose {zone.key} under File, Settings.",
            zh=f"表格的时区是{found},本系统是{zone.key}:所有时间都会错位。请在“文件”“设置”里改回{zone.key}。",
        )


def refuse_copy(spreadsheet_id: str, metadata: Iterable[Message]) -> None:
    """Raise Refused when the file was set up under another id: somebody's copy of the desk's spreadsheet."""
    original = own_metadata(metadata).get("id", spreadsheet_id)
    if original != spreadsheet_id:
        raise Refused(
            f"The spreadsheet {spreadsheet_id} is a copy of {original}: two files with the same tickets would send "
            "every notice twice. Connect the original, or begin with an empty spreadsheet.",
            zh=f"表格{spreadsheet_id}是{original}的副本:两张表有同样的工单,每条通知都会发两遍。请连接原表,或从空表开始。",
        )
