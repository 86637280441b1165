"""Rate limits: moving windows of a minute, in memory, or in Redis where several processes share them."""

from __future__ import annotations

import math

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from api.clock import Clock
from api.settings import Settings
from api.words import word
from knowledge.errors import TooMany

LOOKUPS = RateLimitItemPerMinute(5, 15)


class Limits:
    """`address` is the client's; `session` the opaque id. Rate 0 means no limit. Raises TooMany."""

    def __init__(self, settings: Settings) -> None:
        storage = storage_from_string(settings.redis_url or "memory://")
        assert isinstance(storage, Storage)
        self._limiter = MovingWindowRateLimiter(storage)
        self._session_rate, self._message_rate = settings.session_rate, settings.message_rate

    def new_session(self, address: str) -> None:
        self._hit(self._session_rate, "session", address)

    def message(self, session: str) -> None:
        self._hit(self._message_rate, "message", session)

    def lookup(self, *who: str) -> None:
        """Raises TooMany for anybody (address, session) with five failed lookups in fifteen minutes."""
        for one in who:
            if not self._limiter.test(LOOKUPS, "lookup", one):
                raise TooMany(word("problems.details.lookup-rate"), retry_after=self._wait(LOOKUPS, "lookup", one))

    def lookup_failed(self, *who: str) -> None:
        for one in who:
            self._limiter.hit(LOOKUPS, "lookup", one)

    def _hit(self, rate: int, what: str, who: str) -> None:
        if rate == 0:
            return
        limit = RateLimitItemPerMinute(rate)
        if not self._limiter.hit(limit, what, who):
            raise TooMany(word(f"problems.details.{what}-rate"), retry_after=min(self._wait(limit, what, who), 60))

    def _wait(self, limit: RateLimitItem, what: str, who: str) -> int:
        """Whole seconds until the window has room again (the storage keeps real time, whatever our clock says)."""
        reset = self._limiter.get_window_stats(limit, what, who).reset_time
        return max(1, math.ceil(reset - Clock().now().timestamp()))
