"""Files made to hurt, broken ones and ones in disguise are refused with a reason and what to do; nothing hangs."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from knowledge.errors import Invalid
from knowledge.importers.files import open_file

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["事项名称", "材料名称"])
    book.active.append(["办证", "照片"])
    book.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    """The workbook with parts added or put in place of its own; `__` in a name stands for a slash."""
    out, wanted = io.BytesIO(), {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(io.BytesIO(workbook())) as own, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in own.namelist():
            archive.writestr(name, wanted.pop(name, own.read(name)))
        for name, data in wanted.items():
            archive.writestr(name, data)
    return out.getvalue()


def sheet(inside: bytes) -> bytes:
    return packed(**{SHEET: HEAD + inside + TAIL})


def bomb() -> bytes:
    return sheet(b" " * (200 * 2**20))


def lying_bomb() -> bytes:
    """The directory and the local header both say that the 200 MB are 1,000 bytes."""
    data = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo(SHEET).header_offset
    data[local + 22 : local + 26] = struct.pack("<I", 1000)
    entry = data.rfind(SHEET.encode(), 0, len(data)) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    return bytes(data)


def corner() -> bytes:
    return sheet(b'<row r="190000"><c r="ZZ190000"><v>1</v></c></row>')


def many_rows() -> bytes:
    return sheet(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 200_100)))


def laughs() -> bytes:
    levels = [f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]" for n in range(10)]
    return "\n".join(["a: &a [x,x,x]", *levels]).encode()


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><workbook>&a;</workbook>'
DDE = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
UTF8 = "事项名称,材料名称\n办理居住证,身份证原件和复印件各一份\n".encode()

BAD = {
    "bomb.xlsx": (bomb, "太大"),
    "lying.xlsx": (lying_bomb, "太大"),
    "corner.xlsx": (corner, "太大"),
    "rows.xlsx": (many_rows, "200000"),
    "entries.xlsx": (lambda: packed(**{f"x/{n}.xml": b"" for n in range(300)}), "太大"),
    "macro.xlsx": (lambda: packed(**{"xl/vbaProject.bin": b"0"}), "宏"),
    "macro.xlsm": (workbook, "宏"),
    "dtd.xlsx": (lambda: packed(**{"xl/workbook.xml": DTD}), "DTD"),
    "wide-dtd.xlsx": (lambda: packed(**{"xl/workbook.xml": DTD.decode().encode("utf-16")}), "DTD"),
    "dde.xlsx": (lambda: packed(**{"xl/externalLinks/externalLink1.xml": DDE}), "DDE"),
    "cut.xlsx": (lambda: workbook()[:3000], "完整"),
    "empty.xlsx": (lambda: b"", "完整"),
    "picture.xlsx": (lambda: b"\xff\xd8\xff" + b"0" * 1000, "完整"),
    "locked.xlsx": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "locked.xls": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "macro.xls": (lambda: COMPOUND + "_VBA_PROJECT_CUR".encode("utf-16-le"), "宏"),
    "cut.xls": (lambda: COMPOUND, "打不开"),
    "page.xls": (lambda: "\ufeff<html><table><tr><td>事项名称</td></tr></table></html>".encode(), "网页"),
    "new.xls": (workbook, "后缀"),
    "book.csv": (workbook, "后缀"),
    "noise.csv": (lambda: random.Random(1).randbytes(20_000), "编码"),
    "big5.csv": (lambda: ("事項名稱,材料名稱\n辦理居住證,國民身分證影本與戶口名簿\n" * 20).encode("big5"), "编码"),
    "cut.csv": (lambda: UTF8[:-3], "编码"),
    "nul.csv": (lambda: UTF8 + b"\x00", "编码"),
    "quote.csv": (lambda: '事项名称,材料名称\n"办证,照片\n'.encode(), "引号"),
    "long.csv": (lambda: f"事项名称,材料名称\n甲,{'长' * 30_000}\n".encode(), "20000"),
    "rows.csv": (lambda: "事项名称,材料名称\n".encode() + b"a,b\n" * 200_100, "200000"),
    "blank.csv": (lambda: b"\n\n", "空"),
    "rows.jsonl": (lambda: b'{"matter_name":"a"}\n' * 200_100, "200000"),
    "deep.json": (lambda: b"[" * 100_000 + b"]" * 100_000, "JSON"),
    "nested.json": (lambda: json.dumps([{"a": json.loads("[" * 30 + "]" * 30)}]).encode(), "嵌套"),
    "nan.json": (lambda: b'[{"matter_name":NaN}]', "JSON"),
    "cut.json": (lambda: b'[{"matter_name":"a"},{"matter_na', "JSON"),
    "scalars.json": (lambda: b"[1,2]", "列表"),
    "laughs.yml": (laughs, "太多"),
    "code.yml": (lambda: b"!!python/object/apply:os.getcwd []", "YAML"),
    "text.doc": (lambda: b"hello", "格式"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason_and_what_to_do(tmp_path: Path, name: str) -> None:
    make, word = BAD[name]
    (tmp_path / name).write_bytes(make())
    with pytest.raises(Invalid, match=word) as refused:
        open_file(tmp_path / name)
    assert "请" in refused.value.detail


def test_text_of_chinese_spreadsheets_is_read_in_every_encoding_they_write(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"):
        (tmp_path / "a.csv").write_text("事项名称,材料名称\n办证,照片（1寸）——“原件”\n", encoding)
        table = open_file(tmp_path / "a.csv").table
        assert table is not None
        assert table.rows == [["办证", "照片（1寸）——“原件”"]], encoding


def test_a_broken_line_is_refused_as_a_row_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"matter_name":"a"}\n\n{"matter_name":"b","vis\n7\n', "utf-8")
    table = open_file(tmp_path / "a.jsonl").table
    assert table is not None
    assert [number for number, _ in table.numbered()] == [1]
    assert [remark.row for remark in table.refused] == [3, 4]


def test_hidden_and_further_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["事项名称", "材料名称"])
    book.active.append(["办证", "照片"])
    for name, state in (("底稿", "hidden"), ("附表", "visible")):
        sheet = book.create_sheet(name)
        sheet.append(["x", "y"])
        sheet.sheet_state = state
    book.save(tmp_path / "a.xlsx")
    table = open_file(tmp_path / "a.xlsx").table
    assert table is not None
    assert {remark.field for remark in table.warnings} == {"底稿", "附表"}


def test_a_heading_above_the_head_and_merged_cells_below_it_are_understood(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["办事指南汇总", None],
        ["事项名称", "材料名称"],
        ["办证", "照片"],
        [None, "表格"],
        [None, None],
        ["换证", "旧证"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "a.xlsx")
    table = open_file(tmp_path / "a.xlsx").table
    assert table is not None
    assert table.titles == ["事项名称", "材料名称"]
    assert list(table.numbered()) == [(3, ["办证", "照片"]), (4, ["办证", "表格"]), (6, ["换证", "旧证"])]
