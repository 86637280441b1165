"""One child process: started in a group of its own, dead when we die, stopped gently and then for good."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

GRACE_S = 8.0
POLL_S = 0.1
PR_SET_PDEATHSIG = 1  # linux/prctl.h

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


async def spawn(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> asyncio.subprocess.Process:
    """Start `command`; its output, both streams in one, is for the caller to read."""
    parent = os.getpid()

    def die_with_us() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # we died between fork and here
                os._exit(1)

    return await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env=dict(env),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # a Ctrl-C in the terminal reaches us alone, and we stop them in order
        preexec_fn=die_with_us,
        limit=1 << 20,
    )


async def gone(process: asyncio.subprocess.Process) -> None:
    """Until the process itself is dead. (`process.wait` also waits for grandchildren that still hold its output.)"""
    while process.returncode is None:  # noqa: ASYNC110 - the loop sets it and offers no event for it
        await asyncio.sleep(POLL_S)


async def stop(process: asyncio.subprocess.Process, grace: float = GRACE_S) -> None:
    """Ask the whole group to end, wait `grace` seconds, then end it; whatever the leader left behind too."""
    signal_group(process, signal.SIGTERM)
    with suppress(TimeoutError):
        await asyncio.wait_for(gone(process), grace)
    signal_group(process, signal.SIGKILL)
    await gone(process)


def signal_group(process: asyncio.subprocess.Process, what: signal.Signals) -> None:
    try:
        os.killpg(process.pid, what)
    except ProcessLookupError:
        return  # nobody of the group is left
