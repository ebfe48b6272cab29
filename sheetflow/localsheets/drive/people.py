"""Who is who: the one owner of all files, and whoever a permission or a comment names."""

from __future__ import annotations

import hashlib

from sheetflow.localsheets.shapes import Json

ADDRESS = "workbook@localhost"
"""The owner's address: nobody has an account here, and mail to it goes nowhere (RFC 6761 keeps localhost)."""


def permission_id(kind: str, address: str, *, found: bool = False) -> str:
    """Return the id of a permission: the same for the same person in every file.

    [measured] That of everybody is ``anyone`` where the file can be found by search, else ``anyoneWithLink``.
    """
    if kind == "anyone":
        return "anyone" if found else "anyoneWithLink"
    digest = hashlib.sha256(f"{kind}:{address.lower()}".encode()).digest()
    return f"{int.from_bytes(digest[:8]):020d}{'k' if kind == 'domain' else ''}"


OWNER: Json = {
    "id": permission_id("user", ADDRESS),
    "type": "user",
    "role": "owner",
    "emailAddress": ADDRESS,
}


def user(address: str = ADDRESS) -> Json:
    """Return a person as files and `about` name them."""
    return {
        "kind": "drive#user",
        "displayName": name_of(address),
        "me": address == ADDRESS,
        "permissionId": permission_id("user", address),
        "emailAddress": address,
    }


def name_of(address: str) -> str:
    """Return what is shown of an address: what stands before its @."""
    return address.partition("@")[0]
