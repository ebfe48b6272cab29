"""Setting up on machines that lack something, setting up again, and what the lock files promise."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHON_LOCKS = [pytest.param(path, id=path.name) for path in sorted(ROOT.glob("requirements*.txt"))]
ASSETS = ["tabulator.LICENSE", "tabulator.min.css", "tabulator.min.js"]

OLD_PYTHON = '[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1'
PYTHON_WITHOUT_VENV = f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"'
# Makes an environment whose pip brings npm, when asked for requirements-node.txt.
PYTHON = """
case "$*" in
    "-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
    *requirements-node.txt) cp ../npm "${0%/*}/npm" ;;
esac
"""
OLD_NPM = '[ "$1" = --version ] && echo 6.14.4 && exit\nexit 1'
NPM = """
[ "$1" = --version ] && echo 10.8.2 && exit
cd node_modules/tabulator-tables && touch LICENSE dist/js/tabulator.min.js dist/css/tabulator.min.css
"""


class Machine:
    """A fresh clone on a machine that has a shell and the named programs, and nothing else."""

    def __init__(self, folder: Path, **programs: str) -> None:
        self.folder, self.clone, self.bin = folder, folder / "clone", folder / "bin"
        shutil.copytree(ROOT / "scripts", self.clone / "scripts")
        shutil.copy(ROOT / "Makefile", self.clone)
        for path in ("requirements.txt", "pyproject.toml", "package-lock.json"):
            shutil.copy(ROOT / path, self.clone)
        for part in ("js", "css"):
            (self.clone / "node_modules/tabulator-tables/dist" / part).mkdir(parents=True)
        self.bin.mkdir()
        for name in ("cp", "cut", "mkdir", "mktemp", "rm", "touch"):
            (self.bin / name).symlink_to(shutil.which(name) or name)
        for name, script in programs.items():
            self.has(self.bin / name, script)

    def has(self, path: Path, script: str) -> None:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [shutil.which(command[0]) or command[0], *command[1:]],
            cwd=self.clone,
            env={"PATH": str(self.bin), "TMPDIR": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def sets_up(self, *part: str) -> subprocess.CompletedProcess[str]:
        return self.run("sh", "scripts/setup.sh", *part)

    @property
    def assets(self) -> list[str]:
        return sorted(p.name for p in (self.clone / "sheetflow/web/static/vendor").glob("*"))


@pytest.mark.parametrize(
    ("programs", "found", "remedy"),
    [
        pytest.param({}, "found no python3", "apt install python3 python3-venv", id="no Python"),
        pytest.param(
            {"python3": OLD_PYTHON},
            "Python 3.11 or newer is needed, found Python 3.9.2",
            "make setup PYTHON=/path/to/python3",
            id="an old Python",
        ),
        pytest.param(
            {"python3": PYTHON_WITHOUT_VENV},
            "python3 cannot make a virtual environment",
            "apt install python3-venv",
            id="a Python without venv",
        ),
    ],
)
def test_one_sentence_says_what_to_install_on_a_machine_with(programs, found, remedy, tmp_path):
    setup = Machine(tmp_path, **programs).sets_up("packages", "requirements.txt")
    assert setup.returncode == 1
    assert found in setup.stderr
    assert remedy in setup.stderr
    assert setup.stderr.count("\n") == 1


def test_a_newer_python_beside_an_old_one_is_taken(tmp_path):
    machine = Machine(tmp_path, python3=OLD_PYTHON)
    machine.has(machine.bin / "python3.13", PYTHON)
    assert machine.sets_up("packages", "requirements.txt").returncode == 0
    assert (machine.clone / ".venv/bin/python").exists()


def test_web_assets_come_through_the_npm_that_is_there(tmp_path):
    machine = Machine(tmp_path, npm=NPM)
    assert machine.sets_up("web").returncode == 0
    assert machine.assets == ASSETS


@pytest.mark.parametrize(
    "programs",
    [
        pytest.param({"python3": PYTHON}, id="no Node"),
        pytest.param({"python3": PYTHON, "npm": OLD_NPM}, id="an old Node"),
    ],
)
def test_web_assets_come_through_an_npm_from_pypi_on_a_machine_with(programs, tmp_path):
    machine = Machine(tmp_path, **programs)
    machine.has(tmp_path / "npm", NPM)
    before = set(tmp_path.iterdir())
    assert machine.sets_up("web").returncode == 0
    assert machine.assets == ASSETS
    assert set(tmp_path.iterdir()) == before, "the throw-away environment is still there"


def test_setting_up_again_does_nothing_until_a_lock_changes(tmp_path):
    machine = Machine(tmp_path, python3=PYTHON, npm=NPM)
    (machine.clone / "requirements-node.txt").touch()
    assert "installing requirements.txt" in machine.run("make", "setup").stdout
    assert "Nothing to be done" in machine.run("make", "setup").stdout
    assert machine.run("make", "setup", "-W", "requirements.txt").stdout.count("installing") == 1


def test_make_alone_names_everything_that_can_be_made(tmp_path):
    awk = shutil.which("awk")
    machine = Machine(tmp_path)
    (machine.bin / "awk").symlink_to(awk or "awk")
    targets = re.findall(r"^make (\w+) ", machine.run("make").stdout, re.M)
    assert targets == ["help", "setup", "run", "test", "check", "format", "lock", "bench", "soak"]


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(lock):
    packages = re.split(r"\n(?=[a-z])", lock.read_text("utf-8"))[1:]
    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9._-]+==[\w.]+( ;[^\n]+)? \\\n +--hash=sha256:", package), package


@pytest.mark.parametrize(
    "lock", [*PYTHON_LOCKS, pytest.param(ROOT / "package-lock.json", id="npm")]
)
def test_no_lock_names_a_registry_or_a_place_on_a_disk(lock):
    text = re.sub(r'"integrity": "[^"]+"', "", lock.read_text("utf-8"))  # a hash may have any slash
    assert not re.search(r"://|--index|--find-links|file:|(?<![\w.])/\w", text)


def test_the_locks_hold_everything_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "requirements.txt": [*project["project"]["dependencies"], *groups["build"]],
        "requirements-dev.txt": [*project["project"]["dependencies"], *groups["dev"]],
        "requirements-node.txt": groups["node"],
    }
    for lock, lines in asked.items():
        locked = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.M))
        for wanted in map(Requirement, lines):
            version = locked.get(canonicalize_name(wanted.name))
            assert version is not None, f"{lock} lacks {wanted}: run make lock"
            assert wanted.specifier.contains(version), f"{lock} has {version}: run make lock"


def test_tests_run_on_the_packages_that_sheetflow_runs_on():
    run, dev = (
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text("utf-8"), re.M))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert run <= dev


def test_every_locked_web_asset_is_held_to_its_hash():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = [package for place, package in lock["packages"].items() if place]
    assert all(package["integrity"].startswith("sha512-") for package in packages)


@pytest.mark.parametrize(
    ("source", "allowed", "passes"),
    [
        pytest.param("x = 1  # noqa: E1\n", 1, True, id="as many as allowed"),
        pytest.param("x = 1  # noqa: E1\ny = 2  # type: ignore[misc]\n", 1, False, id="one more"),
        pytest.param('"""A `# noqa` in a text."""\n', 0, True, id="a text that mentions one"),
    ],
)
def test_suppressed_checks_are_counted_in_code_with(source, allowed, passes, tmp_path):
    machine = Machine(tmp_path)
    (machine.clone / "pyproject.toml").write_text(f"[tool.sheetflow]\nsuppressions = {allowed}\n")
    shutil.rmtree(machine.clone / "scripts")
    (machine.clone / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts/suppressions.py", machine.clone / "scripts")
    (machine.clone / "run.py").write_text(source)
    assert (machine.run(sys.executable, str(script)).returncode == 0) is passes
