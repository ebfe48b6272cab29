"""The requests that this server answers with 501, and the sentence that says why."""

from __future__ import annotations

LEFT_OUT: dict[str, tuple[str, ...]] = {
    "Charts and slicers lie over the cells, and here there are only cells.": (
        "addChart",
        "addSlicer",
        "deleteEmbeddedObject",
        "updateChartSpec",
        "updateEmbeddedObjectBorder",
        "updateEmbeddedObjectPosition",
        "updateSlicerSpec",
    ),
    "Tables with a name and typed columns aren't kept; a range with a filter, bands and validation is.": (
        "addTable",
        "deleteTable",
        "updateTable",
    ),
    "Data sources are queried in Google's cloud, and nothing here leaves this machine.": (
        "addDataSource",
        "cancelDataSourceRefresh",
        "deleteDataSource",
        "refreshDataSource",
        "updateDataSource",
    ),
    "Comments on cells aren't kept; a note of a cell is, and so are Drive's comments on a file.": (
        "addCommentReply",
        "deleteComment",
        "deleteCommentReply",
        "insertComment",
        "updateCommentPost",
    ),
}

WHY = {kind: sentence for sentence, kinds in LEFT_OUT.items() for kind in kinds}
