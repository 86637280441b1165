"""The Rasa server behind the gateway: loopback only, a secret on every call, one replica per conversation.

A conversation always goes to the same replica (rendezvous hash of the sender): the open-source lock stores do not
protect a conversation that two replicas share.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import httpx

from knowledge.errors import Unavailable

Json = dict[str, Any]

CHOOSE = "/choose"


class Bot:
    """`timeout` in seconds for one turn. Raises Unavailable when no sensible answer comes."""

    def __init__(
        self, urls: Sequence[str], secret: str, timeout: float = 4.3, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._urls = tuple(url.rstrip("/") for url in urls)
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(timeout, connect=1.0),
            transport=transport,
        )

    async def turn(self, sender: str, text: str, metadata: Json) -> list[Json]:
        """The bot's messages; an empty list means an action died, which counts as a failure."""
        body = {"sender": sender, "text": text, "metadata": metadata}
        reply = await self._post(self._home(sender), "turn", body)
        messages: list[Json] = reply.get("messages") or []
        if not messages:
            raise Unavailable("bot: empty reply")
        return messages

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
        if not self._urls:
            raise Unavailable("bot: no address")
        return max(self._urls, key=lambda url: sha256(f"{url} {sender}".encode()).digest())

    async def _post(self, url: str, what: str, body: Json) -> Json:
        try:
            reply = await self._http.post(f"{url}/webhooks/gateway/{what}", json=body)
            reply.raise_for_status()
            found = reply.json()
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
