"""A flow chart as SVG, 360 units wide so that it reads on a phone: boxes one below the other, lines in the margin.

Each answer also names where it leads, so that nobody has to follow a line; <title> and <desc> tell it to who cannot
see it. Written by hand because a layout of one column needs no library.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from knowledge.flow import Branch, Flow, OutcomeBox, QuestionBox
from knowledge.partition import Cell
from knowledge.proof.report import Answer
from knowledge.proof.wording import ProofWords

WIDTH, LEFT, BOX, LINE, PAD, GAP = 360, 8, 300, 20, 10, 16
LANES, LANE = 6, 7
PER_LINE = 19.0  # Chinese characters across a box
_NEVER_FIRST = "，。；：？！、）”》"

_STYLE = (
    "text{font:14px system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;fill:#1f2933}"
    ".b{font-weight:600}.q{fill:#fff;stroke:#1f5fa8}.yes{fill:#e8f5ec;stroke:#2b7a45}.no{fill:#fbecea;stroke:#a8322a}"
    ".to{fill:#174a84}.l{fill:none;stroke:#7b8ca0;stroke-width:1.3}.h{fill:#7b8ca0}.rule{stroke:#d5dde6}"
    ".soft{fill:#4a5763;font-size:12px}"
)


@dataclass
class _Paper:
    """What is drawn so far: `y` grows downwards; `top` is the middle of the head of each box, by its mark."""

    y: float = 0
    parts: list[str] = field(default_factory=list)
    top: dict[str, float] = field(default_factory=dict)
    leaving: list[tuple[float, str]] = field(default_factory=list)  # height of an answer, mark of its target

    def text(self, text: str, x: float, kind: str = "", indent: float = 0) -> None:
        """Wrapped lines from `y` on."""
        for line in wrapped(text, PER_LINE - indent):
            self.y += LINE
            self.parts.append(f'<text x="{x}" y="{self.y - 5}" class="{kind}">{escape(line)}</text>')

    def box(self, mark: str, kind: str, start: float) -> None:
        """The frame around what was written since `start`, put behind it."""
        self.y += PAD
        frame = f'<rect x="{LEFT}" y="{start}" width="{BOX}" height="{self.y - start}" rx="10" class="{kind}"/>'
        self.parts.insert(self._behind, frame)
        self.top[mark] = start + PAD + LINE / 2
        self.y += GAP

    def begin(self) -> float:
        self._behind = len(self.parts)
        start = self.y
        self.y += PAD
        return start

    _behind: int = 0


def wrapped(text: str, most: float) -> list[str]:
    """Lines of at most `most` characters' width; a Latin letter or digit counts half, and words stay whole."""
    lines, line, width = [], "", 0.0
    for piece in _pieces(text):
        size = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.55 for c in piece)
        if line and width + size > most and piece not in _NEVER_FIRST:
            lines.append(line)
            line, width = "", 0.0
        line += piece
        width += size
    return [*lines, line]


def _pieces(text: str) -> Iterator[str]:
    """Single wide characters, and runs of narrow ones that fit a line."""
    run = ""
    for char in text:
        narrow = unicodedata.east_asian_width(char) not in "WF" and not char.isspace()
        if not narrow or len(run) >= PER_LINE:
            if run:
                yield run
            run = ""
        if narrow:
            run += char
        else:
            yield char
    if run:
        yield run


def flow_svg(name: str, flow: Flow, words: ProofWords) -> str:
    """The whole picture as text. Deterministic: the same chart gives the same bytes."""
    say, paper = words.flow, _Paper(y=8)
    paper.text(say["title"].format(name=name), LEFT, "b")
    paper.text(_about(flow, words), LEFT, "soft", indent=-8)
    paper.y += GAP
    for question in flow.questions:
        _question(paper, question, words)
    for outcome in flow.outcomes:
        _outcome(paper, outcome, words)
    height = round(paper.y)
    lines = "".join(_lines(paper))
    title, about = escape(say["title"].format(name=name)), escape(_told(flow, words))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="t d"><title id="t">{title}</title><desc id="d">{about}</desc>'
        f'<style>{_STYLE}</style><rect width="{WIDTH}" height="{height}" fill="#f6f8fa"/>'
        f"{lines}{''.join(paper.parts)}</svg>\n"
    )


