"""Google's Drive for the spreadsheets of one file: files, permissions, comments, export and import.

Nobody has an account here: one owner has every file, permissions are kept and answered but close nothing
(docs/decisions/0033-drive-without-accounts.md).
"""
