"""Tables from files, whatever their format: the head and the rows as text, with caps against files made to hurt.

Sizes are looked at before anything is unpacked: a workbook of 200 KB can hold 200 MB.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from knowledge.errors import Invalid

MOST_FILE = 50 * 2**20
MOST_UNPACKED = 100 * 2**20
MOST_ENTRIES = 200
MOST_ROWS = 200_000
MOST_CELL = 20_000


@dataclass(frozen=True)
class Table:
    """`rows` are aligned with `titles`; `first_row` is the sheet's number of the first row (people count from 1)."""

    titles: list[str]
    rows: list[list[str]]
    first_row: int = 2


def read_table(path: Path) -> Table:
    """The first sheet or list of a .xlsx, .xls, .csv, .json or .jsonl file. Raises Invalid with what to do about it."""
    if not path.is_file():
        raise Invalid(f"找不到文件“{path.name}”，请检查路径。")
    if path.stat().st_size > MOST_FILE:
        raise Invalid(f"文件超过 {MOST_FILE // 2**20} MB，请拆成几份再导入。")
    readers = {".xlsx": _workbook, ".xls": _workbook, ".csv": _csv, ".json": _json, ".jsonl": _json_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Invalid(f"不认识“{path.suffix}”格式，请用 .xlsx、.xls、.csv、.json 或 .jsonl。")
    table = reader(path)
    _check(table)
    return table


def _check(table: Table) -> None:
    if not table.rows:
        raise Invalid("表里没有数据行，请检查是不是选错了文件。")
    if len(table.rows) > MOST_ROWS:
        raise Invalid(f"表里超过 {MOST_ROWS} 行，请拆成几份再导入。")
    for number, row in enumerate(table.rows, table.first_row):
        for title, cell in zip(table.titles, row, strict=True):
            if len(cell) > MOST_CELL:
                raise Invalid(f"第 {number} 行“{title}”超过 {MOST_CELL} 字，请检查这个单元格。")


def _workbook(path: Path) -> Table:
    if path.suffix.lower() == ".xlsx":
        _refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1:
            raise Invalid(f"表里超过 {MOST_ROWS} 行，请拆成几份再导入。")
        cells = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Invalid(f"“{path.name}”打不开，可能损坏或不是表格，请用表格软件另存后再试。") from error
    return _table([[_text(cell) for cell in row] for row in cells])


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Invalid(f"“{path.name}”不是完整的 .xlsx 文件，请重新下载或另存后再试。") from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Invalid("这个工作簿解开后太大，不安全，已拒绝。请另存为只含一张表的文件再试。")
    if any(entry.filename.endswith("vbaProject.bin") for entry in entries):
        raise Invalid("这个工作簿带宏，不安全，已拒绝。请另存为不带宏的 .xlsx 再试。")


def _table(cells: list[list[str]]) -> Table:
    """The first row that is not empty is the head."""
    for number, row in enumerate(cells):
        if any(row):
            width = max(index for index, cell in enumerate(row) if cell) + 1
            rows = [(line + [""] * width)[:width] for line in cells[number + 1 :]]
            while rows and not any(rows[-1]):
                rows.pop()
            return Table(row[:width], rows, number + 2)
    raise Invalid("表是空的，请检查是不是选错了文件。")


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _csv(path: Path) -> Table:
    return _table([[cell.strip() for cell in row] for row in csv.reader(io.StringIO(_decoded(path)))])


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(f"“{path.name}”的文字编码认不出来，请另存为 UTF-8 再试。")


def _json(path: Path) -> Table:
    try:
        found = json.loads(_decoded(path))
    except ValueError as error:
        raise Invalid(f"“{path.name}”不是完整的 JSON，请检查。") from error
    return _from_objects(found)


def _json_lines(path: Path) -> Table:
    objects = []
    for number, line in enumerate(_decoded(path).splitlines(), 1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except ValueError as error:
                raise Invalid(f"“{path.name}”第 {number} 行不是完整的 JSON，请检查。") from error
    return _from_objects(objects)


def _from_objects(found: Any) -> Table:
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Invalid("JSON 里应该是一个对象列表，一个对象一行。")
    titles = list(dict.fromkeys(str(key) for item in found for key in item))
    return Table(titles, [[_text(item.get(title, "")) for title in titles] for item in found], 1)
