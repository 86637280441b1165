"""Train a candidate, score it and the live model on the same held-out sentences, promote it unless it is worse."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.errors import Unavailable
from knowledge.store.tasks import TrainingSentence
from yikan.bot_environment import QUIET
from yikan.lessons import write
from yikan.model import Live, Scores, inputs_digest, live, promote
from yikan.paths import BOT, BOT_PYTHON, MODELS, TEST_SENTENCES

LOG_LINES = 25
EPSILON = 1e-9  # two runs of the same sums must not differ by rounding


@dataclass(frozen=True)
class Outcome:
    """`promoted` is None when the candidate scored lower than `before`; `lower` names the scores that fell."""

    scores: Scores
    before: Scores | None
    promoted: Live | None
    lower: tuple[str, ...] = ()


def is_current(models: Path = MODELS, lessons: Sequence[TrainingSentence] = ()) -> bool:
    """Whether the live model was trained from the data as it is now."""
    record = live(models)
    return record is not None and record.inputs == _inputs(lessons) and (models / record.file).is_file()


def _inputs(lessons: Sequence[TrainingSentence]) -> str:
    """The digest of the files, and of the lessons where there are any."""
    files = inputs_digest()
    return sha256(f"{files}{list(lessons)}".encode()).hexdigest() if lessons else files


def train(names: Sequence[str] = (), models: Path = MODELS, lessons: Sequence[TrainingSentence] = ()) -> Outcome:
    """`names`: of the published catalogue, so that a sentence is understood around them too; `lessons`: from the admin.

    Raises Unavailable with the end of Rasa's output when training or scoring fails.
    """
    models.mkdir(parents=True, exist_ok=True)
    inputs = _inputs(lessons)
    with TemporaryDirectory(dir=models) as scratch:
        candidate = _train(Path(scratch), names, lessons)
        scores, before = _score_both(candidate, models)
        lower = worse(scores, before)
        promoted = None if lower else promote(candidate, inputs, scores, models)
    return Outcome(scores, before, promoted, lower)


def worse(scores: Scores, before: Scores | None) -> tuple[str, ...]:
    """Names of the scores that fell, where the mean of all fell too: one sentence lost among many won is no reason.

    A live model that cannot be scored any more protects nothing.
    """
    known = before or {}
    if sum(scores.get(name, 0.0) for name in known) >= sum(known.values()) - EPSILON:
        return ()
    return tuple(name for name, value in known.items() if scores.get(name, 0.0) < value - EPSILON)


def _train(folder: Path, names: Sequence[str], lessons: Sequence[TrainingSentence] = ()) -> Path:
    listed = folder / "names.txt"
    listed.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    taught = write(lessons, folder / "lessons")
    # `make check` validates our data; the validation of Rasa reads all of it twice more: only for what admins taught.
    command = ["-m", "rasa", "train", *([] if taught else ["--skip-validation"])]
    command += ["--domain", "domain", "--config", "config.yml", "--data", "data"]
    command += [str(folder / "lessons")] if taught else []
    _bot([*command, "--out", str(folder), "--fixed-model-name", "candidate"], {"YIKAN_BOT_NAMES": str(listed)})
    return folder / "candidate.tar.gz"


def _score_both(candidate: Path, models: Path) -> tuple[Scores, Scores | None]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        ours = pool.submit(score, candidate)
        theirs = pool.submit(_score_live, models)
        return ours.result(), theirs.result()


def _score_live(models: Path) -> Scores | None:
    record = live(models)
    if record is None or not (models / record.file).is_file():
        return None
    try:
        return score(models / record.file)
    except Unavailable:  # made by components that have changed since: it cannot run any more either
        return None


def score(model: Path) -> Scores:
    """Each measure from 0 to 1, over tests/nlu (never in the training data)."""
    sentences = [str(path) for path in sorted(TEST_SENTENCES.glob("*.yml"))]
    said = _bot(["score.py", str(model), *sentences, "--json"])
    found: dict[str, float] = json.loads(said.strip().splitlines()[-1])
    return {name: value for name, value in found.items() if isinstance(value, float)}


def _bot(arguments: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    """Run something in the bot's environment; its standard output."""
    if not BOT_PYTHON.is_file():
        raise Unavailable("bot/.venv 还没有安装。请先执行 make run。")
    env = {**os.environ, **QUIET, **(more or {})}
    done = subprocess.run([str(BOT_PYTHON), *arguments], cwd=BOT, env=env, capture_output=True, text=True)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-LOG_LINES:])
        raise Unavailable(f"{' '.join(arguments[:3])} 失败({done.returncode}):\n{tail}")
    return done.stdout
