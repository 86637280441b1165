"""The door of the knowledge base."""

from __future__ import annotations

from api.door import PUBLISHERS, WRITERS, Door, Text, Who, to

__all__ = ["DOOR", "PUBLISHERS", "READERS", "WRITERS", "Text", "Who", "away", "router", "show", "to"]

READERS = (*WRITERS, "auditor")
DOOR = Door("/admin", "admin.html", READERS)
router, show, away = DOOR.router(), DOOR.show, DOOR.away
