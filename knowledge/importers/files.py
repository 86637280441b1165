"""From a file to services: find the mapping, read every row, say what was refused. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.importers.guides import REGION, Guides, read_guides
from knowledge.importers.mapping import fitting_mapping, load_mapping
from knowledge.importers.tables import read_table
from knowledge.model import Place


def read_file(path: Path, mapping: str | None = None, home: Sequence[Place] = ()) -> Guides:
    """All services of a file. `mapping` None: the one whose columns fit. Raises Invalid for a file that cannot be read.

    `home`: what rows without a region belong to (a place of the catalogue with its parents, outermost first).
    """
    table = read_table(path)
    chosen = load_mapping(mapping) if mapping else fitting_mapping(table.titles, optional=REGION if home else ())
    return read_guides(table, chosen, path.name, home)
