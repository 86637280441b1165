"""Flat tables from files, whatever their format: the head and the rows, with caps against files made to hurt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import Invalid
from knowledge.importers.caps import MOST_CELL, MOST_FILE, MOST_ROWS, too_many_rows
from knowledge.importers.objects import Line
from knowledge.importers.remarks import Remark
from knowledge.importers.workbooks import Sheet, text_of

Cell = str | list[Any] | dict[str, Any]  # nested only where the file is JSON

WORKBOOKS = (".xlsx", ".xls")
OBJECTS = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class Table:
    """`rows` are aligned with `titles`; `numbers` are the sheet's or file's row numbers (people count from 1).

    `refused`: rows that could not even be read; `warnings`: what was left out or taken on trust.
    """

    titles: list[str]
    rows: list[list[Cell]]
    first_row: int = 2
    numbers: tuple[int, ...] = ()
    refused: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()

    def numbered(self) -> Iterator[tuple[int, list[Cell]]]:
        return zip(self.numbers or range(self.first_row, self.first_row + len(self.rows)), self.rows, strict=True)


def check_file(path: Path) -> None:
    if not path.is_file():
        raise Invalid(f"找不到文件“{path.name}”，请检查路径。")
    if path.suffix.lower() in (".xlsm", ".xlsb", ".xltm", ".xlam"):
        raise Invalid(f"“{path.suffix}”可以带宏，不安全，已拒绝。请另存为不带宏的 .xlsx 再试。")
    if path.stat().st_size > MOST_FILE:
        raise Invalid(f"文件超过 {MOST_FILE // 2**20} MB，请拆成几份再导入。")


def unknown_kind(path: Path) -> Invalid:
    return Invalid(f"不认识“{path.suffix}”格式，请用 .xlsx、.xls、.csv、.json、.jsonl 或 .yml。")


def check_table(table: Table) -> None:
    if not table.rows and not table.refused:
        raise Invalid("表里没有数据行，请检查是不是选错了文件。")
    if len(table.rows) > MOST_ROWS:
        raise too_many_rows()
    for number, row in table.numbered():
        for title, cell in zip(table.titles, row, strict=True):
            if isinstance(cell, str) and len(cell) > MOST_CELL:
                raise Invalid(f"第 {number} 行“{title}”超过 {MOST_CELL} 字，请检查这个单元格。")


def table_of(sheets: list[Sheet], warnings: tuple[Remark, ...] = ()) -> Table:
    """The first sheet; others are named in a warning."""
    if not sheets:
        raise Invalid("表是空的，请检查是不是选错了文件。")
    if rest := "、".join(sheet.name for sheet in sheets[1:]):
        warnings += (Remark(0, rest, f"只读取了第一张工作表“{sheets[0].name}”，其余没有读取"),)
    return table_of_cells(sheets[0].cells, warnings)


def table_of_objects(lines: list[Line]) -> Table:
    """One object a row; keys are titles in the order of their first appearance."""
    good = [(line.number, line.value) for line in lines if isinstance(line.value, dict)]
    bad = tuple(Remark(line.number, "", line.reason) for line in lines if not isinstance(line.value, dict))
    titles = list(dict.fromkeys(str(key) for _, item in good for key in item))
    rows = [[cell_of(item.get(title)) for title in titles] for _, item in good]
    return Table(titles, rows, 1, tuple(number for number, _ in good), bad)


def cell_of(value: Any) -> Cell:
    return value if isinstance(value, list | dict) else text_of(value).strip()


def table_of_cells(cells: list[list[str]], warnings: tuple[Remark, ...] = ()) -> Table:
    """The head is the first row with two cells filled (a heading above it has one); blank rows do not count."""
    found = [
        (number, [cell.strip() for cell in row]) for number, row in enumerate(cells, 1) if any(map(str.strip, row))
    ]
    if not found:
        raise Invalid("表是空的，请检查是不是选错了文件。")
    start = next((index for index, (_, row) in enumerate(found) if sum(map(bool, row)) > 1), 0)
    head = found[start][1]
    width = max(index for index, cell in enumerate(head) if cell) + 1
    below = found[start + 1 :]
    rows: list[list[Cell]] = [[*(row + [""] * width)[:width]] for _, row in below]
    return Table(head[:width], rows, found[start][0] + 1, tuple(number for number, _ in below), (), warnings)


def csv_rows(text: str, path: Path) -> list[list[str]]:
    """Comma or tab between cells, whichever the first line has more of."""
    first = text.split("\n", 1)[0]
    csv.field_size_limit(MOST_FILE)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS + 10:
                raise too_many_rows()
    except csv.Error as error:
        raise Invalid(f"“{path.name}”不是完整的 CSV(引号没有配对)，请用表格软件另存后再试。") from error
    return rows


def _delimiter(line: str) -> str:
    return "\t" if line.count("\t") > line.count(",") else ","
