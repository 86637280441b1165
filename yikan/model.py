"""The bot's live model: which file, its hash, its scores. `bot/models/live.json` is the one switch.

Rasa before 3.6.21 ran code hidden in crafted models, and a model is code in any version: only a file that was trained
here, and whose hash still matches, is ever loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from knowledge.errors import Refused
from yikan.paths import BOT, MODELS

# What a model depends on; the channel and the addresses are read at start, not at training.
INPUTS = ("config.yml", "requirements.lock", "domain", "data", "components", "lexicon")

Scores = Mapping[str, float]


class ModelRefused(Refused):
    """There is no model to run, or it is not the one that was promoted. `detail` says what to do."""

    name = "model-refused"


@dataclass(frozen=True)
class Live:
    file: str
    sha256: str
    inputs: str  # hash of the data it was trained from
    scores: dict[str, float]


def inputs_digest(bot: Path = BOT) -> str:
    """One hash over everything the bot is trained from."""
    total = sha256()
    for top in (bot / name for name in INPUTS):
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(bot)}\0{_digest(path)}\n".encode())
    return total.hexdigest()


def live(models: Path = MODELS) -> Live | None:
    record = models / "live.json"
    return Live(**json.loads(record.read_text(encoding="utf-8"))) if record.is_file() else None


def verified(models: Path = MODELS) -> Path:
    """Path of the live model after checking its hash. Raises ModelRefused."""
    record = live(models)
    if record is None:
        raise ModelRefused("还没有训练好的模型。请先执行 yikan train(make run 会自动训练)。")
    path = models / record.file
    if not path.is_file() or _digest(path) != record.sha256:
        raise ModelRefused(f"模型 {path} 与登记的校验值不符，拒绝加载。请执行 yikan train 重新训练。")
    return path


def promote(candidate: Path, inputs: str, scores: Scores, models: Path = MODELS) -> Live:
    """Make `candidate` the live model in one step; the one before it stays beside it, older ones go."""
    before = live(models)
    digest = _digest(candidate)
    record = Live(f"{digest[:16]}.tar.gz", digest, inputs, dict(scores))
    models.mkdir(parents=True, exist_ok=True)
    candidate.replace(models / record.file)
    _write(models / f"{record.file}.sha256", f"{digest}  {record.file}\n")
    _write(models / "live.json", json.dumps(asdict(record), indent=2) + "\n")
    _tidy(models, keep={record.file, before.file if before else record.file})
    return record


def _tidy(models: Path, keep: set[str]) -> None:
    for path in models.glob("*.tar.gz"):
        if path.name not in keep:
            path.unlink()
            path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
