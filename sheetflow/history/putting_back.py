"""What was chosen and put back, told as one line: the choice alone would read as if it had been accepted."""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.history.wording import Said
from sheetflow.model import Event, Text


def choice_of(refused: Event, told: Sequence[Event]) -> int | None:
    """Find the choice that a refusal answers, the last like it among what was told; None where it answers none.

    A question about a vague wording answers nothing: what was typed stays. Nor does what was typed in another row.
    """
    wish = str(refused.values.get("wish") or "")
    if wish.startswith("unclear:") or "row" in refused.values:
        return None
    for place in reversed(range(len(told))):
        if _chosen(told[place], refused, wish):
            return place
        if (told[place].kind, refused.values["column"]) == ("moved", "status"):
            return None
    return None


def _chosen(event: Event, refused: Event, wish: str) -> bool:
    if event.kind == "asked":
        return wish.partition("/")[0] == f"asked:{event.values['to']}"
    same = event.kind == "edited" and event.values["column"] == refused.values["column"]
    return same and str(event.values.get("after")) == str(refused.values.get("typed"))


def put_back(choice: Said, refusal: Said) -> Said:
    """Give the one line: 选了「已完成」,没有照改, with the reason beside it."""
    what = Text(f"选了「{choice.after.zh}」,没有照改", f"Chose {choice.after.en}; not accepted")
    return Said(what, note=refusal.note)
