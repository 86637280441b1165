"""From a file to services: find out what it is, read every row, say what was refused. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.catalogue import Snapshot
from knowledge.importers.guides import REGION, Guides, Progress, nothing, read_guides
from knowledge.importers.mapping import fitting_mapping, load_mapping
from knowledge.importers.tables import read_table
from knowledge.model import Place


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
    table = read_table(path)
    chosen = load_mapping(mapping) if mapping else fitting_mapping(table.titles, optional=REGION if home else ())
    if not home and not chosen.place and "place" not in chosen.required:
        home = own
    return read_guides(table, chosen, path.name, home, catalogue.places.values() if catalogue else (), progress)
