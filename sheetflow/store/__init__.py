"""The spreadsheet: read in one call, written safely while people work in it, Google's or the local workbook.

client = local_client(sheets, http_client=Transport)        # or connect_google(…)
provision(client, spreadsheet_id, schema, language="zh")
workbook = Workbook(client, spreadsheet_id, schema, language="zh", zone=zone, now=clock.now)
"""

from sheetflow.store.budget import Budget, account_of
from sheetflow.store.google import connect_google
from sheetflow.store.outcomes import OutcomeUnknown, Rejected
from sheetflow.store.provision import Provisioned, provision
from sheetflow.store.shares import Share
from sheetflow.store.transport import Transport
from sheetflow.store.workbook import Workbook

__all__ = [
    "Budget",
    "OutcomeUnknown",
    "Provisioned",
    "Rejected",
    "Share",
    "Transport",
    "Workbook",
    "account_of",
    "connect_google",
    "provision",
]
