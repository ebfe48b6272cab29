"""What must be sent, in the words of the discovery document; its machine-readable part doesn't say."""

from __future__ import annotations

Choice = tuple[str, ...]
Required = dict[str, list[tuple[Choice, str]]]
MASK = "At least one field must be specified."

MASKED = (
    "AppendCellsRequest",
    "RepeatCellRequest",
    "UpdateBandingRequest",
    "UpdateCellsRequest",
    "UpdateDeveloperMetadataRequest",
    "UpdateDimensionGroupRequest",
    "UpdateDimensionPropertiesRequest",
    "UpdateFilterViewRequest",
    "UpdateNamedRangeRequest",
    "UpdateProtectedRangeRequest",
    "UpdateSheetPropertiesRequest",
    "UpdateSpreadsheetPropertiesRequest",
)
BANDS = "At least one of row_properties or column_properties must be specified."
COLOUR = "(Required)"

REQUIRED: Required = {
    **{message: [(("fields",), MASK)] for message in MASKED},
    "BandedRange": [(("rowProperties", "columnProperties"), BANDS)],
    "BandingProperties": [
        (("firstBandColorStyle", "firstBandColor"), COLOUR),
        (("secondBandColorStyle", "secondBandColor"), COLOUR),
    ],
    "NumberFormat": [(("type",), "When writing, this field must be set.")],
    "RichLinkProperties": [(("uri",), "Required.")],
    "PersonProperties": [(("email",), "Required.")],
}
"""By message: of each choice one field, and the sentence that stands at the first one."""

PATCHES = frozenset(["UpdateBandingRequest"])
"""What they hold is named by their mask, so that nothing in it must be whole."""
