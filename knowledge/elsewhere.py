"""Matters of other authorities that are named by the way: what they are and where to ask.

    elsewhere(clauses) -> Elsewhere | None      the first clause that wants or asks one

没开公司 only tells, 要公证吗 asks of the matter in hand. The list is knowledge/data/elsewhere.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Elsewhere:
    name: str
    where: str


def elsewhere(clauses: Iterable[str]) -> Elsewhere | None:
    """None where nothing of others is asked for."""
    data, matters = _data(), _matters()
    for clause in clauses:
        if re.search(data["beside"], clause) or not re.search(data["asking"], clause):
            continue
        if found := next((matter for said, matter in matters if said.search(clause)), None):
            return found
    return None


@cache
def _data() -> Any:
    return yaml.safe_load(files("knowledge").joinpath("data/elsewhere.yml").read_text(encoding="utf-8"))


@cache
def _matters() -> tuple[tuple[re.Pattern[str], Elsewhere], ...]:
    return tuple((re.compile(m["said"]), Elsewhere(m["name"], m["where"])) for m in _data()["matters"])
