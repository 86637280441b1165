"""When a talk is over, what was said in it is forgotten: texts, replies, state, and what the bot remembers.

Answers about a person (sensitive ones above all) live as long as their session and no longer. Appointments and tickets
are records of their own and hold no answers.
"""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool

from api.dependencies import Parts, short
from knowledge.errors import Unavailable
from knowledge.store.chat import ChatStore
from knowledge.store.tasks import OpenQuestionStore

log = structlog.get_logger(__name__)

AT_ONCE = 200


async def forget_expired_now_and_then(held: Parts) -> None:
    """Until cancelled. Where the bot or the database is busy, the next run does it."""
    while True:
        try:
            await forget_expired(held)
        except (Unavailable, OperationalError) as busy:
            log.warning("forget_later", cause=type(busy).__name__)
        await asyncio.sleep(held.settings.forget_every_s)


async def forget_expired(held: Parts) -> int:
    """Forget talks whose session is over; how many. The bot first: once the session is gone nobody knows its name."""
    over = await run_in_threadpool(_over, held)
    for session in over:
        if held.settings.rasa_urls:
            await held.bot.forget(session)
        await run_in_threadpool(_forget, held, session)
    return len(over)


def _over(held: Parts) -> list[str]:
    with short(held, write=False) as work:
        return ChatStore(work.session).expired(held.clock.now(), AT_ONCE)


def _forget(held: Parts, session: str) -> None:
    with short(held, write=True) as work:
        store = ChatStore(work.session)
        if left := store.left_open(session):
            OpenQuestionStore(work.session).count(left["service"], left["question"], now=held.clock.now())
        store.forget(session)
