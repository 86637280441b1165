"""Whether we live, whether we are ready, and what to measure."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Annotated

import httpx
from fastapi import APIRouter, Header, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.dependencies import Held, Parts
from api.errors import responses
from api.schemas.health import Alive, Check, Ready
from api.words import word
from knowledge.errors import Forbidden
from knowledge.store import is_current

router = APIRouter(tags=["health"])

PATIENCE_S = 1.5


@router.get("/healthz", response_model=Alive)
async def alive() -> Alive:
    return Alive(status="ok")


@router.get("/readyz", response_model=Ready, responses={503: {"model": Ready, "description": "Down."}})
async def ready(held: Held, response: Response) -> Ready:
    """Degraded still answers: guides and bookings work without the bot."""
    checks = {
        "database": await run_in_threadpool(_database, held),
        "catalogue": _catalogue(held),
        "bot": await _bot(held),
        "actions": await _actions(held),
    }
    states = {check.status for check in checks.values()}
    if checks["database"].status == "down":
        response.status_code = 503
        return Ready(status="down", checks=checks)
    return Ready(status="ready" if states == {"ok"} else "degraded", checks=checks)


def _database(held: Parts) -> Check:
    try:
        current = is_current(held.engine)
    except (SQLAlchemyError, OSError) as error:
        return Check(status="down", detail=word("health.failed", error=type(error).__name__))
    return Check(status="ok", detail=word("health.ok")) if current else Check(status="down", detail=word("health.old"))


def _catalogue(held: Parts) -> Check:
    loaded = held.cache.loaded
    if loaded is None:
        return Check(status="degraded", detail=word("health.loading"))
    return Check(status="ok", detail=word("health.services", n=len(loaded.snapshot.published)))


async def _bot(held: Parts) -> Check:
    replicas = await held.bot.health()
    good = [replica for replica in replicas if replica.get("status") == "ok"]
    if replicas and len(good) == len(replicas):
        return Check(status="ok", detail=word("health.ok"))
    return Check(status="degraded" if good else "down", detail=word("health.replicas", good=len(good), n=len(replicas)))


async def _actions(held: Parts) -> Check:
    url = held.settings.actions_url
    if not url:
        return Check(status="down", detail=word("health.nowhere"))
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            reply = await client.get(str(httpx.URL(url).join("/health")))
    except httpx.HTTPError as error:
        return Check(status="down", detail=word("health.failed", error=type(error).__name__))
    good = reply.status_code == 200
    return Check(status="ok" if good else "down", detail=word("health.ok" if good else "health.nowhere"))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **responses(403)})
def metrics(request: Request, held: Held, authorization: Annotated[str | None, Header()] = None) -> Response:
    """For loopback (not through a proxy) or with the token."""
    if not (_local(request) or _has_token(held.settings.metrics_token, authorization)):
        raise Forbidden(word("problems.details.metrics"))
    if (loaded := held.cache.loaded) is not None:
        held.metrics.services.set(len(loaded.snapshot.published))
        held.metrics.stamp.set(loaded.snapshot.stamp)
    return Response(held.metrics.text(), media_type="text/plain; version=0.0.4")


def _local(request: Request) -> bool:
    if request.client is None or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _has_token(known: str, authorization: str | None) -> bool:
    return bool(known) and hmac.compare_digest((authorization or "").encode(), f"Bearer {known}".encode())
