"""The sentences of a proof: each fault with what was answered, what comes out, and where to mend it.

The words are data (knowledge/data/proof.yml, read by knowledge.importers.proof_words).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.model import Fact, Value
from knowledge.partition import EARLIEST, LATEST, Cell, Span
from knowledge.proof.report import Answer, Asked, Fault, Proof


class RuleWords(Value):
    """`text` says what is wrong, `mend` where and how to put it right; `field` is the part of the document meant."""

    field: str
    text: str
    mend: str


class Lexicon(Value):
    """Words the guide's text fields are judged by. `papers`: a paper and its other names."""

    online_yes: tuple[str, ...]
    online_no: tuple[str, ...]
    mail: tuple[str, ...]
    mail_in_text: tuple[str, ...]
    negations: tuple[str, ...]
    papers: dict[str, tuple[str, ...]]


class ProofWords(Value):
    """Sentences with places to fill in; see the keys in the file."""

    rules: dict[str, RuleWords]
    answers: dict[str, str]
    numbers: dict[str, str]
    dates: dict[str, str]
    units: dict[str, str]
    report: dict[str, str]
    flow: dict[str, str]
    lexicon: Lexicon

    def text(self, fault: Fault) -> str:
        """What is wrong."""
        return self.rules[fault.rule].text.format(**self._about(fault))

    def mend(self, fault: Fault) -> str:
        """Where and how to put it right."""
        return self.rules[fault.rule].mend.format(**self._about(fault))

    def fault(self, fault: Fault) -> str:
        """One fault in full: what is wrong, the answers that show it, where to mend; a line each."""
        lines = [self.text(fault)]
        if fault.answers:
            shown = "；".join(self.answer(answer) for answer in fault.answers)
            lines.append(self.report["when"].format(answers=shown))
        return "\n".join([*lines, self.report["mend"].format(mend=self.mend(fault))])

    def _about(self, fault: Fault) -> dict[str, str | int | float]:
        return {**fault.about, "unit": self.units.get(str(fault.about.get("unit")), "")}

    def line(self, proof: Proof) -> str:
        """One service in one line: how much was looked at, the trips, the questions."""
        if not proof.registered:
            return self.report["unregistered"].format(name=proof.name)
        parts = [proof.name, self.summary(proof)]
        if proof.trips is not None:
            parts.append(self.report["trips"].format(low=proof.trips[0], high=proof.trips[1]))
        if proof.asked is not None:
            parts.append(self.questions(proof.asked))
        return self.report["and"].join(parts)

    def questions(self, asked: Asked) -> str:
        """The mean number of questions beside the best there is, or the bound where that is not known."""
        mean = self.report["mean" if asked.exact else "mean_sampled"].format(mean=asked.mean)
        if asked.best is None:
            return mean + self.report["bound"].format(bound=asked.bound)
        return mean + self.report["best"].format(best=asked.best)

    def answer(self, answer: Answer) -> str:
        """`question → answer`; a cell of several values names them all."""
        question, value = self.pair(answer)
        return self.report["answer"].format(question=question, value=value)

    def pair(self, answer: Answer) -> tuple[str, str]:
        """The question as it is asked, and the answer."""
        subject = answer.axis.key.partition("@")[2]
        return answer.axis.fact.questions.get(subject, answer.axis.fact.question), self.cell(answer)

    def cell(self, answer: Answer) -> str:
        fact, cell = answer.axis.fact, answer.cell
        if fact.type == "bool":
            return self.answers["or"].join(self.answers["yes" if value else "no"] for value in cell.options)
        if fact.type == "choice":
            return self.answers["or"].join(str(value) for value in cell.options)
        return self.answers["or"].join(self._span(span, fact) for span in _joined(cell))

    def _span(self, span: Span, fact: Fact) -> str:
        """An interval as people say it: `60周岁及以上`, `不到6个月`, `2020-11-22以后`."""
        low, high = _shown(span.low), _shown(span.high)
        open_below, open_above = _edges(span, fact)
        if span.low == span.high:
            key = "exactly"
        elif open_below and open_above:
            key = "any"
        elif open_below:
            key = "below" if span.high_open else "at_most"
        elif open_above:
            key = "above" if span.low_open else "at_least"
        else:
            key = "between"
        words = self.dates if fact.type == "date" else self.numbers
        return words[key].format(low=low, high=high, unit=fact.unit or "")

    def summary(self, proof: Proof) -> str:
        """How much was looked at, exactly or as a sample."""
        return self.report["exact" if proof.exact else "sampled"].format(
            partitions=proof.partitions, checked=proof.checked
        )


def _joined(cell: Cell) -> list[Span]:
    """Neighbouring spans of one cell as one."""
    found: list[Span] = []
    for span in cell.spans:
        if found and found[-1].high == span.low and not (found[-1].high_open and span.low_open):
            last = found.pop()
            span = Span(last.low, span.high, last.low_open, span.high_open)
        found.append(span)
    return found


def _edges(span: Span, fact: Fact) -> tuple[bool, bool]:
    """Whether the interval goes down, and up, as far as the fact does."""
    if fact.type == "date":
        return span.low <= EARLIEST, span.high >= LATEST
    least = 0 if fact.minimum is None else fact.minimum
    return span.low <= least, span.high >= (1_000_000 if fact.maximum is None else fact.maximum)


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value:g}"
