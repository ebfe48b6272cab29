"""Who a file is shared with. Kept, answered and logged; they close nothing, and nobody gets a mail."""

from __future__ import annotations

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.drive.faults import DriveFault, no_permission
from sheetflow.localsheets.drive.opening import changing, opened
from sheetflow.localsheets.drive.paging import page
from sheetflow.localsheets.drive.people import OWNER, name_of, permission_id
from sheetflow.localsheets.drive.shapes import sent
from sheetflow.localsheets.shapes import Json

KINDS = ("user", "group", "domain", "anyone")
ROLES = ("owner", "writer", "commenter", "reader")
CREATED = frozenset({"type", "role", "emailAddress", "domain", "allowFileDiscovery"})
UPDATED = frozenset({"role", "pendingOwner"})


def kept(book: Book) -> list[Json]:
    """Return a file's permissions as they are kept, the owner's first."""
    found: list[Json] = book.drive.get("permissions", [OWNER])
    return found


def answered(one: Json) -> Json:
    """Return a permission as Drive answers it."""
    answer = {"kind": "drive#permission", **one}
    if one["type"] in ("user", "group"):
        answer |= {"displayName": name_of(one["emailAddress"]), "deleted": False}
    if one["type"] == "user":
        answer["pendingOwner"] = one.get("pendingOwner", False)
    if one["type"] in ("domain", "anyone"):
        answer.setdefault("allowFileDiscovery", False)
    return answer


def list_permissions(call: Call) -> Json:
    """permissions.list: everybody a file is shared with.

    [documented] Without a page size the list is whole.
    """
    every = kept(opened(call))
    most = 100 if call.query.get("pageSize") else len(every)
    part, following = page(every, call.query, size=most, most=most)
    return {
        "kind": "drive#permissionList",
        "permissions": [answered(one) for one in part],
        **following,
    }


def get(call: Call) -> Json:
    """permissions.get: one of them."""
    return answered(_one(opened(call), call.path["permission"]))


def create(call: Call) -> Json:
    """permissions.create: share a file; a second time with somebody, it changes their role. [assumed]"""
    fresh = _checked(sent("Permission", call.body, CREATED))
    with changing(call, "permissions.create") as draft:
        before = next((one for one in kept(draft) if one["id"] == fresh["id"]), {})
        _transferred(call, before, fresh["role"])
        _store(draft, fresh)
    return answered(fresh)


def update(call: Call) -> Json:
    """permissions.update: another role, or an owner to be.

    [documented] Whoever becomes the owner leaves the one before a writer.
    """
    asked = sent("Permission", call.body, UPDATED)
    _known("role", asked.get("role", ROLES[0]), ROLES)
    with changing(call, "permissions.update") as draft:
        before = _one(draft, call.path["permission"])
        after = {**before, **asked}
        _transferred(call, before, after["role"])
        if after["role"] == "owner" or not after.get("pendingOwner"):
            after.pop("pendingOwner", None)
        if (after["role"] == "owner" or "pendingOwner" in after) and before["type"] != "user":
            raise _sharing("Only a user can own a file.")
        _store(draft, after)
    return answered(after)


def delete(call: Call) -> None:
    """permissions.delete: share it with somebody no more; the owner stays."""
    with changing(call, "permissions.delete") as draft:
        gone = _one(draft, call.path["permission"])
        if gone["role"] == "owner":
            raise _owners()
        draft.drive["permissions"] = [one for one in kept(draft) if one["id"] != gone["id"]]


def _transferred(call: Call, before: Json, role: str) -> None:
    """Refuse to take the owner's role away, and to give it without `transferOwnership`. [measured]

    Giving it to who has it changes nothing: gspread's copy of permissions does so.
    """
    if before.get("role") == "owner":
        if role != "owner":
            raise _owners()
    elif role == "owner" and not call.flag("transferOwnership"):
        raise DriveFault(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            location="transferOwnership",
        )


def _store(draft: Book, fresh: Json) -> None:
    """Put a permission in its place; a new owner comes first and the one before becomes a writer."""
    every = [fresh if one["id"] == fresh["id"] else one for one in kept(draft)]
    if fresh not in every:
        every.append(fresh)
    if fresh["role"] == "owner":
        others = [one for one in every if one is not fresh]
        every = [
            fresh,
            *({**one, "role": "writer"} if one["role"] == "owner" else one for one in others),
        ]
    draft.drive["permissions"] = every


def _one(book: Book, key: str) -> Json:
    for one in kept(book):
        if one["id"] == key:
            return one
    raise no_permission(key)


def _checked(asked: Json) -> Json:
    """Return the permission asked for with its id; 400 for one that says too little. [measured]"""
    for name, known in (("type", KINDS), ("role", ROLES)):
        _known(name, asked.get(name), known)
    kind = asked["type"]
    field = {"user": "emailAddress", "group": "emailAddress", "domain": "domain"}.get(kind)
    address = asked.get(field, "") if field else ""
    if field and (not address.strip() or (field == "emailAddress") != ("@" in address)):
        raise _sharing(
            f"The specified {field} is invalid or not applicable for the given permission type."
        )
    if asked["role"] == "owner" and kind != "user":
        raise _sharing("Only a user can own a file.")
    found = asked.get("allowFileDiscovery", False)
    fresh = {"id": permission_id(kind, address, found=found), "type": kind, "role": asked["role"]}
    if field:
        fresh[field] = address
    if found and kind in ("domain", "anyone"):
        fresh["allowFileDiscovery"] = True
    return fresh


def _known(name: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is None:
        raise DriveFault(
            400, f"The permission {name} field is required.", reason="required", location=name
        )
    if value not in known:
        raise DriveFault(
            400,
            f"The specified {name} is invalid. It must be one of {', '.join(known)}.",
            reason="invalid",
            location=f"permission.{name}",
        )


def _owners() -> DriveFault:
    return DriveFault(
        403,
        "The owner's permission can't be changed or removed. Make somebody else the owner first.",
        reason="insufficientFilePermissions",
    )


def _sharing(message: str) -> DriveFault:
    return DriveFault(400, message, reason="invalidSharingRequest")
