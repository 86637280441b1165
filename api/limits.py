"""Rate limits: moving windows of a minute, in memory, or in Redis where several processes share them."""

from __future__ import annotations

import math

from limits import RateLimitItemPerMinute
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from api.clock import Clock
from api.settings import Settings
from api.words import word
from knowledge.errors import TooMany


class Limits:
    """`address` is the client's; `session` the opaque id. Rate 0 means no limit. Raises TooMany with whole seconds to wait."""

    def __init__(self, settings: Settings) -> None:
        storage = storage_from_string(settings.redis_url or "memory://")
        assert isinstance(storage, Storage)
        self._limiter = MovingWindowRateLimiter(storage)
        self._session_rate, self._message_rate = settings.session_rate, settings.message_rate

    def new_session(self, address: str) -> None:
        self._hit(self._session_rate, "session", address)

    def message(self, session: str) -> None:
        self._hit(self._message_rate, "message", session)

    def _hit(self, rate: int, what: str, who: str) -> None:
        if rate == 0:
            return
        limit = RateLimitItemPerMinute(rate)
        if not self._limiter.hit(limit, what, who):
            reset = self._limiter.get_window_stats(limit, what, who).reset_time
            wait = max(1, math.ceil(reset - Clock().now().timestamp()))
            raise TooMany(word(f"problems.details.{what}-rate"), retry_after=min(wait, 60))
