"""Try the table out on a scratch tab, and say of each line whether it is so there.

A line that isn't answered isn't a difference; after two of them in a row nothing more is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sheetflow.behaviours.behaviour import Behaviour, is_as
from sheetflow.behaviours.calls import Refusal
from sheetflow.behaviours.scratch import Scratch
from sheetflow.errors import SheetflowError
from sheetflow.model import Text

Outcome: TypeAlias = Literal["same", "different", "not run"]

#: So many lines in a row without an answer end the trial.
PATIENCE = 2

_NOTHING = Text("", "")
_WANTS_A_FILE = Text(
    "需要另建一个文件,加 --live-files 才做", "it wants a file of its own: add --live-files"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one line: `found` is what came back, `why` says why it wasn't run.

    `unanswered` says that nothing came back; what is only left out, or refused to this account, isn't so.
    """

    behaviour: Behaviour
    outcome: Outcome
    found: object = None
    why: Text = _NOTHING
    unanswered: bool = False


def trial(table: Iterable[Behaviour], scratch: Scratch, *, files: bool) -> Iterator[Verdict]:
    """Yield a verdict on each line; whoever asks removes the scratch tab afterwards.

    `files` says that files may be made and deleted. Raises Refusal or Unavailable where no scratch tab can be made.
    """
    scratch.fresh()
    in_a_row, why = 0, _NOTHING
    for line in table:
        if line.needs and not files:
            yield Verdict(line, "not run", why=_WANTS_A_FILE)
            continue
        if in_a_row >= PATIENCE:
            yield Verdict(line, "not run", why=why, unanswered=True)
            continue
        try:
            verdict = tried(line, scratch)
        except Refusal as refusal:
            yield Verdict(line, "not run", why=_words(refusal))
        except SheetflowError as fault:
            in_a_row, why = in_a_row + 1, _words(fault)
            yield Verdict(line, "not run", why=why, unanswered=True)
        else:
            in_a_row = 0
            yield verdict


def tried(line: Behaviour, scratch: Scratch) -> Verdict:
    """Do what a line says, on a tab made anew or in a file of its own. Raises Refusal or Unavailable."""
    if line.needs:
        with scratch.file_of_its_own() as own:
            return _judged(line, own)
    scratch.fresh(line.given)
    return _judged(line, scratch)


def _words(fault: SheetflowError) -> Text:
    return Text(fault.zh or str(fault), str(fault))


def _judged(line: Behaviour, scratch: Scratch) -> Verdict:
    try:
        found = scratch.neutral(line.act(scratch))
    except Refusal as refusal:
        found = scratch.neutral(refusal.said)
    except (LookupError, TypeError, ValueError) as error:
        found = f"an answer of another shape ({type(error).__name__}: {error})"
    same = is_as(found, line.expects)
    return Verdict(line, "same" if same else "different", found)
