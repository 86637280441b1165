"""What a text says, in the words of the catalogue: services, place, time, and the text with the names masked.

The classifier of the bot sees the masked text, so that a new service needs no training.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from api.catalogue import Catalogue
from knowledge.bundles import spoken
from knowledge.elsewhere import elsewhere
from knowledge.linking import Linked
from knowledge.needs import Need, clauses
from knowledge.text import normalise
from knowledge.when import When, earliest

Json = dict[str, Any]

MOST_SERVICES = 12
NAMED = ("code", "name", "alias")  # what matched when a text names a service rather than sounds like one
SURE = 0.7
TELLING = 0.5  # weight of a word that names something


class Understanding:
    """Reads texts against whatever catalogue is in force at that moment."""

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        now: Callable[[], datetime],
        limited: Callable[[Catalogue, Json, str, str | None, datetime], list[Json]],
    ) -> None:
        self._catalogue, self._now, self._limited = catalogue, now, limited

    def read(self, text: str, place: str | None) -> Json:
        """The metadata the bot gets with a text (see bot/components/channel.py)."""
        catalogue = self._catalogue()
        linked = catalogue.link(text, place)
        when = catalogue.when(text, self._now(), linked.office or linked.place or place)
        return {
            "masked": linked.masked,
            "services": _services(linked),
            "ambiguous": linked.ambiguous,
            "several": linked.several,
            "parts": list(linked.parts),
            "place": linked.place,
            "at": self._stands_at(catalogue, linked.place, place),
            "office": linked.office,
            "nowhere": catalogue.places.unknown(text),
            "things": self._things(catalogue, text),
            "halls": [
                {"slug": slug, "name": catalogue.office(slug).name}
                for slug in catalogue.places.unsettled(text, linked.place or place)
            ],
            "when": when_json(when),
            "gone": None if when else catalogue.gone(text, self._now()),
            "earliest": earliest(text),
            "bundle": (told := self._bundle(catalogue, text, linked, place)),
            "bundle_of": [member.service for member in catalogue.bundle(told).members] if told else [],
            "need": _need_json(catalogue.need(text, place)),
            "clauses": (said := list(clauses(text))),
            "elsewhere": asdict(other) if (other := elsewhere(said)) else None,
        }

    @staticmethod
    def _stands_at(catalogue: Catalogue, said: str | None, before: str | None) -> str | None:
        """Where the resident is from now on: the place named, unless it only holds the one they are at (那镇上呢)."""
        inside = before is not None and said in catalogue.places.ancestors(before)
        return before if said is None or inside else said

    @staticmethod
    def _things(catalogue: Catalogue, text: str) -> bool:
        """Whether something is named at all, ours or not (护照), beside what is asked (能办不)."""
        return any(weight >= TELLING for weight in catalogue.index.query(text).terms.things.values())

    @staticmethod
    def _bundle(catalogue: Catalogue, text: str, linked: Linked, place: str | None) -> str | None:
        """The life event a text tells, unless it asks about one service of it (老人走了，户口咋注销)."""
        told = spoken(text, catalogue.snapshot.bundles.values())
        if told is None:
            return None
        about = linked if told.by_topic else catalogue.link(told.rest, place)
        sure = [hit for hit in about.services if hit.matched in NAMED or (hit.score >= SURE and not told.by_topic)]
        members = {member.service for member in catalogue.snapshot.bundles[told.slug].members}
        one_of_it = about.services and about.services[0].code in members and not told.asks_all
        return None if sure or one_of_it or _named_longer(catalogue, text, linked, told.length) else told.slug

    def plain_answer(self, linked: Json, text: str, place: str | None) -> list[Json]:
        """Without the bot: the guide of the best service, and what is limited just now."""
        return self._limited(self._catalogue(), linked, text, place, self._now())


def _named_longer(catalogue: Catalogue, text: str, linked: Linked, length: int) -> bool:
    """老人过世补助 is a service, though 老人过世 is an event."""
    if not linked.services or linked.services[0].matched not in NAMED:
        return False
    service = catalogue.service(linked.services[0].code).service
    names, text = map(normalise, (service.name, *service.aliases)), normalise(text)
    return any(len(name) > length and name in text for name in names)


def _services(linked: Linked) -> list[Json]:
    return [
        {
            "code": hit.code,
            "name": hit.name,
            "score": round(hit.score, 4),
            "matched": hit.matched,
            "distinct": hit.distinct,
        }
        for hit in linked.services[:MOST_SERVICES]
    ]


def _need_json(need: Need | None) -> Json | None:
    """What the text plainly asks for (see knowledge/needs.py); None: nothing that would change the matter in hand."""
    if need is None:
        return None
    return {
        "how": need.how,
        "whole": need.whole,
        "services": _services(need.linked),
        "ambiguous": need.linked.ambiguous,
    }


def when_json(when: When | None) -> Json | None:
    """ISO instants with offset, half-open."""
    if when is None:
        return None
    return {"start": when.start.isoformat(), "end": when.end.isoformat(), "text": when.text}
