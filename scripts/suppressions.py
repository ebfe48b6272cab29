"""Count the project's `noqa` and `type: ignore` comments; fail where pyproject.toml allows fewer."""

from __future__ import annotations

import re
import sys
import tokenize
import tomllib
from collections import Counter
from pathlib import Path

SOURCES = ("sheetflow", "tests", "bench", "scripts", "run.py")
COMMENT = re.compile(r"#\s*(noqa|type:\s*ignore)\b")


def suppressions(source: Path) -> Counter[str]:
    """Count the comments of one file that silence a check, by their kind; texts that mention them don't count."""
    with source.open("rb") as lines:
        comments = [t.string for t in tokenize.tokenize(lines.readline) if t.type == tokenize.COMMENT]
    return Counter(kind for comment in comments for kind in COMMENT.findall(comment))


def main(root: Path) -> int:
    """Print the count and its limit; 1 when there are more than the limit, else 0."""
    places = [root / name for name in SOURCES]
    files = [f for place in places for f in ([place] if place.is_file() else place.rglob("*.py"))]
    found = sum(map(suppressions, files), Counter())
    limit = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["sheetflow"]["suppressions"]
    kinds = ", ".join(f"{found[kind]} {kind}" for kind in ("noqa", "type: ignore"))
    print(f"{kinds}; allowed {limit}")
    if found.total() > limit:
        print("pyproject.toml tool.sheetflow.suppressions: there are more than that. Mend the code instead.")
    elif found.total() < limit:
        print(f"pyproject.toml tool.sheetflow.suppressions: there are fewer. Write {found.total()}.")
    return int(found.total() > limit)


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parents[1]))
