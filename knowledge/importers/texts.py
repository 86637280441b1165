"""Bytes of a text file → text: UTF-8, UTF-16 with its mark, or GB18030 (what Chinese spreadsheets write)."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from knowledge.errors import Invalid

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
_SAMPLE = 200_000
_COMMON = 0.9  # the least share of everyday characters; text read in a wrong encoding stays far below it
_PACKED, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_text(path: Path) -> str:
    """Raises Invalid for a workbook in disguise and for bytes that are no text in any of these encodings."""
    data = path.read_bytes()
    if data.startswith((_PACKED, _COMPOUND)):
        raise Invalid(f"“{path.name}”其实是 Excel 工作簿，请把后缀改成 .xlsx 或 .xls 再试。")
    for encoding in ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig",):
        text = _decoded(data, encoding)
        if text is not None and not _CONTROL.search(text):
            return text
    text = _decoded(data, "gb18030")
    if text is not None and not _CONTROL.search(text) and _reads_like_chinese(text):
        return text
    raise Invalid(f"“{path.name}”的文字编码认不出来，或者文件已经损坏。请用表格软件另存为“UTF-8 编码的 CSV”再试。")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_like_chinese(text: str) -> bool:
    """Bytes of another encoding often pass as GB18030, but as characters nobody uses."""
    foreign = [letter for letter in text[:_SAMPLE] if letter > "\x7f"]
    return not foreign or sum(map(_is_common, foreign)) / len(foreign) >= _COMMON


def _is_common(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
