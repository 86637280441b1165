"""What holds for every test: folders that start real servers run as one block on one worker, and first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from knowledge.store import users

HERE = Path(__file__).parent
pytest_plugins = ["tests.databases"]
WITH_SERVERS = ("conversations", "browser", "nlu", "bot")
WITH_ONE_API = "api"


def folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


class ByFolder(LoadScopeScheduling):
    """A folder that starts servers is one piece of work, a file that shares one API another; else every test is."""

    def _split_scope(self, nodeid: str) -> str:
        name = nodeid.split("/")[1]
        if name in WITH_SERVERS:
            return name
        return nodeid.partition("::")[0] if name == WITH_ONE_API else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder:
    config.option.loadscopereorder = False  # the folders with servers come first (Order), however few tests they have
    return ByFolder(config, log)


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
    config.pluginmanager.register(Order())
