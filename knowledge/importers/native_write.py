"""Services to a file of ours: .xlsx with linked sheets, .csv, .jsonl or .yml. Reading it back changes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.importers.native_cells import LONG, encode
from knowledge.importers.native_layout import FIRST, Line, layout, take_apart
from knowledge.model import Place, Service, Value

_MOST_IN_CELL = 32_000  # a cell of a workbook holds 32,767 characters
_PIECE = 2_500  # of them, so that even a text of nothing but escapes fits


def document_of(value: Value) -> dict[str, Any]:
    """The document as stored: what equals its default is left out."""
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def places_for(services: Iterable[Service], places: Mapping[str, Place]) -> list[Place]:
    """The places that the services name, each after what it lies in."""
    found: dict[str, Place] = {}
    for service in services:
        for slug in filter(None, (service.home, *(offering.place for offering in service.offerings))):
            chain: list[Place] = []
            place = places.get(slug)
            while place is not None and place not in chain:
                chain.append(place)
                place = places.get(place.parent or "")
            found.update((place.slug, place) for place in reversed(chain))
    return list(found.values())


def write_file(path: Path, kind: str, services: Sequence[Service], places: Sequence[Place]) -> None:
    """`kind`: a key of WRITERS. An older file of that name is replaced only by a whole new one."""
    documents = [document_of(service) for service in services]
    part = path.with_name(f".{path.name}.part")
    try:
        WRITERS[kind](part, documents, [document_of(place) for place in places])
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


Documents = Sequence[dict[str, Any]]


def _jsonl(path: Path, services: Documents, places: Documents) -> None:
    lines = (json.dumps(document, ensure_ascii=False) for document in (*places, *services))
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def _yaml(path: Path, services: Documents, places: Documents) -> None:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump([*places, *services], Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, "utf-8", newline="\n")


def _csv(path: Path, services: Documents, places: Documents) -> None:
    """One row a service; lists as JSON in their cells. The byte mark makes spreadsheets read it as UTF-8."""
    lines = take_apart(services, ())[FIRST]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_grid(FIRST, lines))
    path.write_text(out.getvalue(), "utf-8-sig", newline="")


def _grid(sheet: str, lines: Sequence[Line]) -> Iterator[list[str]]:
    """Head and rows of one sheet; columns in the order in which documents name them."""
    columns = list(dict.fromkeys(name for line in lines for name in line.cells))
    own = [layout().key, *([layout().order] if sheet else [])]
    yield own + [layout().title(name) for name in columns]
    for line in lines:
        head = [encode(line.code), *([".".join(map(str, line.order))] if sheet else [])]
        yield head + [line.cells.get(name, "") for name in columns]


def _xlsx(path: Path, services: Documents, places: Documents) -> None:
    long = _LongTexts()
    parts = take_apart(services, layout().sheets)
    sheets = {layout().sheet_name(name): list(_grid(name, lines)) for name, lines in parts.items()}
    columns = list(dict.fromkeys(name for place in places for name in place))
    rows = [[layout().encoded(name, place[name]) if name in place else "" for name in columns] for place in places]
    sheets[layout().places] = [[layout().title(name) for name in columns], *rows]
    kept = {name: [[long.kept(text) for text in row] for row in grid] for name, grid in sheets.items()}
    if long.pieces:
        kept[layout().long] = [["编号", "段", "文字"], *long.pieces]
    _save(path, kept)


class _LongTexts:
    """Texts that no cell can hold, in pieces on a sheet of their own."""

    def __init__(self) -> None:
        self.pieces: list[list[str]] = []
        self.count = 0

    def kept(self, text: str) -> str:
        if len(text.encode("utf-16-le")) // 2 <= _MOST_IN_CELL:
            return text
        self.count += 1
        for number, start in enumerate(range(0, len(text), _PIECE), 1):
            self.pieces.append([str(self.count), str(number), encode(text[start : start + _PIECE])])
        return f"{LONG}{self.count}"


def _save(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Cells are always texts: otherwise =1+1 would be a formula and #N/A an error."""
    from openpyxl import Workbook  # a third of a second, which an import does not need
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book, bold = Workbook(write_only=True), Font(bold=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        for number, row in enumerate(rows):
            cells = [WriteOnlyCell(sheet, text) if text else None for text in row]
            for cell in filter(None, cells):
                cell.data_type = "s"
                if number == 0:
                    cell.font = bold
            sheet.append(cells)
    book.save(path)


WRITERS: dict[str, Callable[[Path, Documents, Documents], None]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "jsonl": _jsonl,
    "yaml": _yaml,
}
