"""Work nobody asks for, done now and then by every API process: safe by several at once, and nothing depends on it.

start(held) -> BackgroundScheduler         stop it with .shutdown(wait=False)
tidy(held) -> None                         what no longer counts is thrown away, what has freed is offered to who waits
tell(held) -> None                         reminders, offers and changes that are due
"""

from __future__ import annotations

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

from api.dependencies import Parts, short
from api.reminders import deliver
from knowledge.errors import Unavailable
from knowledge.store.booking import Book
from knowledge.store.waiting import WaitingList

log = structlog.get_logger(__name__)

EVERY_S = 60
TELL_EVERY_S = 15
TELL_SPREAD_S = 5
SPREAD_S = 20  # so that several processes do not wake at the same instant


def start(held: Parts) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
    once = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(tidy, "interval", args=[held], seconds=EVERY_S, jitter=SPREAD_S, id="tidy", **once)
    scheduler.add_job(tell, "interval", args=[held], seconds=TELL_EVERY_S, jitter=TELL_SPREAD_S, id="tell", **once)
    scheduler.start()
    return scheduler


def tidy(held: Parts) -> None:
    """Throw away holds, keys and claims that no longer count. Where the database is busy, the next run does it."""
    try:
        snapshot = held.cache.current().snapshot
        with short(held, write=True) as work:
            book = Book(work.session, work.vault, snapshot, now=held.clock.now())
            book.tidy()
            WaitingList(book).serve()
    except (OperationalError, Unavailable) as busy:
        log.warning("tidy_later", cause=type(busy).__name__)


def tell(held: Parts) -> None:
    """Everything that is due now. Where the database is busy, the next run does it."""
    try:
        while deliver(held):
            continue
    except (OperationalError, Unavailable) as busy:
        log.warning("tell_later", cause=type(busy).__name__)
