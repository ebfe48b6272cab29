"""The MIME types that Drive names files by."""

from __future__ import annotations

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
CSV = "text/csv"
TSV = "text/tab-separated-values"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODS_BEFORE = "application/x-vnd.oasis.opendocument.spreadsheet"
PDF = "application/pdf"
ZIP = "application/zip"
