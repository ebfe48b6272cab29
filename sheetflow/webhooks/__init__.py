"""The pages: the public form, the tickets API, the status page, the desk, and the pages for machines."""

from sheetflow.webhooks.app import create_app
from sheetflow.webhooks.reader import actor
from sheetflow.webhooks.security import refuse_open_host
from sheetflow.webhooks.services import Grid, PingEnd, WebServices, WebSettings, nobody_to_wake

__all__ = [
    "Grid",
    "PingEnd",
    "WebServices",
    "WebSettings",
    "actor",
    "create_app",
    "nobody_to_wake",
    "refuse_open_host",
]
