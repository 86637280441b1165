"""A table's rows, read through a mapping: element → text, and element → list where a cell holds several things."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge.errors import Invalid
from knowledge.importers.caps import MOST_CELL
from knowledge.importers.mapping import Column, Mapping, elements, parts
from knowledge.importers.remarks import Remark
from knowledge.importers.tables import Cell, Table

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[（(]\d{1,2}[）)])\s*[.．、]\s*(?=\D)")
LISTS = ("aliases", "evidences", "evidence", "steps", "outputs", "basis")
LINES = ("conditions", "summary", "remedy")  # where a list becomes lines, not a row of words


@dataclass
class Row:
    """`text` has what the table says, without blanks; `lists` has those of LISTS, each a list of parts."""

    number: int
    text: dict[str, str]
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def __getitem__(self, element: str) -> str:
        return self.text.get(element, "")

    def parts(self, element: str) -> list[dict[str, str]]:
        return self.lists.get(element, [])


class Reader:
    """Reads rows one by one; `refused` and `warnings` fill up meanwhile. `may_lack`: elements that count as given."""

    def __init__(self, table: Table, mapping: Mapping, may_lack: Collection[str] = ()) -> None:
        self.table, self.mapping, self.may_lack = table, mapping, may_lack
        self.refused: list[Remark] = list(table.refused)
        self.warnings: list[Remark] = [*table.warnings, *self._unused()]
        self.position = {title: index for index, title in reversed(list(enumerate(table.titles)))}
        self._check_head()

    def _unused(self) -> Iterator[Remark]:
        used = {title for column in self.mapping.columns.values() for title in column.titles}
        rest = [title for title in self.table.titles if title and title not in used]
        if rest:
            yield Remark(0, "、".join(rest), "这些列没有对应的要素，没有导入；需要的话请写进对照表")

    def _check_head(self) -> None:
        absent = {e: c for e, c in self.mapping.columns.items() if not set(c.titles) & set(self.position)}
        needed = [c.title for e, c in absent.items() if e in self.mapping.required and e not in self.may_lack]
        if needed:
            raise Invalid(f"表里没有对照表要求的列：{'、'.join(needed)}。请检查表头，或换一份对照表(--mapping)。")

    def rows(self) -> Iterator[Row]:
        last: dict[str, str] = {}
        for number, cells in self.table.numbered():
            row = Row(number, {})
            for element, column in self.mapping.columns.items():
                self._read(row, element, column, cells)
            self._fill_down(row, last)
            last = dict(row.text)
            lacking = [e for e in self.mapping.required if not self._has(row, e) and e not in self.may_lack]
            self.refused += [Remark(number, self.mapping.columns[e].title, "必填项是空的，请补上") for e in lacking]
            if not lacking:
                yield row

    def _has(self, row: Row, element: str) -> bool:
        return bool(row.parts(element)) if element in LISTS else bool(row[element])

    def _fill_down(self, row: Row, last: dict[str, str]) -> None:
        """A blank repeats the row above, but only as long as everything before it in the mapping's order does."""
        for element in self.mapping.fill_down:
            if not row[element]:
                row.text[element] = last.get(element, "")
            elif row[element] != last.get(element, ""):
                last = {}

    def _read(self, row: Row, element: str, column: Column, cells: list[Cell]) -> None:
        for title in column.titles:
            if title not in self.position:
                continue
            cell = cells[self.position[title]]
            if element in LISTS:
                found = [part for item in _items(cell, column) if (part := self._part(item, column))]
                if found:
                    row.lists[element] = found
                    return
            elif text := self._text(_joined(cell, element), column):
                if len(text) > MOST_CELL:
                    self.refused.append(Remark(row.number, title, f"超过 {MOST_CELL} 字，请检查这一格"))
                    return
                row.text[element] = text
                return

    def _text(self, text: str, column: Column) -> str:
        """Empty where the text is a blank, or is not what the column looks for."""
        if column.strip:
            text = re.sub(column.strip, "", text).strip()
        text = column.values.get(text, text)
        if text in self.mapping.blank:
            return ""
        if column.like and not re.search(column.like, text):
            return ""
        return "" if column.unless and re.search(column.unless, text) else text

    def _part(self, item: Any, column: Column) -> dict[str, str]:
        """One paper, step or result as its parts; empty where it has no name."""
        if not isinstance(item, dict):
            name = self._text(str(item).strip(), column)
            return {"name": name} if name else {}
        found = {}
        for part, keys in parts().items():
            key = column.each.get(part) or next((key for key in keys if key in item), None)
            text = self._text(_joined(item.get(key), part), column) if key else ""
            if text:
                found[part] = text
        return found if found.get("name") else {}


def _items(cell: Cell | Any, column: Column) -> list[Any]:
    """What one cell lists: a JSON list (also as text), else its text, split where the column says so."""
    if isinstance(cell, list):
        return cell
    if isinstance(cell, dict):
        return [cell]
    if cell.startswith("[") and cell.endswith("]"):
        try:
            found = json.loads(cell)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
    if not column.split:
        return [cell]
    return [_NUMBERED.sub("", part).strip() for part in re.split(column.split, cell) if part]


def _joined(cell: Any, element: str) -> str:
    """A cell as one text."""
    if isinstance(cell, list):
        return ("\n" if element in LINES else "、").join(filter(None, (_joined(item, element) for item in cell)))
    if isinstance(cell, dict):
        name = next((cell[key] for key in parts()["name"] if isinstance(cell.get(key), str)), None)
        return name if name is not None else json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return "" if cell is None else str(cell).strip()


def label(element: str) -> str:
    """What people call the element, where a mapping has no column for it."""
    return str(elements()[element]["label"])
