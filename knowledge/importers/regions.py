"""Regions of a table as places: those the catalogue knows are reused, others are made below what they lie in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from hashlib import sha256

from knowledge.importers.mapping import Mapping
from knowledge.model import Level, Place

KINDS = ("province", "city", "county", "township", "village")
_BREAK = re.compile(r"[\n；;，,、/>]+")
_SUFFIX = re.compile(r"(?:回族乡|开发区|示范区|度假区|街道|自治州|[省市区县镇乡村])$")
_UNIT = re.compile(r".+?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|社区|[省市州盟县区旗镇乡村])")
_ENDINGS = (
    ("省", "province"), ("自治区", "province"), ("自治州", "city"), ("州", "city"), ("盟", "city"), ("地区", "city"),
    ("社区", "village"), ("村", "village"), ("街道", "township"), ("镇", "township"), ("乡", "township"),
    ("县", "county"), ("旗", "county"), ("区", "county"), ("市", "city"),
)  # fmt: skip


class Regions:
    """`home`: where rows without a region belong, outermost first; `known`: all places of the catalogue."""

    def __init__(self, mapping: Mapping, home: Sequence[Place] = (), known: Collection[Place] = ()) -> None:
        self.mapping = mapping
        self.home = home
        self.places: dict[str, Place] = {place.slug: place for place in (*known, *home)}
        self.assumed = 0  # rows that named no region
        self.assumed_in = ""
        self._old = frozenset(self.places)
        self._found: dict[tuple[str, str], str] = {}

    @property
    def new(self) -> list[Place]:
        return [place for slug, place in self.places.items() if slug not in self._old]

    def slug_of(self, name: str, parents: str) -> str | None:
        """The place of a row; `parents` nearest first. None where neither the row nor anybody says one."""
        text = name or self._default()
        if not name and (text or self.home):
            self.assumed += 1
            self.assumed_in = self._resolved(text, "") if text else self.home[-1].slug
            return self.assumed_in
        return self._resolved(text, parents) if text else None

    def _resolved(self, text: str, parents: str) -> str:
        if (text, parents) not in self._found:
            chain = [*reversed(_split(parents)), *_split(text)]
            self._found[text, parents] = self._resolve(regions_in(chain[0]) if len(chain) == 1 else chain)
        return self._found[text, parents]

    def _default(self) -> str:
        return "" if self.home else self.mapping.place or ""

    def level(self, slug: str) -> Level:
        return Level(self.places[slug].kind)

    def chain(self, slug: str | None) -> list[str]:
        """The place itself, then what it lies in, nearest first."""
        found = []
        while slug and slug not in found:
            found.append(slug)
            slug = self.places[slug].parent
        return found

    def _resolve(self, chain: list[str]) -> str:
        parent: str | None = None
        for name in chain:
            slug = self._known(name, parent, alone=len(chain) == 1)
            if slug is None:
                parent = parent or self._above(chain)
                slug = self._make(name, parent)
            parent = slug
        assert parent is not None
        return parent

    def _known(self, name: str, parent: str | None, *, alone: bool) -> str | None:
        """A known place of that name: below `parent`, or anywhere for one that stands alone (then home's own first)."""
        inside = set(self.chain(self.home[-1].slug)) if self.home else set()
        fitting = [
            place
            for place in self.places.values()
            if name in (place.name, *place.aliases, place.slug)
            and (place.parent == parent if parent else alone or place.parent is None or name == place.name)
        ]
        if parent is None and len(fitting) > 1:
            near = [p for p in fitting if p.slug in inside or p.parent in inside]
            fitting = near or [p for p in fitting if p.parent is None] or fitting
        return fitting[0].slug if fitting else None

    def _above(self, chain: list[str]) -> str | None:
        """Where an unknown region without parents is made: below home, unless it is of home's kind or larger."""
        if not self.home:
            return None
        kind = _kind(chain[0], None)
        return self.home[-1].slug if KINDS.index(kind) > KINDS.index(self.home[-1].kind) else None

    def _make(self, name: str, parent: str | None) -> str:
        slug = _slug(name, parent)
        if slug in self.places:  # another name that sounds the same
            slug = f"{slug[:75]}-{sha256(name.encode()).hexdigest()[:4]}"
        kind = _kind(name, self.places[parent].kind if parent else None)
        found = {"slug": slug, "name": name, "kind": kind, "parent": parent, "aliases": self._aliases(name)}
        self.places[slug] = Place.model_validate(found)
        return slug

    def _aliases(self, name: str) -> tuple[str, ...]:
        short = _SUFFIX.sub("", name)
        own = self.mapping.place_aliases.get(name, ())
        return tuple(dict.fromkeys([*([short] if len(short) >= 2 and short != name else []), *own]))


def regions_in(text: str) -> list[str]:
    """`广东省中山市` → 广东省, 中山市. A name that is not made of such parts stays whole."""
    parts = _UNIT.findall(text)
    kinds = [KINDS.index(_kind(part, None)) for part in parts]
    if "".join(parts) == text and len(parts) > 1 and all(len(part) > 1 for part in parts) and kinds == sorted(kinds):
        return parts
    return [text]


def _split(text: str) -> list[str]:
    return [part.strip() for part in _BREAK.split(text) if part.strip()]


def _kind(name: str, above: str | None) -> str:
    """By the ending of the name, but always below what it lies in: a city's 开发区 is a county, a city in it too."""
    named = next((kind for ending, kind in _ENDINGS if name.endswith(ending)), None)
    least = KINDS.index(above) + 1 if above else 0
    if named is None or KINDS.index(named) < least:
        return KINDS[min(least, len(KINDS) - 1)]
    return named


def _slug(name: str, parent: str | None) -> str:
    from pypinyin import lazy_pinyin  # half a second of dictionaries, which most imports do not need

    spelt = "".join(re.findall(r"[a-z0-9]+", "".join(lazy_pinyin(name)).lower())) or "x"
    return f"{parent}-{spelt}"[-80:].lstrip("-_") if parent else spelt[:80]
