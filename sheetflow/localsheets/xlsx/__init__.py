"""Spreadsheets to and from xlsx files; openpyxl does all but the rows."""
