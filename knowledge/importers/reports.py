"""Read the book of report kinds: knowledge/data/report-kinds.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from knowledge.reports import ReportBook

FILE = Path(__file__).parents[1] / "data" / "report-kinds.yml"


@cache
def load_report_book(path: Path = FILE) -> ReportBook:
    """Raises pydantic.ValidationError for a file that does not fit."""
    return ReportBook.model_validate(yaml.safe_load(path.read_text("utf-8")))
