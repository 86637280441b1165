"""Whose household a child joins, where both parents' are told: 我户口在湖东，他户口在外省，宝宝跟我上.

household(text, fact, keys) -> Household | None     None: the text does not tell the parents' households apart

Only the parent the child goes with counts; of the other one nothing is heard. Where two are told and none is chosen,
nothing is known yet.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from knowledge.model import Fact
from knowledge.saying_answers import option
from knowledge.saying_subjects import clauses

HOME, GOES_WITH = "hukou_place@child", "settle_with"
_ME, _OTHER, _FATHER, _MOTHER = "me", "other", "father", "mother"
_WORDS = {
    _FATHER: "爸爸?|爹|父亲|父|老公|丈夫|男方|男人",
    _MOTHER: "妈妈?|娘(?!家)|母亲|母|老婆|媳妇|婆娘|堂客|妻子|女方|女人",
    _ME: r"(?:我|俺|咱)(?!们|家?(?:老公|老婆|媳妇|婆娘|堂客|男人|女人|对象|那口子|屋|爱人|丈夫|妻子|[爸妈爹娘]))",
    _OTHER: "对象|爱人|那口子|对方|屋里那个|屋头那个|(?<!其)他(?!省|县|乡|镇|市|们)|她(?!们)",
}
_PARENT = re.compile("|".join(f"(?P<{who}>{words})" for who, words in _WORDS.items()))
_OWNER = "(?:娃儿?|娃娃|孩子|宝宝|毛毛)?[他她]?的?"
_CHOICE = re.compile(
    rf"(?:随|跟(?!.{{1,4}}(?:一样|商量|说|讲|离))|落(?:户)?(?:在|到)?|上(?:在|到|(?=[我俺咱](?:这|那|家|名下|的?户)))|入(?:在|到)|报(?:在|到))(?:着)?{_OWNER}(?P<who>{_PARENT.pattern})"
)
_OF_HOME = re.compile(r"户口|户籍|是|的$|人$|来$|嫁")
_SPEAKER = re.compile(rf"我(?:就)?是{_OWNER}(?P<parent>[爸爹父妈娘母])")


@dataclass(frozen=True)
class Household:
    """`value` None: told of the parents, but not of the one the child goes with."""

    value: str | None


def household(text: str, fact: Fact, keys: Container[str]) -> Household | None:
    if HOME not in keys or GOES_WITH not in keys:
        return None
    told = _told(text, fact)
    chosen = _CHOICE.search(text)
    if not told:
        return None
    if chosen is None:
        return Household(None) if len(set(told.values())) > 1 else None
    joined = _one_of(told, _who(chosen["who"]), _speaker(text))
    return Household(told[joined] if joined else None)


def _told(text: str, fact: Fact) -> dict[str, str]:
    """What is told of each parent's household: {"me": "外省", "father": "本县别乡镇"}."""
    told: dict[str, str] = {}
    for clause in clauses(text):
        said = _CHOICE.sub("", clause.text)
        value = option(fact, said) if not clause.asked and _OF_HOME.search(said) else None
        found = _PARENT.search(re.sub(r"(?:娃儿?|娃娃|孩子|宝宝|毛毛)[他她]|[他她](?=[爸爹妈娘])", "", said))
        if value and found:
            told.setdefault(str(_who(found.group())), value)
    return told


def _who(word: str) -> str:
    """他 and 她 are a father and a mother; 对象 is just the other one."""
    spoken = {"他": _FATHER, "她": _MOTHER}.get(word)
    return spoken or next(who for who, words in _WORDS.items() if re.match(words, word))


def _speaker(text: str) -> str | None:
    found = _SPEAKER.search(text)
    return None if found is None else _FATHER if found["parent"] in "爸爹父" else _MOTHER


def _one_of(told: dict[str, str], chosen: str, speaker: str | None) -> str | None:
    """The one of those told who is chosen: 随妈 is the speaker's own where only the father is told besides."""
    if chosen in told:
        return chosen
    others = [who for who in told if who != _ME]
    if chosen == _ME:
        return speaker if speaker in told else None
    if chosen == speaker:
        return _ME
    if _OTHER in (chosen, *others):  # 对象 is whoever does not speak
        return others[0] if len(others) == 1 else None
    return _ME if others and speaker is None else None
