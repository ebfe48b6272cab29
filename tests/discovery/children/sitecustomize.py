"""Python imports this at the start of each process that a test starts: its calls to a local workbook are looked at too.

tests/conftest.py puts this folder on PYTHONPATH and names the file in `DISCOVERY_LINT` to which faults are told.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

ROUTES = "sheetflow.localsheets.routes"
ROOT = Path(__file__).parents[3]


class Watched(SourceFileLoader):
    """Loads the routes of a local workbook, their answers looked on at."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then put the lint in front of its answers."""
        super().exec_module(module)
        sys.path.append(str(ROOT))
        from tests.discovery.lint import TellingLint

        lint = TellingLint(Path(os.environ["DISCOVERY_LINT"]))
        vars(module)["answer"] = lint.watching(module.answer)


class OnRoutes(MetaPathFinder):
    """Finds the routes where Python finds them, to be loaded by `Watched`."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of that one module, None for every other."""
        found = PathFinder.find_spec(name, path) if name == ROUTES else None
        if found is None or found.origin is None:
            return None
        return spec_from_file_location(name, found.origin, loader=Watched(name, found.origin))


if "DISCOVERY_LINT" in os.environ and "pytest" not in sys.orig_argv:
    sys.meta_path.insert(0, OnRoutes())
