"""Keep the processes of one machine alive: ordered start, health probes, restart with back-off, orderly end.

    Supervisor(programs, logbook).run() -> None      returns after SIGINT, SIGTERM or SIGHUP, when all children are gone

SIGUSR1 restarts what asked for it (the bot after a new model). Timing is in `Pace`, so that tests can hurry.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence

from yikan.keeper import Keeper, Pace
from yikan.logbook import Logbook
from yikan.program import Program

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    def __init__(self, programs: Sequence[Program], logbook: Logbook, pace: Pace | None = None) -> None:
        self._logbook = logbook
        self._keepers = [Keeper(program, logbook, pace or Pace()) for program in programs]
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Start in the given order (`Program.after` waits for an earlier one), keep all until told to stop."""
        loop = asyncio.get_running_loop()
        for number in STOPPING:
            loop.add_signal_handler(number, self._stopping)
        loop.add_signal_handler(signal.SIGUSR1, self.renew)
        tasks = [asyncio.create_task(self._keep(keeper)) for keeper in self._keepers]
        told = asyncio.create_task(self._announce())
        await self._stop.wait()
        self._logbook.say("正在停止 stopping …")
        told.cancel()
        await self._end(tasks)
        self._logbook.say("已全部停止 all stopped")

    def renew(self) -> None:
        """Restart the programs that read something new at their start."""
        for keeper in self._keepers:
            if keeper.program.renewable:
                keeper.renew()

    def _stopping(self) -> None:
        if self._stop.is_set():  # asked twice: at once
            for keeper in self._keepers:
                keeper.kill()
        self._stop.set()

    async def _keep(self, keeper: Keeper) -> None:
        if keeper.program.after:
            await self._find(keeper.program.after).settled.wait()
        await keeper.keep()

    def _find(self, name: str) -> Keeper:
        return next(keeper for keeper in self._keepers if keeper.program.name == name)

    async def _announce(self) -> None:
        for keeper in self._keepers:
            await keeper.ready.wait()
        self._logbook.say("全部就绪 everything is ready", style="bold green")

    async def _end(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        """The public door first, while what stands behind it can still finish the turns that are under way."""
        first, *others = self._keepers
        await first.end()
        await asyncio.gather(*(keeper.end() for keeper in others))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
