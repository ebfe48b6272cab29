"""The question that a command asks after its preview, before it changes anything."""

from __future__ import annotations

import sys

import click

from sheetflow.errors import Refused
from sheetflow.model import Language, Text

_UNASKED = Text(
    "什么也没改:这里没有人可问。看过上面的预览,再加 --yes。",
    "Nothing was changed: nobody can be asked here. Look at the preview, then say --yes.",
)


def agreed(question: Text, language: Language) -> bool:
    """Ask, and say whether the answer was yes; raises Refused where there is no terminal to ask at.

    Where the output goes into a file or another program, the question doesn't go with it.
    """
    if not sys.stdin.isatty():
        raise Refused(_UNASKED.en, zh=_UNASKED.zh)
    return click.confirm(question.of(language), err=not sys.stdout.isatty())
