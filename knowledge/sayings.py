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
from knowledge.saying_parents import HOME, household
from knowledge.saying_phrases import denied, joined, places, undoubled
from knowledge.saying_since import months_since, without_rates
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
)

_YEAR = re.compile(r"(大前年|前年|去年|今年|\d{4}|\d{2}|[零〇一二三四五六七八九]{4})(?:年|届|$)?")
_NEWBORN = re.compile(r"(上个月)?(?:才|刚|刚刚)?(?:满月|百日|百天)")
_BABY = re.compile(
    r"满月|百天|刚(?:出)?生(?:下来)?(?:的|$)|[一二两三四五六七八九十\d]+个?多?(?:月|天)大"
    r"|(?:娃|孩子|宝宝|毛毛|儿|孙子|孙女)[^，。]{0,3}[一二两三四五六七八九\d]+个多?月(?!\d|[一二三四五六七八九十]+[号日])"
)
_TAKEN_BACK = re.compile(
    r"不对|不是的|(?:刚才|前面|刚刚|上面)?(?:我)?(?:说|讲|选|填|记|弄|搞|点|答)错了?|改成|改为|改一下|换成|更正|纠正|其实|应该是|重新说"
)
_HANDED_ON = re.compile(r"([a-z][a-z0-9_]+(?:@[a-z]+)?)=([^;；=\s]+)", re.I)
_NOT_SO = re.compile(r"(?<!是)不是[^，。]{0,2}$")  # 不是我自己要走的
_CHOOSING = re.compile(r"(?<=.)还是[^，。]*(?:区别|不同|不一样|哪|[呢吗]$)")  # 长住还是临时，有啥区别 tells neither
_WISHED = re.compile(r"(?:想|想要|打算|准备|申请|考虑|希望|问的?是?|咨询|说的?是|了解|听说)(?:一下|下|上|个|新)?$")
_ASKING = re.compile(r"[啥咋怎哪]|什么|多少|如何|几[天趟次样份个]|条件|标准|手续|流程|材料|[吗么不]$")
_NO_SUBJECT = re.compile(r"^(?:那|这|请问|问下|问一下|想|要|办|就|说)*$")
_ABOUT = re.compile(
    r"^(?:的话)?(?:要|需要?|得|能|可以|是|该|应该|怎|咋|啥|什么|多少|办|申请|领|条件|标准|手续|流程|材料|有)"
)
_REAL = re.compile(r"我|俺|咱|了(?!吧|呢|吗|么|$)|过|今年|现在|已经|目前|刚")
_SELF_SAID = re.compile(r"[我俺](?!有|想|要)")  # 我能领不 tells who it is for
_OF_A_KIND = re.compile(r".?的")  # 自己辞(职)的
_OURS = re.compile(r"[我俺咱]们|[我俺咱]们?家")  # 我们是外省户口: the child is, too
_REPEATED = re.compile(r"^([对是嗯没有不行会能]|[\u4e00-\u9fff]{2,3})\1+(?=[的了呢啊呀哦吧嘛。！]*$)")
_FORMERLY = re.compile(
    r"原来|原先|以前|之前|从前|早先|先前|过去|那时|当时|那阵|[去前]年(?![^，,。]*(?:到现在|到如今|起|开始|以来))"
)
_BY_NOW = re.compile(r"现在|眼下|目前|如今|这会儿|后来|后头|已经")
_AT_PRESENT = re.compile(r"^(?!.*(?:过|以前)).*(?:现在|目前|(?<!没)有[^，。]{1,12}吗)")
_OF_BOTH = re.compile(r"都|[我他]们?俩|两口|两个人|双方")
_BORN_ON = re.compile(  # 12月20日生, not 3月8日生孩子; 我是零四年三月十八的
    r"[日号]生(?:的|人)?$|(?:我|他|她|老公|老婆|对象)是?(?:\d{2,4}|[零〇一二三四五六七八九]{2,4})年.{2,8}[\d日号一二三四五六七八九十]的$"
)
_IN_A_MONTH = re.compile(
    r"年[^，,]{1,2}月|月份|月(?:\d|[一二三四五六七八九十]+[日号])"
)  # 今年2月登记的 counts no months
_BRIEF = 10  # characters of a clause that is little more than an amount
_GROWN = 16  # years from which somebody may speak of their own birth
_LARGE = 100  # yuan from which a bare number beside 挣 or 工资 is money
_LASTING = ("年", "个月", "天")  # units in which something lasts
_REACH = 8  # characters between a number and the word that names its fact

Axes = Sequence[tuple[str, Fact]]


@dataclass(frozen=True)
class Heard:
    """`found` tells whether `value` answers the question; `others` are further facts the sentence tells, by key."""

    found: bool
    value: Any
    others: Mapping[str, Any]


