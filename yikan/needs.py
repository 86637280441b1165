"""The sayings that search is fitted on, as training data of the bot: each is about a service, whatever it asks.

needs(sayings, nlu) -> str     the file bot/data/nlu/needs.yml; `yikan fit-search` writes it, a test keeps it fresh
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

NAME = "needs.yml"
MOST = 32  # sayings of a service: evenly taken, so that the bot learns from all kinds of them and training stays short
_HEAD = """# How people put their needs, of which only that is known: they are about a service.
# Written by `yikan fit-search` from knowledge/data/sayings; do not edit.
version: "3.1"
nlu:
  - intent: service
    examples: |
"""


def needs(sayings: Path, nlu: Path) -> str:
    """Without those that stand in another file of `nlu`, where more is known of them."""
    known = {line for path in nlu.glob("*.yml") if path.name != NAME for line in _lines(path)}
    said = dict.fromkeys(text for path in sorted(sayings.glob("*.yml")) if path.stem != "none" for text in _texts(path))
    return _HEAD + "".join(f"      - {text}\n" for text in said if text not in known)


def _texts(path: Path) -> Iterator[str]:
    texts: list[str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    step = max(len(texts) / MOST, 1.0)
    yield from (texts[int(n * step)] for n in range(min(len(texts), MOST)))


def _lines(path: Path) -> Iterator[str]:
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        yield from (line[2:] for line in block["examples"].splitlines() if line.startswith("- "))
