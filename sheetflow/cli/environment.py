"""Where a command finds the house's settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from sheetflow.settings import Settings, read_settings

HOME = Path(__file__).resolve().parents[2]


def settings_of(ctx: click.Context) -> Settings:
    """Read the settings of the environment that the command was given."""
    env: Mapping[str, str] = ctx.obj
    return read_settings(env, home=HOME)