NOTHING = Heard(False, None, {})


@dataclass(frozen=True)
class _Hit:
    """A phrase found in a clause: what it says, how long it is, and where it stood."""

    value: Any
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


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
    """As one would write it: once (没有没有), not denied twice, and 随妈 where the mother says 随我."""
    return added_up(speaker_named(joined(undoubled(_REPEATED.sub(r"\1", text)))))


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
            return _found(_number(fact, text, on))
    if fact.coarser and _BABY.search(text):
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
    told: dict[str, Any] = {}
    facts = {base(key): fact for key, fact in wanted}
    speaks = _Speaks(frozenset(keys), frozenset(favoured), on)
    for clause in (each for each in clauses(text) if supposing or not each.unreal):
        for fact in facts.values():
            hit = _told(fact, clause, on, of_one=f"{fact.id}@{SPOUSE}" not in keys)
            hit = None if hit and not supposing and _of_anybody(clause, hit) else hit
            if hit is not None and not _was_so(fact, clause, hit):
                new = {_coarse(key, fact, hit): hit.value for key in speaks.of(fact, clause, hit)}
                told = {**told, **new} if _BY_NOW.search(clause.text) else {**new, **told}
    return told


def _was_so(fact: Fact, clause: Clause, hit: _Hit) -> bool:
    """原来在厂里上班 tells nothing of what is asked of the present."""
    return bool(_AT_PRESENT.search(fact.question)) and bool(_FORMERLY.search(clause.text[: hit.start]))


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
    told = [clause for clause in clauses(text) if not clause.asked and not _IN_A_MONTH.search(clause.text)]
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
    stating = [clause for clause in spoken if not clause.asked]
    plainly = [clause for clause in stating if clause.subject in (None, UNKNOWN, subject)]
    perhaps = [clause for clause in stating if clause not in plainly and _about(clause, fact, subject, keys)]
    heard = _first_answer(fact, [*plainly, *perhaps], on, told_of)
    if heard is not NOTHING:
        return heard
    whole = len(plainly) + len(perhaps) == len(spoken)
    heard = answer(fact, text, on) if whole and fact.type != "bool" else NOTHING
    return heard if heard is not NOTHING else _of_the_speaker(fact, stating, on, subject)


def _first_answer(fact: Fact, spoken: list[Clause], on: date, told_of: Axes) -> Heard:
    """The clause that says it outright comes before those that only sound like it."""
    outright = {"choice": names_outright, "bool": _in_so_many_words}.get(fact.type)
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


def _about(clause: Clause, fact: Fact, subject: str, keys: set[str]) -> bool:
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
class _Speaks:
    """Whose a told fact is: `keys` are those that the matter asks about, `favoured` those it may be for."""

    keys: frozenset[str]
    favoured: frozenset[str]
    on: date

    def of(self, fact: Fact, clause: Clause, hit: _Hit) -> tuple[str, ...]:
        """The keys it belongs to; none when it is about somebody the matter does not ask about."""
        both = (fact.id, f"{fact.id}@{SPOUSE}")
        if self.keys.issuperset(both) and _OF_BOTH.search(clause.text):
            return both
        key = self._key(fact, clause, hit)
        return () if key is None else (key,)

    def _key(self, fact: Fact, clause: Clause, hit: _Hit) -> str | None:
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
        if of == UNKNOWN:
            return variants[0] if len(variants) == 1 else plain
        if of in _named_in(fact, APPLICANT) or not outside:
            return plain
        return plain if of in self.favoured else None

    def _of_a_child(self, hit: _Hit) -> bool:
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


def _coarse(key: str, fact: Fact, hit: _Hit) -> str:
    """An age is kept under the coarser fact, for the same person."""
    return f"{fact.coarser}{key[len(fact.id) :]}" if fact.coarser and isinstance(hit.value, int) else key


# --- what it says -----------------------------------------------------------------------------------------------


def _told(fact: Fact, clause: Clause, on: date, of_one: bool) -> _Hit | None:
    """What a clause says of a fact without having been asked; `of_one`: the matter does not ask it of both."""
    match fact.type:
        case "bool":
            no = _hits(fact.no_told, False, clause, fact.planned)
            if not clause.asked and (length := denied(fact.yes_told, clause.text)):
                no.append(_Hit(False, 0, length + 1))
            return _longest([*_hits(fact.yes_told, True, clause, fact.planned), *no])
        case "choice":
            if _CHOOSING.search(clause.text):
                return None
            said = [(each.value, (*each.told, *(each.told_of_one if of_one else ()))) for each in fact.options]
            hits = [hit for value, phrases in said for hit in _hits(phrases, value, clause, fact.planned)]
            return _longest([hit for hit in hits if not _NOT_SO.search(clause.text[: hit.start])])
        case "number":
            return _number_told(fact, clause, on)
    return _day_told(fact, clause, on)


