"""Who asked a moment ago need not be looked up, for exactly as long as the database would say the same."""

from __future__ import annotations

from datetime import timedelta

from api.sessions import KnownSessions
from knowledge.store.chat import MOVED_EVERY, Seen
from tests.knowledge.store.conftest import NOW

IDLE = timedelta(hours=2)
SEEN = Seen("s1", NOW, NOW + IDLE)


def known(most: int = 10) -> KnownSessions:
    sessions = KnownSessions(most)
    sessions.keep(SEEN, "token")
    return sessions


def test_a_session_is_known_until_its_end_has_to_be_moved() -> None:
    moment = timedelta(seconds=1)
    assert known().by_token("token", now=NOW + MOVED_EVERY - moment, idle=IDLE) == "s1"
    assert known().by_token("token", now=NOW + MOVED_EVERY + moment, idle=IDLE) is None


def test_an_expired_session_is_not_known() -> None:
    assert known().by_id("s1", now=NOW + IDLE - timedelta(seconds=1)) == "s1"
    assert known().by_id("s1", now=NOW + IDLE) is None
    sessions = KnownSessions()
    sessions.keep(Seen("s2", NOW, NOW + timedelta(seconds=1)), "short")
    assert sessions.by_token("short", now=NOW + timedelta(seconds=1), idle=timedelta(days=9)) is None


def test_others_and_other_tokens_are_not_known() -> None:
    assert known().by_token("guess", now=NOW, idle=IDLE) is None
    assert known().by_id("token", now=NOW) is None


def test_the_oldest_are_forgotten_first() -> None:
    sessions = known(most=2)
    for name in ("s2", "s3"):
        sessions.keep(Seen(name, NOW, NOW + IDLE))
    assert [sessions.by_id(name, now=NOW) for name in ("s1", "s2", "s3")] == [None, "s2", "s3"]
