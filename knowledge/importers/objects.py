"""JSON, JSON lines and YAML as numbered objects. A line that cannot be read is refused as a row, not as a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import Invalid
from knowledge.importers.caps import MOST_LINE, MOST_ROWS, check_nesting, too_many_rows
from knowledge.importers.texts import read_text

_NO_OBJECT = "应该是一个 JSON 对象，形如 {…}"


@dataclass(frozen=True)
class Line:
    """`value` is an object, or None with the `reason` why not. `number` is the line, or the place in the list."""

    number: int
    value: dict[str, Any] | None
    reason: str = ""


def read_objects(path: Path) -> list[Line]:
    """A list of objects, an object that holds one such list, or one object a line (also named .json)."""
    text = read_text(path).strip("\n\r")
    start = text.lstrip()[:1]
    if start == "[":
        return _listed(_parsed(text, path), path)
    if start == "{" and (whole := _one_object(text)) is not None:
        return _listed(whole, path)
    return _lines(text, path)


def read_yaml(path: Path) -> list[Line]:
    """A list of documents or one document. Raises Invalid for anything else."""
    text = read_text(path)
    try:
        found = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid(f"“{path.name}”不是完整的 YAML，请检查缩进和引号。") from error
    check_nesting(found)
    return _listed(_plain(found), path)


def _listed(found: Any, path: Path) -> list[Line]:
    check_nesting(found)
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        wrapped = len(lists) == 1 and len(found) <= 8 and not {"code", "source"} <= set(found)
        found = lists[0] if wrapped else [found]
    if not isinstance(found, list) or not any(isinstance(item, dict) for item in found):
        raise Invalid(f"“{path.name}”里应该是一个对象列表，请检查是不是选错了文件。")
    if len(found) > MOST_ROWS:
        raise too_many_rows()
    return [_line(number, item) for number, item in enumerate(found, 1)]


def _line(number: int, item: Any) -> Line:
    return Line(number, item) if isinstance(item, dict) else Line(number, None, _NO_OBJECT)


def _lines(text: str, path: Path) -> list[Line]:
    lines = text.split("\n")
    if len(lines) > MOST_ROWS:
        raise too_many_rows()
    found = [_read_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not any(line.value is not None for line in found):
        raise Invalid(f"“{path.name}”不是完整的 JSON，请检查。每行应该是一个 JSON 对象。")
    return found


def _read_line(number: int, line: str) -> Line:
    if len(line) > MOST_LINE:
        return Line(number, None, f"这一行超过 {MOST_LINE // 10_000} 万字，不像办事指南，请检查")
    try:
        value = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Line(number, None, "不是完整的 JSON(括号、引号或逗号有误，或文件被截断)，请检查这一行")
    check_nesting(value)
    return _line(number, value)


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"“{path.name}”不是完整的 JSON，请检查。") from error


def _one_object(text: str) -> Any:
    """The whole text as one object; None where it is several lines of them, or broken."""
    first = text.split("\n", 1)[0].rstrip()
    if first.endswith("}") and len(first) < len(text):
        return None
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _plain(value: Any) -> Any:
    """YAML dates as their text, so that a YAML document reads like the same JSON."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
