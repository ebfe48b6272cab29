"""Ports that nobody has: for a server that is told its port before it listens, and for an end that is away."""

from __future__ import annotations

import itertools
import os
import socket

#: Below the ports that systems give to callers by themselves (Linux from 32768 on): until a server listens on its
#: port nobody's call and no other test's server comes to stand there.
PORTS = range(10_000, 30_000)

#: Where this process begins to look; processes of one test run stand apart.
_LOOKED_AT = itertools.count(os.getpid() * 50)


def free_port() -> int:
    """Give a port of 127.0.0.1 on which nobody listens, another each time."""
    for place in itertools.islice(_LOOKED_AT, len(PORTS)):
        port = PORTS[place % len(PORTS)]
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError(f"somebody listens on each of the ports {PORTS}")
