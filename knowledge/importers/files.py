"""From a file to services: find out what it is, read every row, say what was refused. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from knowledge.catalogue import Snapshot
from knowledge.importers.guides import Guides, Progress, nothing, read_guides
from knowledge.importers.mapping import REGION, fitting_mapping, load_mapping
from knowledge.importers.native_layout import layout
from knowledge.importers.native_read import (
    is_native_head,
    is_native_list,
    is_native_workbook,
    read_native_list,
    read_native_sheets,
)
from knowledge.importers.objects import read_objects, read_yaml
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

YAML = (".yml", ".yaml")


def read_file(
    path: Path,
    mapping: str | None = None,
    home: Sequence[Place] = (),
    catalogue: Snapshot | None = None,
    own: Sequence[Place] = (),
    progress: Progress = nothing,
) -> Guides:
    """All services of a file. `mapping` None: the one whose columns fit. Raises Invalid for a file that cannot be read.

    `home`: what rows without a region belong to (a place of the catalogue with its parents, outermost first); `own`:
    the same where nobody said, unless the mapping requires regions. Regions the `catalogue` does not know are made.
    """
    check_file(path)
    chosen = load_mapping(mapping) if mapping else None
    places = catalogue.places if catalogue else {}
    found = _table_or_guides(path, ours=chosen is None, places=places, progress=progress)
    if isinstance(found, Guides):
        return found
    check_table(found)
    chosen = chosen or fitting_mapping(found.titles, optional=REGION if home else ())
    if not home and not chosen.place and "place" not in chosen.required:
        home = own
    return read_guides(found, chosen, path.name, home, places.values(), progress)


def read_table(path: Path) -> Table:
    """The rows of another's file, whatever its format. Raises Invalid with what to do about it."""
    check_file(path)
    table = _table_or_guides(path, ours=False)
    assert isinstance(table, Table)
    check_table(table)
    return table


def _table_or_guides(
    path: Path, *, ours: bool, places: Collection[str] = (), progress: Progress = nothing
) -> Table | Guides:
    """A file of ours is read at once (where it may be `ours`: no mapping was named); of others, the table."""
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        book = read_workbook(path)
        if ours and is_native_workbook(book.sheets):
            return read_native_sheets(book.sheets, places, progress)
        return table_of(book.sheets, tuple(book.warnings))
    if kind in (".csv", ".tsv", ".txt"):
        rows = csv_rows(read_text(path), path)
        if ours and rows and is_native_head(rows[0]):
            return read_native_sheets([Sheet(layout().first, rows)], places, progress)
        return table_of_cells(rows)
    if kind in (*OBJECTS, *YAML):
        lines = read_yaml(path) if kind in YAML else read_objects(path)
        if ours and is_native_list(lines):
            return read_native_list(lines, places, progress)
        return table_of_objects(lines)
    raise unknown_kind(path)
