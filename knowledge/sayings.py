"""Free answers: what a sentence says about a fact. Only what is really said counts; when in doubt, nothing was said.

hear(text, axes, asked, on) -> Heard     the answer to the question asked, and what was told beside it
answer(fact, text, on) -> Heard          the same for one fact, whoever it is about
volunteered(axes, text, on) -> dict      facts told without being asked

How people put things is data of the fact: `said`, `yes_said`, `no_said` answer its question ("掉了"); `told`,
`yes_told`, `no_told` are understood without it ("身份证…(丢|掉)了"); `named` are the words beside which a number or a
day belongs to the fact ("住了 … 个月"). In them `…` stands for a few characters, (a|b) for either, `?` for perhaps.
Numbers and days are read in `saying_amounts`, persons in `saying_subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from knowledge.model import Fact
from knowledge.saying_amounts import added_up, age_said, amount_said, bare_age, birth_said, chinese_number, day_said
from knowledge.saying_answers import either, in_own_words, names_outright, option
from knowledge.saying_contrasts import without_denied_numbers
from knowledge.saying_couples import as_one_speaks, genders
from knowledge.saying_parents import HOME, household
from knowledge.saying_phrases import joined, places, undoubled
from knowledge.saying_requests import asks_to_be_told
from knowledge.saying_since import counts_months, without_rates
from knowledge.saying_subjects import (
    APPLICANT,
    CHILD,
    DECEASED,
    OTHER,
    SPOUSE,
    UNKNOWN,
    Clause,
    beneficiaries,
    clauses,
    persons_in,
    requests,
    speaker_named,
    without_nothings,
)
from knowledge.saying_told import BABY, Hit, number_in, of_anybody, told_in

_TAKEN_BACK = re.compile(
    r"不对|不是的|(?:刚才|前面|刚刚|上面)?(?:我)?(?:说|讲|选|填|记|弄|搞|点|答)错了?|改成|改为|改一下|换成|更正|纠正|其实|应该是|重新说"
)
_HANDED_ON = re.compile(r"([a-z][a-z0-9_]+(?:@[a-z]+)?)=([^;；=\s]+)", re.I)
_OURS = re.compile(r"[我俺咱]们|[我俺咱]们?家")  # 我们是外省户口: the child is, too
_REPEATED = re.compile(r"^([对是嗯没有不行会能]|[\u4e00-\u9fff]{2,3})\1+(?=[的了呢啊呀哦吧嘛。！]*$)")
_FORMERLY = re.compile(
    r"原来|原先|以前|之前|从前|早先|先前|过去|那时|当时|那阵|[去前]年(?![^，,。]*(?:到现在|到如今|起|开始|以来))"
)
_BY_NOW = re.compile(r"现在|眼下|目前|如今|这会儿|后来|后头|已经")
_AT_PRESENT = re.compile(r"^(?!.*(?:过|以前)).*(?:现在|目前|(?<!没)有[^，。]{1,12}吗)")
_OF_BOTH = re.compile(r"都|[我他]们?俩|两口|两个人|双方")
_IN_A_MONTH = re.compile(
    r"年[^，,]{1,2}月|月份|月(?:\d|[一二三四五六七八九十]+[日号])"
)  # 今年2月登记的 counts no months
_BRIEF = 10  # characters of a clause that is little more than an amount
_GROWN = 16  # years from which somebody may speak of their own birth

Axes = Sequence[tuple[str, Fact]]


@dataclass(frozen=True)
class Heard:
    """`found` tells whether `value` answers the question; `others` are further facts the sentence tells, by key;
    `guessed`: the keys that only follow from what the sentence is like (knowledge/hearing.py)."""

    found: bool
    value: Any
    others: Mapping[str, Any]
    guessed: frozenset[str] = frozenset()


NOTHING = Heard(False, None, {})


def hear(text: str, axes: Axes, asked: str | None, on: date) -> Heard:
    """`axes` are the facts the service looks at, by key; `asked` the key of the open question, if any."""
    keys = dict(axes)
    heard = _hear(text, axes, asked, on)
    joins = household(text, keys[HOME], keys) if HOME in keys else None
    if joins is None:
        return heard
    others = {key: value for key, value in heard.others.items() if key != HOME}
    if asked == HOME:
        return Heard(joins.value is not None, joins.value, others)
    return Heard(heard.found, heard.value, {**others, **({HOME: joins.value} if joins.value else {})})


def _hear(text: str, axes: Axes, asked: str | None, on: date) -> Heard:
    keys = dict(axes)
    if "=" in text and (handed := handed_on(axes, text)):
        return Heard(False, None, handed)
    text = plainly(text)
    told = volunteered(axes, text, on)
    if asked is None or asked not in keys:
        return Heard(False, None, told)
    heard = _answer_about(keys[asked], text, on, asked.partition("@")[2] or APPLICANT, others_of(axes, asked))
    if asked in told and not heard.found:
        heard = Heard(True, told[asked], heard.others)
    suffix = asked[len(base(asked)) :]
    mine = {asked, f"{keys[asked].coarser}{suffix}"}
    others = _but_echoes({key: value for key, value in told.items() if key not in mine}, asked, heard, text)
    return Heard(heard.found, heard.value, {**others, **{key + suffix: value for key, value in heard.others.items()}})


def _but_echoes(others: dict[str, Any], asked: str, heard: Heard, text: str) -> dict[str, Any]:
    """不是军人, 我也是农村户口 answer for the one person asked about; 都没结过婚 tells it of both."""
    if not heard.found or _OF_BOTH.search(text):
        return others
    same = {key for key, value in others.items() if base(key) == base(asked) and value == heard.value}
    return {key: value for key, value in others.items() if key not in same}


def besides_handed_on(text: str) -> str:
    """What is said in words, without the answers that a link carries (帮我算算…；hukou_place=外省)."""
    return _HANDED_ON.sub("", text).rstrip("；; ") or text


def plainly(text: str) -> str:
    """As one would write it: once (没有没有), not denied twice, 随妈 where the mother says 随我, 是二十方 alone after
    不是十二方, 没登记过 for 没去哪儿登记过."""
    text = without_nothings(undoubled(_REPEATED.sub(r"\1", text)))
    return added_up(without_denied_numbers(speaker_named(joined(text))))


def others_of(axes: Axes, asked: str | None) -> Axes:
    return [(key, fact) for key, fact in axes if key != asked]


def answer(fact: Fact, text: str, on: date) -> Heard:
    """What `text` answers to the question about `fact`. `others` uses bare fact ids (the caller adds the subject)."""
    text = plainly(text)
    match fact.type:
        case "bool":
            return _found(either(fact, text))
        case "choice":
            return _found(option(fact, text))
        case "number":
            return _found(number_in(fact, text, on))
    if fact.coarser and BABY.search(text):
        return Heard(False, None, {fact.coarser: 0})
    day = (birth_said(text, on) if fact.coarser else None) or day_said(text, on)
    if day is not None and not (fact.coarser and day > on):
        return _found(day.isoformat())
    years = age_said(text)
    years = bare_age(text) if years is None and fact.coarser else years
    return Heard(False, None, {fact.coarser: years}) if fact.coarser and years is not None else NOTHING


def volunteered(axes: Iterable[tuple[str, Fact]], text: str, on: date, supposing: bool = False) -> dict[str, Any]:
    """Facts told without being asked, each for the person it was told of; `supposing`: those asked about, too."""
    wanted, text = list(axes), plainly(text)
    keys, favoured = {key for key, _ in wanted}, beneficiaries(text)
    of_two = {"gender", f"gender@{SPOUSE}"} <= keys
    text = as_one_speaks(text) if of_two else text
    told: dict[str, Any] = {}
    facts = {base(key): fact for key, fact in wanted}
    speaks = Speaks(frozenset(keys), frozenset(favoured), on, paired=SPOUSE in persons_in(text))
    for clause in (each for each in clauses(text) if supposing or not each.unreal):
        for fact in facts.values():
            hit = told_in(fact, clause, on, of_one=f"{fact.id}@{SPOUSE}" not in keys)
            hit = None if hit and not supposing and of_anybody(clause, hit) else hit
            if hit is not None and not was_so(fact, clause.text[: hit.start]):
                new = {_coarse(key, fact, hit): hit.value for key in speaks.of(fact, clause, hit)}
                told = {**told, **new} if _BY_NOW.search(clause.text) else {**new, **told}
    return {**genders(text), **told} if of_two and any(key.endswith(f"@{SPOUSE}") for key in told) else told


def was_so(fact: Fact, before: str) -> bool:
    """原来在厂里上班 tells nothing of what is asked of the present; `before`: what stands before 在厂里上班."""
    return bool(_AT_PRESENT.search(fact.question)) and bool(_FORMERLY.search(before))


def corrected(text: str, axes: Axes, known: Sequence[str], on: date) -> Heard:
    """What a correction changes: facts it tells outright, and the latest answer that the rest of its words would fit.

    "不对，我是外省的" tells where; "是租的" answers whatever was asked that can be answered so. `known` oldest first.
    """
    text = plainly(text)
    told = volunteered(axes, text, on)
    if not told:
        return _fitting(text, axes, known, on)
    others = [(key, fact) for key, fact in axes if key not in told]
    rest = [clause.text for clause in clauses(text) if not clause.asked and not volunteered(axes, clause.text, on)]
    said = [(key, fact) for key, fact in others if any(_in_so_many_words(fact, each) for each in rest)]
    return Heard(False, None, {**_fitting("，".join(rest), said, known, on).others, **told})


def _in_so_many_words(fact: Fact, text: str) -> bool:
    """已经交掉了 beside another fact; a mere 没有 or 都没变 is none."""
    return fact.type == "bool" and in_own_words(fact, text) is not None


def _counts_out(fact: Fact, text: str) -> bool:
    """八个月 beside 四月初来的."""
    return fact.unit == "个月" and counts_months(text)


def _fitting(text: str, axes: Axes, known: Sequence[str], on: date) -> Heard:
    """The latest answer that the words would fit."""
    facts = dict(axes)
    finer = {fact.coarser: key for key, fact in axes if fact.coarser}
    rest = _TAKEN_BACK.sub("", text).strip(" ，,。")
    for known_key in reversed(known):
        key = known_key if known_key in facts else finer.get(base(known_key))
        if key is None or not rest:
            continue
        heard = _answer_about(facts[key], rest, on, key.partition("@")[2] or APPLICANT, others_of(axes, key))
        suffix = key[len(base(key)) :]
        others = {name + suffix: value for name, value in heard.others.items()}
        if heard.found or others:
            return Heard(False, None, {**({key: heard.value} if heard.found else {}), **others})
    return NOTHING


def restated(text: str, axes: Axes, known: Sequence[str]) -> dict[str, Any]:
    """是8个月没错, 才住5个月: an amount alone, in the unit of a number told before, is that number anew."""
    spoken = clauses(without_denied_numbers(text))
    told = [clause for clause in spoken if not clause.asked and not _IN_A_MONTH.search(clause.text)]
    mine = [clause for clause in told if not clause.own or clause.subject in (APPLICANT, UNKNOWN)]
    brief = [without_rates(clause.text) for clause in mine or told if len(clause.text) <= _BRIEF]
    counted = [(key, fact) for key, fact in axes if key in known and fact.type == "number"]
    amounts = {
        key: a.value for each in brief for key, fact in counted if (a := amount_said(each, fact)) and a.with_unit
    }
    units = [fact.unit for key, fact in counted if key in amounts]
    return amounts if len(set(units)) == len(units) else {}


def handed_on(axes: Axes, text: str) -> dict[str, Any]:
    """The answers of a case sent on by the family: `hukou_place=外省；live_here_months=8`. Others are left out."""
    facts, found = dict(axes), {}
    for key, value in _HANDED_ON.findall(text):
        fact = facts.get(key) or next((f for k, f in axes if f.coarser and key == f.coarser + k[len(f.id) :]), None)
        if fact is None:
            continue
        read = _read(fact, value)
        if read is not None:
            found[key] = read
    return found


def _read(fact: Fact, value: str) -> Any:
    match fact.type:
        case "bool":
            return {"true": True, "false": False}.get(value.lower())
        case "choice":
            return next((o.value for o in fact.options if o.value.lower() == value.lower()), None)
        case "number":
            return chinese_number(value) if value[:1].isdigit() else None
    return value if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None


def base(key: str) -> str:
    """`birth_date@child` -> `birth_date`."""
    return key.partition("@")[0]


def examples(phrase: str) -> list[str]:
    """Every sentence a phrase of the catalogue stands for, the gaps closed and what may be missing left out."""
    plain = re.sub(r"(\([^)]*\)|.)\?", "", phrase.replace("…", ""))
    parts = [part.split("|") for part in re.split(r"[()]", plain)]
    return ["".join(chosen) for chosen in product(*parts)]


# --- whose fact it is -------------------------------------------------------------------------------------------


def _answer_in(fact: Fact, clause: Clause, on: date, others: Axes) -> Heard:
    """没拿低保 speaks of something else: a clause that tells another fact is no plain no."""
    heard = answer(fact, clause.text, on)
    if fact.type != "bool" or not heard.found or in_own_words(fact, clause.text) is not None:
        return heard
    return NOTHING if volunteered(others, clause.text, on) else heard


def _answer_about(fact: Fact, text: str, on: date, subject: str, told_of: Axes) -> Heard:
    """The answer from the clauses that state something of the person asked about; a question answers nothing."""
    spoken, keys = clauses(text), {key for key, _ in told_of} | {fact.id}
    if any(requests(clause.text) and not _speaks_of(fact, clause.text) for clause in spoken):
        return NOTHING
    stating = [clause for clause in spoken if not (clause.asked or asks_to_be_told(clause.text))]
    plainly = [clause for clause in stating if clause.subject in (None, UNKNOWN, subject)]
    perhaps = [clause for clause in stating if clause not in plainly and can_answer(clause, fact, subject, keys)]
    heard = _first_answer(fact, [*plainly, *perhaps], on, told_of)
    if heard is not NOTHING:
        return heard
    whole = len(plainly) + len(perhaps) == len(spoken)
    heard = answer(fact, text, on) if whole and fact.type != "bool" else NOTHING
    return heard if heard is not NOTHING else _of_the_speaker(fact, stating, on, subject)


def _first_answer(fact: Fact, spoken: list[Clause], on: date, told_of: Axes) -> Heard:
    """The clause that says it outright comes before those that only sound like it."""
    outright = {"choice": names_outright, "bool": _in_so_many_words, "number": _counts_out}.get(fact.type)
    named = [clause for clause in spoken if outright and outright(fact, clause.text)]
    for clause in (*named, *spoken):
        heard = _answer_in(fact, clause, on, told_of)
        if heard.found or heard.others:
            return heard
    return NOTHING


def _of_the_speaker(fact: Fact, stating: list[Clause], on: date, subject: str) -> Heard:
    """对方的户口? 我也是农村户口; 孩子的户口? 我是本村的，跟我落: who is asked about goes by the one who speaks."""
    if subject not in (SPOUSE, CHILD) or fact.type != "choice":
        return NOTHING
    parents = (APPLICANT, SPOUSE, OTHER) if subject == CHILD else (APPLICANT,)
    return _first_answer(fact, [clause for clause in stating if clause.subject in parents], on, [])


def _speaks_of(fact: Fact, text: str) -> bool:
    said = [phrase for each in fact.options for phrase in (each.value, *each.said, *each.told)]
    phrases = [*said, *fact.yes_said, *fact.no_said, *fact.yes_told, *fact.no_told]
    return any(places(phrase, text) for phrase in phrases)


def can_answer(clause: Clause, fact: Fact, subject: str, keys: set[str]) -> bool:
    """Whether a clause can answer the question about `subject`."""
    of = clause.subject
    if of in (None, UNKNOWN, subject) or of in _named_in(fact, subject):
        return True
    if not clause.own and subject == APPLICANT:
        return True
    if subject == APPLICANT:  # 要办的这个人: whoever that is, unless the catalogue asks about that person apart
        return of != DECEASED and f"{fact.id}@{of}" not in keys
    return subject in (DECEASED, OTHER) and of != APPLICANT


@dataclass(frozen=True)
class Speaks:
    """Whose a told fact is: `keys` are those that the matter asks about, `favoured` those it may be for."""

    keys: frozenset[str]
    favoured: frozenset[str]
    on: date
    paired: bool = False  # the other one of a couple is spoken of by name: 他二十四 女方二十二

    def of(self, fact: Fact, clause: Clause, hit: Hit) -> tuple[str, ...]:
        """The keys it belongs to; none when it is about somebody the matter does not ask about."""
        both = (fact.id, f"{fact.id}@{SPOUSE}")
        if self.keys.issuperset(both) and _OF_BOTH.search(clause.text):
            return both
        key = self._key(fact, clause, hit)
        return () if key is None else (key,)

    def _key(self, fact: Fact, clause: Clause, hit: Hit) -> str | None:
        outside = [kind for kind, start, end in clause.spoken_of if not (hit.start <= start and end <= hit.end)]
        of = self._as_asked(fact, outside[0] if outside else (None if clause.own else clause.subject))
        variants = [key for key in self.keys if base(key) == fact.id and "@" in key]
        plain = fact.id if fact.id in self.keys else None
        if fact.of_all and plain:
            return plain
        if of in (None, APPLICANT):
            shared = of is None or _OURS.search(clause.text)
            own = fact.type == "date" and not (of is None and self._of_a_child(hit))
            return plain or (variants[0] if shared and len(variants) == 1 and not own else None)
        if f"{fact.id}@{of}" in self.keys:
            return f"{fact.id}@{of}"
        if of in (UNKNOWN, CHILD, OTHER) and self.paired and variants == [f"{fact.id}@{SPOUSE}"]:
            return plain
        if of == UNKNOWN:
            return variants[0] if len(variants) == 1 else plain
        if of in _named_in(fact, APPLICANT) or not outside:
            return plain
        return plain if of in self.favoured else None

    def _of_a_child(self, hit: Hit) -> bool:
        """上个月十号生的: nobody who speaks was born then."""
        return isinstance(hit.value, str) and int(hit.value[:4]) > self.on.year - _GROWN

    def _as_asked(self, fact: Fact, of: str | None) -> str | None:
        """帮我老伴问: the one it is for is the applicant, and the speaker is 对方."""
        if SPOUSE not in self.favoured or f"birth_date@{SPOUSE}" in self.keys or of not in (SPOUSE, APPLICANT):
            return of
        return APPLICANT if of == SPOUSE or f"{fact.id}@{SPOUSE}" not in self.keys else SPOUSE


def _named_in(fact: Fact, subject: str) -> frozenset[str]:
    """The persons a question names itself ("孩子的父母…"): speaking of them answers it."""
    return _persons(fact.questions.get(subject, fact.question))


@cache
def _persons(question: str) -> frozenset[str]:
    return frozenset(persons_in(question))


def _coarse(key: str, fact: Fact, hit: Hit) -> str:
    """An age is kept under the coarser fact, for the same person."""
    return f"{fact.coarser}{key[len(fact.id) :]}" if fact.coarser and isinstance(hit.value, int) else key


def _found(value: Any) -> Heard:
    return NOTHING if value is None else Heard(True, value, {})
