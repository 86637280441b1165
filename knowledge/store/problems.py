"""The sentences of knowledge's own refusals: knowledge/data/problems.yml, `{name: sentence}`, filled with `str.format`.

    sentence(key: str, **values) -> str

Rules raise `Refused(sentence("cancel-deadline", hours=2), name="cancel-deadline")`; no sentence lives in Python.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import yaml

FILE = Path(__file__).parents[1] / "data" / "problems.yml"


def sentence(key: str, **values: object) -> str:
    """The sentence for `key`. A key nobody wrote a sentence for is a KeyError: a test visits them all."""
    return _sentences()[key].format(**values)


@cache
def _sentences() -> dict[str, str]:
    return cast(dict[str, str], yaml.safe_load(FILE.read_text(encoding="utf-8")))
