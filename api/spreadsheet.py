"""Tables as CSV for a spreadsheet: what somebody typed must not run there as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi.responses import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: object) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(_FORMULA) else text


def csv_file(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """UTF-8 with a mark at the beginning, as spreadsheets expect it."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([neutral(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + buffer.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
