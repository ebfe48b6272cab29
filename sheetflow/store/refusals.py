"""What it means that Google says no to a call: what is so, and what to do, in both languages.

meaning(403, "The caller does not have permission", frozenset(), "write", "desk@example.com")
    -> Refusal(found="may be read but not written", remedy="Open Share and make desk@example.com an editor")
"""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.errors import Act
from sheetflow.model import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is so of a spreadsheet, said after its name, and what to do; no full stop at the end of either."""

    found: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class _Case:
    """A 403 by its reasons [documented: google.api.ErrorReason, Drive's `errors`] or its words [measured by others]."""

    reasons: frozenset[str]
    words: tuple[str, ...]
    found: Text
    remedy: Text


_FORBIDDEN = (
    _Case(
        frozenset({"storageQuotaExceeded"}),
        ("storage quota",),
        Text("所有者的云端硬盘满了", "can't grow: the Drive of its owner is full"),
        Text(
            "请在表格所有者的云端硬盘里腾出空间",
            "Make room in the Drive of the spreadsheet's owner",
        ),
    ),
    _Case(
        frozenset({"SERVICE_DISABLED", "accessNotConfigured"}),
        ("api has not been used", "api is disabled", "it is disabled"),
        Text(
            "服务账号所在项目没有启用 Google Sheets API",
            "The Google Sheets API is switched off in the service account's project",
        ),
        Text(
            "请在 Google Cloud 控制台启用 Google Sheets API,过几分钟再试",
            "Enable the Google Sheets API in the Google Cloud console, wait a few minutes and try again",
        ),
    ),
    _Case(
        frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientScopes"}),
        ("authentication scopes",),
        Text(
            "这个令牌无权使用表格", "can't be opened with this token, which isn't for spreadsheets"
        ),
        Text("请改用服务账号的 JSON 密钥", "Use the JSON key of a service account"),
    ),
    _Case(
        frozenset({"BILLING_DISABLED"}),
        ("billing",),
        Text("服务账号所在项目的结算停了", "The service account's project has no billing any more"),
        Text(
            "请在 Google Cloud 控制台恢复项目的结算",
            "Restore its billing in the Google Cloud console",
        ),
    ),
    _Case(
        frozenset(
            {
                "CONSUMER_SUSPENDED",
                "CONSUMER_INVALID",
                "ACCOUNT_STATE_INVALID",
                "USER_PROJECT_DENIED",
            }
        ),
        ("suspended", "has been deleted", "account is disabled"),
        Text("服务账号或它的项目被停用了", "The service account or its project is suspended"),
        Text(
            "请到 Google Cloud 控制台看项目的通知;要换账号,就新建一个密钥",
            "Read the project's notices in the Google Cloud console; for another account make a new key",
        ),
    ),
    _Case(
        frozenset(
            {
                "SECURITY_POLICY_VIOLATED",
                "ORG_RESTRICTION_VIOLATION",
                "LOCATION_POLICY_VIOLATED",
                "domainPolicy",
            }
        ),
        ("organization's policy", "vpc service controls", "domain administrators"),
        Text(
            "单位的管理规定不让服务账号访问",
            "A policy of the organisation keeps the service account out",
        ),
        Text(
            "请管理员在 Google Workspace 或 Google Cloud 的规定里放行这个账号",
            "Ask the administrator of Google Workspace or Google Cloud to let it in",
        ),
    ),
)


def meaning(
    code: int, message: str, reasons: frozenset[str], act: Act, account: str = ""
) -> Refusal | None:
    """Say what an answer means; `account` is the service account's address. None where Google's words have to do."""
    words = message.casefold()
    whom = Text(
        account or "服务账号(地址是密钥文件里的client_email)",
        account or "the service account's address, client_email in the key file,",
    )
    if code == 401:
        return Refusal(
            Text("密钥或令牌不被接受", "doesn't take the key or token"),
            Text(
                "请看密钥或令牌是否还在、设置里写的是否是它,本机时间是否正确",
                "Look whether the key or token still exists and is the one that the settings name, and whether this "
                "machine's clock is right",
            ),
        )
    if code == 404:
        return Refusal(
            Text("没有这个表格", "doesn't exist"),
            Text(
                "请从网址里复制编号(/d/ 和 /edit 之间的那一长串)到 SHEETFLOW_SPREADSHEET_ID;"
                "被删掉的,在所有者的云端硬盘回收站里",
                "Copy the id out of its address: it is the long part between /d/ and /edit, for "
                "SHEETFLOW_SPREADSHEET_ID. One that was deleted is in the bin of its owner's Drive",
            ),
        )
    if code == 400 and "not supported for this document" in words:
        return Refusal(
            Text("是存在云端硬盘里的 Excel 文件", "is an Excel file kept in Google Drive"),
            Text(
                "请打开它,「文件」→「另存为 Google 表格」,用新文件的编号",
                "Open it, choose File, Save as Google Sheets, and use the new file's id",
            ),
        )
    if "protected" in words and code in (400, 403):
        return Refusal(
            Text("要写的格子受保护", "protects cells that sheetflow writes"),
            Text(
                f"请把{whom.zh}加入该保护的可编辑人员",
                f"Take {whom.en.rstrip(',')} among the editors of that protection",
            ),
        )
    return _of_403(words, reasons, act, account, whom) if code == 403 else None


def _of_403(
    words: str, reasons: frozenset[str], act: Act, account: str, whom: Text
) -> Refusal | None:
    for case in _FORBIDDEN:
        if reasons & case.reasons or any(said in words for said in case.words):
            return Refusal(case.found, case.remedy)
    if "permission" not in words:
        return None
    if act == "write":
        return Refusal(
            Text("只能看,不能写", "may be read but not written"),
            Text(
                f"请打开「共享」,把{whom.zh}设为编辑者", f"Open Share and make {whom.en} an editor"
            ),
        )
    return Refusal(
        Text(
            f"没有共享给{account or '服务账号'}",
            f"isn't shared with {account or 'the service account'}",
        ),
        Text(
            f"请打开表格,点「共享」,把{whom.zh}加为编辑者",
            f"Open it, press Share, and add {whom.en} as an editor",
        ),
    )
