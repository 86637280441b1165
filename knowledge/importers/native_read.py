"""Files of ours back to services, with the row and column of everything that does not fit the model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from knowledge.errors import Invalid
from knowledge.importers.guides import Guides, Progress, nothing
from knowledge.importers.native_cells import LONG, decode
from knowledge.importers.native_layout import FIRST, Order, Rebuilt, layout, put_together
from knowledge.importers.native_layout import Line as NativeLine
from knowledge.importers.objects import Line
from knowledge.importers.remarks import Remark
from knowledge.importers.workbooks import Sheet
from knowledge.model import Place, Service

_KEYS = {"code", "name", "source"}
_REASONS = {
    "missing": "必填项是空的，请补上",
    "extra_forbidden": "没有这一项，请检查列名或删掉",
    "int_parsing": "应该是整数",
    "int_type": "应该是整数",
    "float_parsing": "应该是数",
    "bool_parsing": "应该是“是”或“否”",
    "date_from_datetime_parsing": "应该是日期，写成 2026-01-31",
    "date_parsing": "应该是日期，写成 2026-01-31",
    "string_pattern_mismatch": "只能用字母、数字、- 和 _，以字母或数字开头",
    "string_too_long": "太长",
}


def is_native_workbook(sheets: Sequence[Sheet]) -> bool:
    return any(sheet.name == layout().first and sheet.cells[0][:1] == [layout().key] for sheet in sheets)


def is_native_head(head: Sequence[str]) -> bool:
    return head[:1] == [layout().key] and {layout().title("name"), layout().title("source")} <= set(head)


def is_native_list(lines: Sequence[Line]) -> bool:
    """Whole documents: judged by the first service among them."""
    services = (line.value for line in lines if line.value is not None and not _is_place(line.value))
    return set(next(services, {})) >= _KEYS or all(line.value and _is_place(line.value) for line in lines)


def _is_place(document: dict[str, Any]) -> bool:
    return {"slug", "name", "kind"} <= set(document) and "code" not in document


def read_native_sheets(sheets: Sequence[Sheet], known: Collection[str] = (), progress: Progress = nothing) -> Guides:
    """`known`: slugs of places that the catalogue has; those of the file that it has already are left alone."""
    by_name = {sheet.name: sheet.cells for sheet in sheets}
    long = _long_texts(by_name.get(layout().long, []))
    guides = Guides()
    parts = {}
    for path in (FIRST, *layout().sheets):
        cells = by_name.get(layout().sheet_name(path), [])
        parts[path] = list(_lines(cells, path, long, guides.refused))
    guides.total = sum(map(len, parts.values())) + len({remark.row for remark in guides.refused})
    made = put_together(parts)
    guides.refused += made.refused
    for done, (code, document) in enumerate(made.documents.items(), 1):
        _add(guides, document, made, made.count[code])
        progress(done, len(made.documents))
    guides.places = list(_places(by_name.get(layout().places, []), known, guides))
    return guides


def read_native_list(lines: Sequence[Line], known: Collection[str] = (), progress: Progress = nothing) -> Guides:
    """One document a line, services and places."""
    guides = Guides(refused=[Remark(line.number, "", line.reason) for line in lines if line.value is None])
    made = Rebuilt()
    for done, line in enumerate(lines, 1):
        if line.value is None:
            guides.total += 1
        elif _is_place(line.value):
            guides.places += _place(line.value, line.number, known, guides)
        else:
            guides.total += 1
            made.rows[id(line.value)] = (FIRST, line.number)
            _add(guides, line.value, made, 1)
        progress(done, len(lines))
    return guides


def _add(guides: Guides, document: dict[str, Any], made: Rebuilt, rows: int) -> None:
    _, number = made.rows[id(document)]
    try:
        service = Service.model_validate(document)
    except ValidationError as error:
        guides.refused += [_remark(problem, document, made) for problem in error.errors()]
        return
    if service.code in guides.rows_of:
        guides.refused.append(Remark(number, layout().key, f"{service.code} 前面已有，请改掉一个"))
        return
    guides.add(service, rows, number)


def _remark(problem: Any, document: dict[str, Any], made: Rebuilt) -> Remark:
    """Where in the file a field of the document stands."""
    node: Any = document
    sheet, number = made.rows[id(document)]
    fields: list[str] = []
    for step in problem["loc"]:
        if isinstance(step, str):
            fields.append(step)
        node = node.get(step) if isinstance(node, dict) else _at(node, step)
        if id(node) in made.rows and isinstance(node, dict):
            sheet, number = made.rows[id(node)]
            fields = []
    title = "·".join(filter(None, (layout().title(sheet) if sheet else "", layout().title(".".join(fields)))))
    expected = problem.get("ctx", {}).get("expected")
    reason = f"只能是 {expected} 之一" if expected else _REASONS.get(problem["type"], "")
    return Remark(number, title, reason or problem["msg"].removeprefix("Value error, "))


def _at(node: Any, step: Any) -> Any:
    return node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None


def _lines(
    cells: Sequence[Sequence[str]], sheet: str, long: dict[str, str], refused: list[Remark]
) -> Iterable[NativeLine]:
    """Rows of one sheet. A blank 序号 counts on from the row above."""
    if not cells:
        return
    own = 2 if sheet else 1
    paths = [layout().path(title) for title in cells[0]]
    last: dict[str, int] = {}
    for number, row in enumerate(cells[1:], 2):
        if not any(row):
            continue
        code = str(decode(row[0]))
        try:
            order = _order(row[1], last.get(code, 0)) if sheet else ()
            filled = {path: _whole(text, long) for path, text in zip(paths[own:], row[own:], strict=False) if text}
        except ValueError as error:
            refused.append(Remark(number, layout().sheet_name(sheet), str(error)))
            continue
        last[code] = order[-1] if order else 0
        yield NativeLine(code, order, filled, number)


def _order(text: str, last: int) -> Order:
    try:
        return tuple(int(part) for part in text.split(".")) if text else (last + 1,)
    except ValueError as error:
        raise ValueError("序号应写成 2 或 2.1") from error


def _whole(text: str, long: dict[str, str]) -> str:
    if not text.startswith(LONG):
        return text
    if text not in long:
        raise ValueError(f"{text} 在“{layout().long}”里找不到")
    return long[text]


def _long_texts(cells: Sequence[Sequence[str]]) -> dict[str, str]:
    pieces: dict[str, dict[int, str]] = {}
    for row in cells[1:]:
        if len(row) < 3 or not row[1].isdigit():
            raise Invalid(f"“{layout().long}”里有一行不完整，请重新导出。")
        pieces.setdefault(f"{LONG}{row[0]}", {})[int(row[1])] = str(decode(row[2]))
    return {name: "".join(text for _, text in sorted(found.items())) for name, found in pieces.items()}


def _places(cells: Sequence[Sequence[str]], known: Collection[str], guides: Guides) -> Iterable[Place]:
    if not cells:
        return
    paths = [layout().path(title) for title in cells[0]]
    for number, row in enumerate(cells[1:], 2):
        if any(row):
            document = {path: layout().decoded(path, text) for path, text in zip(paths, row, strict=False) if text}
            yield from _place(document, number, known, guides)


def _place(document: dict[str, Any], number: int, known: Collection[str], guides: Guides) -> list[Place]:
    try:
        place = Place.model_validate(document)
    except ValidationError as error:
        made = Rebuilt(rows={id(document): (FIRST, number)})
        remarks = [_remark(problem, document, made) for problem in error.errors()]
        guides.refused += [Remark(r.row, f"{layout().places}·{r.field}", r.reason) for r in remarks]
        return []
    return [] if place.slug in known else [place]