def _about(flow: Flow, words: ProofWords) -> str:
    if not flow.outcomes:
        return words.flow["unregistered"]
    about = words.flow["about"].format(questions=len(flow.questions), outcomes=len(flow.outcomes))
    return about if flow.complete else about + words.flow["cut"]


def _told(flow: Flow, words: ProofWords) -> str:
    """The chart in words, for who hears it."""
    told = [_about(flow, words)]
    for box in flow.questions:
        answers = "；".join(f"{_answer(box, b, words)}{_where(b, words)}" for b in box.branches)
        told.append(f"{words.flow['question'].format(n=box.number)} {box.text} {answers}")
    told += [f"{words.flow['outcome'].format(n=box.number)} {_result(box, words)}" for box in flow.outcomes]
    return "\n".join(told)


def _question(paper: _Paper, box: QuestionBox, words: ProofWords) -> None:
    start = paper.begin()
    paper.text(f"{words.flow['question'].format(n=box.number)} {box.text}", LEFT + PAD, "b")
    for branch in box.branches:
        paper.y += 4
        y = paper.y
        paper.parts.append(f'<path d="M{LEFT + PAD} {y}H{LEFT + BOX - PAD}" class="rule"/>')
        paper.text(f"{_answer(box, branch, words)} {_where(branch, words)}", LEFT + PAD, "to")
        if branch.to is not None:
            paper.leaving.append((y + LINE / 2, f"{'o' if branch.ends else 'q'}{branch.to}"))
    paper.box(f"q{box.number}", "q", start)


def _outcome(paper: _Paper, box: OutcomeBox, words: ProofWords) -> None:
    start = paper.begin()
    paper.text(f"{words.flow['outcome'].format(n=box.number)} {_result(box, words)}", LEFT + PAD, "b")
    if box.bring:
        paper.text(words.flow["bring"].format(papers="、".join(box.bring)), LEFT + PAD)
    paper.box(f"o{box.number}", "yes" if box.eligible else "no", start)


def _result(box: OutcomeBox, words: ProofWords) -> str:
    if not box.eligible:
        return words.flow["refused"]
    return words.flow["stuck"] if box.trips is None else words.flow["trips"].format(trips=box.trips)


def _answer(box: QuestionBox, branch: Branch, words: ProofWords) -> str:
    """The answers of a branch as one: neighbouring intervals run together."""
    spans = sorted((span for cell in branch.cells for span in cell.spans), key=lambda span: (span.low, span.high))
    options = tuple(option for cell in branch.cells for option in cell.options)
    return words.cell(Answer(box.axis, Cell(None, options, tuple(spans))))


def _where(branch: Branch, words: ProofWords) -> str:
    if branch.to is None:
        return words.flow["left"].format(n=branch.left)
    return words.flow["to_outcome" if branch.ends else "to_question"].format(n=branch.to)


def _lines(paper: _Paper) -> Iterator[str]:
    """From each answer through a lane of the margin to the head of where it leads."""
    edge = LEFT + BOX
    for number, (y, mark) in enumerate(paper.leaving):
        lane, end = edge + LANE + (number % LANES) * LANE, paper.top[mark]
        down = f"M{edge} {y}H{lane - 4}Q{lane} {y} {lane} {y + 4}V{end - 4}Q{lane} {end} {lane - 4} {end}H{edge}"
        yield f'<path d="{down}" class="l"/>'
    for end in sorted({paper.top[mark] for _, mark in paper.leaving}):
        yield f'<path d="M{edge} {end}l7 -4v8z" class="h"/>'
