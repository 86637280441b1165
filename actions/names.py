"""Names of people in free text: told as such, corrected, set beside a phone number, or one of each for two people.

named_in(text)         a name that is said to be one
told_in(text)          whose: 我叫何敏 is mine, 她叫何翠莲 theirs, 我妈叫… theirs with the relation
like_a_name(text)      a surname and what follows
beside_number(text)    王桂英，13800000000
put_right(text, known) 是刘桂芬 不是刘桂芳: the name that one of those known should have been
alike(name, other)     how alike two names are, from 0 to 1

How a name is written (燕子的燕, 木子李) is no name; what only leads to one (应该是) is none either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from actions.numbers import in_digits, number_in
from actions.words import word, words

SHORT = 12  # characters of a sentence that says no more than a name set right
ALIKE = 0.6  # likeness from which a name is another one set right
LONGEST_MENDED = 4  # characters of a name that alone tells what another should have been

_NAMED = re.compile(
    r"(?:我叫|我?姓[\u4e00-\u9fff][，,\s]+(?:我?叫|名字?叫)?|名字叫|姓名是?|名字是|我是|[他她]叫|叫)\s*([\u4e00-\u9fff·]{2,12}?)(?=[，,。；;\s]|电话|手机|$)"
)
_BESIDE = re.compile(
    r"(?:^|[\s，,。；;]|(?:自己|约|办|来)的)我?([\u4e00-\u9fff]{2,4})[\s，,]*(?:的?(?:电话|手机号?|号码)(?:是|:|：)?)?\s*$"
)
_RENAMED = re.compile(
    r"(?:名字|姓名|人名|名儿|办事人)[^，,。是叫为成]{0,6}(?:[，,]\s*)?(?:应该|应当)?(?:是|叫|改成|改为|换成|写成)\s*([\u4e00-\u9fff·]{2,12})"
    r"|^(?:不对|错了|不是)[，,\s]*(?:是|叫|应该是|应该叫)([\u4e00-\u9fff·]{2,12})"
)
_AFTER = re.compile(r"^[\s，,]*([\u4e00-\u9fff]{2,4})(?=[，,。；;\s]|$)")
_LEADING = re.compile(r"^(?:好的?|行|嗯)?[，,\s]*([\u4e00-\u9fff]{2,4})[，,\s]")
_CLAUSES = re.compile(r"[，,。；;！!\s]+")
_UNSURE = ("我是", "不对", "错了", "不是")  # what follows must look like a name


@dataclass(frozen=True)
class Told:
    """`kin`: the word for whose name `theirs` is, where one was said."""

    mine: str | None = None
    theirs: str | None = None
    kin: str | None = None


def named_in(text: str) -> str | None:
    """A name that is said to be one (我叫…), corrected (名字错了，是…), or set beside the phone number."""
    text = spelled_out(text)
    for pattern in (_RENAMED, _NAMED):
        if found := pattern.search(text):
            told = next(group for group in found.groups() if group)
            if found[0].startswith("我是") and told.endswith("的"):
                return None  # 我是云岭的
            name = told.rstrip(words("said.particles"))
            return name if _plausible(name, sure=not found[0].startswith(_UNSURE)) else None
    return _mended(text) or beside_number(text)


def renames(text: str) -> bool:
    """Whether a name told before is put right."""
    text = spelled_out(text)
    return _RENAMED.search(text) is not None or _mended(text) is not None


def put_right(text: str, known: list[str]) -> str | None:
    """A name at the end of a clause, where another is named or said to be wrong, or it is much like one of those."""
    clauses = _CLAUSES.split(spelled_out(text))
    last = [found["name"] for clause in clauses if (found := re.search(word("names.last_in"), clause))]
    new = next((name for name in last if name not in known and sure_name(name)), None)
    if new is None or not known:
        return None
    wrong = re.search(word("names.wrong_name"), text) is not None or any(name in text for name in known)
    likest = max(alike(new, name) for name in known)
    alone = likest >= ALIKE and len(text) <= SHORT  # a brother's name is much like one's own
    return new if alone or (wrong and likest > 0) else None


def alike(name: str, other: str) -> float:
    return SequenceMatcher(None, name, other, autojunk=False).ratio()


def _mended(text: str) -> str | None:
    """名字打错了，张春燕: the clause that is a name, where something is said to be wrong before it."""
    wrong = re.search(word("names.wrong"), text)
    clauses = _CLAUSES.split(text[wrong.end() :]) if wrong else []
    mended = [re.sub(word("names.leads"), "", clause.strip(words("said.trailing"))) for clause in clauses]
    return next((each for each in reversed(mended) if len(each) <= LONGEST_MENDED and sure_name(each)), None)


def told_in(text: str) -> Told:
    text = spelled_out(text)
    mine, theirs = _patterns()["mine"].search(text), _patterns()["theirs"].search(text)
    their_name = _bare(theirs["name"]) if theirs else None
    return Told(_bare(mine["name"]) if mine else None, their_name, theirs["kin"] if theirs and their_name else None)


def bare_names(text: str) -> list[str]:
    """The clauses that are a name and nothing else, as they stand."""
    return [clause for clause in _CLAUSES.split(spelled_out(text)) if sure_name(clause)]


def _bare(name: str) -> str | None:
    name = name.rstrip(words("said.particles"))
    return name if _plausible(name, sure=True) else None


def spelled_out(text: str) -> str:
    """Without how a name is written, and without what it is said not to be."""
    for pattern in words("names.no_part"):
        text = re.sub(pattern, "，", text)
    return text.strip("，, ")


def beside_number(text: str) -> str | None:
    """王桂英，13800000000."""
    number = number_in(text)
    if number is None:
        return None
    spelled = in_digits(text)
    before, _, after = spelled.partition(number)
    beside = (_BESIDE.search(before), _LEADING.search(text), _AFTER.search(after))
    return next((each[1] for each in beside if each and sure_name(each[1])), None)


def _plausible(name: str, sure: bool) -> bool:
    """我是退役军人 tells no name, 叫什么 neither."""
    if len(name) < 2 or any(phrase in name for phrase in words("said.no_name")):
        return False
    return sure or like_a_name(name)


def sure_name(text: str) -> bool:
    """Like a name, and nothing that only leads to one (应该是, 就这个)."""
    return like_a_name(text) and re.search(word("names.leading_only"), text) is None


def like_a_name(text: str) -> bool:
    """A surname and one or two more characters, a longer name with a dot, or a surname with a way to address."""
    if "·" in text:
        return True
    surname = 2 if text[:2] in words("surnames.double") else 1 if text[:1] in words("surnames.single") else 0
    return bool(surname) and 1 <= len(text) - surname <= 2 + (surname == 1)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """`names.mine` and `names.theirs` with KIN for the words for kin."""
    return {whose: re.compile(word(f"names.{whose}").replace("KIN", any_kin())) for whose in ("mine", "theirs")}


def any_kin() -> str:
    """All the words for kin as one pattern, the longest first."""
    return "|".join(sorted((way for said in words("kin").values() for way in said), key=len, reverse=True))
