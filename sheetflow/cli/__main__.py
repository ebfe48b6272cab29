"""`python -m sheetflow.cli` is `sheetflow`."""

import sys

from sheetflow.cli import main

sys.exit(main())
