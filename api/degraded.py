"""When the bot does not answer: the catalogue still does, and says what is limited just now.

What is asked is guessed from a few plain words; the full guide is one tap away.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.answers import answer
from api.catalogue import Catalogue
from api.view import Here
from api.words import word, words

Json = dict[str, Any]


def limited_answer(catalogue: Catalogue, linked: Json, text: str, place: str | None, now: datetime) -> list[Json]:
    """The guide of the best service, cut to what seems to be asked; choices when several fit; else whom to ask."""
    services = linked.get("services") or []
    note = {"type": "text", "text": word("degraded.note")}
    if not services:
        return [{"type": "text", "text": word("degraded.nothing")}]
    if linked.get("ambiguous") and len(services) > 1:
        choices = [_choice(service) for service in services]
        return [{"type": "choices", "text": word("degraded.which"), "choices": choices}]
    here = Here(catalogue.snapshot, catalogue.calendar, linked.get("place") or place, now)
    found = answer(catalogue.service(services[0]["code"]), facets_in(text), here)
    card = {
        "type": "card",
        "kind": "guide",
        "title": found.title,
        "text": found.text,
        "data": found.data,
        "actions": [],
    }
    return [card, note]


def _choice(service: Json) -> Json:
    named = {"code": service["code"], "name": service["name"]}
    payload = {"do": "service", "facets": ["overview"], "service": named}
    return {"label": service["name"], "value": service["name"], "payload": payload}


def facets_in(text: str) -> tuple[str, ...]:
    """Facets whose plain words stand in the text; an overview when none does."""
    found = [facet for facet, said in words("degraded.facets").items() if any(phrase in text for phrase in said)]
    return tuple(found) or ("overview",)
