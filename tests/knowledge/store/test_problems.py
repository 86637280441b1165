"""Every refusal has a sentence, and every sentence a refusal."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from knowledge.store.problems import FILE

ROOT = Path(__file__).parents[3]


def test_every_key_used_in_code_has_a_sentence_and_none_is_left_over() -> None:
    sentences = set(yaml.safe_load(FILE.read_text("utf-8")))
    files = [*ROOT.glob("knowledge/**/*.py"), *ROOT.glob("api/**/*.py"), *ROOT.glob("yikan/**/*.py")]
    used = {key for file in files for key in re.findall(r'sentence\(\s*"([a-z-]+)"', file.read_text("utf-8"))}
    judged = {"slot-past", "lead-time", "beyond-horizon", "closed-day"}  # named by knowledge.bookable
    assert used | judged == sentences
