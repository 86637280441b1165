"""What `make run`, `make test`, `make check` and `make fmt` do, and the order: what can run side by side does."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable

from yikan.bootstrap import checks, machine, page, pythons
from yikan.bootstrap.environments import PYTHON, compile_ourselves, install_bot, install_root
from yikan.bootstrap.say import Stop, line, step, summary
from yikan.bootstrap.shell import ROOT, shown
from yikan.bootstrap.tools import uv as find_uv

YIKAN = str(PYTHON.with_name("yikan"))
PYTEST = (str(PYTHON), "-m", "pytest", "-n", "2")  # shared out by tests/conftest.py
WITHOUT_BOT = ("tests/actions", "tests/knowledge", "tests/yikan")  # as much work as the training they run beside
# One core for each of the two: a second thread of the sentence encoder would only spin and wait for its core.
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}


def install(also: Callable[[str], None]) -> None:
    """Both environments and whatever else `also` brings, side by side."""
    uv = find_uv()
    jobs: list[Callable[[], None]] = [
        lambda: install_root(uv, pythons.for_root(uv)),
        lambda: install_bot(uv, pythons.for_bot(uv)),
        lambda: also(uv),
    ]
    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        futures: list[Future[None]] = [pool.submit(job) for job in jobs]
    for future in futures:
        future.result()
    compile_ourselves()


def run() -> int:
    """Everything from nothing, then the processes; returns their exit code."""
    install(page.build)
    _yikan("seed")
    _yikan("train", "--if-changed")
    summary()
    # `up` takes our place, so that Ctrl-C and signals reach the supervisor and nobody else.
    os.chdir(ROOT)
    os.execv(YIKAN, [YIKAN, "up"])
    return 0


def test() -> int:
    """Everything from nothing, then every check and test. Training keeps one core busy, so some tests run beside it."""
    install(_page_and_machine)
    with step("检查 check", "ruff, mypy, yamllint, import contracts, rasa data validate"):
        checks.check()
    with ThreadPoolExecutor(max_workers=1) as pool:
        training = pool.submit(_yikan, "train", "--if-changed")
        early = _pytest("不要机器人的测试 tests without the bot", *WITHOUT_BOT)
        training.result()
    late = _pytest("其余测试 all other tests", *(f"--ignore={folder}" for folder in WITHOUT_BOT))
    summary()
    return early or late


def check() -> int:
    install(lambda uv: None)
    checks.check()
    return 0


def fmt() -> int:
    install(lambda uv: None)
    checks.fmt()
    return 0


def _page_and_machine(uv: str) -> None:
    page.build(uv)
    machine.ready_for_tests()


def _pytest(name: str, *selection: str) -> int:
    with step(name, f"pytest -n 2 {' '.join(selection)}"):
        return shown([*PYTEST, *selection], env=ONE_THREAD)


def _yikan(*arguments: str) -> None:
    with step(f"yikan {arguments[0]}", WHAT[arguments[0]]):
        code = shown([YIKAN, *arguments])
        if code:
            raise Stop(f"yikan {arguments[0]} 失败 failed ({code})", "见上面的输出 (see the output above)")


WHAT: dict[str, str] = {
    "seed": "数据库与示例县 (database and sample county)",
    "train": "训练并检验机器人 (train and score the bot)",
}
TARGETS: dict[str, Callable[[], int]] = {"run": run, "test": test, "check": check, "fmt": fmt}


def main(name: str) -> int:
    """Exit code of a target; 2 with the remedy on stderr when something is missing."""
    line(f"yikan {name}")
    return TARGETS[name]()
