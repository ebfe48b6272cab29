"""Comments on a file: made and listed. They belong to the file, not to a cell."""

from __future__ import annotations

import html
import secrets

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive.faults import bad_value, wanted
from sheetflow.localsheets.drive.opening import changing, opened
from sheetflow.localsheets.drive.paging import page
from sheetflow.localsheets.drive.shapes import sent
from sheetflow.localsheets.drive.stamps import instant, stamp
from sheetflow.localsheets.shapes import Json

KEPT = frozenset({"content", "anchor", "quotedFileContent"})
LONGEST = 2048
"""[assumed] So many characters of a comment are taken."""


def kept(book: Book) -> list[Json]:
    """Return a file's comments as they are kept, the oldest first."""
    found: list[Json] = book.drive.get("comments", [])
    return found


def list_comments(call: Call) -> Json:
    """comments.list: the latest first, 20 a page."""
    every = [*reversed(kept(opened(call)))]
    if since := call.query.get("startModifiedTime"):
        after = instant(since)
        if after is None:
            raise bad_value("startModifiedTime")
        every = [one for one in every if (instant(one["createdTime"]) or after) >= after]
    part, following = page(every, call.query, size=20, most=100)
    return {
        "kind": "drive#commentList",
        "comments": [_answered(call, one) for one in part],
        **following,
    }


def create(call: Call) -> Json:
    """comments.create: say something about a file, under the name that history has for the caller."""
    asked = sent("Comment", call.body, KEPT)
    content = asked.get("content", "")
    if not content.strip():
        raise wanted("Comment content is required.", "content")
    if len(content) > LONGEST:
        raise bad_value("content", f"A comment has at most {LONGEST} characters.")
    with changing(call, "comments.create") as draft:
        comment = {
            **asked,
            "id": secrets.token_urlsafe(8),
            "createdTime": stamp(draft.changed_at),
            "by": call.actor,
        }
        draft.drive["comments"] = [*kept(draft), comment]
    return _answered(call, comment)


def _answered(call: Call, comment: Json) -> Json:
    """Return a comment as Drive answers it."""
    by = comment["by"]
    return {
        "kind": "drive#comment",
        **{name: value for name, value in comment.items() if name != "by"},
        "modifiedTime": comment["createdTime"],
        "author": {"kind": "drive#user", "displayName": by, "me": by == call.actor},
        "htmlContent": html.escape(comment["content"]),
        "deleted": False,
        "resolved": False,
        "replies": [],
    }
