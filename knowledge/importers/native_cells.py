"""One value ↔ the text of one cell, exactly, and never a formula.

Plain texts stand as they are. What a spreadsheet would run (= + - @ …) gets an apostrophe in front, which is taken off
again. What no cell can hold exactly (control characters, edges of white space, emptiness, nested lists) is written as
`json:` and its JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any

from knowledge.errors import Invalid
from knowledge.importers.caps import check_nesting

JSON, LONG = "json:", "long:"
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n']")
_FRAGILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
YES, NO = "是", "否"


def encode(value: Any, *, yes_no: bool = False, listed: bool = False) -> str:
    """`yes_no`: a boolean is written as a word. `listed`: a list of plain texts is written one a line."""
    if isinstance(value, bool):
        return (YES if value else NO) if yes_no else str(value).lower()
    if isinstance(value, int | float):
        return _guarded(repr(value))
    if isinstance(value, str) and _is_plain(value):
        return _guarded(value)
    if listed and isinstance(value, list) and value and all(isinstance(v, str) and _is_entry(v) for v in value):
        return _guarded("\n".join(value))
    text = json.dumps(value, ensure_ascii=not isinstance(value, dict | list), separators=(",", ":"))
    if _FRAGILE.search(text):
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return JSON + text.replace("_x", "_\\u0078")


def decode(text: str, *, yes_no: bool = False, listed: bool = False) -> Any:
    """Raises Invalid for a broken `json:` cell."""
    if text.startswith(JSON):
        try:
            found = json.loads(text[len(JSON) :])
        except (ValueError, RecursionError) as error:
            raise Invalid("以 json: 开头的格子里不是完整的 JSON，请检查括号和引号") from error
        check_nesting(found)
        return found
    plain = text[1:] if len(text) > 1 and text[0] == "'" and _FORMULA.match(text[1]) else text
    if yes_no and plain in (YES, NO):
        return plain == YES
    return plain.split("\n") if listed else plain


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _is_plain(text: str) -> bool:
    return bool(text) and text == text.strip() and not text.startswith((JSON, LONG)) and not _FRAGILE.search(text)


def _is_entry(text: str) -> bool:
    return _is_plain(text) and "\n" not in text
