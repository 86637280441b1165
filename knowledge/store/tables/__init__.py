"""All tables; importing this package makes `Base.metadata` complete."""

from knowledge.store.tables import booking, catalogue, outbox, queue, staff, talk
from knowledge.store.tables.base import Base

__all__ = ["Base", "booking", "catalogue", "outbox", "queue", "staff", "talk"]
