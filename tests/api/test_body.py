"""Requests that are too large are refused before they are read, as a problem in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

TOO_MUCH = 64 * 1024 + 1


def test_a_body_over_64_kb_is_refused_by_its_announced_length(api: httpx.Client, resident: dict[str, str]) -> None:
    reply = api.post("/api/v1/chat/messages", content=b"x" * TOO_MUCH, headers=resident)
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"] == "/problems/too-large" and "64 KB" in reply.json()["detail"]


def test_a_body_that_does_not_tell_its_length_is_refused_all_the_same(
    api: httpx.Client, resident: dict[str, str]
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(9):
            yield b"x" * 8 * 1024

    reply = api.post("/api/v1/chat/messages", content=pieces(), headers=resident)
    assert reply.status_code == 413 and reply.json()["type"] == "/problems/too-large"


def test_the_longest_text_still_fits_however_it_is_written(api: httpx.Client, resident: dict[str, str]) -> None:
    body = '{"text": "' + "\\u4f60" * 2000 + '", "message_id": "m1"}'
    reply = api.post("/api/v1/chat/messages", content=body, headers={**resident, "Content-Type": "application/json"})
    assert reply.status_code == 200, reply.text
