"""`python -m sheetflow` is `sheetflow`."""

import sys

from sheetflow.cli import main

if __name__ == "__main__":
    sys.exit(main(prog_name="sheetflow"))
