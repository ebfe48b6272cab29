"""A fresh stage for each test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.apps_script.script import MODULES, NODE, ROOT, Script
from tests.webhooks.conftest import schema, shop

__all__ = ["schema", "shop"]


@pytest.fixture
def script() -> Iterator[Script]:
    """Give the script in a spreadsheet in which nobody has installed it yet."""
    assert (MODULES / "standardwebhooks").exists(), "node_modules lacks it: run `make setup`."
    stage = ROOT / "tests" / "apps_script" / "stage.js"
    with subprocess.Popen(
        [NODE, stage, ROOT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        given = Script(process)
        given.wait(0)
        yield given
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=30) == 0


@pytest.fixture
def installed(script: Script) -> Script:
    """Give the script as it is some time after it was installed."""
    script.installs()
    script.wait(3600)
    script.sent.clear()
    return script
