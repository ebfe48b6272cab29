"""The file itself: whose it is, in which zone and language, and whether our clocks agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sheetflow.finding import Finding, alike
from sheetflow.model import Text
from sheetflow.store.doctor.description import Description
from sheetflow.store.opening import own_metadata
from sheetflow.store.provision.provisioning import LOCALES

_FILE = Text("表格设置", "Spreadsheet settings")
_SETTINGS = Text("「文件」→「设置」", "File, Settings")

#: How far our clock may be from the other side's. A signed ping is refused beyond 5 minutes, and so may be our key.
CLOCK_WARNING, CLOCK_FAULT = timedelta(seconds=30), timedelta(minutes=5)


def copy(seen: Description) -> Iterator[Finding]:
    """Tell a copy of a desk's spreadsheet: two files with the same tickets would send every notice twice."""
    noted = own_metadata(seen.file.get("developerMetadata", ())).get(
        "id", seen.wanted.spreadsheet_id
    )
    where = alike(seen.wanted.spreadsheet_id)
    if noted == seen.wanted.spreadsheet_id:
        yield Finding("copy", "ok", where, Text("不是别的表格的副本", "is nobody's copy"))
        return
    yield Finding(
        "copy",
        "fault",
        where,
        Text(f"是 {noted} 的副本", f"is a copy of {noted}"),
        Text(
            "请连原来的那个,或从一个空表格开始",
            "Connect the original, or begin with an empty spreadsheet",
        ),
    )


def zone(seen: Description) -> Iterator[Finding]:
    """Tell a zone that isn't the desk's: every time would be read as another."""
    found, wanted = seen.file["properties"].get("timeZone", ""), seen.wanted.zone.key
    if found == wanted:
        yield Finding("zone", "ok", _FILE, Text(f"时区是 {found}", f"the time zone is {found}"))
        return
    yield Finding(
        "zone",
        "fault",
        _FILE,
        Text(
            f"时区是 {found},维修台是 {wanted},所以停止写入",
            f"the time zone is {found}, the desk's is {wanted}, so nothing is written",
        ),
        Text(f"请在{_SETTINGS.zh}里选 {wanted}", f"Choose {wanted} under {_SETTINGS.en}"),
    )


def locale(seen: Description) -> Iterator[Finding]:
    """Tell a locale that isn't the one of the workbook's language: dates and figures may be typed otherwise there."""
    found, wanted = seen.file["properties"].get("locale", ""), LOCALES[seen.wanted.language]
    if found == wanted:
        yield Finding("locale", "ok", _FILE, Text(f"语言区域是 {found}", f"the locale is {found}"))
        return
    yield Finding(
        "locale",
        "note",
        _FILE,
        Text(
            f"语言区域是 {found},新表格会设成 {wanted}",
            f"the locale is {found}, a new spreadsheet gets {wanted}",
        ),
        Text(
            "只要一直不变就没关系;中途改了会停止写入",
            "It does no harm as long as it stays; a change stops the writing",
        ),
    )


def recalculation(seen: Description) -> Iterator[Finding]:
    """Tell a spreadsheet that recalculates on edits only: its colours stand still in between."""
    found = seen.file["properties"].get("autoRecalc", "")
    if found == "MINUTE":
        told = Text("每分钟重新计算", "recalculates every minute")
        yield Finding("recalculation", "ok", _FILE, told)
        return
    yield Finding(
        "recalculation",
        "warning",
        _FILE,
        Text(
            "只在有人改动时重新计算,颜色跟不上时间",
            "recalculates when somebody edits only, so colours don't follow the time",
        ),
        Text("运行 sheetflow doctor --fix", "Run sheetflow doctor --fix"),
    )


def token(seen: Description) -> Iterator[Finding]:
    """Tell that the named range is gone by which writers keep each other out; the next write makes a new one."""
    where = Text("命名范围 sheetflow_token", "Named range sheetflow_token")
    if seen.wanted.token is not None:
        yield Finding("token", "ok", where, Text("在", "is there"))
        return
    yield Finding(
        "token",
        "note",
        where,
        Text("被删掉了", "was deleted"),
        Text(
            "下一次写入会自己重建;请不要删它",
            "The next write makes a new one; please leave it there",
        ),
    )


def clock(seen: Description) -> Iterator[Finding]:
    """Tell how far our clock is from the other side's, where that says what time it is."""
    if seen.their_time is None:
        return
    apart = abs(seen.our_time - seen.their_time)
    seconds, where = round(apart.total_seconds()), Text("本机时钟", "This machine's clock")
    if apart < CLOCK_WARNING:
        found = Text("和表格那边的一致", "agrees with the spreadsheet's server")
        yield Finding("clock", "ok", where, found)
        return
    yield Finding(
        "clock",
        "fault" if apart >= CLOCK_FAULT else "warning",
        where,
        Text(f"和表格那边差{seconds}秒", f"is {seconds} s from that of the spreadsheet's server"),
        Text(
            "请打开自动对时(NTP);差得多时 Google 会拒绝密钥,时限也会算错",
            "Let it be set by the network (NTP): Google refuses keys from another time, and deadlines come out wrong",
        ),
    )
