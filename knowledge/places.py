"""Places and offices by every name people give them, and how far they lie apart.

Places form a tree (village < township < county). Distance is counted in steps of that tree: a step up to what is
responsible for you is shorter than a step down into somebody else's branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Literal

import yaml

from knowledge.model import Office, Place
from knowledge.text import normalise

_UP, _DOWN, _ACROSS = 1.0, 0.9, 1.1
_FAR = 99.0
_EDGE = " ，。！？、,.!?"


@dataclass(frozen=True)
class _Words:
    """knowledge/data/place-words.yml: names by level or kind of office, and what may stand beside a short name."""

    places: Mapping[str, tuple[str, ...]]
    offices: Mapping[str, tuple[str, ...]]
    before: tuple[str, ...]
    after: tuple[str, ...]
    strange: re.Pattern[str]
    no_names: tuple[str, ...]

    @cached_property
    def all(self) -> frozenset[str]:
        return frozenset(word for words in (*self.places.values(), *self.offices.values()) for word in words)


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = yaml.safe_load(files("knowledge").joinpath("data/place-words.yml").read_text(encoding="utf-8"))
    places, offices = ({k: tuple(v) for k, v in data[part].items()} for part in ("places", "offices"))
    besides = (tuple(data["before"]), tuple(data["after"]), re.compile(data["strange"]), tuple(data["no_names"]))
    return _Words(places, offices, *besides)


@dataclass(frozen=True)
class Mention:
    """A place or office named at [start, end) of a text. An office brings its place with it."""

    place: str | None
    office: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Candidate:
    """What a name may stand for."""

    slug: str
    name: str
    kind: Literal["place", "office"]


@dataclass(frozen=True)
class Places:
    """The tree of places with their offices. Build with `Places.of`."""

    places: Mapping[str, Place]
    offices: Mapping[str, Office]
    _names: Mapping[str, tuple[Candidate, ...]] = field(repr=False)
    _children: Mapping[str, tuple[str, ...]] = field(repr=False)
    _longest: int = 0

    @classmethod
    def of(cls, places: Mapping[str, Place], offices: Mapping[str, Office]) -> Places:
        names: dict[str, list[Candidate]] = {}
        children: dict[str, list[str]] = {}
        for place in places.values():
            if place.parent:
                children.setdefault(place.parent, []).append(place.slug)
        candidates = [(Candidate(p.slug, p.name, "place"), p.aliases) for p in places.values()]
        candidates += [(Candidate(o.slug, o.name, "office"), o.aliases) for o in offices.values()]
        for candidate, aliases in candidates:
            for name in dict.fromkeys(normalise(n) for n in (candidate.slug, candidate.name, *aliases)):
                names.setdefault(name, []).append(candidate)
        return cls(
            places,
            offices,
            {name: tuple(found) for name, found in names.items()},
            {slug: tuple(found) for slug, found in children.items()},
            max(map(len, names), default=0),
        )

    def resolve(self, text: str) -> list[Candidate]:
        """Everything whose slug, name or alias the text is; places before offices."""
        found = self._names.get(normalise(text), ())
        return sorted(found, key=lambda candidate: candidate.kind == "office")

    def ancestors(self, slug: str) -> list[str]:
        """The place itself, then what it lies in, nearest first. An unknown place has only itself."""
        chain = [slug]
        while (place := self.places.get(chain[-1])) and place.parent and place.parent not in chain:
            chain.append(place.parent)
        return chain

    def descendants(self, slug: str) -> list[str]:
        """Everything inside a place, without itself."""
        found: list[str] = []
        queue = list(self._children.get(slug, ()))
        while queue:
            found.append(queue.pop(0))
            queue.extend(self._children.get(found[-1], ()))
        return found

    def around(self, slug: str) -> frozenset[str]:
        """What counts as local for somebody at `slug`: itself, what it lies in, and what lies in it."""
        return frozenset((*self.ancestors(slug), *self.descendants(slug)))

    def offices_of(self, place: str, kind: str | None = None) -> list[Office]:
        """The offices at exactly this place."""
        return [o for o in self.offices.values() if o.place == place and kind in (None, o.kind)]

    def distance(self, start: str, end: str) -> float:
        """Steps between two places: 0 the same, 1 its township from a village, more for others; 99 when unconnected."""
        up, down = self.ancestors(start), self.ancestors(end)
        meeting = next((slug for slug in up if slug in down), None)
        if meeting is None:
            return _FAR
        climbs, falls = up.index(meeting), down.index(meeting)
        return climbs * _UP + falls * (_ACROSS if climbs else _DOWN)

    def nearest(self, place: str, offices: Iterable[str]) -> list[str]:
        """Office slugs as a resident of `place` would try them: village, township, county, other townships."""
        known = [slug for slug in offices if slug in self.offices]
        return sorted(known, key=lambda slug: self.distance(place, self.offices[slug].place))

    def mention(self, text: str, place: str | None = None) -> Mention | None:
        """The place or office a sentence names, the longest name first; 村里, 镇上, 县大厅 mean those of `place`."""
        named = list(self._named(text, place))
        named += list(self._relative(text, place))
        return max(named, key=lambda m: (m.end - m.start, -m.start), default=None)

    def unsettled(self, text: str, place: str | None) -> list[str]:
        """Offices a word may mean where `place` does not settle which one (派出所, 镇大厅), nearest first."""
        if place is None or place not in self.places or self.mention(text, place) is not None:
            return []
        kinds = [kind for kind, said in _words().offices.items() if any(word in text for word in said)]
        if not kinds:  # 镇上, 村里: the halls of that level, where none of them is the resident's own
            kinds = [level for level, said in _words().places.items() if any(word in text for word in said)]
        around = self.around(place)
        found = [o.slug for kind in kinds[:1] for o in self.offices.values() if o.kind == kind and o.place in around]
        return self.nearest(place, found)

    def unknown(self, text: str) -> str | None:
        """A township that is named and is none of ours (青山镇), so that nobody is sent to another; None else."""
        for found in _words().strange.finditer(text):
            name = found["name"]
            known = any(self._named(name, None)) or name.startswith(_words().no_names)
            if not known and not any(self._named(text, None)):
                return name
        return None

    def _named(self, text: str, place: str | None) -> Iterator[Mention]:
        for start in range(len(text)):
            for length in range(min(self._longest, len(text) - start), 1, -1):
                name = text[start : start + length]
                found = self._names.get(name)
                if found and name not in _words().all and self._is_meant(text, start, start + length, found):
                    yield self._as_mention(self._closest(found, place), start, start + length)
                    break

    def _is_meant(self, text: str, start: int, end: int, found: Sequence[Candidate]) -> bool:
        if end - start > 2 or any(c.kind == "office" for c in found):
            return True
        before, after = text[:start], text[end:]
        if not before or not after or before[-1] in _EDGE or after[0] in _EDGE:
            return True
        return before.endswith(_words().before) or after.startswith(_words().after)

    def _closest(self, found: Sequence[Candidate], place: str | None) -> Candidate:
        if place is None or len(found) == 1:
            return found[0]
        return min(found, key=lambda c: self.distance(place, self._place_of(c)))

    def _place_of(self, candidate: Candidate) -> str:
        return self.offices[candidate.slug].place if candidate.kind == "office" else candidate.slug

    def _as_mention(self, candidate: Candidate, start: int, end: int) -> Mention:
        office = candidate.slug if candidate.kind == "office" else None
        return Mention(self._place_of(candidate), office, start, end)

    def _relative(self, text: str, place: str | None) -> Iterator[Mention]:
        """Names that mean something only from where one stands; no mention where the place does not settle them."""
        if place is None or place not in self.places:
            return
        chain: dict[str, str] = {self.places[slug].kind: slug for slug in self.ancestors(place) if slug in self.places}
        for kind, words in _words().offices.items():
            at = chain.get("township" if kind == "police" else kind)
            office = next(iter(self.offices_of(at, kind)), None) if at else None
            if office:
                yield from (Mention(office.place, office.slug, *span) for span in _spans(text, words))
        for level, words in _words().places.items():
            slug = chain.get(level)
            if slug:
                yield from (Mention(slug, None, *span) for span in _spans(text, words))


def _spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first word of the list that stands in the text."""
    for word in words:
        at = text.find(word)
        if at >= 0:
            yield at, at + len(word)
            return
