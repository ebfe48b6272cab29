"""What the API answers when it can't do what was asked, in Google's shape."""

from __future__ import annotations

from typing import Any

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "ABORTED",
    413: "OUT_OF_RANGE",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class ApiFault(Exception):
    """A refusal with its HTTP code; nothing of the request has been applied."""

    def __init__(self, code: int, message: str) -> None:
        """Keep the HTTP `code` and the sentence for the caller."""
        super().__init__(message)
        self.code = code
        self.message = message

    def body(self) -> dict[str, Any]:
        """Return Google's error body, ``{"error": {"code", "message", "status"}}``."""
        status = STATUS.get(self.code, "UNKNOWN")
        return {"error": {"code": self.code, "message": self.message, "status": status}}


def invalid(message: str) -> ApiFault:
    """Return the 400 that says what is wrong with the request."""
    return ApiFault(400, message)


def missing(message: str = "Requested entity was not found.") -> ApiFault:
    """Return the 404; the default sentence is Google's."""
    return ApiFault(404, message)


def unsupported(what: str, *, because: str = "") -> ApiFault:
    """Return the 501 that names what this server leaves out, with a sentence that says why."""
    return ApiFault(501, f"{what} is not supported by the local workbook. {because}".strip())
