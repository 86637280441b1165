"""What changed between two versions of a service, field by field.

    changes(old, new) -> list[Change]

Parts of a list are matched by what names them (id, place, question …), so that an inserted one is no change of all that
follow. Where parts changed their order, the list itself is told with the names in both orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.model import Service

_NAMES = ("id", "place", "q", "law", "name", "mode")


@dataclass(frozen=True)
class Change:
    """`field` is dotted, list parts by their name: `evidences.id_card.form`. None: was not there, or is no more."""

    field: str
    before: Any
    after: Any


def changes(old: Service | None, new: Service) -> list[Change]:
    """In the order of the schema; empty when they are equal. `old` None: everything is new."""
    before = old.model_dump(mode="json", by_alias=True, exclude_defaults=True) if old else {}
    return list(_changes("", before, new.model_dump(mode="json", by_alias=True, exclude_defaults=True)))


def _changes(field: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    old, new = _parts(before), _parts(after)
    if old is None or new is None or (field and not (before and after)):
        yield Change(field, before, after)
        return
    if isinstance(before, Sequence) and [name for name in old if name in new] != [name for name in new if name in old]:
        yield Change(field, list(old), list(new))
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _changes(f"{field}.{name}".lstrip("."), old.get(name), new.get(name))


def _parts(value: Any) -> dict[str, Any] | None:
    """Named parts of a mapping, or of a list whose items have names; None for everything that is shown whole."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(v, Mapping) for v in value):
        named: dict[str, Any] = {}
        for item in value:
            named[_unused(_name(item), named)] = item
        return named
    return None


def _name(item: Mapping[str, Any]) -> str:
    return str(next((item[name] for name in _NAMES if name in item), "?"))


def _unused(name: str, taken: Mapping[str, Any]) -> str:
    number = 1
    while (said := name if number == 1 else f"{name}~{number}") in taken:
        number += 1
    return said
