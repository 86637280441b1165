"""What one turn asks of the catalogue: nothing twice, until something is written; nothing is kept for the next turn."""

from __future__ import annotations

import httpx

from actions.client import Catalogue
from actions.config import Config


def counting(asked: list[str]) -> Catalogue:
    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.path.removeprefix('/api/v1')}")
        return httpx.Response(200, json={"items": [len(asked)]})

    return Catalogue(Config("http://127.0.0.1:9", "secret"), httpx.MockTransport(answer))


async def test_the_same_is_asked_once_in_a_turn_and_again_in_the_next() -> None:
    asked: list[str] = []
    catalogue = counting(asked)
    for turn in (catalogue.for_one_turn(), catalogue.for_one_turn()):
        first = await turn.get("/services", "a", q="低保")
        first["items"].append("changed by whoever read it")
        assert len((await turn.get("/services", "a", q="低保"))["items"]) == 1
        await turn.post("/stated", "a", {"text": "要带啥"})
        await turn.post("/stated", "a", {"text": "要带啥"})
    assert asked == ["GET /services", "POST /stated"] * 2
    await catalogue.close()


async def test_other_words_and_other_people_are_asked_for_themselves() -> None:
    asked: list[str] = []
    turn = counting(asked).for_one_turn()
    await turn.post("/stated", "a", {"text": "要带啥"})
    await turn.post("/stated", "a", {"text": "几天"})
    await turn.post("/stated", "b", {"text": "要带啥"})
    assert len(asked) == 3
    await turn.close()


async def test_what_is_written_is_never_remembered_and_all_is_asked_anew_after_it() -> None:
    asked: list[str] = []
    turn = counting(asked).for_one_turn()
    await turn.get("/appointments", "a")
    await turn.post("/appointments", "a", {}, Idempotency_Key="1")
    await turn.post("/appointments", "a", {}, Idempotency_Key="1")
    await turn.get("/appointments", "a")
    assert asked == ["GET /appointments", "POST /appointments", "POST /appointments", "GET /appointments"]
    await turn.close()
