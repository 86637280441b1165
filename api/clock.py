"""What time it is here. With a start (tests only) the clock begins at that instant and runs on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


class Clock:
    """`now()` is aware, in Asia/Shanghai. A `start` without offset is taken as local time there."""

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            start = start.replace(tzinfo=ZONE)
        self._start = start
        self._begun = time.monotonic()

    def now(self) -> datetime:
        if self._start is None:
            return datetime.now(UTC).astimezone(ZONE)
        return (self._start + timedelta(seconds=time.monotonic() - self._begun)).astimezone(ZONE)
