"""Many clients at once over plain HTTP/1.1: light, so that on a small machine the server gets the processor.

run(urls, bookings, clients, seconds, path=BOOK, patient=False) -> Load
     every client sends one booking after the other; `patient`: a broken connection is tried again, same key,
     until it is answered (at the next address, where there are several)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

from yikan.bench.booking_hall import BOOK, Booking

PAUSE_S = 0.05
GIVE_UP_S = 30.0


@dataclass
class Load:
    """`times` in milliseconds of answered requests; `acknowledged` appointment id by number of the booking."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    acknowledged: dict[int, str] = field(default_factory=dict)
    broken: int = 0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds


def run(urls: Sequence[str], bookings: Iterator[Booking], clients: int, seconds: float, path: str = BOOK) -> Load:
    return asyncio.run(crowd(urls, bookings, clients, seconds, path))


async def crowd(
    urls: Sequence[str],
    bookings: Iterator[Booking],
    clients: int,
    seconds: float | None,
    path: str = BOOK,
    *,
    patient: bool = False,
    until: asyncio.Event | None = None,
) -> Load:
    """For so many `seconds`, or `until` somebody says so."""
    load, begin = Load(), perf_counter()
    end = begin + seconds if seconds is not None else float("inf")

    async def client(number: int) -> None:
        line = Line(urls, number)
        try:
            while perf_counter() < end and not (until and until.is_set()):
                await _one(line, next(bookings), path, load, patient)
        finally:
            line.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    load.seconds = perf_counter() - begin
    return load


async def _one(line: Line, booking: Booking, path: str, load: Load, patient: bool) -> None:
    begin = perf_counter()
    status, body = await _answer(line, booking, path, load, patient)
    load.times.append((perf_counter() - begin) * 1000)
    load.statuses[status] = load.statuses.get(status, 0) + 1
    if status == 201:
        load.acknowledged[booking.number] = json.loads(body).get("id", "")


async def _answer(line: Line, booking: Booking, path: str, load: Load, patient: bool) -> tuple[int, bytes]:
    give_up = perf_counter() + GIVE_UP_S
    while True:
        try:
            return await line.post(path, booking)
        except (OSError, asyncio.IncompleteReadError):
            load.broken += 1
            line.next()
            if not patient or perf_counter() > give_up:
                raise
            await asyncio.sleep(PAUSE_S)


class Line:
    """One connection, kept open; made anew after it broke."""

    def __init__(self, urls: Sequence[str], number: int) -> None:
        self._hosts = [(parts.hostname or "", parts.port or 80) for parts in map(urlsplit, urls)]
        self._number = number
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    def next(self) -> None:
        self.close()
        self._number += 1

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def post(self, path: str, booking: Booking) -> tuple[int, bytes]:
        if self._reader is None or self._writer is None:
            host, port = self._hosts[self._number % len(self._hosts)]
            self._reader, self._writer = await asyncio.open_connection(host, port)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {booking.token}\r\nIdempotency-Key: {booking.key}\r\n"
            f"Content-Length: {len(booking.body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + booking.body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lines = answer.decode("latin-1").lower().split("\r\n")
        size = next(int(line.split(":")[1]) for line in lines if line.startswith("content-length:"))
        return int(lines[0].split()[1]), await self._reader.readexactly(size)
