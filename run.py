"""`python run.py` is `sheetflow serve`."""

import sys

try:
    from sheetflow.cli import main
except ModuleNotFoundError as missing:
    if (missing.name or "sheetflow").startswith("sheetflow"):
        raise
    sys.exit(
        f"run.py: this Python has no package '{missing.name}'. "
        "Run `make run`, or `make setup` once and then `.venv/bin/python run.py`."
    )

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
