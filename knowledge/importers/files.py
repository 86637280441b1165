"""From a file to services: find out what it is, read every row, say what was refused. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalogue import Snapshot
from knowledge.importers.guides import Guides, Progress, nothing, read_guides
from knowledge.importers.mapping import REGION, Mapping, fitting_mapping, load_mapping
from knowledge.importers.native_layout import layout
from knowledge.importers.native_read import (
    is_native_head,
    is_native_list,
    is_native_workbook,
    read_native_list,
    read_native_sheets,
)
from knowledge.importers.objects import Line, read_objects, read_yaml
from knowledge.importers.tables import (
    OBJECTS,
    WORKBOOKS,
    Table,
    check_file,
    check_table,
    csv_rows,
    table_of,
    table_of_cells,
    table_of_objects,
    unknown_kind,
)
from knowledge.importers.texts import read_text
from knowledge.importers.workbooks import Sheet, read_workbook
from knowledge.model import Place

TEXTS = (".csv", ".tsv", ".txt")
YAML = (".yml", ".yaml")


@dataclass(frozen=True)
class Opened:
    """A file that could be read, before anybody asked what its rows mean. Exactly one of the three is there."""

    name: str
    mapping: Mapping | None
    table: Table | None = None
    sheets: Sequence[Sheet] | None = None  # of our own workbook
    lines: Sequence[Line] | None = None  # of our own documents


def open_file(path: Path, mapping: str | None = None) -> Opened:
    """Needs no catalogue. Raises Invalid for a file that is unsafe, broken or unknown, with what to do about it."""
    check_file(path)
    chosen = load_mapping(mapping) if mapping else None
    opened = _opened(path, chosen)
    if opened.table is None:
        return opened
    check_table(opened.table)
    return opened


def read_file(
    path: Path,
    mapping: str | None = None,
    home: Sequence[Place] = (),
    catalogue: Snapshot | None = None,
    own: Sequence[Place] = (),
    progress: Progress = nothing,
) -> Guides:
    """`open_file` and `read_opened` in one."""
    return read_opened(open_file(path, mapping), home, catalogue, own, progress)


def read_opened(
    opened: Opened,
    home: Sequence[Place] = (),
    catalogue: Snapshot | None = None,
    own: Sequence[Place] = (),
    progress: Progress = nothing,
) -> Guides:
    """All services of a file. Without a mapping: the one whose columns fit. Raises Invalid where none does.

    `home`: what rows without a region belong to (a place of the catalogue with its parents, outermost first); `own`:
    the same where nobody said, unless the mapping requires regions. Regions the `catalogue` does not know are made.
    """
    places = catalogue.places if catalogue else {}
    if opened.sheets is not None:
        return read_native_sheets(opened.sheets, places, progress)
    if opened.lines is not None:
        return read_native_list(opened.lines, places, progress)
    assert opened.table is not None
    chosen = opened.mapping or fitting_mapping(opened.table.titles, optional=REGION if home else ())
    if not home and not chosen.place and "place" not in chosen.required:
        home = own
    return read_guides(opened.table, chosen, opened.name, home, places.values(), progress)


def _opened(path: Path, mapping: Mapping | None) -> Opened:
    """A file is ours by its head, unless a mapping says that it is another's."""
    kind, ours = path.suffix.lower(), mapping is None
    if kind in WORKBOOKS:
        book = read_workbook(path)
        if ours and is_native_workbook(book.sheets):
            return Opened(path.name, None, sheets=book.sheets)
        return Opened(path.name, mapping, table_of(book.sheets, tuple(book.warnings)))
    if kind in TEXTS:
        rows = csv_rows(read_text(path), path)
        if ours and rows and is_native_head(rows[0]):
            return Opened(path.name, None, sheets=[Sheet(layout().first, rows)])
        return Opened(path.name, mapping, table_of_cells(rows))
    if kind in (*OBJECTS, *YAML):
        lines = read_yaml(path) if kind in YAML else read_objects(path)
        if ours and is_native_list(lines):
            return Opened(path.name, None, lines=lines)
        return Opened(path.name, mapping, table_of_objects(lines))
    raise unknown_kind(path)
