"""云岭乡里头的电话给我一个, 那拖拉机呢: a clause that wishes to be told something, and tells nothing of anybody.

asks_to_be_told(clause) -> bool      the patterns are data (data/requests.yml)
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


def asks_to_be_told(clause: str) -> bool:
    bare = clause.strip(" 。！!？?")
    return any(way.search(bare) for way in _ways())


@cache
def _ways() -> tuple[re.Pattern[str], ...]:
    read = yaml.safe_load(files("knowledge").joinpath("data/requests.yml").read_text(encoding="utf-8"))
    return tuple(re.compile(way) for kind in ("requests", "topics") for way in read[kind])
