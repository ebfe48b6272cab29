"""Imports point down only, and the core is pure: no clock, no environment, no network, no chance."""

from __future__ import annotations

import ast
import graphlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sheetflow"
SOURCES = {
    path.relative_to(PACKAGE): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))
}
OURS = {"sheetflow", "_typeshed"}  # _typeshed is the type checker's own and never there to import

# A unit is a module or a folder of sheetflow/. It imports units of the layers below its own, which stand before it;
# what isn't named here is the core, whose units may import one another.
ADAPTERS = {"store", "ledger", "notify", "documents", "webhooks", "localsheets"}
LAYERS = (
    {"errors"},
    {"model"},
    {"states"},
    {"record"},
    {"the core"},
    {"ports", "settings"},
    {"settling", "address", "bell", "branches"},
    ADAPTERS | {"runner", "clock", "importing"},
    {"bootstrap"},
    {"demonstration"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
HEIGHT = {unit: height for height, layer in enumerate(LAYERS) for unit in layer}
CORE = HEIGHT["the core"]

IMPURE_LIBRARIES = {"flask", "gspread", "requests", "schedule", "sqlalchemy"}
IMPURE_MODULES = {
    "http",
    "os",
    "random",
    "secrets",
    "smtplib",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
    "urllib",
}
MOST_LINES_OF_MODULE, MOST_LINES_OF_FUNCTION = 300, 45

IMPURE_CALLS = ("date.today", "datetime.now", "datetime.today", "datetime.utcnow")


def unit_of(path: Path) -> str:
    """Name the unit that a module, given by its path in sheetflow/, belongs to."""
    return path.with_suffix("").parts[0]


def imports(path: Path, tree: ast.AST) -> Iterator[str]:
    """Yield in full what a module imports: `from .cells import text` is sheetflow.cells.text."""
    package = ["sheetflow", *path.parent.parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = [*above, *filter(None, [node.module])]
            yield from (".".join([*origin, alias.name]) for alias in node.names)


def height(unit: str) -> int:
    """Give the layer of a unit, counted from the bottom."""
    return HEIGHT.get(unit, CORE)


def may_import(importer: str, imported: str) -> bool:
    """Tell whether one unit may import another."""
    if importer == imported:
        return True
    if importer == "localsheets":
        return False
    if imported in ADAPTERS:
        return importer == "bootstrap"
    return height(imported) < height(importer) or height(imported) == height(importer) == CORE


def forbidden_import(unit: str, name: str) -> str | None:
    """Say why a unit may not import this name; None when it may."""
    top, *inner = name.split(".")
    if top == "sheetflow":
        allowed = may_import(unit, inner[0])
        return None if allowed else f"{unit} may not import {name}"
    if height(unit) <= HEIGHT["ports"] and top in IMPURE_LIBRARIES | IMPURE_MODULES:
        return f"{unit} is pure and may not import {top}"
    if unit == "rules" and top not in sys.stdlib_module_names:
        return f"rules build on the core and the standard library, not on {top}"
    return None


def clock_readings(tree: ast.AST) -> Iterator[str]:
    """Yield each mention of a function that reads the clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(IMPURE_CALLS):
            yield ast.unparse(node)


def faults(path: Path, source: str) -> list[str]:
    """List what a module of sheetflow/ does that its place forbids."""
    tree = ast.parse(source)
    unit = unit_of(path)
    reasons = [forbidden_import(unit, name) for name in imports(path, tree)]
    if height(unit) <= HEIGHT["ports"]:
        reasons += [
            f"{unit} is pure: `now` is an argument, not {call}" for call in clock_readings(tree)
        ]
    return [f"{path}: {reason}" for reason in reasons if reason]


def too_long(path: Path, source: str) -> Iterator[str]:
    """Yield the module, and each function in it, that has more lines than a reader keeps in mind."""
    if (lines := len(source.splitlines())) > MOST_LINES_OF_MODULE:
        yield f"{path}: {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MOST_LINES_OF_FUNCTION:
                yield f"{path}: {node.name} has {lines} lines"


def module_graph(sources: Mapping[Path, str]) -> dict[str, set[str]]:
    """Give for each module the modules of sheetflow/ that it imports."""
    modules = {path: ".".join(["sheetflow", *path.with_suffix("").parts]) for path in sources}
    names = {path: module.removesuffix(".__init__") for path, module in modules.items()}
    known = set(names.values())
    graph = {}
    for path, source in sources.items():
        pairs = ((name, name.rpartition(".")[0]) for name in imports(path, ast.parse(source)))
        found = {next((name for name in pair if name in known), "") for pair in pairs}
        graph[names[path]] = found - {""}
    return graph


def in_circles(sources: Mapping[Path, str]) -> list[str]:
    """Name the modules of one circle of imports, if there is any."""
    try:
        graphlib.TopologicalSorter(module_graph(sources)).prepare()
    except graphlib.CycleError as circle:
        return list(circle.args[1])
    return []


def test_every_import_points_down_and_the_core_is_pure():
    assert [fault for path, source in SOURCES.items() for fault in faults(path, source)] == []


def test_no_module_and_no_function_is_longer_than_a_reader_keeps_in_mind():
    assert [fault for path, source in SOURCES.items() for fault in too_long(path, source)] == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = 1\n" * 301, id="a module of 301 lines"),
        pytest.param("def f():\n" + "    x = 1\n" * 45, id="a function of 46 lines"),
        pytest.param(
            "class C:\n    async def f(self):\n" + "        x = 1\n" * 45, id="a method, likewise"
        ),
    ],
)
def test_length_is_noticed_of(source):
    assert len(list(too_long(Path("planner.py"), source))) == 1


def test_no_modules_import_each_other_in_a_circle():
    assert in_circles(SOURCES) == []


def test_a_circle_is_noticed():
    two = {
        Path("clocks.py"): "from sheetflow import planner",
        Path("planner.py"): "import sheetflow.clocks",
    }
    assert in_circles(two) == ["sheetflow.clocks", "sheetflow.planner", "sheetflow.clocks"]


def test_every_library_that_the_package_imports_is_among_its_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    declared = {canonicalize_name(Requirement(line).name) for line in wanted}
    origins = packages_distributions()
    names = {name for path, source in SOURCES.items() for name in imports(path, ast.parse(source))}
    libraries = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - OURS
    undeclared = {
        library
        for library in libraries
        # What is declared for another system isn't installed here, and goes by its own name.
        if declared.isdisjoint(map(canonicalize_name, origins.get(library, [library])))
    }
    assert undeclared == set()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param(
            "model.py", "from sheetflow.planner import plan", id="the model imports the planner"
        ),
        pytest.param(
            "rules/revisit.py", "from sheetflow import ledger", id="a rule imports the ledger"
        ),
        pytest.param("rules/revisit.py", "import yaml", id="a rule imports a library"),
        pytest.param(
            "rules/revisit.py",
            "from ..store import Workbook",
            id="a rule imports the store, relatively",
        ),
        pytest.param("planner.py", "import requests", id="the core imports an HTTP client"),
        pytest.param("planner.py", "from os import environ", id="the core reads the environment"),
        pytest.param(
            "planner.py",
            "def f():\n    import time",
            id="the core imports the clock inside a function",
        ),
        pytest.param(
            "clocks.py",
            "import datetime as dt\nnow = dt.datetime.now(dt.UTC)",
            id="the core reads the clock",
        ),
        pytest.param(
            "newcomer.py", "import sqlalchemy", id="a module that nobody named is the core"
        ),
        pytest.param(
            "store/read.py", "from sheetflow.ledger import Ledger", id="an adapter imports another"
        ),
        pytest.param(
            "runner.py", "from sheetflow.store import Workbook", id="the runner imports an adapter"
        ),
        pytest.param(
            "cli.py", "from sheetflow.localsheets import serve", id="the commands import an adapter"
        ),
        pytest.param(
            "localsheets/grid.py",
            "from sheetflow.errors import Problem",
            id="localsheets imports sheetflow",
        ),
    ],
)
def test_it_is_noticed_when(path, source):
    assert len(faults(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        pytest.param(
            "planner.py", "from sheetflow.rules import RULES", id="the core imports the core"
        ),
        pytest.param("clocks.py", "from datetime import datetime, time", id="a time of day"),
        pytest.param(
            "store/read.py",
            "from sheetflow.store.guard import guarded",
            id="an adapter imports itself",
        ),
        pytest.param(
            "bootstrap.py",
            "from sheetflow.localsheets import serve",
            id="bootstrap imports every adapter",
        ),
        pytest.param(
            "clock.py",
            "from datetime import UTC, datetime\ndatetime.now(UTC)",
            id="the clock reads the clock",
        ),
    ],
)
def test_it_is_fine_when(path, source):
    assert faults(Path(path), source) == []
