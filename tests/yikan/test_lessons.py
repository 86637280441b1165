"""What the admin taught is trained on, except what stays unseen for the tests."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.store.tasks import TrainingSentence
from yikan.lessons import NAME, taught, usable, write
from yikan.settings import Settings

LESSON = TrainingSentence("〇嘟嘟叭叭咋整", "service", ("process",))


def test_a_held_out_sentence_is_never_trained_on(tmp_path: Path) -> None:
    (tmp_path / "kinds.yml").write_text("- {text: 嘟嘟，哪儿办？, kind: service}\n", encoding="utf-8")
    held_out = TrainingSentence("嘟嘟哪儿办", "service", ("where",))
    assert usable([LESSON, held_out], tmp_path) == [LESSON]


def test_lessons_are_written_as_the_bot_reads_its_own_data(tmp_path: Path) -> None:
    assert write([LESSON], tmp_path)
    data = yaml.safe_load((tmp_path / NAME).read_text("utf-8"))
    assert data["nlu"] == [{"intent": "service", "examples": "- 〇嘟嘟叭叭咋整\n", "metadata": {"facets": ["process"]}}]


def test_nothing_taught_is_nothing_written(tmp_path: Path) -> None:
    assert not write([], tmp_path)
    assert not (tmp_path / NAME).exists()
    assert taught(Settings(data_dir=tmp_path / "none")) == []
