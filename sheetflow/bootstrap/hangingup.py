"""gunicorn's worker, in which the thread that answered on a connection also waits for the client to hang up."""

from __future__ import annotations

import socket
from contextlib import suppress

from gunicorn.util import close_graceful
from gunicorn.workers.gthread import TConn, ThreadWorker


class PatientWorker(ThreadWorker):
    """A worker with threads that takes connections in whatever those before leave open.

    Before gunicorn 27 closes a connection it waits up to two seconds for the client to close its side, and does so in
    the one thread that takes all others in: twenty clients that don't would keep the desk from answering anybody for
    forty seconds, and after thirty of them its master takes the worker for dead.
    """

    def handle(self, conn: TConn) -> bool:
        """Answer a request, and hang up when the connection isn't kept."""
        kept = super().handle(conn)
        if not kept:
            with suppress(OSError):  # the client was faster
                close_graceful(conn.sock.dup())
                conn.sock.shutdown(socket.SHUT_RDWR)
        return kept
