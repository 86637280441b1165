"""Who asked a moment ago: one look at the database serves the requests that follow it.

    KnownSessions(most=5000)
      .by_token(token_hash, *, now, idle) -> str | None       as `ChatStore.fresh` would say; None: ask the database
      .by_id(session_id, *, now) -> str | None                for our own processes, which name the sender
      .keep(seen, token_hash=None)

A session is only ever taken away after it has expired, and its end only moves forward: what was read once holds until
the `expires_at` that was read. Ended sessions and long talks are asked for again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from knowledge.store.chat import Seen, moved_since


class KnownSessions:
    def __init__(self, most: int = 5000) -> None:
        self._most = most
        self._by_token: dict[str, Seen] = {}
        self._by_id: dict[str, Seen] = {}

    def by_token(self, token_hash: str, *, now: datetime, idle: timedelta) -> str | None:
        found = self._by_token.get(token_hash)
        return found.id if found and found.expires_at > now and found.last_seen > moved_since(now, idle) else None

    def by_id(self, session_id: str, *, now: datetime) -> str | None:
        found = self._by_id.get(session_id)
        return found.id if found and found.expires_at > now else None

    def keep(self, seen: Seen, token_hash: str | None = None) -> None:
        _put(self._by_id, seen.id, seen, self._most)
        if token_hash is not None:
            _put(self._by_token, token_hash, seen, self._most)


def _put(kept: dict[str, Seen], key: str, seen: Seen, most: int) -> None:
    """The oldest entries go first."""
    kept.pop(key, None)
    while len(kept) >= most:
        kept.pop(next(iter(kept), ""), None)
    kept[key] = seen
