"""Count the project's `noqa` and `type: ignore` comments; fail where pyproject.toml allows fewer."""

from __future__ import annotations

import re
import sys
import tokenize
import tomllib
from collections import Counter
from pathlib import Path

SOURCES = ("sheetflow", "tests", "bench", "scripts", "run.py")
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore)\b")
SETTING = "pyproject.toml tool.sheetflow.suppressions"


def suppressions(source: Path) -> Counter[str]:
    """Count the comments of one file that silence a check, by kind; texts that mention them don't count."""
    with source.open("rb") as lines:
        tokens = list(tokenize.tokenize(lines.readline))
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return Counter(kind for comment in comments for kind in SUPPRESSION.findall(comment))


def main(root: Path) -> int:
    """Print how many there are and may be; 1 when there are too many, else 0."""
    places = [root / name for name in SOURCES]
    files = [f for place in places for f in ([place] if place.is_file() else place.rglob("*.py"))]
    found = sum(map(suppressions, files), Counter[str]())
    allowed = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["sheetflow"]
    limit = allowed["suppressions"]
    print(f"{found['noqa']} noqa, {found['type: ignore']} type: ignore; allowed {limit}")
    if found.total() > limit:
        print(f"{SETTING}: there are more than {limit}. Mend the code instead.")
    elif found.total() < limit:
        print(f"{SETTING}: there are fewer than {limit}. Write {found.total()}.")
    return int(found.total() > limit)


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parents[1]))
