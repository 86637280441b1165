"""Keep one program alive: start, watch, restart with back-off."""

from __future__ import annotations

import asyncio
import signal
import time
from asyncio.subprocess import Process
from dataclasses import dataclass

import httpx

from knowledge.errors import YikanError
from yikan.logbook import Logbook
from yikan.process import gone, signal_group, spawn, stop
from yikan.program import Program

LAST_WORDS_S = 1.0


@dataclass(frozen=True)
class Pace:
    """Seconds. Who lived for `steady` starts afresh with the first pause; after `misses` failed probes it hangs."""

    starting: float = 0.2
    probing: float = 5.0
    probe_timeout: float = 5.0
    misses: int = 6
    first_pause: float = 1.0
    longest_pause: float = 30.0
    steady: float = 60.0
    settle: float = 10.0


class Keeper:
    """`ready` is set once its first probe succeeded; `settled` then too, or when it takes longer than `Pace.settle`."""

    def __init__(self, program: Program, logbook: Logbook, pace: Pace) -> None:
        self.program = program
        self.ready = asyncio.Event()
        self.settled = asyncio.Event()
        self._logbook = logbook
        self._pace = pace
        self._process: Process | None = None
        self._ending = False
        self._renewed = asyncio.Event()

    async def keep(self) -> None:
        """Until `end` is called."""
        pause = self._pace.first_pause
        while not self._ending:
            begun = time.monotonic()
            renewed = await self._once()
            if self._ending:
                return
            if renewed or time.monotonic() - begun > self._pace.steady:
                pause = self._pace.first_pause
            if not renewed:
                self._say(f"{pause:.0f} 秒后重新启动 restarting in {pause:.0f}s", "yellow")
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pace.longest_pause)

    async def end(self) -> None:
        self._ending = True
        if self._process is not None:
            await stop(self._process)

    def renew(self) -> None:
        self._renewed.set()

    def kill(self) -> None:
        if self._process is not None:
            signal_group(self._process, signal.SIGKILL)

    async def _once(self) -> bool:
        """One life of the program; whether it ended because a renewal was asked for."""
        self._renewed.clear()
        try:
            command = self.program.command()
        except YikanError as error:
            self._say(error.detail, "bold red")
            self.settled.set()
            return False
        self._process = process = await spawn(command, self.program.cwd, self.program.env)
        reading = asyncio.create_task(self._read(process))
        ends = [asyncio.create_task(end) for end in (gone(process), self._probe(), self._renewed.wait())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in ends:
                task.cancel()
            await stop(process)
        await asyncio.wait([reading], timeout=LAST_WORDS_S)
        reading.cancel()
        self._explain_end(process)
        return self._renewed.is_set()

    def _explain_end(self, process: Process) -> None:
        if self._renewed.is_set():
            self._say("换新后重新启动 restarting with what is new")
        elif not self._ending:
            self._say(f"意外结束 ended unexpectedly ({process.returncode})", "bold red")
            for line in self._logbook.tail(self.program.name):
                self._logbook.say(f"    {line}", style="dim")

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        while line := await _line(process.stdout):
            self._logbook.write(self.program.name, line.decode("utf-8", "replace").rstrip())

    async def _probe(self) -> None:
        """Returns when the program hangs: not ready in time, or too many probes missed."""
        begun = time.monotonic()
        async with httpx.AsyncClient(timeout=self._pace.probe_timeout, trust_env=False) as http:
            while not await self._is_well(http):
                waited = time.monotonic() - begun
                if waited > self._pace.settle:
                    self.settled.set()
                if waited > self.program.ready_within:
                    self._say(f"{waited:.0f} 秒仍未就绪 not ready", "bold red")
                    return
                await asyncio.sleep(self._pace.starting)
            self._say(f"就绪 ready ({time.monotonic() - begun:.1f}s)", "green")
            self.ready.set()
            self.settled.set()
            await self._until_hung(http)

    async def _until_hung(self, http: httpx.AsyncClient) -> None:
        missed = 0
        while missed < self._pace.misses:
            await asyncio.sleep(self._pace.probing)
            missed = 0 if await self._is_well(http) else missed + 1
        self._say(f"连续 {missed} 次没有回应 no answer to {missed} probes", "bold red")

    async def _is_well(self, http: httpx.AsyncClient) -> bool:
        try:
            reply = await http.get(self.program.probe, headers=dict(self.program.headers))
        except httpx.HTTPError:
            return False
        return reply.status_code == 200

    def _say(self, what: str, style: str = "") -> None:
        self._logbook.say(f"{self.program.label}: {what}", style)


async def _line(stream: asyncio.StreamReader) -> bytes:
    """The next line; a line too long for the buffer comes in pieces."""
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as long:
        return await stream.read(long.consumed)
