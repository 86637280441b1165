"""The service catalogue over HTTP: what any other client could call, with the sender named.

Problem
├── Refusal     the API said no and why (4xx); `detail` is Chinese and fit to show, `name` the problem's name
└── Outage      the API did not answer, or not sensibly (timeout, 5xx, garbage)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import copy, deepcopy
from typing import Any

import httpx

from actions.config import Config

Json = dict[str, Any]

# Posts that change nothing: they only have more to say than fits an address.
READS = re.compile("/understand|/turned|/stated|/facts/heard|/services/[^/]+/assessment|/assessments|/tickets/classify")
# Kept for less time than any server keeps an idle line, so that no call goes out on one that is just being closed.
LINES = httpx.Limits(max_connections=200, max_keepalive_connections=100, keepalive_expiry=3.0)


class Problem(Exception):
    """The call brought nothing."""


class Refusal(Problem):
    def __init__(self, status: int, name: str, detail: str) -> None:
        super().__init__(f"{status} {name}")
        self.status, self.name, self.detail = status, name, detail


class Outage(Problem):
    pass


class Catalogue:
    """One connection pool for the process; `sender` says for whom each call is made."""

    _told: dict[str, Json] | None = None

    def __init__(self, config: Config, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=config.api_url + "/api/v1",
            headers={"X-Yikan-Service": config.secret},
            timeout=httpx.Timeout(config.timeout, connect=1.0),
            limits=LINES,
            transport=transport,
        )

    def for_one_turn(self) -> Catalogue:
        """The same, which asks nothing twice until something is written: several listeners read one sentence."""
        one = copy(self)
        one._told = {}
        return one

    async def get(self, path: str, sender: str, **query: Any) -> Json:
        wanted = {key: value for key, value in query.items() if value is not None}
        return await self._call("GET", path, sender, params=wanted)

    async def post(self, path: str, sender: str, body: Mapping[str, Any], **headers: str) -> Json:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._call("POST", path, sender, json=dict(body), headers=named)

    async def close(self) -> None:
        await self._http.aclose()

    async def _call(self, method: str, path: str, sender: str, **rest: Any) -> Json:
        if self._told is None:
            return await self._ask(method, path, sender, **rest)
        if method != "GET" and not READS.fullmatch(path):
            try:
                return await self._ask(method, path, sender, **rest)
            finally:
                self._told.clear()
        asked = json.dumps([method, path, sender, rest], sort_keys=True)
        if asked not in self._told:
            self._told[asked] = await self._ask(method, path, sender, **rest)
        return deepcopy(self._told[asked])

    async def _ask(self, method: str, path: str, sender: str, **rest: Any) -> Json:
        headers = {**rest.pop("headers", {}), "X-Yikan-Sender": sender}
        try:
            reply = await self._http.request(method, path, headers=headers, **rest)
            body = reply.json() if reply.content else {}
        except (httpx.HTTPError, ValueError) as error:
            raise Outage(f"{method} {path}: {type(error).__name__}") from error
        if reply.status_code >= 500 or not isinstance(body, dict):
            raise Outage(f"{method} {path}: {reply.status_code}")
        if reply.status_code >= 400:
            name = str(body.get("type", "")).rpartition("/")[2]
            raise Refusal(reply.status_code, name, str(body.get("detail", "")))
        return body
