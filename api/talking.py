"""The process's gateway, put together from the composition root's pieces."""

from __future__ import annotations

from fastapi import Request

from api.conversations import StoredConversations
from api.degraded import limited_answer
from api.dependencies import Parts, parts
from api.gateway import Gateway
from api.understanding import Understanding
from api.words import word


def make_gateway(held: Parts) -> Gateway:
    reader = Understanding(held.cache.current, held.clock.now, limited_answer)
    conversations = StoredConversations(held.engine, word("problems.details.session"))
    return Gateway(conversations, reader, held.bot, held.clock.now, word("chat.conflict"))


def gateway(request: Request) -> Gateway:
    """One per process: it serialises the turns of each conversation."""
    state = request.app.state
    if not hasattr(state, "gateway"):
        state.gateway = make_gateway(parts(request))
    found: Gateway = state.gateway
    return found
