"""Workbooks (.xlsx, .xls) as sheets of cells; merged cells are filled down so that every row speaks for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from knowledge.errors import Invalid
from knowledge.importers.archive import check_xls, check_xlsx
from knowledge.importers.caps import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, too_many_rows, too_wide
from knowledge.importers.remarks import Remark


@dataclass(frozen=True)
class Sheet:
    """`cells[0]` is row 1 of the sheet; texts exactly as they stand, numbers and dates as people read them."""

    name: str
    cells: list[list[str]]


@dataclass(frozen=True)
class Workbook:
    """`sheets` are the visible ones that hold anything, in their order."""

    sheets: list[Sheet]
    warnings: list[Remark] = field(default_factory=list)


def read_workbook(path: Path) -> Workbook:
    """Raises Invalid for a file that is unsafe, too large, protected or broken."""
    warnings = check_xlsx(path) if path.suffix.lower() == ".xlsx" else []
    if path.suffix.lower() == ".xls":
        check_xls(path)
    try:
        book = CalamineWorkbook.from_path(path)
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        hidden = [name for name in book.sheet_names if name not in shown]
        sheets = [Sheet(name, _cells(book, name)) for name in shown or book.sheet_names]
    except PasswordError as error:
        raise Invalid(f"“{path.name}”加了密码，请去掉密码另存后再试。") from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Invalid(f"“{path.name}”打不开，可能损坏或不是表格，请用表格软件另存后再试。") from error
    if hidden and shown:
        warnings.append(Remark(0, "、".join(hidden), "隐藏的工作表没有读取；需要的话请取消隐藏后再导入"))
    return Workbook([sheet for sheet in sheets if any(map(any, sheet.cells))], warnings)


def _cells(book: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS + 10:
        raise too_many_rows()
    if sheet.total_width > MOST_COLUMNS or sheet.total_height * sheet.total_width > MOST_CELLS:
        raise too_wide()
    cells = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill_down(cells, top, bottom, range(left, right + 1))
    return cells


def _fill_down(cells: list[list[str]], top: int, bottom: int, columns: range) -> None:
    """A merge over several rows says its text once for all of them; a merge within one row is only a wide cell."""
    for row in cells[top + 1 : bottom + 1]:
        for column in columns:
            if column < len(row) and not row[column]:
                row[column] = cells[top][column]


def text_of(cell: Any) -> str:
    """A cell as people read it: no `.0` behind whole numbers, no midnight behind dates, 是 and 否 for booleans."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
