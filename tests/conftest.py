"""What holds for every test: folders that start real servers run as one block on one worker, and first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from knowledge.store import users

HERE = Path(__file__).parent
pytest_plugins = ["tests.databases"]
WITH_SERVERS = ("conversations", "browser", "nlu", "bot")


def folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if folder(item) in WITH_SERVERS:
            item.add_marker(pytest.mark.xdist_group(folder(item)))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """What a password costs is for thieves, and tested by itself (tests/knowledge/store/test_people.py)."""
    quick = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "_hasher", cache(lambda: PasswordHash((quick,))))
        yield


class Order:
    """After pytest-randomly has shuffled: folders stay together, so that each starts its servers once."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        seen = list(dict.fromkeys(map(folder, items)))
        rank = {name: place for place, name in enumerate(dict.fromkeys([*WITH_SERVERS, *seen]))}
        items.sort(key=lambda item: rank[folder(item)])


def pytest_configure(config: pytest.Config) -> None:
    # pytest-xdist declares this one itself, but a single test may be run without it.
    config.addinivalue_line("markers", "xdist_group(name): tests that stay on one worker")
    config.pluginmanager.register(Order())
