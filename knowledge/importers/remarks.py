"""What a reader has to say about single rows: refusals stop the import, warnings do not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """`row` as people count it in the sheet or file, `field` the column title; the reason says what to do."""

    row: int
    field: str
    reason: str
