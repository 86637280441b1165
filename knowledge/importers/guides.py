"""Flat guide tables → services: region × item × sub-item × scenario × material, or one item a row.

An item becomes one service; its sub-items become scenarios; each region becomes an offering that overrides limit, fee,
place, hours and phone. Nothing is dropped: what cannot be parsed stays as the text it was, or is named in a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from knowledge.importers.items import CODE, Item, code_of, title_of
from knowledge.importers.mapping import REGION, Mapping
from knowledge.importers.regions import Regions
from knowledge.importers.remarks import Remark
from knowledge.importers.rows import Reader, Row
from knowledge.importers.tables import Table
from knowledge.model import Place, Service

Progress = Callable[[int, int], None]  # how many are done, of how many


def nothing(done: int, of: int) -> None:
    """Where nobody watches."""


@dataclass
class Guides:
    """What a file holds. `rows_of` and `first_row` tell how many rows went into each service, and the first of them."""

    services: list[Service] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    rows_of: dict[str, int] = field(default_factory=dict)
    first_row: dict[str, int] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    total: int = 0

    def add(self, service: Service, rows: int, first: int) -> None:
        self.services.append(service)
        self.rows_of[service.code] = rows
        self.first_row[service.code] = first


def read_guides(
    table: Table,
    mapping: Mapping,
    file_name: str,
    home: Sequence[Place] = (),
    known: Collection[Place] = (),
    progress: Progress = nothing,
) -> Guides:
    """All rows of a table as services and places; rows without a required element are refused with the reason.

    `home`: a place of the catalogue with its parents, outermost first; rows that name no region are taken as its.
    `known`: the places of the catalogue, which are not made anew.
    """
    reader = Reader(table, mapping, REGION if home or mapping.place else ())
    regions = Regions(mapping, home, known)
    items = _items(reader, regions, mapping)
    guides = Guides(refused=reader.refused, warnings=reader.warnings)
    guides.total = len(table.rows) + len(table.refused)
    for done, ((code, name), rows) in enumerate(items.items(), 1):
        service = Item(code, name, rows, mapping, regions, guides.warnings).service(file_name)
        guides.add(service, len(rows), rows[0].number)
        progress(done, len(items))
    guides.places = regions.new
    if regions.assumed:
        where = regions.places[regions.assumed_in].name
        guides.warnings.append(
            Remark(
                0, title_of("place", mapping), f"{regions.assumed} 行没写地区，算作“{where}”；不对的话请用 --place 指明"
            )
        )
    return guides


def _items(reader: Reader, regions: Regions, mapping: Mapping) -> dict[tuple[str, str], list[Row]]:
    """Rows by (code, name). Two items under one code: the second gets a generated one."""
    items: dict[tuple[str, str], list[Row]] = {}
    owner: dict[str, str] = {}
    for row in reader.rows():
        slug = regions.slug_of(row["place"], row["parents"])
        if slug is None:
            reader.refused.append(Remark(row.number, title_of("place", mapping), "没写地区，请补上，或用 --place 指明"))
            continue
        row.text["place_slug"] = slug
        row.text["variant"] = "·".join(filter(None, (row["variant"], row["scenario"])))
        code = row["code"] if CODE.fullmatch(row["code"]) else code_of(mapping, row["name"])
        if owner.setdefault(code, row["name"]) != row["name"]:
            reader.warnings.append(
                Remark(row.number, title_of("code", mapping), f"编码 {code} 已属于“{owner[code]}”，本事项另外编码")
            )
            code = code_of(mapping, row["name"])
            owner.setdefault(code, row["name"])
        items.setdefault((code, row["name"]), []).append(row)
    return items
