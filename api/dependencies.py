"""What a route may ask for, and the one place where a request's transaction is committed.

    parts(request) -> Parts                     the composition root's pieces
    now(request) -> datetime                    aware, Asia/Shanghai
    catalogue(request) -> Catalogue             what is in force, fresh to 0.3 s
    unit(request) -> UnitOfWork                 one transaction, committed after the handler, before the reply leaves
    Transactional, InTurn                       route classes of every router whose handlers write
    caller(request) -> Caller                   who asks (no session: anonymous)
    resident(...) -> str                        the caller's session id; Unauthorised without one
    own_process(...) -> Caller                  our action server and commands; Forbidden for others

Routes write the types: `work: Unit`, `now: Now`, `catalogue: InForce`, `session: Resident`.

What needs no database is `async`: the framework sends everything else through its threads, one trip each.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial, wraps
from inspect import iscoroutinefunction
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.bot import Bot
from api.catalogue import Catalogue, CatalogueCache
from api.clock import Clock
from api.limits import Limits
from api.metrics import Metrics
from api.sessions import KnownSessions
from api.settings import Settings
from api.words import word
from knowledge.errors import Forbidden, Unauthorised
from knowledge.store.chat import ChatStore, Seen, hash_token
from knowledge.store.engine import transaction
from knowledge.store.vault import Vault

SAFE = ("GET", "HEAD", "OPTIONS")
# PostgreSQL chose this transaction to give way (serialisation failure, deadlock): rolled back whole, so do it again.
TRY_AGAIN = ("40001", "40P01")
TRIES = 4
AT_ONCE = 2 * (os.cpu_count() or 2)  # bookings: one works while another waits for the disk
BEARER = HTTPBearer(auto_error=False, description="The token of `POST /chat/sessions`.")


@dataclass(frozen=True)
class Parts:
    """What `create_app` put together; reached by `request.app.state.parts`."""

    settings: Settings
    clock: Clock
    engine: Engine
    vault: Vault
    cache: CatalogueCache
    bot: Bot
    limits: Limits
    metrics: Metrics
    sessions: KnownSessions = field(default_factory=KnownSessions)
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


def parts(request: Request) -> Parts:
    found: Parts = request.app.state.parts
    return found


# --- the transaction --------------------------------------------------------------------------------------------


class UnitOfWork:
    """One request, one transaction: begun at the first use of `session`, ended by `run`.

    Begun late on purpose: a writer waits for its turn in the thread that goes on to do the work, and ends there too
    (see `Transactional`), so that waiting requests never hold the threads the working one needs.
    """

    def __init__(self, engine: Engine, *, write: bool, vault: Vault) -> None:
        self._engine, self._write, self.vault = engine, write, vault
        self._stack = ExitStack()
        self._session: Session | None = None

    @property
    def begun(self) -> bool:
        return self._session is not None

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = self._stack.enter_context(transaction(self._engine, write=self._write))
        return self._session

    @contextmanager
    def run(self) -> Iterator[UnitOfWork]:
        """Commit when the block ends, roll back on any exception."""
        try:
            with self._stack:
                yield self
        finally:
            self._session = None


class Transactional(APIRoute):
    """A route that ends its transaction in the thread of the handler, the moment it returns.

    Between the handler and the end of its dependencies the framework asks the thread pool for one more thread. With as
    many writers waiting for their turn as there are threads, nobody could go on: they wait for the one that cannot end.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _ended(endpoint), **options)


