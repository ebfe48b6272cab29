"""The grid: tabs, rows and colours as JSON by row id and revision, and edits by row id, for a page."""
