"""The processes of one machine: they come up in order, come back when they die, and all go at the end."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from knowledge.errors import Refused
from yikan.keeper import Pace
from yikan.logbook import Logbook
from yikan.process import spawn, stop
from yikan.program import Program
from yikan.supervisor import Supervisor

CHILD = Path(__file__).with_name("child.py")
HURRIED = Pace(starting=0.05, probing=0.1, probe_timeout=0.5, misses=2, first_pause=0.1, longest_pause=0.4, settle=0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_program(
    name: str = "one",
    *options: str,
    command: Callable[[], list[str]] | None = None,
    port: int | None = None,
    probe: str = "/",
    after: str | None = None,
    ready_within: float = 20.0,
    renewable: bool = False,
) -> Program:
    port = port or free_port()
    return Program(
        name=name,
        label=name,
        command=command or (lambda: [sys.executable, str(CHILD), str(port), *options]),
        cwd=CHILD.parent,
        env=dict(os.environ),
        probe=f"http://127.0.0.1:{port}{probe}",
        after=after,
        ready_within=ready_within,
        renewable=renewable,
    )


class Shown:
    """What people saw, and the log file."""

    def __init__(self, folder: Path) -> None:
        self._out = io.StringIO()
        self.logbook = Logbook(folder, Console(file=self._out, width=200))

    @property
    def text(self) -> str:
        return self._out.getvalue()

    @property
    def log(self) -> str:
        return self.logbook.path.read_text("utf-8")


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    return Shown(tmp_path / "log")


@asynccontextmanager
async def supervised(shown: Shown, *programs: Program) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(programs, shown.logbook, HURRIED)
    running = asyncio.create_task(supervisor.run())
    try:
        yield supervisor
    finally:
        if not running.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 20)
        shown.logbook.close()


async def pid_of(program: Program) -> int | None:
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=0.5) as http:
            return int((await http.get(program.probe)).text)
    except (httpx.HTTPError, ValueError):
        return None


async def eventually(what: Callable[[], Awaitable[bool]], within: float = 15.0) -> None:
    deadline = time.monotonic() + within
    while not await what():
        assert time.monotonic() < deadline, "it never happened"
        await asyncio.sleep(0.05)


async def until_said(shown: Shown, text: str) -> None:
    async def said() -> bool:
        return text in shown.text

    await eventually(said)


def is_alive(pid: int) -> bool:
    """A zombie that nobody has collected yet is dead."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


async def test_all_programs_become_ready_and_all_are_gone_at_the_end(shown: Shown) -> None:
    first, second = a_program("one"), a_program("two", after="one")
    async with supervised(shown, first, second):
        await until_said(shown, "全部就绪")
        pids = [await pid_of(first), await pid_of(second)]
        assert all(pid is not None and is_alive(pid) for pid in pids)
    assert not any(pid is not None and is_alive(pid) for pid in pids)
    assert shown.text.index("one: 就绪") < shown.text.index("two: 就绪")
    assert "已全部停止" in shown.text


async def test_a_killed_program_comes_back(shown: Shown) -> None:
    program = a_program()
    async with supervised(shown, program):
        await until_said(shown, "全部就绪")
        before = await pid_of(program)
        assert before is not None
        os.kill(before, signal.SIGKILL)

        async def back() -> bool:
            return await pid_of(program) not in (None, before)

        await eventually(back)
    assert "意外结束" in shown.text


async def test_a_program_that_keeps_dying_is_started_less_and_less_often_and_its_last_words_are_shown(
    shown: Shown,
) -> None:
    doomed = a_program("doomed", command=lambda: [sys.executable, "-c", "print('no such table'); raise SystemExit(3)"])
    async with supervised(shown, doomed):

        async def thrice() -> bool:
            return shown.log.count("意外结束") >= 3

        await eventually(thrice)
    assert "意外结束 ended unexpectedly (3)" in shown.text
    assert "no such table" in shown.text


async def test_a_program_that_hangs_is_replaced(shown: Shown) -> None:
    ports = free_port()
    program = a_program("hung", port=ports, probe="/hang", ready_within=0.5)
    async with supervised(shown, program):
        await until_said(shown, "仍未就绪")
        await until_said(shown, "后重新启动")


async def test_a_later_program_starts_although_the_first_one_is_late(shown: Shown) -> None:
    late, second = a_program("late", probe="/hang"), a_program("two", after="late")
    async with supervised(shown, late, second):
        await until_said(shown, "two: 就绪")


async def test_a_refused_command_starts_nothing_and_is_asked_again(shown: Shown) -> None:
    port = free_port()
    answers = iter([Refused("模型与登记的校验值不符"), None])

    def command() -> list[str]:
        if error := next(answers, None):
            raise error
        return [sys.executable, str(CHILD), str(port)]

    async with supervised(shown, a_program("rasa", command=command, port=port)):
        await until_said(shown, "模型与登记的校验值不符")
        await until_said(shown, "全部就绪")


async def test_renewing_restarts_only_what_reads_something_new(shown: Shown) -> None:
    kept, renewed = a_program("kept"), a_program("renewed", renewable=True)
    async with supervised(shown, kept, renewed):
        await until_said(shown, "全部就绪")
        before = await pid_of(kept), await pid_of(renewed)
        os.kill(os.getpid(), signal.SIGUSR1)

        async def new() -> bool:
            return await pid_of(renewed) not in (None, before[1])

        await eventually(new)
        assert await pid_of(kept) == before[0]
    assert "意外结束" not in shown.text


async def test_what_a_program_left_behind_goes_with_it(shown: Shown, tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    async with supervised(shown, a_program("parent", "--with-child", str(note))):
        await until_said(shown, "全部就绪")
        grandchild = int(note.read_text())
        assert is_alive(grandchild)
    assert not is_alive(grandchild)


async def test_a_program_that_ignores_the_request_to_end_is_ended() -> None:
    port = free_port()
    process = await spawn([sys.executable, str(CHILD), str(port), "--deaf"], CHILD.parent, os.environ)

    async def up() -> bool:
        return await pid_of(a_program(port=port)) == process.pid

    await eventually(up)
    await stop(process, grace=0.3)
    assert process.returncode == -signal.SIGKILL


async def test_every_line_of_every_program_is_in_one_log(shown: Shown) -> None:
    async with supervised(shown, a_program("one"), a_program("two")):
        await until_said(shown, "全部就绪")
    assert "one      listening on" in shown.log
    assert "two      listening on" in shown.log


def test_children_die_when_the_supervisor_is_killed_outright(tmp_path: Path) -> None:
    port = free_port()
    script = f"""
import asyncio, os, sys
from pathlib import Path
from rich.console import Console
from yikan.logbook import Logbook
from yikan.process import spawn, stop
from yikan.program import Program
from yikan.supervisor import Supervisor
child = Program("one", "one", lambda: [sys.executable, {str(CHILD)!r}, "{port}"], Path("."), dict(os.environ),
                "http://127.0.0.1:{port}/")
asyncio.run(Supervisor([child], Logbook(Path({str(tmp_path)!r}), Console())).run())
"""
    supervisor = os.posix_spawn(sys.executable, [sys.executable, "-c", script], os.environ)
    pid = _wait_for(lambda: asyncio.run(pid_of(a_program(port=port))))
    os.kill(supervisor, signal.SIGKILL)
    os.waitpid(supervisor, 0)
    _wait_for(lambda: not is_alive(pid))


def _wait_for(what: Callable[[], int | bool | None]) -> int:
    deadline = time.monotonic() + 15
    while not (found := what()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
    return int(found)
