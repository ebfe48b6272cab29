"""The way to print figures that are seen though tests are quiet, and what they come to at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import pytest

from tests.proof.figures import Figures


@dataclass
class Sum:
    """The figures of all tests of this run."""

    figures: Figures = field(default_factory=Figures)


_SUM: Final = pytest.StashKey[Sum]()

Say = Callable[[str], None]
Counted = Callable[[str, Figures], None]


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[_SUM] = Sum()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what the figures come to; where other processes ran the tests, theirs aren't known here."""
    if (figures := config.stash[_SUM].figures).histories:
        terminalreporter.write_line(f"the proof as a whole: {figures}")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Give the way to print a figure."""

    def printed(text: str) -> None:
        with capsys.disabled():
            print(f"\n{text}")

    return printed


@pytest.fixture
def count(say: Say, pytestconfig: pytest.Config) -> Counted:
    """Give the way to print the figures of some histories and count them among all."""

    def counted(what: str, figures: Figures) -> None:
        pytestconfig.stash[_SUM].figures += figures
        say(f"{what}: {figures}")

    return counted
