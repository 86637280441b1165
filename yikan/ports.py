"""Ports for our own processes, below the range from which the system takes those of outgoing connections.

A port that was merely found free can be taken before the process that is to listen there has started: by any connection
that opens meanwhile. Of these only another server can take one.
"""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
FIRST, LAST = 20_000, 32_000
TRIES = 200


def free_ports(count: int) -> list[int]:
    """Different ones that nobody listens at. OSError where none is found."""
    found: list[int] = []
    for port in random.SystemRandom().sample(range(FIRST, LAST), TRIES):
        if len(found) == count:
            break
        if _is_free(port):
            found.append(port)
    if len(found) < count:
        raise OSError(f"no {count} free ports between {FIRST} and {LAST}")
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
