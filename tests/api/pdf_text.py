"""The text of a PDF as its reader can search it: streams unpacked, glyphs read through their Unicode maps."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_SHOWN = re.compile(rb"\((?:\\.|[^\\)])*\)", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(data: bytes) -> str:
    """All that is shown, pages one after the other, without line breaks."""
    streams = [_unpacked(match.group(1)) for match in _STREAM.finditer(data)]
    letters: dict[int, str] = {}
    for stream in streams:
        if b"begincmap" in stream:
            letters |= _unicode_map(stream)
    shown = [stream for stream in streams if b"BT" in stream and b"Tf" in stream]
    return "".join(_read(match.group(), letters) for stream in shown for match in _SHOWN.finditer(stream))


def page_count(data: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _unicode_map(stream: bytes) -> dict[int, str]:
    found = {}
    for code, text in _PAIR.findall(stream):
        found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _read(literal: bytes, letters: dict[int, str]) -> str:
    plain = re.sub(rb"\\(.)", lambda m: _ESCAPES.get(m.group(1), m.group(1)), literal[1:-1], flags=re.S)
    codes = [int.from_bytes(plain[at : at + 2], "big") for at in range(0, len(plain) - 1, 2)]
    return "".join(letters.get(code, "") for code in codes)
