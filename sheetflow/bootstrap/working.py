"""The worker of an open house in a thread of its own, and its end, which a call without an answer may not hold up."""

from __future__ import annotations

import threading

from sheetflow.bootstrap.house import House
from sheetflow.bootstrap.jobs import jobs_of
from sheetflow.clock import Worker


class Work:
    """Runs the jobs of a house until it is stopped."""

    def __init__(self, house: House) -> None:
        """Begin to work."""
        self._house = house
        self._worker = Worker(jobs_of(house), house.ledger, house.clock)
        self._thread = threading.Thread(target=self._worker.run, name="worker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Ask for a cycle at once."""
        self._worker.wake()

    def stop(self) -> None:
        """Ask it to end after the job that is running, without waiting for that."""
        self._worker.stop()
        self._house.leave()

    def ended(self, patience: float | None = None) -> bool:
        """Stop it, and say whether it has ended within so many seconds; without them wait until it has.

        A call that got no answer yet may keep it for as long as the call's own time-out (store/transport.py).
        """
        self.stop()
        if self._thread is threading.current_thread():
            return True
        self._thread.join(patience)
        return not self._thread.is_alive()
