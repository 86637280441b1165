"""One request, one transaction: committed before the reply leaves, gone when anything fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from api.app import make_parts
from api.dependencies import Parts, Transactional, Unit, short
from api.errors import install
from api.settings import Settings
from knowledge.errors import Refused
from knowledge.store import migrate
from knowledge.store.chat import ChatStore, hash_token
from tests.builders import NOW


def write(work: Unit, name: str) -> None:
    ChatStore(work.session).open(hash_token(name), None, now=NOW, idle=timedelta(days=1), session_id=name)


def router_of(kind: type[Transactional] | None) -> APIRouter:
    router = APIRouter(route_class=kind) if kind else APIRouter()

    @router.post("/kept")
    def kept(work: Unit) -> str:
        write(work, "kept")
        return "ok"

    @router.post("/refused")
    def refused(work: Unit) -> None:
        write(work, "refused")
        raise Refused("不行", name="slot-full")

    @router.get("/reading")
    def reading(work: Unit) -> None:
        write(work, "reading")

    return router


@pytest.fixture(params=[None, Transactional])
def app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[FastAPI]:
    settings = Settings(data_dir=tmp_path, now=NOW)
    migrate(settings.database)
    app = FastAPI()
    app.state.parts = make_parts(settings)
    install(app)
    app.include_router(router_of(request.param))
    yield app
    app.state.parts.engine.dispose()


async def post(app: FastAPI, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://unit.test") as client:
        return await client.post(path)


def is_kept(held: Parts, name: str) -> bool:
    with short(held, write=False) as work:
        return ChatStore(work.session).get(name, now=NOW) is not None


async def test_a_handler_that_returns_is_committed(app: FastAPI) -> None:
    assert (await post(app, "/kept")).status_code == 200
    assert is_kept(app.state.parts, "kept")


async def test_a_refusal_leaves_no_trace_and_is_told(app: FastAPI) -> None:
    reply = await post(app, "/refused")
    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/slot-full")
    assert not is_kept(app.state.parts, "refused")


async def test_a_transaction_nobody_used_is_never_begun(app: FastAPI) -> None:
    with short(app.state.parts, write=True):
        assert (await post(app, "/kept")).status_code == 200
