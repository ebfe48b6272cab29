"""The tickets of the demonstration day, each at the point that it is there to show (SHEET.md).

Times are relative to now, so that what is red in the book is red on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.demonstration.stories.earlier import EARLIER
from sheetflow.demonstration.stories.telling import Number
from sheetflow.demonstration.stories.today import TODAY
from sheetflow.demonstration.tale import Stage, Tale


def stories(stage: Stage, number: Number) -> Iterator[Tale]:
    """Yield every story, today's first."""
    for story in (*TODAY, *EARLIER):
        yield story(stage, number)


#: …009: the same customer reports the same stove again, through the form.
SECOND_REPORT = {
    "unit_name": "青石农家乐",
    "customer_name": "马",
    "phone": "138-0000-0007",
    "address": "城北青石村1号",
    "product_model": "鼓风灶 GF-1",
    "serial_no": "GF1-0007",
    "fault": "还是不吹风,什么时候来?",
    "channel": "web",
    "request_type": "repair",
}
