"""Sentences that the admin taught (/admin/tasks), as training data of the bot.

taught(settings) -> list[TrainingSentence]        none where no database was made yet
usable(sentences, held_out) -> list               without those that stand in tests/nlu: they must stay unseen
write(sentences, folder) -> bool                  `sentences.yml` in Rasa's format; False: nothing to write
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.store.tasks import SentenceStore, TrainingSentence
from yikan.database import opened
from yikan.paths import TEST_SENTENCES
from yikan.settings import Settings

NAME = "sentences.yml"


def taught(settings: Settings) -> list[TrainingSentence]:
    with opened(settings) as session:
        return SentenceStore(session).all() if session else []


def usable(sentences: Iterable[TrainingSentence], tests: Path = TEST_SENTENCES) -> list[TrainingSentence]:
    held_out = {_bare(text) for path in sorted(tests.glob("*.yml")) for text in _texts(path)}
    return [item for item in sentences if _bare(item.text) not in held_out]


def _texts(path: Path) -> Iterable[str]:
    for row in yaml.safe_load(path.read_text("utf-8")) or []:
        found = (row.get("text"), row.get("masked")) if isinstance(row, dict) else (row,)
        yield from (text for text in found if isinstance(text, str))


def _bare(text: str) -> str:
    """The bare characters, so that punctuation cannot hide a copy."""
    return "".join(character for character in text.lower() if character.isalnum() or character in "〇◇")


def write(sentences: Sequence[TrainingSentence], folder: Path) -> bool:
    if not sentences:
        return False
    blocks: list[dict[str, Any]] = []
    for item in sentences:
        block: dict[str, Any] = {"intent": item.intent, "examples": f"- {' '.join(item.text.split())}\n"}
        if item.facets:
            block["metadata"] = {"facets": list(item.facets)}
        blocks.append(block)
    folder.mkdir(parents=True, exist_ok=True)
    plain = {"version": "3.1", "nlu": blocks}
    (folder / NAME).write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return True
