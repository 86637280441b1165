"""Run other programs: output goes to var/log/bootstrap-<name>.log, and its end is shown when something fails."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Sequence

from yikan.bootstrap.say import Stop

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / "var" / "log"
SHOWN_LINES = 30


def quiet(name: str, command: Sequence[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command with its output in the log. Raises Stop with the last lines when it fails."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"bootstrap-{name}.log"
    with log.open("a", encoding="utf-8") as out:
        out.write(f"$ {shlex.join(command)}\n")
        out.flush()
        try:
            code = subprocess.call(list(command), cwd=cwd, env=_environment(env), stdout=out, stderr=subprocess.STDOUT)
        except OSError as error:
            raise Stop(f"不能运行 cannot run {command[0]}: {error.strerror}", "请安装它 (install it)") from error
    if code:
        tail = "\n    ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN_LINES:])
        raise Stop(f"命令失败 command failed ({code}): {shlex.join(command)}\n    {tail}", f"日志 log: {log}")


def shown(command: Sequence[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> int:
    """Run a command whose output people should see; gives its exit code."""
    return subprocess.call(list(command), cwd=cwd, env=_environment(env))


def answer(command: Sequence[str]) -> str | None:
    """What a command prints, stripped; None when it cannot be run or fails (a dead pyenv shim, a missing module)."""
    try:
        done = subprocess.run(list(command), capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def answer_with_output(command: Sequence[str], cwd: str, env: dict[str, str]) -> tuple[int, str]:
    """Exit code and everything printed."""
    done = subprocess.run(
        list(command), cwd=cwd, env=_environment(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode, done.stdout


def _environment(extra: dict[str, str] | None) -> dict[str, str]:
    """Ours plus `extra`; a virtual environment that happens to be active must not catch our installs."""
    env = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH")}
    return {**env, "PYTHONUTF8": "1", **(extra or {})}
