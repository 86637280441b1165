"""An A4 page in black and white: headings, paragraphs, tables, a QR code, page numbers. Knows nothing of guides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import segno
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from api.words import word

FONT = "cjk"
SIMPLIFIED = 2  # the Chinese face in the collection, whose first one is Japanese
MARGIN = 18.0
INDENT = 6.0
# One character, or a run of Latin letters and digits, with the stops that must not begin a line.
_PIECE = re.compile(r"(?:[（“《【]*(?:[0-9A-Za-z:.–%/-]+|.))[，。；：、）”》】！？ ]*", re.S)
BODY, SMALL, HEADING, TITLE = 10.5, 8.5, 12.5, 18.0


@cache
def _font() -> str:
    return str(files("noto_cjk_sans_otc").joinpath("NotoSansCJK-Regular.ttc"))


class Sheet(FPDF):
    """`foot` stands left of the page number on every page. Lengths in millimetres, sizes in points."""

    def __init__(self, title: str, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.add_font(FONT, fname=_font(), collection_font_number=SIMPLIFIED)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FONT, size=SMALL)
        self.cell(0, 5, self.foot, new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.cell(0, 5, word("print.page", page=self.page_no(), pages="{nb}"), align="R")

    def title_line(self, text: str, size: float = TITLE, align: str = "C") -> None:
        self._lines(text, size, 1.35, align)
        self.ln(1)

    @contextmanager
    def beside_code(self, text: str, side: float) -> Iterator[None]:
        """A QR code in the upper right corner; what is written inside the `with` keeps clear of it."""
        top = self.get_y() - 4
        self.qr(text, self.w - self.r_margin - side, top, side)
        margin = self.r_margin
        self.set_right_margin(margin + side)
        yield
        self.set_right_margin(margin)
        self.set_y(max(self.get_y(), top + side))

    def heading(self, text: str) -> None:
        """Never the last line of a page."""
        if self.will_page_break(18):
            self.add_page()
        self.ln(2.5)
        self._lines(text, HEADING, 1.4)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(1.2)

    def paragraph(self, text: str, size: float = BODY) -> None:
        self._lines(text, size, 1.5)

    def points(self, items: Sequence[str], numbered: bool = False) -> None:
        """Points with a hanging indent."""
        for number, item in enumerate(items, 1):
            mark = f"{number}." if numbered else "·"
            self.set_font(FONT, size=BODY)
            self.cell(INDENT, BODY * 0.3528 * 1.5, mark)
            self._lines(item, BODY, 1.5, indent=INDENT)

    def grid(self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A ruled table whose header comes again on each page."""
        self.set_font(FONT, size=SMALL + 0.5)
        plain = FontFace(emphasis="", fill_color=235)
        with self.table(
            col_widths=tuple(widths),
            line_height=5,
            borders_layout=TableBordersLayout.ALL,
            headings_style=plain,
            padding=1,
            text_align="L",
        ) as table:
            for cells in (header, *rows):
                table.row([str(cell) for cell in cells])
        self.ln(1)

    def qr(self, text: str, x: float, y: float, size: float) -> None:
        """The code as black squares (crisp at any size), with its quiet zone inside `size`."""
        matrix = segno.make(text, error="m", micro=False).matrix
        module = size / (len(matrix) + 8)
        self.set_fill_color(0)
        for row, line in enumerate(matrix, 4):
            for column, dark in enumerate(line, 4):
                if dark:
                    self.rect(x + column * module, y + row * module, module * 1.02, module * 1.02, style="F")

    def as_bytes(self) -> bytes:
        return bytes(self.output())

    def _lines(self, text: str, size: float, leading: float, align: str = "L", indent: float = 0.0) -> None:
        self.set_font(FONT, size=size)
        height, width = size * 0.3528 * leading, self.epw - indent
        self.set_x(self.l_margin + indent)
        text = "\n".join(self._wrapped(text, width - 2 * self.c_margin))
        self.multi_cell(width, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _wrapped(self, text: str, width: float) -> list[str]:
        """Lines that break as Chinese does: between any two characters, but never inside a number or before a stop."""
        lines, line = [], ""
        for piece in _PIECE.findall(text):
            if line and self.get_string_width(line + piece.rstrip()) > width:
                lines.append(line)
                line = ""
            line += piece
        return [*lines, line]
