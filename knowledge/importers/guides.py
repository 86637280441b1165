"""Flat guide tables → services: region × item × sub-item × scenario × material, one row each.

An item becomes one service; its sub-items become scenarios; each region becomes an offering that overrides limit, fee,
place, hours and phone. Nothing is dropped: what cannot be parsed stays as the text it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from pypinyin import lazy_pinyin

from knowledge.importers.mapping import Mapping
from knowledge.importers.tables import Table
from knowledge.model import (
    Evidence,
    Fee,
    Level,
    Limit,
    Offering,
    Phones,
    Place,
    Requirement,
    Scenario,
    Service,
    TimeLimit,
    Variant,
)

Row = dict[str, str]

REGION = ("place", "parents")
_BREAK = re.compile(r"[\n；;]+")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[（(]\d{1,2}[）)])\s*[.．、]?\s*(?=\D)")
_SUFFIX = re.compile(r"(?:回族乡|开发区|示范区|度假区|街道|自治州|[省市区县镇乡村])$")


@dataclass(frozen=True)
class Refusal:
    """One row that could not be taken: `row` as people count it in the sheet."""

    row: int
    field: str
    reason: str


@dataclass
class Guides:
    """What a table holds. `rows_of` tells how many rows went into each service, so that the report adds up."""

    services: list[Service] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    rows_of: dict[str, int] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def read_guides(table: Table, mapping: Mapping, file_name: str, home: Sequence[Place] = ()) -> Guides:
    """All rows of a table as services and places; rows without a required element are refused with the reason.

    `home`: a place of the catalogue with its parents, outermost first; rows that name no region are taken as its.
    """
    guides = Guides()
    rows = _rows(table, mapping, guides.refused, REGION if home else ())
    places = _Places(mapping, home)
    items: dict[str, list[Row]] = {}
    for row in rows:
        places.add(row)
        items.setdefault(row["item"], []).append(row)
    guides.places = [place for place in places.known.values() if place not in home]
    for item, wanted in items.items():
        service = _service(item, wanted, mapping, places, file_name)
        guides.services.append(service)
        guides.rows_of[service.code] = len(wanted)
    return guides


def _rows(table: Table, mapping: Mapping, refused: list[Refusal], may_lack: Sequence[str]) -> list[Row]:
    columns = {e: title for e, title in mapping.columns.items() if e not in may_lack or title in table.titles}
    position = {element: table.titles.index(title) for element, title in columns.items()}
    last: Row = {}
    found = []
    for number, cells in enumerate(table.rows, table.first_row):
        row = dict.fromkeys(mapping.columns, "") | {element: cells[index] for element, index in position.items()}
        for element in mapping.fill_down:
            row[element] = row[element] or last.get(element, "")
        last = row
        clean = {element: "" if text in mapping.empty else text for element, text in row.items()}
        missing = [element for element in mapping.required if not clean[element] and element not in may_lack]
        for element in missing:
            refused.append(Refusal(number, mapping.columns[element], "必填项是空的，请补上"))
        if not missing:
            found.append(clean)
    return found


def code_of(mapping: Mapping, item: str) -> str:
    """A stable code for an item without 实施编码: the same name always gets the same one."""
    return f"{mapping.name}-{sha256(item.encode()).hexdigest()[:10]}"


def _part_id(prefix: str, name: str) -> str:
    return f"{prefix}-{sha256(name.encode()).hexdigest()[:8]}"


class _Places:
    """Regions and their parents as places, with slugs from pinyin that stay the same at every import."""

    def __init__(self, mapping: Mapping, home: Sequence[Place] = ()) -> None:
        self.mapping = mapping
        self.home = home
        self.known: dict[str, Place] = {place.slug: place for place in home}

    def add(self, row: Row) -> None:
        if not row["place"] and self.home:
            row["place_slug"] = self.home[-1].slug
            return
        chain = [*reversed(_BREAK.sub(",", row["parents"]).replace("，", ",").split(",")), row["place"]]
        parent: str | None = None
        kinds = ("province", "city", "county", "township", "village")
        for kind, name in zip(kinds, chain, strict=False):
            slug = self.slug(name.strip(), parent)
            if slug not in self.known:
                aliases = self._aliases(name.strip())
                found = {"slug": slug, "name": name.strip(), "kind": kind, "parent": parent, "aliases": aliases}
                self.known[slug] = Place.model_validate(found)
            parent = slug
        row["place_slug"] = parent or ""

    def slug(self, name: str, parent: str | None) -> str:
        spelt = "".join(re.findall(r"[a-z0-9]+", "".join(lazy_pinyin(name)).lower()))
        return f"{parent}-{spelt}"[-80:] if parent else spelt

    def _aliases(self, name: str) -> tuple[str, ...]:
        short = _SUFFIX.sub("", name)
        own = self.mapping.place_aliases.get(name, ())
        return tuple(dict.fromkeys([*([short] if len(short) >= 2 and short != name else []), *own]))

    def level(self, slug: str) -> Level:
        return Level(self.known[slug].kind)


def _service(item: str, rows: list[Row], mapping: Mapping, places: _Places, file_name: str) -> Service:
    variants = list(dict.fromkeys(row["variant"] for row in rows))
    named = [v for v in variants if v]
    offerings = _offerings(rows, places, mapping, named)
    home = _common_parent([row["place_slug"] for row in rows], places)
    return Service(
        code=code_of(mapping, item),
        name=item,
        profile="imported",
        home=home,
        bookable=False,
        level=Level.COUNTY,
        requirements=_requirements(rows),
        scenarios=tuple(Scenario(id=_part_id("s", name), name=name) for name in named),
        evidences=_evidences(item, rows, named, mapping),
        offerings=offerings,
        time_limit=_limit(_most_common(row["promised"] for row in rows), mapping),
        fee=_fee(_most_common(row["charged"] for row in rows), mapping),
        source=f"{mapping.source}（{file_name}）",
    )


def _common_parent(slugs: Sequence[str], places: _Places) -> str:
    """The smallest place that holds all regions of the item."""
    chains = [_chain(slug, places) for slug in dict.fromkeys(slugs)]
    shared = [slug for slug in chains[0] if all(slug in chain for chain in chains)]
    return shared[0]


def _chain(slug: str | None, places: _Places) -> list[str]:
    found = []
    while slug:
        found.append(slug)
        slug = places.known[slug].parent
    return found


def _requirements(rows: Iterable[Row]) -> tuple[Requirement, ...]:
    text = _most_common(row["conditions"] for row in rows)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(Requirement(id=f"r{number}", text=line) for number, line in enumerate(lines, 1))


def _evidences(item: str, rows: Iterable[Row], variants: Sequence[str], mapping: Mapping) -> tuple[Evidence, ...]:
    """Each paper once; those that not every sub-item asks for name the ones that do."""
    needed: dict[str, set[str]] = {}
    for row in rows:
        if row["evidence"]:
            needed.setdefault(row["evidence"], set()).add(row["variant"])
    lost = any(word in item for word in mapping.lost)
    return tuple(
        Evidence(
            id=_part_id("e", name),
            name=name,
            scenarios=() if only >= set(variants) else tuple(_part_id("s", v) for v in variants if v in only),
            ask_counter=lost and name.removeprefix("居民") in item,
        )
        for name, only in needed.items()
    )


def _offerings(rows: list[Row], places: _Places, mapping: Mapping, named: list[str]) -> tuple[Offering, ...]:
    regions: dict[str, list[Row]] = {}
    for row in rows:
        regions.setdefault(row["place_slug"], []).append(row)
    return tuple(_offering(slug, of, places, mapping, named) for slug, of in regions.items())


_DIFFER = ("promised", "charged", "conditions", "address", "hours", "phone")


def _offering(slug: str, rows: list[Row], places: _Places, mapping: Mapping, named: list[str]) -> Offering:
    by_variant: dict[str, Row] = {}
    for row in rows:
        by_variant.setdefault(row["variant"], row)
    main = {element: _most_common(row[element] for row in by_variant.values()) for element in _DIFFER}
    offered = [name for name in named if name in by_variant]
    return Offering(
        place=slug,
        level=places.level(slug),
        scenarios=() if len(offered) == len(named) else tuple(_part_id("s", name) for name in offered),
        variants=tuple(_variants(by_variant, main, mapping)),
        time_limit=_limit(main["promised"], mapping),
        fee=_fee(main["charged"], mapping),
        phones=Phones(consult=main["phone"].strip('"') or None),
        hours=main["hours"] or None,
        addresses=split_addresses(main["address"]),
        address_text=main["address"] or None,
        requirements_text=main["conditions"] or None,
    )


def _variants(by_variant: dict[str, Row], main: Row, mapping: Mapping) -> Iterable[Variant]:
    for name, row in by_variant.items():
        other = {element: row[element] for element in _DIFFER if row[element] != main[element]}
        if name and other:
            yield Variant(
                scenarios=(_part_id("s", name),),
                time_limit=_limit(other["promised"], mapping) if "promised" in other else None,
                fee=_fee(other["charged"], mapping) if "charged" in other else None,
                phones=Phones(consult=other["phone"].strip('"')) if other.get("phone") else None,
                hours=other.get("hours") or None,
                addresses=split_addresses(other.get("address", "")),
                address_text=other.get("address") or None,
                requirements_text=other.get("conditions") or None,
            )


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of one cell, in its order, without their list numbers; a cell with one address is one."""
    parts = [_NUMBERED.sub("", part).strip(' 。，,、"') for part in _BREAK.split(text)]
    return tuple(part for part in parts if part)


def _limit(text: str, mapping: Mapping) -> TimeLimit:
    found = re.fullmatch(r"\D*(\d{1,4})\D*", text)
    if not found:
        return TimeLimit(text=text or None)
    value = int(found[1])
    unit = "immediate" if value == 0 else mapping.limit_unit
    return TimeLimit(promised=Limit.model_validate({"value": value, "unit": unit}))


def _fee(text: str, mapping: Mapping) -> Fee:
    if text in mapping.charged_no:
        return Fee(amount=0, charged=False)
    if text in mapping.charged_yes:
        return Fee(charged=True)
    return Fee(text=text or None)


def _most_common(values: Iterable[str]) -> str:
    counted = Counter(values)
    return max(counted, key=lambda value: counted[value]) if counted else ""
