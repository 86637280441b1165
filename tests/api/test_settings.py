"""Every setting is in docs/settings.md, and the page names none that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

from yikan.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCES = [*ROOT.glob("yikan/**/*.py"), *ROOT.glob("actions/*.py"), *ROOT.glob("bot/*.yml"), *ROOT.glob("bot/**/*.py")]


def described() -> set[str]:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    return set(re.findall(r"^\| `(YIKAN_[A-Z0-9_]+)`", page, re.MULTILINE))


def named_in_code() -> set[str]:
    ours = [path for path in SOURCES if ".venv" not in path.parts]
    return {name for path in ours for name in re.findall(r"YIKAN_[A-Z0-9_]+\b", path.read_text("utf-8"))}


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    fields = {f"YIKAN_{name.upper()}" for name in Settings.model_fields}
    assert described() == fields | named_in_code()
