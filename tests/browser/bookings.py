"""Appointments of the day itself: residents book from tomorrow on, so the book is asked as of last week."""

from __future__ import annotations

from datetime import datetime, timedelta

from knowledge.store.booking import Book, Person
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.engine import make_engine, transaction
from knowledge.store.vault import open_vault
from tests.browser.serving import System

OFFICE = "office-county"
SERVICE = "residence-permit-apply"


def book_for_today(system: System, name: str, phone: str) -> str:
    """Book the first free time of the system's today at the county hall; returns the code."""
    today = datetime.fromisoformat(system.now)
    engine = make_engine(f"sqlite:///{system.data / 'yikan.db'}")
    try:
        with transaction(engine, write=True) as session:
            snapshot = CatalogueStore(session).snapshot(today.date())
            service = snapshot.published[SERVICE].service
            book = Book(session, open_vault(system.data), snapshot, now=today - timedelta(days=5))
            times = book.slots([service], [snapshot.offices[OFFICE]], today.date(), today.date())
            slot = next(free.start.id for free in times if free.free > 0)
            person = Person(name, phone)
            return book.book("visit-of-today", slot, [service], person, key=phone, digest=phone).code
    finally:
        engine.dispose()
