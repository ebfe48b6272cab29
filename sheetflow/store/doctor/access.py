"""What it means when the spreadsheet can't be looked at or written at all, and what to do."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import gspread

from sheetflow.errors import SheetflowError, Unavailable
from sheetflow.finding import Finding, alike
from sheetflow.model import Text
from sheetflow.store import requests as ask
from sheetflow.store.api import Api
from sheetflow.store.outcomes import OverQuota, Rejected

#: What "may be written" is told by: the request names a thing that isn't there, which only an editor is told.
_ASKED = 400


def refusal(fault: SheetflowError, spreadsheet_id: str, account: str) -> Finding:
    """Say what it means that a spreadsheet can't be opened; `account` is the service account's address."""
    said = fault if isinstance(fault, Rejected) else fault.__cause__
    where = alike(spreadsheet_id) if spreadsheet_id else Text("本机表格", "Local workbook")
    if isinstance(said, Rejected):
        means = said.means(account)
        return Finding("access", "fault", where, means.found, means.remedy)
    if isinstance(fault, Unavailable):
        return Finding("access", "fault", where, *_away(fault))
    words = str(fault).rstrip(".")
    return Finding("access", "fault", where, Text(fault.zh.rstrip("。") or words, words))


def writing(client: gspread.Client, spreadsheet_id: str, account: str = "") -> Iterator[Finding]:
    """Ask for a write that can't be done, which changes nothing: a viewer is refused before it is looked at."""
    where = alike(spreadsheet_id)
    try:
        Api(client, spreadsheet_id).batch([ask.drop_token(secrets.token_hex(8))])
    except Rejected as error:
        means = error.means(account)
        if error.code != _ASKED or "protected" in error.message:
            yield Finding("writing", "fault", where, means.found, means.remedy)
            return
    except Unavailable as fault:
        yield Finding("writing", "fault", where, *_away(fault))
        return
    yield Finding("writing", "ok", where, Text("可以写", "may be written"))


def _away(fault: Unavailable) -> tuple[Text, Text]:
    """Give what is so while a call isn't answered as it should be, and what to do."""
    words = str(fault).partition("; it is tried again")[0].rstrip(".")
    zh = (fault.zh or words).removesuffix("系统会再试。").rstrip("。,")
    act = Text("写不进去", "be written") if fault.act == "write" else Text("读不到", "be read")
    found = Text(f"现在{act.zh}({zh})", f"can't {act.en} just now ({words})")
    if isinstance(fault, OverQuota):
        remedy = Text(
            "过一分钟再试;若一直如此,看看有没有别的脚本在用同一个服务账号",
            "Try again in a minute; if that stays so, look whether another script uses the same service account",
        )
    else:
        remedy = Text("请看网络和代理,过一会儿再试", "Look at the network and try again later")
    return found, remedy
