"""Time of a demonstration month: 600 tickets driven as people act in the sheet, a cycle at every act and wake.

    .venv/bin/python bench/month.py [TICKETS]

It prints processor time, so that neighbours on the machine count less. What the month has to end with is checked by
tests/month; here nothing is planned twice.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.month.month import lived

#: The month that tests/month checks.
TICKETS, SEED = 600, 20260301


def main() -> None:
    """Live the month and print what it took."""
    count = int(sys.argv[1]) if sys.argv[1:] else TICKETS
    print(f"Python {platform.python_version()}, seed {SEED}")
    began = process_time()
    desk = lived(count, seed=SEED)
    spent = process_time() - began
    print(f"{len(desk.records):>6} tickets of {count} customers, {len(desk.events)} events")
    print(f"       {desk.cycles} cycles in {spent:.1f} s: {1000 * spent / desk.cycles:.1f} ms each")
    print(f"       {len(desk.notices)} notices decided")
    print(f"       {desk.digest()}")


if __name__ == "__main__":
    main()
