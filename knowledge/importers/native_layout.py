"""How service documents stand in sheets: native.yml, and the two ways between a document and its rows.

Nothing is named twice: fields come from the document itself, so one that the model gains later is carried too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import Invalid
from knowledge.importers.native_cells import decode, encode
from knowledge.importers.remarks import Remark

FILE = Path(__file__).parent / "native.yml"
FIRST = ""  # the path of the first sheet
WHOLE = ("when", "presumed")  # stand in one cell, as they are
Order = tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """`sheets` are the paths of lists with a sheet of their own. See native.yml for the rest."""

    first: str
    key: str
    order: str
    places: str
    long: str
    labels: dict[str, str]
    sheets: tuple[str, ...]
    yes_no: frozenset[str]
    lists: frozenset[str]

    @cached_property
    def fields(self) -> dict[str, str]:
        return {label: name for name, label in self.labels.items()}

    def title(self, path: str) -> str:
        return "·".join(self.labels.get(part, part) for part in path.split("."))

    def path(self, title: str) -> str:
        return ".".join(self.fields.get(part, part) for part in title.split("·"))

    def sheet_name(self, path: str) -> str:
        return self.title(path) if path else self.first

    def above(self, path: str) -> str:
        """The sheet on which the owner of this list stands."""
        return next((p for p in sorted(self.sheets, key=len, reverse=True) if path.startswith(f"{p}.")), FIRST)

    def encoded(self, path: str, value: Any) -> str:
        leaf = path.rsplit(".", 1)[-1]
        return encode(value, yes_no=leaf in self.yes_no, listed=leaf in self.lists)

    def decoded(self, path: str, text: str) -> Any:
        leaf = path.rsplit(".", 1)[-1]
        return decode(text, yes_no=leaf in self.yes_no, listed=leaf in self.lists)


@lru_cache(maxsize=1)
def layout() -> Layout:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    for name, kind in (("sheets", tuple), ("yes_no", frozenset), ("lists", frozenset)):
        found[name] = kind(found[name])
    return Layout(**found)


@dataclass
class Line:
    """A row of a sheet: whose it is, where in the list it stands, and its cells by path."""

    code: str
    order: Order
    cells: dict[str, str]
    number: int = 0


Sheets = dict[str, list[Line]]


def take_apart(documents: Iterable[dict[str, Any]], sheets: Iterable[str]) -> Sheets:
    """Documents (with a `code`) → rows by sheet. With no `sheets`, every list stands in a cell of the first."""
    found: Sheets = {FIRST: [], **{path: [] for path in sheets}}
    for document in documents:
        line = Line(document["code"], (), {})
        found[FIRST].append(line)
        _take(document, FIRST, "", line, found)
    return found


def _take(part: dict[str, Any], sheet: str, prefix: str, line: Line, found: Sheets) -> None:
    for name, value in part.items():
        path = f"{prefix}{name}"
        full = f"{sheet}.{path}" if sheet else path
        if isinstance(value, list) and value and full in found and all(isinstance(item, dict) for item in value):
            for number, item in enumerate(value, 1):
                below = Line(line.code, (*line.order, number), {})
                found[full].append(below)
                _take(item, full, "", below, found)
        elif isinstance(value, dict) and value and name not in WHOLE:
            _take(value, sheet, f"{path}.", line, found)
        elif (sheet, path) != (FIRST, "code"):
            line.cells[path] = layout().encoded(path, value)


@dataclass
class Rebuilt:
    """Documents by code, the row of every part of them (by `id`), and what did not fit."""

    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[int, tuple[str, int]] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)


def put_together(sheets: Sheets) -> Rebuilt:
    """Rows → documents. A row that fits nowhere is refused with its sheet and number."""
    made = Rebuilt()
    nodes: dict[tuple[str, str, Order], dict[str, Any]] = {}
    for path in sorted(sheets, key=lambda path: (path.count("."), path)):
        for line in sorted(sheets[path], key=lambda line: line.order):
            node = _node(line, path, made)
            owner = nodes.get((line.code, layout().above(path), line.order[:-1])) if path else node
            if (line.code, path, line.order) in nodes:
                reason = "这个编码前面已有" if not path else "同一事项下序号重复"
                made.refused.append(Remark(line.number, layout().sheet_name(path), f"{reason}，请改掉一个"))
            elif owner is None:
                made.refused.append(
                    Remark(line.number, layout().sheet_name(path), "不知道属于哪一行，请检查编码和序号")
                )
            else:
                nodes[line.code, path, line.order] = node
                made.rows[id(node)] = (path, line.number)
                made.count[line.code] = made.count.get(line.code, 0) + 1
                _attach(owner, node, path, line, made)
    return made


def _attach(owner: dict[str, Any], node: dict[str, Any], path: str, line: Line, made: Rebuilt) -> None:
    if not path:
        made.documents[line.code] = node
        return
    above = layout().above(path)
    *inner, last = path[len(above) + 1 if above else 0 :].split(".")
    for name in inner:
        owner = owner.setdefault(name, {})
    owner.setdefault(last, []).append(node)


def _node(line: Line, path: str, made: Rebuilt) -> dict[str, Any]:
    node: dict[str, Any] = {} if path else {"code": line.code}
    for name, text in line.cells.items():
        target = node
        *inner, last = name.split(".")
        try:
            for step in inner:
                target = target.setdefault(step, {})
            target[last] = layout().decoded(name, text)
        except Invalid as error:
            title = f"{layout().sheet_name(path)}·{layout().title(name)}"
            made.refused.append(Remark(line.number, title, error.detail))
        except (AttributeError, TypeError):
            made.refused.append(Remark(line.number, layout().title(name), "与同一行的其他格子矛盾，请检查"))
    return node
