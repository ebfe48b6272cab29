"""The query parameters of the Sheets API."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.shapes import SHAPES, snake

STANDARD = frozenset(
    [
        "$.xgafv",
        "access_token",
        "alt",
        "callback",
        "fields",
        "key",
        "oauth_token",
        "prettyPrint",
        "quotaUser",
        "uploadType",
        "upload_protocol",
    ]
)
PLAIN = frozenset(["ranges", "commentsViewMode"])
FLAGS = frozenset(["includeGridData", "excludeTablesInBandedRanges", "includeValuesInResponse"])
ENUMS: dict[str, list[str]] = {
    "majorDimension": SHAPES["ValueRange"]["majorDimension"],
    "valueRenderOption": SHAPES["BatchGetValuesByDataFilterRequest"]["valueRenderOption"],
    "dateTimeRenderOption": SHAPES["BatchGetValuesByDataFilterRequest"]["dateTimeRenderOption"],
    "valueInputOption": SHAPES["BatchUpdateValuesRequest"]["valueInputOption"],
    "responseValueRenderOption": SHAPES["BatchUpdateValuesRequest"]["responseValueRenderOption"],
    "responseDateTimeRenderOption": SHAPES["BatchUpdateValuesRequest"][
        "responseDateTimeRenderOption"
    ],
    "insertDataOption": ["enum", "OVERWRITE", "INSERT_ROWS"],
}


def check(parameters: Mapping[str, str]) -> None:
    """Raise Google's 400 for a parameter that no method has, or a value that isn't one of its own."""
    for name, value in parameters.items():
        if name in ENUMS:
            if value not in ENUMS[name][1:]:
                raise invalid(f"Invalid value at '{snake(name)}' (TYPE_ENUM), \"{value}\"")
        elif name in FLAGS:
            if value.lower() not in ("true", "false"):
                raise invalid(f"Invalid value at '{snake(name)}' (TYPE_BOOL), \"{value}\"")
        elif name not in STANDARD and name not in PLAIN:
            raise invalid(
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message."
            )
