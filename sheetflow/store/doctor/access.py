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
from sheetflow.store.outcomes import Rejected


def refusal(fault: SheetflowError, spreadsheet_id: str, account: str) -> Finding:
    """Say what it means that a spreadsheet can't be opened; `account` is the service account's address."""
    said = fault if isinstance(fault, Rejected) else fault.__cause__
    where = alike(spreadsheet_id) if spreadsheet_id else Text("本机表格", "Local workbook")
    if isinstance(said, Rejected):
        found, remedy = _meaning(said, account)
        return Finding("access", "fault", where, found, remedy)
    if isinstance(fault, Unavailable):
        found = Text(f"现在连不上({fault})", f"doesn't answer just now ({str(fault).rstrip('.')})")
        remedy = Text("请看网络和代理,过一会儿再试", "Look at the network and try again later")
        return Finding("access", "fault", where, found, remedy)
    words = str(fault).rstrip(".")
    return Finding("access", "fault", where, Text(fault.zh or words, words))


def writing(client: gspread.Client, spreadsheet_id: str) -> Iterator[Finding]:
    """Ask for a write that can't be done, which changes nothing: a viewer is refused before it is looked at."""
    where = alike(spreadsheet_id)
    try:
        Api(client, spreadsheet_id).batch([ask.drop_token(secrets.token_hex(8))])
    except Rejected as error:
        if error.code == 403:
            found = Text("只能看,不能写", "may be read but not written")
            remedy = Text(
                "请在「共享」里把服务帐号改成编辑者",
                "Open Share and make the service account an editor",
            )
            yield Finding("writing", "fault", where, found, remedy)
            return
    except Unavailable:
        return
    yield Finding("writing", "ok", where, Text("可以写", "may be written"))


def _meaning(error: Rejected, account: str) -> tuple[Text, Text]:
    """Give what was found and what to do, by Google's error."""
    said = error.message
    if error.code == 403 and ("has not been used" in said or "disabled" in said):
        return (
            Text(
                "服务帐号的项目没有启用 Google Sheets API",
                "the Google Sheets API is switched off in the project",
            ),
            Text(
                "请在 Google Cloud 控制台启用,等几分钟再试",
                "Enable it in the Google Cloud console, wait a few minutes and try again",
            ),
        )
    if error.code == 403:
        return (
            Text(
                f"没有共享给 {account or '服务帐号'}",
                f"isn't shared with {account or 'the service account'}",
            ),
            Text(
                "请打开表格,点「共享」,把这个地址加为编辑者",
                "Open it, press Share, and add this address as an editor",
            ),
        )
    if error.code == 404:
        return (
            Text("没有这个表格", "doesn't exist"),
            Text(
                "请从网址里复制编号:/d/ 和 /edit 之间的那一长串",
                "Copy the id out of its address: it is the long part between /d/ and /edit",
            ),
        )
    if error.code == 400 and "not supported for this document" in said:
        return (
            Text("是存在云端硬盘里的 Excel 文件", "is an Excel file kept in Google Drive"),
            Text(
                "请打开它,「文件」→「另存为 Google 表格」,用新文件的编号",
                "Open it, choose File, Save as Google Sheets, and use the new file's id",
            ),
        )
    return Text(f"Google 回答 {error.code}:{said}", f"Google answered {error.code}: {said}"), alike(
        ""
    )
