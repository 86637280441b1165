"""The door of the desk."""

from __future__ import annotations

from api.door import WRITERS, Door, Text, Who, to

__all__ = ["DOOR", "ROLES", "Text", "Who", "away", "router", "show", "to"]

ROLES = ("desk", *WRITERS)
DOOR = Door("/desk", "desk.html", ROLES)
router, show, away = DOOR.router(), DOOR.show, DOOR.away
