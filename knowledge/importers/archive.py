"""Is this workbook safe to open? Looked at before any library parses it.

Sizes are counted while unpacking, not believed: the directory of an archive may lie about them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import Invalid
from knowledge.importers.caps import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ENTRIES,
    MOST_ROWS,
    MOST_UNPACKED,
    too_many_rows,
    too_wide,
)
from knowledge.importers.remarks import Remark

_BLOCK = 2**18
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_FAR_ROW = re.compile(rb' r="[A-Za-z]{0,3}(\d{5,9})"')
_FAR_COLUMN = re.compile(rb' r="([A-Za-z]{2,3})\d')
_NEAR_ROWS, _NEAR_COLUMNS = 9_999, 26  # what the two do not look at, since it is never too far
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_COMPOUND = b"\xd0\xcf\x11\xe0"


def check_xlsx(path: Path) -> list[Remark]:
    """Warnings about the workbook. Raises Invalid for macros, bombs, entities, DDE, passwords and broken files."""
    with path.open("rb") as file:
        if file.read(4) == _COMPOUND:
            raise Invalid(f"“{path.name}”加了密码，或者是改了后缀的旧格式。请去掉密码，另存为 .xlsx 再试。")
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_entries(path, archive.infolist())
    except (zipfile.BadZipFile, OSError, zlib.error, ValueError) as error:
        raise Invalid(f"“{path.name}”不是完整的 .xlsx 文件，请重新下载或另存后再试。") from error


def check_xls(path: Path) -> None:
    """Raises Invalid for macros, and for web pages and other files that only bear the name."""
    data = path.read_bytes()
    if not data.startswith(_COMPOUND):
        start = data[:2000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")):
            raise Invalid(f"“{path.name}”其实是网页，只是后缀叫 .xls。请用表格软件打开，另存为 .xlsx 再试。")
        if start.startswith(b"pk"):
            raise Invalid(f"“{path.name}”其实是 .xlsx，请把后缀改成 .xlsx 再试。")
        raise Invalid(f"“{path.name}”打不开，可能损坏或不是表格，请用表格软件另存后再试。")
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        raise _macros()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Invalid(f"“{path.name}”加了密码，请去掉密码另存后再试。")


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> list[Remark]:
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _bomb()
    if any("vbaproject" in name.lower() or "/activex/" in name.lower() for name in names):
        raise _macros()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid(f"“{path.name}”加了密码，请去掉密码另存后再试。")
    unpacked = 0
    for entry in entries:
        grid = _Grid() if _SHEET.fullmatch(entry.filename) else None
        start = b""
        for block in _blocks(path, entry):
            unpacked += len(block)
            if unpacked > MOST_UNPACKED:
                raise _bomb()
            start = start or block[:4096]
            if grid:
                grid.add(block)
        _check_start(entry.filename, start)
    if any("externallinks/" in name.lower() for name in names):
        return [Remark(0, "", "表里引用了别的工作簿，只按上次保存的数值读取；请核对，最好复制为数值后另存")]
    return []


def _check_start(name: str, start: bytes) -> None:
    if name.lower().endswith((".xml", ".rels")) and _DECLARED.search(start.replace(b"\x00", b"")):
        raise Invalid("这个工作簿里有实体定义(DTD)，不安全，已拒绝。请用表格软件另存后再试。")
    if "externallink" in name.lower() and b"ddeLink" in start:
        raise Invalid("这个工作簿会调用别的程序(DDE)，不安全，已拒绝。请复制为数值后另存再试。")


class _Grid:
    """How far a sheet reaches: one cell in the last corner would make a reader fill everything before it."""

    def __init__(self) -> None:
        self.rows, self.columns, self.started = _NEAR_ROWS, _NEAR_COLUMNS, 0
        self.rest = b""

    def add(self, block: bytes) -> None:
        text = self.rest + block
        self.rest = text[-40:]
        self.started += block.count(b"<row")
        if self.started > MOST_ROWS + 10:
            raise too_many_rows()
        self.rows = max([self.rows, *map(int, _FAR_ROW.findall(text))])
        self.columns = max([self.columns, *map(_column, set(_FAR_COLUMN.findall(text)))])
        if self.rows > MOST_ROWS + 10:
            raise too_many_rows()
        if self.columns > MOST_COLUMNS or self.rows * self.columns > MOST_CELLS:
            raise too_wide()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _blocks(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry unpacked, block by block, to its real end: `zipfile` itself would stop at the size it was told."""
    with path.open("rb") as file:
        file.seek(entry.header_offset)
        head = file.read(30)
        if head[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile("no local header")
        file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from _stored(file.read(min(entry.compress_size, MOST_UNPACKED + 1)))
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise zipfile.BadZipFile("packed in a way no spreadsheet uses")
        engine = zlib.decompressobj(-15)
        packed = file.read(entry.compress_size)
        while not engine.eof:
            block = engine.decompress(packed, _BLOCK)
            packed = engine.unconsumed_tail
            if not block and not packed:
                raise zipfile.BadZipFile("ends too early")
            yield block


def _stored(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _BLOCK):
        yield data[start : start + _BLOCK]


def _bomb() -> Invalid:
    return Invalid("这个工作簿解开后太大，不安全，已拒绝。请另存为只含一张表的文件再试。")


def _macros() -> Invalid:
    return Invalid("这个工作簿带宏，不安全，已拒绝。请另存为不带宏的 .xlsx 再试。")