class InTurn(Transactional):
    """A route on which those who write go in the order they came, a few at a time.

    What a booking needs is processor time: forty at once on two processors only get into each other's way, and who is
    served last is left to chance.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def in_turn(request: Request) -> Response:
            if request.method in SAFE:
                return await handle(request)
            async with parts(request).turns:
                return await handle(request)

        return in_turn


def _ended(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(endpoint) or hasattr(endpoint, "ends_its_transaction"):
        return endpoint

    @wraps(endpoint)
    def ended(**values: Any) -> Any:
        for tries_left in reversed(range(TRIES)):
            try:
                with ExitStack() as stack:
                    for value in values.values():
                        if isinstance(value, UnitOfWork):
                            stack.enter_context(value.run())
                    return endpoint(**values)
            except OperationalError as error:
                if not tries_left or getattr(error.orig, "sqlstate", None) not in TRY_AGAIN:
                    raise
                time.sleep(random.uniform(0.01, 0.1))
        raise AssertionError("the last try returns or raises")

    ended.ends_its_transaction = True  # type: ignore[attr-defined]
    return ended


async def unit(request: Request) -> AsyncIterator[UnitOfWork]:
    """A transaction that writes, except for requests that only read."""
    held = parts(request)
    work = UnitOfWork(held.engine, write=request.method not in SAFE, vault=held.vault)
    running = work.run()
    running.__enter__()
    try:
        yield work
    except BaseException as error:
        await _leave(work, partial(running.__exit__, type(error), error, error.__traceback__))
        raise
    await _leave(work, partial(running.__exit__, None, None, None))


async def _leave(work: UnitOfWork, end: Callable[[], object]) -> None:
    """Where the route has not ended it, the transaction ends in a thread: it waits for the disk."""
    if work.begun:
        await run_in_threadpool(end)
    else:
        end()


def short(held: Parts, *, write: bool) -> AbstractContextManager[UnitOfWork]:
    """A transaction of its own, for handlers that must not hold one while they wait for the bot."""
    return UnitOfWork(held.engine, write=write, vault=held.vault).run()


# --- time and catalogue -----------------------------------------------------------------------------------------


async def held_parts(request: Request) -> Parts:
    return parts(request)


async def now(request: Request) -> datetime:
    return parts(request).clock.now()


async def catalogue(request: Request) -> Catalogue:
    cache = parts(request).cache
    fresh = cache.fresh
    return fresh if fresh is not None else await run_in_threadpool(cache.current)


async def address(request: Request) -> str:
    """Where the request came from (uvicorn has already looked through a trusted proxy)."""
    return request.client.host if request.client else "unknown"


# --- who asks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caller:
    """`session` is the opaque id a person is known by; `service` True when our own action server asks for them."""

    session: str | None
    service: bool = False


async def caller(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    x_yikan_service: Annotated[str | None, Header(include_in_schema=False)] = None,
    x_yikan_sender: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Caller:
    """From the resident's token, or from our action server's secret and the sender it acts for."""
    held = parts(request)
    if x_yikan_service is not None:
        return await _named_sender(held, x_yikan_service, x_yikan_sender)
    if credentials is None:
        return Caller(None)
    idle, token = timedelta(seconds=held.settings.session_idle_s), hash_token(credentials.credentials)
    known = held.sessions.by_token(token, now=held.clock.now(), idle=idle)
    return Caller(known or await run_in_threadpool(_by_token, held, token, idle))


def _by_token(held: Parts, token: str, idle: timedelta) -> str:
    """The session of a token. Seen for the first time in a while, its end moves forward."""
    now = held.clock.now()
    with short(held, write=False) as work:
        seen = ChatStore(work.session).fresh(token, now=now, idle=idle)
    if seen is None:
        with short(held, write=True) as work:
            found = ChatStore(work.session).by_token(token, now=now, idle=idle)
        if found is None:
            raise Unauthorised(word("problems.details.session"))
        seen = Seen(found.id, now, found.expires_at)
    held.sessions.keep(seen, token)
    return seen.id


async def _named_sender(held: Parts, secret: str, sender: str | None) -> Caller:
    known = held.settings.service_secret
    if not known or not hmac.compare_digest(secret.encode(), known.encode()):
        raise Unauthorised(word("problems.details.session"))
    if sender is None:
        return Caller(None, service=True)
    session = held.sessions.by_id(sender, now=held.clock.now())
    return Caller(session or await run_in_threadpool(_by_id, held, sender), service=True)


def _by_id(held: Parts, sender: str) -> str | None:
    with short(held, write=False) as work:
        found = ChatStore(work.session).seen(sender, now=held.clock.now())
    if found is None:
        return None
    held.sessions.keep(found)
    return found.id


async def resident(who: Annotated[Caller, Depends(caller)]) -> str:
    """The session a person is known by. Raises Unauthorised without one."""
    if who.session is None:
        raise Unauthorised(word("problems.details.session"))
    return who.session


async def own_process(who: Annotated[Caller, Depends(caller)]) -> Caller:
    """Only the action server and the commands on this machine. Raises Forbidden for everybody else."""
    if not who.service:
        raise Forbidden(word("problems.details.role"))
    return who


Unit = Annotated[UnitOfWork, Depends(unit, scope="function")]
Now = Annotated[datetime, Depends(now)]
InForce = Annotated[Catalogue, Depends(catalogue)]
Held = Annotated[Parts, Depends(held_parts)]
Address = Annotated[str, Depends(address)]
Resident = Annotated[str, Depends(resident)]
Asking = Annotated[Caller, Depends(caller)]
