"""The script calls Google's services as their published types say; a wrong call would be noticed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.apps_script.script import MODULES, NODE, ROOT

WRONG = """
function mixed() {
  return Utilities.computeHmacSha256Signature(Utilities.newBlob('a').getBytes(), 'key');
}
function misspelt() {
  return CacheService.getScriptCache().fetch('a');
}
"""

OPTIONS = {
    "allowJs": True,
    "checkJs": True,
    "noEmit": True,
    "strict": True,
    "target": "es2022",
    "lib": ["es2022"],
    "types": ["google-apps-script"],
    "typeRoots": [str(MODULES / "@types")],
}


def test_the_script_keeps_to_the_types_of_googles_services(tmp_path: Path) -> None:
    for file in (ROOT / "apps_script").glob("*.gs"):
        (tmp_path / f"{file.stem}.js").write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "Wrong.js").write_text(WRONG, "utf-8")
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS}), "utf-8")
    tsc = [NODE, MODULES / "typescript" / "bin" / "tsc", "--pretty", "false", "-p", tmp_path]
    checked = subprocess.run(tsc, capture_output=True, text=True, cwd=tmp_path, check=False)
    told = [line.partition(":")[0] for line in checked.stdout.splitlines() if line[0] != " "]
    assert told == ["Wrong.js(3,47)", "Wrong.js(6,40)"], checked.stdout
