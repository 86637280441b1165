"""The model the tests run against: the live one when it is fresh, else one trained here and kept for next time."""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

from yikan.bot_environment import QUIET
from yikan.model import inputs_digest, live
from yikan.paths import BOT, BOT_PYTHON, MODELS

KEPT = MODELS / "tests"
TRAIN = ["-m", "rasa", "train", "--domain", "domain", "--data", "data", "--config", "config.yml"]


def model() -> Path:
    """Path of a model of the present data. One process trains, the others wait. Raises when training fails."""
    digest = inputs_digest()
    record = live()
    if record and record.inputs == digest and (MODELS / record.file).is_file():
        return MODELS / record.file
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = KEPT / f"{digest}.tar.gz"
        if not kept.is_file():
            for old in KEPT.glob("*.tar.gz"):
                old.unlink()
            _train(kept)
        return kept


def _train(target: Path) -> None:
    command = [
        str(BOT_PYTHON),
        *TRAIN,
        "--out",
        str(target.parent),
        "--fixed-model-name",
        target.name.partition(".")[0],
    ]
    done = subprocess.run(command, cwd=BOT, env={**os.environ, **QUIET}, capture_output=True, text=True)
    assert done.returncode == 0, f"rasa train failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
