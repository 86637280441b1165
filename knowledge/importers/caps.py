"""How much a file may hold. A file of 200 KB can unpack to 200 MB; what is larger is refused, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.errors import Invalid

MOST_FILE = 50 * 2**20  # bytes on disk
MOST_UNPACKED = 100 * 2**20  # bytes of a workbook after unpacking
MOST_ENTRIES = 200  # parts of a workbook
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 6_000_000  # rows × columns
MOST_CELL = 20_000  # characters
MOST_LINE = 2_000_000  # characters of one JSON line
MOST_DEPTH = 20  # lists within objects within lists
MOST_PARTS = 3_000_000  # values within one JSON or YAML file


def too_many_rows() -> Invalid:
    return Invalid(f"表里超过 {MOST_ROWS} 行，请拆成几份再导入。")


def too_wide() -> Invalid:
    return Invalid(f"表太大：列数超过 {MOST_COLUMNS}，或格子超过 {MOST_CELLS // 10_000} 万。请删掉空白行列后另存再试。")


def check_nesting(value: Any) -> None:
    """Raises Invalid for what is nested too deeply or, through repeated references, unfolds to too much."""
    for count, depth in enumerate(_depths(value)):
        if depth > MOST_DEPTH:
            raise Invalid(f"内容嵌套超过 {MOST_DEPTH} 层，不像办事指南，已拒绝。请检查文件。")
        if count > MOST_PARTS:
            raise Invalid("文件展开后内容太多，不安全，已拒绝。请拆成几份再导入。")


def _depths(value: Any) -> Iterator[int]:
    waiting = [(value, 1)]
    while waiting:
        found, depth = waiting.pop()
        yield depth
        if isinstance(found, dict):
            waiting.extend((inner, depth + 1) for inner in found.values())
        elif isinstance(found, list):
            waiting.extend((inner, depth + 1) for inner in found)
