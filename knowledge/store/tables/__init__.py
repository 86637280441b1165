"""All tables; importing this package makes `Base.metadata` complete."""

from knowledge.store.tables import booking, catalogue, outbox, queue, search, staff, talk, waiting
from knowledge.store.tables.base import Base

__all__ = ["Base", "booking", "catalogue", "outbox", "queue", "search", "staff", "talk", "waiting"]
