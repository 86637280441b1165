"""Read the sample county: a folder of YAML files → one Snapshot. Needs no database.

    load_sample(root: Path = ROOT) -> Snapshot
    read_service(path: Path) -> Service

The folder holds services/<code>.yml, offices/<slug>.yml, bundles/<slug>.yml, calendar/<year>.yml, places.yml,
facts.yml, rules.yml. A file that does not fit the schema raises ValueError with its name: a broken file is never half
read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge.catalogue import Published, Snapshot
from knowledge.model import Bundle, CalendarDay, Fact, Office, Place, Service, Value
from knowledge.rules import Rules

ROOT = Path(__file__).parents[1] / "data"
LONG_AGO = date(2000, 1, 1)

V = TypeVar("V", bound=Value)


def load_sample(root: Path = ROOT) -> Snapshot:
    """Everything below `root` as version 1, in force since its `effective_from` (or for ever)."""
    services = [read_service(path) for path in _files(root / "services")]
    return Snapshot(
        stamp=0,
        published={s.code: Published(s, 1, s.effective_from or LONG_AGO) for s in services},
        places={p.slug: p for p in _list(root / "places.yml", Place)},
        offices={o.slug: o for path in _files(root / "offices") for o in _list(path, Office)},
        bundles={b.slug: b for path in _files(root / "bundles") for b in _list(path, Bundle)},
        facts={f.id: f for f in _list(root / "facts.yml", Fact)},
        calendar=tuple(d for path in _files(root / "calendar") for d in _list(path, CalendarDay)),
        rules=next(_list(root / "rules.yml", Rules), Rules()),
    )


def read_service(path: Path) -> Service:
    """One service. Its file is named after its code, so that everybody finds it."""
    service = next(_list(path, Service))
    if service.code != path.stem:
        raise ValueError(f"{path.name}: a service file is named after its code, here {service.code}")
    return service


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.yml"))


def _list(path: Path, kind: type[V]) -> Iterator[V]:
    """The documents of one file: a list, or one mapping; nothing when the file is missing."""
    if not path.exists():
        return
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for document in content if isinstance(content, list) else [content]:
        try:
            yield kind.model_validate(document)
        except ValidationError as error:
            raise ValueError(f"{path.name}: {error}") from error
