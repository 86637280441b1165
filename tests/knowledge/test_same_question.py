"""Which question of a guide is asked in other words. Nearness of meaning is scripted here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.search.meaning import Vectors
from knowledge.search.questions import denies, same_question


class Scripted:
    """Texts with 外 lie near one another, all others apart."""

    def query(self, text: str) -> Vectors:
        return np.array([1.0, 0.0] if "外" in text or "低保" in text else [0.0, 1.0], np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([self.query(text) for text in texts])


@pytest.mark.parametrize(
    ("text", "questions", "found"),
    [
        ("外地人能办吗", ["要钱吗？", "户口在外省，能申请吗？"], 1),
        ("外地人能办吗", ["我是外地的，能办吗？", "户口在外省，能申请吗？"], None),
        ("外地人要带什么", ["户口在外省，能申请吗？"], None),
        ("有低保能申请吗", ["不是低保户能申请吗？", "要钱吗？"], None),
        ("外地人能办吗", [], None),
    ],
)
def test_only_clearly_the_same_question_is_found(text: str, questions: list[str], found: int | None) -> None:
    assert same_question(text, questions, Scripted()) == found


def test_asking_either_way_denies_nothing() -> None:
    assert not any(map(denies, ("能不能办", "能办不", "外地的行不行")))
    assert all(map(denies, ("没领证能办吗", "不是低保户能申请吗")))
