"""Pages for what went wrong, in the reader's language; for programs the same as JSON."""

from __future__ import annotations

import logging
from traceback import format_tb

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException, SecurityError

from sheetflow.errors import SheetflowError
from sheetflow.intake import Fault
from sheetflow.model import Text
from sheetflow.webhooks import grid
from sheetflow.webhooks.tickets import refused

_RETRY_SECONDS = "30"

_log = logging.getLogger(__name__)

_MISNAMED = """这里不是这个网址。请用终端里印出的地址,或设置 SHEETFLOW_PUBLIC_URL。
This isn't the address asked for. Use the one printed in the terminal, or set SHEETFLOW_PUBLIC_URL.
"""

_WORDS: dict[int, Text] = {
    400: Text(
        "这个请求我们看不懂。请从首页重新开始",
        "We can't read this request. Begin again at the first page",
    ),
    404: Text(
        "没有这个页面。请检查链接是否完整,或给我们打电话",
        "There is no such page. Check that the link is whole, or phone us",
    ),
    405: Text(
        "这个地址不能这样用。请返回上一页", "This address isn't used this way. Go back one page"
    ),
    413: Text(
        "内容太大(上限 256 kB)。请缩短后再提交",
        "This is too large (256 kB at most). Shorten it and send again",
    ),
    429: Text(
        "提交得太快。请等一分钟再试,或给我们打电话",
        "Too many requests in a short time. Wait a minute and try again, or phone us",
    ),
    500: Text(
        "系统出错了,已记录。请稍后再试,或给我们打电话",
        "Something failed on our side and was noted. Try again later, or phone us",
    ),
    503: Text(
        "系统暂时无法保存或读取。请过一分钟再试",
        "We can't keep or read anything just now. Try again in a minute",
    ),
}

#: What somebody who pastes is told, whose limit is another.
_TOO_MUCH = Text(
    "一次贴得太多(上限 16 MB)。请分几次贴",
    "This is too much at once (16 MB at most). Paste it in parts",
)


def handle(app: Flask) -> None:
    """Answer every refusal and failure with a sentence and what to do."""
    app.register_error_handler(SecurityError, _misnamed)
    app.register_error_handler(RateLimitExceeded, _often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SheetflowError, _away)
    app.register_error_handler(Exception, _failed)


def _misnamed(error: SecurityError) -> ResponseReturnValue:
    """Answer a host name that isn't ours; without one there is no address for a page to lead to."""
    return Response(_MISNAMED, 400, content_type="text/plain; charset=utf-8")


def _often(error: RateLimitExceeded) -> ResponseReturnValue:
    answer = _answer(429)
    answer.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return answer


def _http(error: HTTPException) -> ResponseReturnValue:
    answer = _answer(error.code or 500)
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _away(error: SheetflowError) -> ResponseReturnValue:
    _log.warning("%s: %s", request.endpoint, error)
    answer = _answer(503)
    answer.headers["Retry-After"] = _RETRY_SECONDS
    return answer


def _failed(error: Exception) -> ResponseReturnValue:
    """Log where it failed and as what, without the words: they may hold a customer's name or phone."""
    frames = "".join(format_tb(error.__traceback__))
    _log.error("%s failed: %s\n%s", request.endpoint, type(error).__name__, frames)
    return _answer(500)


def _answer(code: int) -> Response:
    words = _WORDS.get(code, _WORDS[400 if code < 500 else 500])
    if request.path.startswith(("/api/", "/hooks/")):
        return refused(code, Fault("", "", words))
    if request.path.startswith(f"{grid.API}/"):
        return grid.refused(_TOO_MUCH if code == 413 else words, code)
    return Response(render_template("message.html", title=words), code)
