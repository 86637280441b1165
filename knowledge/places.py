"""Places and offices by every name people give them, and how far they lie apart.

Places form a tree (village < township < county). Distance is counted in steps of that tree: a step up to what is
responsible for you is shorter than a step down into somebody else's branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.model import Office, Place
from knowledge.text import normalise

_UP, _DOWN, _ACROSS = 1.0, 0.9, 1.1
_FAR = 99.0
_RELATIVE: Mapping[str, tuple[str, ...]] = {
    "village": ("我们村里", "我们村上", "我们村", "咱村", "俺村", "本村", "村里", "村上", "村部", "村委会", "村委", "我们社区", "社区里"),
    "township": ("我们镇上", "我们镇", "我们乡里", "我们乡", "咱镇", "本镇", "镇里", "镇上", "乡里", "乡上", "我们街道", "街道上", "我们街道办"),
    "county": ("我们县里", "我们县", "咱县", "本县", "县里", "县上", "县城"),
}
_RELATIVE_OFFICE: Mapping[str, tuple[str, ...]] = {
    "village": ("村便民服务站", "村便民站", "村便民服务点", "村部", "社区服务站"),
    "township": ("镇便民服务中心", "镇便民中心", "乡便民中心", "镇大厅", "镇上大厅", "街道大厅", "街道便民中心", "便民服务中心", "便民中心"),
    "county": ("县政务服务中心", "县政务大厅", "县政务中心", "县大厅", "政务服务中心", "政务大厅", "行政审批大厅", "办事大厅", "县里大厅"),
    "police": ("派出所",),
}
# Short village names are also everyday words (幸福, 桃园): they count only where something about places stands beside them.
_BEFORE = re.compile(r"(?:^|[，。！？、,.!? ]|在|去|到|来|是|从|我们|咱们?|俺们?|住|家|离|往|回)$")
_AFTER = re.compile(r"^(?:$|[，。！？、,.!? ]|的|这|那|村|镇|乡|街|社区|大厅|派出所|便民|能|可以|办|有|哪|这边|那边|附近)")


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
        """Office slugs in the order a resident of `place` would try them: village, township, county, other townships."""
        known = [slug for slug in offices if slug in self.offices]
        return sorted(known, key=lambda slug: self.distance(place, self.offices[slug].place))

    def mention(self, text: str, place: str | None = None) -> Mention | None:
        """The place or office a sentence names, the longest name first; 村里, 镇上, 县大厅 mean those of `place`."""
        named = list(self._named(text, place))
        named += list(self._relative(text, place))
        return max(named, key=lambda m: (m.end - m.start, -m.start), default=None)

    def _named(self, text: str, place: str | None) -> Iterator[Mention]:
        for start in range(len(text)):
            for length in range(min(self._longest, len(text) - start), 1, -1):
                name = text[start : start + length]
                found = self._names.get(name)
                if found and name not in _RELATIVE_NAMES and self._is_meant(text, start, start + length, found):
                    yield self._as_mention(self._closest(found, place), start, start + length)
                    break

    def _is_meant(self, text: str, start: int, end: int, found: Sequence[Candidate]) -> bool:
        if end - start > 2 or any(c.kind == "office" for c in found):
            return True
        return bool(_BEFORE.search(text[:start])) or bool(_AFTER.match(text[end:]))

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
        chain = {self.places[slug].kind: slug for slug in self.ancestors(place) if slug in self.places}
        for kind, words in _RELATIVE_OFFICE.items():
            at = chain.get("township" if kind == "police" else kind)
            office = next(iter(self.offices_of(at, kind)), None) if at else None
            if office:
                yield from (Mention(office.place, office.slug, *span) for span in _spans(text, words))
        for level, words in _RELATIVE.items():
            slug = chain.get(level)  # type: ignore[call-overload]
            if slug:
                yield from (Mention(slug, None, *span) for span in _spans(text, words))


_RELATIVE_NAMES = frozenset(word for words in (*_RELATIVE.values(), *_RELATIVE_OFFICE.values()) for word in words)


def _spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first word of the list that stands in the text."""
    for word in words:
        at = text.find(word)
        if at >= 0:
            yield at, at + len(word)
            return
