"""The resident's talk: sessions, messages, history. Only the gateway talks to the bot.

These handlers hold no transaction while the bot works (see api/gateway.py); each piece is a short one of its own.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool

from api.choices import show
from api.dependencies import Address, Held, InForce, Parts, Resident, short
from api.errors import responses
from api.gateway import Gateway
from api.placing import place_slug
from api.schemas.chat import History, NewSession, Reply, Said, Session
from api.talking import gateway
from api.words import word, words
from knowledge.errors import Invalid
from knowledge.identity import without_identity
from knowledge.pinyin import read as read_pinyin
from knowledge.store.chat import ChatStore, Turn, hash_token
from knowledge.text import normalise

router = APIRouter(prefix="/api/v1/chat", tags=["chat"])

Json = dict[str, Any]

LONGEST = 2_000


@router.post("/sessions", status_code=201, response_model=Session, responses=responses(404, 422, 429))
def open_session(body: NewSession, held: Held, catalogue: InForce, address: Address) -> Json:
    """Open a talk. The token is shown once; `place` is a slug, name or alias of a place or office."""
    held.limits.new_session(address)
    place = place_slug(catalogue, body.place) if body.place else held.settings.place
    token, now = secrets.token_urlsafe(32), held.clock.now()
    state: Json = {"style": body.style} if body.style else {}
    messages = show([_welcome()], state)
    with short(held, write=True) as work:
        store = ChatStore(work.session)
        idle = timedelta(seconds=held.settings.session_idle_s)
        opened = store.open(hash_token(token), place, now=now, idle=idle)
        store.welcome(opened.id, messages, now=now)
        store.save_state(opened.id, state)
    return {"token": token, "expires_at": opened.expires_at, "messages": messages}


def _welcome() -> Json:
    choices = [{"label": label, "value": label, "payload": {"do": do}} for do, label in words("chat.menu").items()]
    return {"type": "choices", "text": word("chat.welcome"), "choices": choices}


@router.post("/messages", response_model=Reply, responses=responses(401, 422, 429))
async def say(body: Said, session: Resident, held: Held, turns: Gateway = Depends(gateway)) -> Json:
    """One turn. The same `message_id` with the same text gives the same reply again."""
    text = without_identity(readable(body.text))
    held.limits.message(session)
    return {"messages": await turns.say(session, text, body.message_id, without_identity(body.text), body.style)}


def readable(text: str) -> str:
    """The text as it goes on: normalised. Raises Invalid when there is nothing in it or too much."""
    if len(text) > LONGEST:
        raise Invalid(word("chat.too_long", most=LONGEST))
    clean = read_pinyin(normalise(text))
    if not clean:
        raise Invalid(word("chat.empty"))
    return clean


@router.get("/messages", response_model=History, response_model_by_alias=True, responses=responses(401))
async def history(session: Resident, held: Held) -> Json:
    """This session's talk, oldest first."""
    turns = await run_in_threadpool(_turns, held, session)
    return {"messages": [item for turn in turns for item in _items(turn)]}


@router.delete("/messages", status_code=204, responses=responses(401))
async def erase(session: Resident, turns: Gateway = Depends(gateway)) -> None:
    """Forget this talk: what was said, what was remembered, ratings and closed tickets."""
    await turns.erase(session)


def _turns(held: Parts, session: str) -> list[Turn]:
    with short(held, write=False) as work:
        return ChatStore(work.session).history(session)


def _items(turn: Turn) -> list[Json]:
    said = [] if turn.text is None else [{"type": "text", "text": turn.text}]
    return [
        *[{"from": "resident", "at": turn.created_at, "message": message} for message in said],
        *[{"from": "assistant", "at": turn.created_at, "message": message} for message in turn.reply or []],
    ]
