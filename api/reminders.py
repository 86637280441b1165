"""Sending what is due: reminders, offers, changes. By every API process at once, each message once.

deliver(held, channels=None) -> int                 how many were looked at in this round; 0: nothing is due
Channel                                             what a way out to people has to do
LOG                                                 the channels there are beside the chat history: the log

A message is leased in one short transaction, handed to the channels, and marked in another together with its entry in
the chat history. Two processes cannot both mark it. A channel that fails is tried again later, a bounded number of
times; then the message is dead and shown to the admin (`Outbox.dead`). With an outside channel a crash between sending
and marking sends a message twice rather than never.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol

import structlog

from api.catalogue import Catalogue
from api.dependencies import Parts, UnitOfWork, short
from api.notices import compose
from knowledge.errors import NotFound
from knowledge.rules import Reminders
from knowledge.store.appointments import Appointment, AppointmentStore
from knowledge.store.chat import ChatStore
from knowledge.store.outbox import Notice, Outbox

log = structlog.get_logger(__name__)

Json = dict[str, Any]

AT_ONCE = 20
LEASE = timedelta(minutes=2)


class Undeliverable(Exception):
    """This channel could not send it just now."""


class Channel(Protocol):
    """A further way out (WeChat, a text message). `sessions`: the talks of those who may see it."""

    def send(self, notice: Notice, message: Json, sessions: Sequence[str]) -> None:
        """Raises Undeliverable where it should be tried again."""


class LogChannel:
    """That something was told, never what: names, codes and papers are nobody's business here."""

    def send(self, notice: Notice, message: Json, sessions: Sequence[str]) -> None:
        log.info("told", kind=notice.kind, notice=notice.id, sessions=len(sessions))


LOG: Sequence[Channel] = (LogChannel(),)


def deliver(held: Parts, channels: Sequence[Channel] = LOG) -> int:
    catalogue = held.cache.current()
    with short(held, write=True) as work:
        notices = Outbox(work.session).lease(held.clock.now(), AT_ONCE, LEASE)
    for notice in notices:
        _send(held, notice, channels, catalogue)
    return len(notices)


def _send(held: Parts, notice: Notice, channels: Sequence[Channel], catalogue: Catalogue) -> None:
    """A message that cannot even be written is as dead as one that cannot be sent: both are kept and shown."""
    try:
        with short(held, write=False) as work:
            message = compose(notice, _appointment(work, notice, catalogue), catalogue)
            sessions = _sessions(work, notice, catalogue)
        for channel in channels:
            channel.send(notice, message, sessions)
    except Exception as error:
        log.exception("not_told", kind=notice.kind, notice=notice.id)
        _failed(held, notice, f"{type(error).__name__}: {error}", catalogue.snapshot.rules.reminders)
        return
    with short(held, write=True) as work:
        if Outbox(work.session).sent(notice, message, held.clock.now()):
            _into_talks(work, sessions, message, held)


def _failed(held: Parts, notice: Notice, error: str, rules: Reminders) -> None:
    with short(held, write=True) as work:
        dead = Outbox(work.session).failed(
            notice, error, now=held.clock.now(), tries=rules.tries, wait=timedelta(seconds=rules.retry_s)
        )
    if dead:
        log.error("never_told", kind=notice.kind, notice=notice.id)


def _appointment(work: UnitOfWork, notice: Notice, catalogue: Catalogue) -> Appointment | None:
    if notice.appointment is None:
        return None
    found = _store(work, catalogue).by_id(notice.appointment)
    if found is None:
        raise NotFound(notice.appointment)
    return found


def _sessions(work: UnitOfWork, notice: Notice, catalogue: Catalogue) -> list[str]:
    if notice.session_id:
        return [notice.session_id]
    return _store(work, catalogue).sessions_of(str(notice.appointment))


def _store(work: UnitOfWork, catalogue: Catalogue) -> AppointmentStore:
    return AppointmentStore(work.session, work.vault, catalogue.snapshot.rules)


def _into_talks(work: UnitOfWork, sessions: Sequence[str], message: Json, held: Parts) -> None:
    """The chat history of the talks that are still going on: the web inbox."""
    now = held.clock.now()
    store = ChatStore(work.session)
    for session in sessions:
        if store.get(session, now=now):
            store.welcome(session, [message], now=now)
