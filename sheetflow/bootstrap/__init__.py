"""Where settings become services: the only package that names every concrete class.

`house` opens one spreadsheet with everything that belongs to it; `pages`, `jobs` and `serving` put it to work.
"""

from sheetflow.bootstrap.house import House, open_house, read_policy_of
from sheetflow.bootstrap.place import DEMO, DESK, activate, active, served, untouched
from sheetflow.bootstrap.unusable import unusable

__all__ = [
    "DEMO",
    "DESK",
    "House",
    "activate",
    "active",
    "open_house",
    "read_policy_of",
    "served",
    "untouched",
    "unusable",
]
