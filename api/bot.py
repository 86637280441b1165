"""The Rasa servers behind the gateway: loopback only, a secret on every call, one replica per conversation.

A conversation always goes to the same replica (rendezvous hash of the sender): the open-source lock stores do not
protect a conversation that two replicas share. Only where its replica does not even listen does the next one take the
turn: nothing of it was begun, turns of one talk follow each other, and all replicas read the same tracker store.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import httpx

from knowledge.errors import Unavailable

Json = dict[str, Any]

CHOOSE = "/choose"
# Rasa closes a line that was idle for 5 s; we must be the first to, or a turn goes out on one that is just dying.
LINES = httpx.Limits(max_connections=200, max_keepalive_connections=100, keepalive_expiry=3.0)
LEAST_S = 0.2  # in less time no turn is ever answered


class NotListening(Unavailable):
    """The replica did not take the call: nothing was begun."""


class Bot:
    """`patience` in seconds for one turn. Raises Unavailable when no sensible answer comes."""

    def __init__(
        self, urls: Sequence[str], secret: str, patience: float = 4.0, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.patience = patience
        self._urls = tuple(url.rstrip("/") for url in urls)
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(patience, connect=1.0),
            limits=LINES,
            transport=transport,
        )

    async def turn(self, sender: str, text: str, metadata: Json, left: float | None = None) -> list[Json]:
        """The bot's messages; an empty list means an action died, which counts as a failure.

        `left`: seconds until nobody waits any more. The actions are told that moment (`until`, seconds since 1970): a
        turn that comes to them later, from a Rasa that hung, has no effect.
        """
        left = self.patience if left is None else left
        if left < LEAST_S:
            raise Unavailable("bot: no time left")
        body = {"sender": sender, "text": text, "metadata": {**metadata, "until": round(time.time() + left, 3)}}
        try:
            async with asyncio.timeout(left):
                reply = await self._turn(sender, body)
        except TimeoutError as late:
            raise Unavailable("bot: too slow") from late
        messages: list[Json] = reply.get("messages") or []
        if not messages:
            raise Unavailable("bot: empty reply")
        return messages

    async def _turn(self, sender: str, body: Json) -> Json:
        home, *others = self._homes(sender)
        try:
            return await self._post(home, "turn", body)
        except NotListening:
            if not others:
                raise
            return await self._post(others[0], "turn", body)

    async def forget(self, sender: str) -> None:
        """Drop everything the bot remembers of a talk."""
        await self._post(self._home(sender), "forget", {"sender": sender})

    async def understand(self, text: str, metadata: Json) -> Json:
        """`{"kind","intent","facets","confidence"}`, without any effect."""
        return await self._post(self._home(text), "understand", {"text": text, "metadata": metadata})

    async def health(self) -> list[Json]:
        """One `{"status", …}` per replica; down ones are reported, not raised."""
        return await asyncio.gather(*(self._probe(url) for url in self._urls))

    async def close(self) -> None:
        await self._http.aclose()

    def _home(self, sender: str) -> str:
        return self._homes(sender)[0]

    def _homes(self, sender: str) -> list[str]:
        """The replica of this talk, then those that stand in for it."""
        if not self._urls:
            raise Unavailable("bot: no address")
        return sorted(self._urls, key=lambda url: sha256(f"{url} {sender}".encode()).digest(), reverse=True)

    async def _post(self, url: str, what: str, body: Json) -> Json:
        try:
            reply = await self._http.post(f"{url}/webhooks/gateway/{what}", json=body)
            reply.raise_for_status()
            found = reply.json()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotListening(f"bot: {type(error).__name__}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable(f"bot: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise Unavailable("bot: garbage")
        return found

    async def _probe(self, url: str) -> Json:
        try:
            reply = await self._http.get(f"{url}/webhooks/gateway/health", timeout=1.5)
            found: Json = reply.json() if reply.status_code == 200 else {"status": "down"}
        except (httpx.HTTPError, ValueError) as error:
            found = {"status": "down", "detail": type(error).__name__}
        return {"url": url, **found}
