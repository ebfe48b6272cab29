"""Drive's refusals: the same codes as those of Sheets, in Drive's shape.

[documented] ``{"error": {"code": 404, "message": "File not found: x.", "errors": [{"message": …, "domain":
"global", "reason": "notFound", "location": "fileId", "locationType": "parameter"}]}}``
"""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.faults import ApiFault

REASONS = {
    400: "badRequest",
    403: "forbidden",
    404: "notFound",
    501: "notImplemented",
}


class DriveFault(ApiFault):
    """A refusal with its reason and, where one is to blame, the parameter."""

    def __init__(self, code: int, message: str, *, reason: str = "", location: str = "") -> None:
        """Keep what Drive tells besides code and sentence."""
        super().__init__(code, message)
        self.reason = reason or REASONS.get(code, "backendError")
        self.location = location

    def body(self) -> dict[str, Any]:
        """Return Drive's error body."""
        told = {"message": self.message, "domain": "global", "reason": self.reason}
        if self.location:
            told |= {"location": self.location, "locationType": "parameter"}
        return {"error": {"code": self.code, "message": self.message, "errors": [told]}}


def in_drives_words(fault: ApiFault) -> DriveFault:
    """Return a fault of the house in Drive's shape."""
    return fault if isinstance(fault, DriveFault) else DriveFault(fault.code, fault.message)


def no_file(key: str) -> DriveFault:
    """Return the 404 for a file that isn't there."""
    return DriveFault(404, f"File not found: {key}.", location="fileId")


def no_permission(key: str) -> DriveFault:
    """Return the 404 for a permission that the file doesn't have."""
    return DriveFault(404, f"Permission not found: {key}.", location="permissionId")


def bad_value(location: str, message: str = "Invalid Value") -> DriveFault:
    """Return the 400 for a parameter or a field that can't be read."""
    return DriveFault(400, message, reason="invalid", location=location)


def wanted(what: str, location: str = "") -> DriveFault:
    """Return the 400 for something that every call must have."""
    return DriveFault(400, what, reason="required", location=location)
