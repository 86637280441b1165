"""What a sentence tells in words that no phrase of the catalogue holds: by what it is like (knowledge/telling.py).

more(heard, said, asked) -> Heard     `heard` by the phrases, and what they left unheard
taken_back(said, known) -> Heard      which answer given before a correction is about, and what it is now

The phrases come first. Where they leave the open question unanswered, its answer is the value whose ways of telling
the sentence is like, if it is about that fact at all; of facts nobody asked for that must be much surer. A question, a
wish and a supposition tell nothing here either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from knowledge.model import Fact
from knowledge.saying_requests import asks_to_be_told
from knowledge.saying_subjects import APPLICANT, Clause, asks, beneficiaries, clauses, without_nothings
from knowledge.saying_told import Hit
from knowledge.sayings import NOTHING, Axes, Heard, Speaks, base, can_answer, handed_on, plainly, was_so
from knowledge.search.meaning import Meaning
from knowledge.telling import Guess, most_about, told
from knowledge.text import normalise

ASKED, AHEAD = -0.7, 0.3  # how much an answer must be about what was asked, and how far ahead of the next value
RETOLD = -0.3  # the same of what is taken back
BESIDE = 0.0  # the same as ASKED where the sentence tells something else already
UNASKED, FAR_AHEAD = 0.2, 0.6
SURE, SURELY_AHEAD = 0.1, 0.5  # from where it overrules what a phrase was heard to answer
OPEN = -0.2  # the same of the one fact that a clause is most about, where UNASKED is not reached
ALONE = 0.8  # by how much more than about the next fact: then OPEN is enough
OTHER, FAR_MORE = 0.3, 1.0  # how much a sentence is about who somebody is, and by how much more than what was asked
WHO = frozenset({"proxy_relation", "applicant_is_self", "gender", "partner_agree"})  # 我是她奶奶 answers little else
MOST = 2  # facts that one clause tells unasked
SHORT = 4  # characters of a clause that tells something unasked
_WISHED = re.compile(r"(?:想|要|打算|准备|申请)[^，。]{0,6}(?:办|领|申请|弄|开|报|交|查|换|补)")
_ASKING = re.compile(  # 备案是要去哪个窗口搞; not 哪个说动工了, 哪来的儿女
    r"哪(?:个|些|里|儿|家|一)(?!说|讲|样|晓得|知道|[^，。]{0,2}[都也])|(?<!没)(?<!没有)(?<!没得)什么(?![^，。]{0,2}[都也])|(?<!没)(?<!没有)多少"
    r"|还是(?=.*[哪多])|(?<!没)(?<!没有)(?<!没得)几[天趟次样份]|说说|[吗么]$"
)
_OWN = re.compile(r"我|俺|咱|了(?![吗么呢]|$)")  # of a question that tells something of oneself
_WONDERING = re.compile(r"[咋怎]|如何|[啥哪]|什么|申请|办理")  # 低保怎么申请 tells nothing unasked


@dataclass(frozen=True)
class Said:
    """A sentence, the facts its matter looks at, the day, and the sentence encoder where there is one."""

    text: str
    axes: Axes
    on: date
    meaning: Meaning | None

    @cached_property
    def stated(self) -> Sequence[Clause]:
        spoken = clauses(plainly(self.text))
        told = [
            each for each in spoken if not (each.asked or each.unreal or _ASKING.search(without_nothings(each.text)))
        ]
        return [each for each in told if not asks_to_be_told(each.text)]

    def guess(self, fact: Fact, text: str) -> Guess | None:
        return told(fact.id, self.meaning.query(normalise(text))) if self.meaning and text else None

    def of_another(self, fact: Fact, text: str, guess: Guess) -> bool:
        """我是她监护人 is no answer to 会用手机吗: far more about who somebody is."""
        found = most_about(self.meaning.query(normalise(text))) if self.meaning else None
        if found is None or found[0] not in WHO - {fact.id}:
            return False
        return found[1] >= OTHER and found[1] - guess.about >= FAR_MORE


def more(heard: Heard, said: Said, asked: str | None) -> Heard:
    if said.meaning is None or ("=" in said.text and handed_on(said.axes, said.text)):
        return heard
    if heard.found and not said.stated and not _OWN.search(said.text):
        heard = replace(heard, found=False, value=None)  # 扣满十二分要学习几天啊
    facts = dict(said.axes)
    guess = _answer(said, asked, BESIDE if heard.others else ASKED) if asked in facts else None
    if asked and guess and (not heard.found or _overrules(guess, heard.value)):
        heard = replace(heard, found=True, value=guess.value, guessed=frozenset({asked}))
    speaks = Speaks(frozenset(facts), frozenset(beneficiaries(said.text)), said.on)
    rest = {base(key): fact for key, fact in said.axes if key != asked}
    unheard = asked in facts and not (heard.found or heard.others or asks(said.text))
    guesses = _unasked(rest, said, speaks, eager=unheard)
    guessed = {key: value for key, value in guesses if key not in {asked, *heard.others}}
    return replace(heard, others={**guessed, **heard.others}, guessed=heard.guessed | guessed.keys())


def _overrules(guess: Guess, value: Any) -> bool:
    """户口在河东那个镇，不在这个镇: a phrase was heard that the whole sentence is far from."""
    return guess.value != value and guess.about >= SURE and guess.ahead >= SURELY_AHEAD


def taken_back(said: Said, known: Sequence[str]) -> Heard:
    """不是丢了哈，是过期: of the answers given, the one that the words are most about; `known` oldest first."""
    facts = dict(said.axes)
    guesses = {key: guess for key in reversed(known) if key in facts and (guess := _answer(said, key, RETOLD))}
    if not guesses:
        return NOTHING
    key = max(guesses, key=lambda each: guesses[each].about)
    return Heard(False, None, {key: guesses[key].value}, frozenset({key}))


def _answer(said: Said, key: str, least: float) -> Guess | None:
    """The value that the clauses about the person asked about tell, together or one of them."""
    fact, keys = dict(said.axes)[key], {other for other, _ in said.axes}
    mine = [each for each in said.stated if can_answer(each, fact, key.partition("@")[2] or APPLICANT, keys)]
    parts = [each.text for each in mine]
    if len(mine) == len(said.stated) and len(parts) > 1:
        parts.append(" ".join(parts))
    guesses = [guess for part in parts if (guess := said.guess(fact, part)) and not said.of_another(fact, part, guess)]
    best = max(guesses, key=lambda guess: guess.about + guess.ahead, default=None)
    return best if best and best.about >= least and best.ahead >= AHEAD else None


def _unasked(facts: Mapping[str, Fact], said: Said, speaks: Speaks, *, eager: bool) -> Iterator[tuple[str, Any]]:
    """Keys and values of what the clauses tell unasked.

    Of each clause what it is surely about; else the one fact it is most about, where that stands alone or nothing else
    was heard (`eager`).
    """
    for clause in said.stated:
        if len(clause.text) < SHORT or _WISHED.search(clause.text) or _WONDERING.search(clause.text):
            continue
        guesses = [(fact, guess) for fact in facts.values() if (guess := said.guess(fact, clause.text))]
        for fact, guess in _most_about(guesses, eager):
            if guess.ahead >= FAR_AHEAD and not was_so(fact, clause.text):
                yield from ((key, guess.value) for key in speaks.of(fact, clause, Hit(guess.value, 0, 0)))


def _most_about(guesses: Sequence[tuple[Fact, Guess]], eager: bool) -> Sequence[tuple[Fact, Guess]]:
    best = sorted(guesses, key=lambda found: -found[1].about)[:MOST]
    if surely := [found for found in best if found[1].about >= UNASKED]:
        return surely
    alone = len(best) > 1 and best[0][1].about - best[1][1].about >= ALONE
    return [found for found in best[:1] if found[1].about >= OPEN and (alone or eager)]
