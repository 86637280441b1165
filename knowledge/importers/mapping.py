"""A mapping tells which column of a foreign table is which element. It is data: another province needs no code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.errors import Invalid

FOLDER = Path(__file__).parent / "mappings"


class Mapping(BaseModel):
    """`columns`: element → column title; see mappings/changchun.yml for what the other fields mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    source: str
    columns: dict[str, str]
    required: tuple[str, ...]
    empty: tuple[str, ...] = ("",)
    fill_down: tuple[str, ...] = ()
    limit_unit: str = "workday"
    charged_yes: tuple[str, ...] = ("是",)
    charged_no: tuple[str, ...] = ("否",)
    lost: tuple[str, ...] = ()
    place_aliases: dict[str, tuple[str, ...]] = {}


def load_mapping(name: str) -> Mapping:
    """A mapping of the folder by its name. Raises Invalid for a name nobody wrote a mapping for."""
    for mapping in all_mappings():
        if mapping.name == name:
            return mapping
    known = "、".join(mapping.name for mapping in all_mappings())
    raise Invalid(f"没有名为“{name}”的导入对照表，可用的有：{known}。")


def all_mappings() -> list[Mapping]:
    return [Mapping.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yml"))]


def fitting_mapping(titles: list[str], optional: Sequence[str] = ()) -> Mapping:
    """The mapping whose columns, but for the `optional` elements, all stand in the table's head.

    Raises Invalid and names what is missing.
    """
    missing: list[str] = []
    for mapping in all_mappings():
        missing = [t for element, t in mapping.columns.items() if t not in titles and element not in optional]
        if not missing:
            return mapping
    raise Invalid(f"表头对不上任何一份导入对照表，缺少列：{'、'.join(missing[:8])}。请检查表头，或用 --mapping 指定。")
