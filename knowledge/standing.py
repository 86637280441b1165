"""What somebody is, told beside what they need: 俺是低保户，老屋歪了，公家给修不 needs no 低保.

    without_standing("俺是低保户，公家给修不") -> "          公家给修不"      blanks, so that positions stay

The patterns are in knowledge/data/needs.yml. Who uses this falls back to the whole where the rest needs nothing
(吃低保咋申请).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


def without_standing(text: str) -> str:
    return _pattern().sub(lambda found: " " * len(found[0]), text)


def asks_or_wishes(text: str) -> bool:
    return any(_pattern(name).search(text) for name in ("asks", "wishes", "how"))


@cache
def _pattern(name: str = "standing") -> re.Pattern[str]:
    data = yaml.safe_load(files("knowledge").joinpath("data/needs.yml").read_text(encoding="utf-8"))[name]
    return re.compile(data if isinstance(data, str) else "|".join(data))
