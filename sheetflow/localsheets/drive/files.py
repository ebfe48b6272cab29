"""files of Drive v3: list, create, get, update, copy, delete.

[documented] Without a mask a file is answered as kind, id, name and mimeType; trashed files are listed too. [assumed] A
folder is whatever id somebody names as a parent, and the owner's own is ``root``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sheetflow.localsheets.book import Book, Row, Styles
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.creation import new_book
from sheetflow.localsheets.drive import comments, permissions
from sheetflow.localsheets.drive.faults import DriveFault
from sheetflow.localsheets.drive.kinds import SPREADSHEET
from sheetflow.localsheets.drive.opening import changing, opened
from sheetflow.localsheets.drive.ordering import ordered
from sheetflow.localsheets.drive.paging import page
from sheetflow.localsheets.drive.people import user
from sheetflow.localsheets.drive.search import searched
from sheetflow.localsheets.drive.shapes import sent
from sheetflow.localsheets.drive.stamps import stamp
from sheetflow.localsheets.rowlist import Rows
from sheetflow.localsheets.shapes import Json

ROOT = "root"
BESIDE = ("description", "parents", "starred", "trashed", "properties", "appProperties")
"""What is kept of a file beside its contents, under Drive's names."""
KEPT = frozenset({"name", "mimeType", *BESIDE})


def list_files(call: Call) -> Json:
    """files.list: those that `q` means, the latest changed first; 100 a page."""
    every = [file_of(book) for book in call.sheets.books()]
    found = ordered(searched(every, call.query.get("q", "")), call.query.get("orderBy", ""))
    part, following = page(found, call.query, size=100, most=1000)
    return {"kind": "drive#fileList", "incompleteSearch": False, "files": part, **following}


def create(call: Call) -> Json:
    """files.create: a new empty spreadsheet."""
    asked = _asked(call)
    properties = {"properties": {"title": asked.get("name", "Untitled")}}

    def make(key: str, at: datetime) -> Book:
        book = new_book(key, at, properties)
        book.drive = _beside(asked)
        return book

    return file_of(call.sheets.add(make, actor=call.actor))


def get(call: Call) -> Json:
    """files.get: all that Drive knows of a spreadsheet. [documented] Its contents can only be exported."""
    if call.query.get("alt") == "media":
        raise DriveFault(
            403,
            "Only files with binary content can be directly downloaded. "
            "Use Export with Docs Editors files.",
            reason="fileNotDownloadable",
            location="alt",
        )
    return file_of(opened(call))


def update(call: Call) -> Json:
    """files.update: name, description, star, trash, properties; `addParents` and `removeParents` move it."""
    asked = _asked(call)
    if "parents" in asked:
        raise DriveFault(
            403,
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead.",
            reason="fieldNotWritable",
        )
    with changing(call, "files.update") as draft:
        if "name" in asked:
            draft.properties["title"] = asked["name"] or "Untitled"
        draft.drive.update(_beside(asked))
        parents = _moved(call, draft.drive.get("parents", [ROOT]))
        if parents != [ROOT]:
            draft.drive["parents"] = parents
        else:
            draft.drive.pop("parents", None)
    return file_of(draft)


def copy(call: Call) -> Json:
    """files.copy: the same under a new id, with the same tab ids; comments only by `copyComments`. [documented]

    [assumed] Without a name it is ``Copy of …``. Permissions stay behind.
    """
    asked = _asked(call)
    source = opened(call)

    def make(key: str, at: datetime) -> Book:
        book = twin(source, key, at)
        book.properties["title"] = asked.get("name", f"Copy of {source.properties['title']}")
        book.drive = _beside(
            {**{name: source.drive[name] for name in BESIDE if name in source.drive}, **asked}
        )
        book.drive.pop("trashed", None)
        if call.flag("copyComments"):
            book.drive["comments"] = comments.kept(source)
        return book

    return file_of(call.sheets.add(make, actor=call.actor, act="files.copy"))


def delete(call: Call) -> None:
    """files.delete: gone for every client; its past stays in the file. 403 for one that is worked in."""
    if opened(call).id in call.sheets.kept:
        raise DriveFault(
            403,
            "This spreadsheet is the one that is worked in here, so it can't be deleted. Delete tabs or rows, "
            "or make another spreadsheet the one in use first.",
            reason="insufficientFilePermissions",
        )
    call.sheets.remove(call.key, actor=call.actor, act="files.delete")


def twin(source: Book, key: str, at: datetime) -> Book:
    """Return a spreadsheet like another under a new id; it shares nothing that may change."""
    sheets = {}
    for sheet in source.sheets.values():
        rows = [row.twin() for row in sheet.rows]
        filled = {row.id: row for row in rows if row != Row(row.id, revision=row.revision)}
        sheets[sheet.id] = replace(
            sheet.draft(), rows=Rows(rows), owned=filled, reordered=True, fresh=True
        )
    return replace(
        source.draft(),
        id=key,
        sheets=sheets,
        styles=Styles({number: style for number, style in source.styles.by_id.items() if number}),
        revision=1,
        created_at=at,
        changed_at=at,
        edited=set(sheets),
    )


def file_of(book: Book) -> Json:
    """Return a spreadsheet as Drive answers it."""
    shared_with = [permissions.answered(one) for one in permissions.kept(book)]
    owner = user(next(one["emailAddress"] for one in shared_with if one["role"] == "owner"))
    trashed = book.drive.get("trashed", False)
    return {
        "kind": "drive#file",
        "id": book.id,
        "name": book.properties["title"],
        "mimeType": SPREADSHEET,
        "starred": False,
        "parents": [ROOT],
        **{name: book.drive[name] for name in BESIDE if name in book.drive},
        "trashed": trashed,
        "explicitlyTrashed": trashed,
        "spaces": ["drive"],
        "version": str(book.revision),
        "createdTime": stamp(book.created_at),
        "modifiedTime": stamp(book.changed_at),
        "owners": [owner],
        "ownedByMe": owner["me"],
        "shared": len(shared_with) > 1,
        "permissions": shared_with,
        "permissionIds": [one["id"] for one in shared_with],
    }


def _asked(call: Call) -> Json:
    """Return what is kept of a body; 501 for a file of another kind."""
    asked = sent("File", call.body, KEPT)
    if asked.get("mimeType", SPREADSHEET) != SPREADSHEET:
        raise DriveFault(
            501, f"A file of type {asked['mimeType']} is not supported by the local workbook."
        )
    return asked


def _beside(asked: Json) -> Json:
    return {name: asked[name] for name in BESIDE if name in asked}


def _moved(call: Call, parents: list[str]) -> list[str]:
    """Return a file's parents after `removeParents` and `addParents`; without any it is in the root."""
    gone = call.query.get("removeParents", "").split(",")
    come = [one for one in call.query.get("addParents", "").split(",") if one]
    stay = [one for one in parents if one not in gone and not come]
    return [*stay, *come[-1:]] or [ROOT]
