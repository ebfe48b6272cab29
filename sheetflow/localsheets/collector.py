"""Python's collector of reference cycles, at rest while many objects are made among which there are none.

Whenever enough new objects stay it looks through all that live, so that a tab five times as long would take more than
five times as long. What isn't in a cycle is freed without it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector rest in a block or a function, in the whole process: for nothing that waits for a client."""
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()
