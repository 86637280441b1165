"""What holds for every test: a folder that starts real servers once runs on one worker, so that they start once."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
WITH_SERVERS = ("bot", "browser", "conversations", "nlu")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        top = item.path.relative_to(HERE).parts[0]
        if top in WITH_SERVERS:
            item.add_marker(pytest.mark.xdist_group(top))