def _hits(phrases: Iterable[str], value: Any, clause: Clause, planned: bool) -> list[_Hit]:
    return [
        _Hit(value, start, end)
        for phrase in phrases
        for start, end in places(phrase, clause.text)
        if _stated(clause, start, end, planned)
    ]


def _stated(clause: Clause, start: int, end: int, planned: bool) -> bool:
    """吃低保要啥条件 names a topic, 我想吃低保 a wish; neither says that somebody gets it."""
    before, after = clause.text[:start], clause.text[end:]
    if _WISHED.search(before) and not planned:
        return False
    if clause.asked and end >= len(clause.text) - 1 and not _SELF_SAID.match(clause.text[start:end]):
        return False
    topic = bool(_ASKING.search(after)) and bool(_NO_SUBJECT.match(before)) and bool(_ABOUT.match(after))
    return not (topic and clause.text[end - 1] not in "了的过着")


def _of_anybody(clause: Clause, hit: _Hit) -> bool:
    """有车的也能申请吧, 隔壁县的查得到吗 ask about a kind of people or things; nobody says to be or have that.

    我有车能申请吗 and 满80了能领吗 do tell it.
    """
    if not (clause.asked or clause.soft) or _REAL.search(clause.text):
        return False
    said = clause.text[hit.start : hit.end]
    return not clause.own or said.endswith("的") or bool(said and _OF_A_KIND.match(clause.text, hit.end))


def _longest(hits: list[_Hit]) -> _Hit | None:
    """The longest phrase wins, since 没有 holds 有; a draw between two values decides nothing."""
    longest = max((hit.length for hit in hits), default=0)
    best = [hit for hit in hits if hit.length == longest]
    return best[0] if best and len({hit.value for hit in best}) == 1 else None


def _number(fact: Fact, text: str, on: date, with_unit: bool = False) -> float | None:
    """The number a text gives for a fact; told by the way it needs its unit."""
    if fact.unit == "岁" and (years := age_said(text)) is not None:
        return years
    if (counted := _counted(fact, text, on)) is not None:
        return counted
    amount = amount_said(without_rates(text) if fact.unit in _LASTING else text, fact)
    return amount.value if amount and (amount.with_unit or not with_unit) else None


def _number_told(fact: Fact, clause: Clause, on: date) -> _Hit | None:
    for phrase in fact.named:
        for start, end in places(phrase, clause.text):
            number = _number_beside(fact, clause.text[max(0, start - _REACH) : end + _REACH], on)
            if number is not None:
                return _Hit(number, start, end)
    if fact.unit == "岁" and (years := age_said(clause.text)) is not None:
        return _Hit(years, 0, 0)
    return None


def _number_beside(fact: Fact, text: str, on: date) -> float | None:
    """With its unit; of money a bare number that is large enough (一个月挣两千)."""
    number = _number(fact, text, on, with_unit=True)
    if number is not None or fact.unit != "元":
        return number
    bare = amount_said(text, fact)
    return bare.value if bare and bare.value >= _LARGE else None


def _day_told(fact: Fact, clause: Clause, on: date) -> _Hit | None:
    born_on = day_said(clause.text, on) if _BORN_ON.search(clause.text) else None
    if fact.coarser and (born := birth_said(clause.text, on) or born_on) and born <= on:
        return _Hit(born.isoformat(), 0, 0)
    for phrase in () if fact.coarser and _BABY.search(clause.text) else fact.named:
        for start, end in places(phrase, clause.text):
            day = day_said(clause.text, on)
            if day is not None:
                return _Hit(day.isoformat(), start, end)
    if not fact.coarser:
        return None
    years = 0 if _BABY.search(clause.text) else age_said(clause.text)
    return None if years is None else _Hit(years, 0, 0)


def _found(value: Any) -> Heard:
    return NOTHING if value is None else Heard(True, value, {})


def _counted(fact: Fact, text: str, on: date) -> float | None:
    """Numbers said as something else: the year of graduation as 去年, the days of a baby as 刚满月."""
    if fact.unit == "年" and (fact.minimum or 0) > 1900:
        found = _YEAR.search(text)
        return _year_of(found[1], on) if found else None
    if fact.unit == "个月" and (months := months_since(text, on)) is not None:
        return months
    month = _NEWBORN.search(text) if fact.unit == "天" else None
    return None if month is None else 100.0 if "百" in month.group() else 60.0 if month[1] else 30.0


def _year_of(said: str, on: date) -> float | None:
    step = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0}.get(said)
    if step is not None:
        return float(on.year + step)
    number = chinese_number(said)
    if number is None:
        return None
    return number if number > 99 else number + (2000 if 2000 + number <= on.year + 15 else 1900)
