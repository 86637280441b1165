"""One item of a foreign table with its rows → one service, with an offering for each region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Literal

from knowledge.importers.mapping import Mapping
from knowledge.importers.regions import Regions
from knowledge.importers.remarks import Remark
from knowledge.importers.rows import Row, label
from knowledge.importers.values import fee_of, level_of, time_limit_of, trips_of
from knowledge.model import (
    Basis,
    Evidence,
    Level,
    Offering,
    Output,
    Phones,
    Requirement,
    Scenario,
    Service,
    Step,
    Trips,
    Variant,
)

_BREAK = re.compile(r"[\n；;]+")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[（(]\d{1,2}[）)])\s*[.．、]?\s*(?=\D)")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


def title_of(element: str, mapping: Mapping) -> str:
    return mapping.columns[element].title if element in mapping.columns else label(element)


def code_of(mapping: Mapping, item: str) -> str:
    """A stable code for an item without 实施编码: the same name always gets the same one."""
    prefix = mapping.name if CODE.fullmatch(mapping.name) and len(mapping.name) <= 40 else _digest(mapping.name, 6)
    return f"{prefix}-{_digest(item, 10)}"


def _digest(text: str, length: int) -> str:
    return sha256(text.encode()).hexdigest()[:length]


def _part_id(prefix: str, name: str) -> str:
    return f"{prefix}-{_digest(name, 8)}"


_LIMITS, _FEES, _PHONES = ("promised", "statutory"), ("charged", "fee", "fee_basis"), ("phone", "complain")
_DIFFER = (*_LIMITS, *_FEES, *_PHONES, "conditions", "address", "hours")
_ONCE = ("topic", "audience", "department", "power_type", "summary", "online", "remedy")
_KINDS: dict[str, Literal["immediate", "promise"]] = {"即": "immediate", "承": "promise"}


class Item:
    """One item with its rows, on its way to a service."""

    def __init__(
        self, code: str, name: str, rows: list[Row], mapping: Mapping, regions: Regions, warnings: list[Remark]
    ) -> None:
        self.code, self.name, self.rows, self.mapping, self.regions = code, name, rows, mapping, regions
        self.warnings = warnings
        self.named = [v for v in dict.fromkeys(row["variant"] for row in rows) if v]

    def service(self, file_name: str) -> Service:
        usual = {element: self._usual(element) for element in (*_DIFFER, *_ONCE, "level", "kind", "trips")}
        offerings = self._offerings()
        return Service(
            code=self.code,
            name=self.name,
            aliases=tuple(name for name in self._names("aliases") if name != self.name),
            topic=usual["topic"] or None,
            audience=usual["audience"] or None,
            department=usual["department"] or None,
            power_type=usual["power_type"] or None,
            summary=usual["summary"] or None,
            online=usual["online"] or None,
            remedy=usual["remedy"] or None,
            profile="imported",
            home=self._home(),
            bookable=False,
            level=self._level(usual["level"]) or (offerings[0].level if offerings else Level.COUNTY),
            kind=_KINDS.get(usual["kind"][:1]),
            legal_basis=tuple(Basis(law=law, confidence="unchecked") for law in self._names("basis")),
            requirements=_requirements(usual["conditions"]),
            scenarios=tuple(Scenario(id=_part_id("s", name), name=name) for name in self.named),
            evidences=self._evidences(),
            steps=tuple(
                Step(id=f"step{number}", text=text, ways=()) for number, text in enumerate(self._names("steps"), 1)
            ),
            offerings=offerings,
            time_limit=time_limit_of(usual["promised"], usual["statutory"], self.mapping),
            fee=fee_of(usual["charged"], usual["fee"], usual["fee_basis"], self.mapping),
            trips=self._trips(usual["trips"]),
            outputs=tuple(Output(name=name) for name in self._names("outputs")),
            source=f"{self.mapping.source or self.mapping.title or '导入的办事指南'}（{file_name}）",
        )

    def _usual(self, element: str) -> str:
        return _most_common(row[element] for row in self.rows)

    def _names(self, element: str) -> list[str]:
        return list(dict.fromkeys(part["name"] for row in self.rows for part in row.parts(element)))

    def _warn(self, element: str, text: str, reason: str) -> None:
        row = next((row for row in self.rows if row[element] == text), self.rows[0])
        self.warnings.append(Remark(row.number, title_of(element, self.mapping), reason))

    def _level(self, text: str) -> Level | None:
        level = level_of(text)
        if text and level is None:
            self._warn("level", text, f"看不懂层级“{text}”，按承接地区的层级登记")
        return level

    def _trips(self, text: str) -> Trips:
        published = trips_of(text)
        if text and published is None:
            self._warn("trips", text, f"看不懂次数“{text}”，记作未登记")
        return Trips(published=published, reason=self._usual("trips_reason") or None)

    def _home(self) -> str:
        """The smallest place that holds all regions of the item."""
        chains = [self.regions.chain(slug) for slug in dict.fromkeys(row["place_slug"] for row in self.rows)]
        shared = [slug for slug in chains[0] if all(slug in chain for chain in chains)]
        return shared[0] if shared else chains[0][-1]

    def _evidences(self) -> tuple[Evidence, ...]:
        """Each paper once; those that not every sub-item asks for name the ones that do."""
        needed: dict[str, set[str]] = {}
        details: dict[str, dict[str, str]] = {}
        for row in self.rows:
            single = {"form": row["form"], "copies": row["copies"], "issuer": row["issuer"], "note": row["paper_note"]}
            for part in (*({**single, **each} for each in row.parts("evidence")), *row.parts("evidences")):
                needed.setdefault(part["name"], set()).add(row["variant"])
                known = details.setdefault(part["name"], {})
                known.update({key: text for key, text in part.items() if text and key not in known})
        return tuple(self._evidence(name, details[name], only) for name, only in needed.items())

    def _evidence(self, name: str, details: dict[str, str], only: set[str]) -> Evidence:
        lost = any(word in self.name for word in self.mapping.lost)
        copies = re.fullmatch(r"(\d{1,3})\s*份?", details.get("copies", ""))
        return Evidence(
            id=_part_id("e", name),
            name=name,
            form=details.get("form"),
            copies=int(copies[1]) if copies else None,
            source=details.get("issuer"),
            scenarios=() if only >= set(self.named) else tuple(_part_id("s", v) for v in self.named if v in only),
            ask_counter=lost and name.removeprefix("居民") in self.name,
            note=details.get("note"),
        )

    def _offerings(self) -> tuple[Offering, ...]:
        regions: dict[str, list[Row]] = {}
        for row in self.rows:
            regions.setdefault(row["place_slug"], []).append(row)
        return tuple(self._offering(slug, of) for slug, of in regions.items())

    def _offering(self, slug: str, rows: list[Row]) -> Offering:
        by_variant: dict[str, Row] = {}
        for row in rows:
            first = by_variant.setdefault(row["variant"], row)
            self._compare(first, row)
        main = {element: _most_common(row[element] for row in by_variant.values()) for element in _DIFFER}
        offered = [name for name in self.named if name in by_variant]
        return Offering(
            place=slug,
            level=self.regions.level(slug),
            scenarios=() if len(offered) == len(self.named) else tuple(_part_id("s", name) for name in offered),
            variants=tuple(self._variants(by_variant, main)),
            time_limit=time_limit_of(main["promised"], main["statutory"], self.mapping),
            fee=fee_of(main["charged"], main["fee"], main["fee_basis"], self.mapping),
            phones=_phones(main),
            hours=main["hours"] or None,
            addresses=split_addresses(main["address"]),
            address_text=main["address"] or None,
            requirements_text=main["conditions"] or None,
        )

    def _compare(self, first: Row, row: Row) -> None:
        for element in _DIFFER:
            if row[element] and row[element] != first[element]:
                self.warnings.append(
                    Remark(
                        row.number,
                        title_of(element, self.mapping),
                        f"与第 {first.number} 行说法不同，采用第 {first.number} 行",
                    )
                )

    def _variants(self, by_variant: dict[str, Row], main: dict[str, str]) -> Iterator[Variant]:
        for name, row in by_variant.items():
            other = {element: row[element] for element in _DIFFER if row[element] != main[element]}
            if name and other:
                yield self._variant(name, row, other)

    def _variant(self, name: str, row: Row, other: dict[str, str]) -> Variant:
        limits, fees, phones = (set(part) & set(other) for part in (_LIMITS, _FEES, _PHONES))
        return Variant(
            scenarios=(_part_id("s", name),),
            time_limit=time_limit_of(row["promised"], row["statutory"], self.mapping) if limits else None,
            fee=fee_of(row["charged"], row["fee"], row["fee_basis"], self.mapping) if fees else None,
            phones=_phones(other) if phones else None,
            hours=other.get("hours") or None,
            addresses=split_addresses(other.get("address", "")),
            address_text=other.get("address") or None,
            requirements_text=other.get("conditions") or None,
        )


def _phones(row: dict[str, str]) -> Phones:
    return Phones(consult=row.get("phone", "").strip('"') or None, complain=row.get("complain", "").strip('"') or None)


def _requirements(text: str) -> tuple[Requirement, ...]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(Requirement(id=f"r{number}", text=line) for number, line in enumerate(lines, 1))


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of one cell, in its order, without their list numbers; a cell with one address is one."""
    parts = [_NUMBERED.sub("", part).strip(' 。，,、"') for part in _BREAK.split(text)]
    return tuple(part for part in parts if part)


def _most_common(values: Iterable[str]) -> str:
    """The text most rows agree on; a blank only where every row is blank."""
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value]) if counted else ""
