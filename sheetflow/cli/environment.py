"""Where a command finds the house's settings, and which branch it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from sheetflow.bootstrap import House, open_house
from sheetflow.branches import BRANCHES, read_branches
from sheetflow.errors import BadInput, Problem, SheetflowError
from sheetflow.settings import Settings, language_of

HOME = Path(__file__).resolve().parents[2]

_OPTION, _KEPT, _LANGUAGE = "--branch", "sheetflow.branch", "sheetflow.language"


def settings_of(ctx: click.Context) -> Settings:
    """Read the settings of the one spreadsheet that a command is for. Raises BadInput where several could be meant."""
    branches = branches_of(ctx)
    if len(branches) > 1:
        names = ", ".join(one.branch for one in branches)
        found, remedy = "isn't given", f"Name one of {names}"
        raise BadInput([Problem(_OPTION, found, remedy, "没有写", f"请写其中一家:{names}")])
    return branches[0]


def branches_of(ctx: click.Context) -> tuple[Settings, ...]:
    """Read the settings of all branches, or of the one that --branch names; of the only spreadsheet without them."""
    env: Mapping[str, str] = ctx.obj
    branches = read_branches(env, home=HOME)
    name = ctx.meta.get(_KEPT)
    if name is None:
        return branches
    found = tuple(one for one in branches if one.branch == name)
    if not found:
        known = ", ".join(one.branch for one in branches if one.branch)
        remedy = f"Name one of {known}" if known else f"Leave it away, or set {BRANCHES}"
        zh = f"请写其中一家:{known}" if known else f"请去掉,或填 {BRANCHES}"
        raise BadInput([Problem(_OPTION, f"'{name}' isn't known", remedy, f"不认识「{name}」", zh)])
    return found


@contextmanager
def house_of(ctx: click.Context) -> Iterator[House]:
    """Open the one spreadsheet that a command is for, whose language it speaks from then on."""
    with open_house(settings_of(ctx)) as house:
        ctx.meta[_LANGUAGE] = house.language
        yield house


def told(ctx: click.Context, fault: SheetflowError) -> str:
    """Say a fault in the language in which the command speaks: the open spreadsheet's, before that the settings'."""
    try:
        language = ctx.meta.get(_LANGUAGE) or branches_of(ctx)[0].locale
    except SheetflowError:
        language = language_of(ctx.obj)
    return fault.sentence(language)


def take_branch(commands: Iterable[click.Command]) -> None:
    """Let every command, and those of a family, be told the branch by --branch NAME."""
    for command in commands:
        if isinstance(command, click.Group):
            take_branch(command.commands.values())
            continue
        option = click.Option(
            [_OPTION],
            metavar="NAME",
            expose_value=False,
            callback=_remember,
            help="One of several branches (SHEETFLOW_BRANCHES).",
        )
        command.params.append(option)


def _remember(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    if name is not None:
        ctx.meta[_KEPT] = name
