"""Who comes: name, phone, and for whom somebody books, from free text in any order."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

NO_NAMES = ("no_name", "earlier", "later", "first_one", "last_one", "other_day")
LONGEST_BARE = 4  # characters of a name that does not begin like one

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?\d{7,8})(?!\d)")
_NAMED = re.compile(
    r"(?:我叫|我?姓[\u4e00-\u9fff][，,\s]+(?:我?叫|名字?叫)?|名字叫|姓名是?|名字是|我是|[他她]叫|叫)\s*([\u4e00-\u9fff·]{2,12}?)(?=[，,。；;\s]|电话|手机|$)"
)
_NUMBER = re.compile(r"(?<![\dX-])(?:\+?86[- ]?)?(1[3-9][\d -]{5,12}\d)(?![\dXx])")
_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE_DIGITS = 11
_SPELLED = re.compile(r"(?:[零〇一二两三四五六七八九幺][ -]?){7,12}")
_FILLED_IN = re.compile(r"电话|手机号?|号码|名字|姓名|改成|改为|换成|叫|是|[，,。.：:；;\s\d-]")
_BESIDE = re.compile(
    r"(?:^|[\s，,。；;])我?([\u4e00-\u9fff]{2,4})[\s，,]*(?:的?(?:电话|手机号?|号码)(?:是|:|：)?)?\s*$"
)
_RENAMED = re.compile(
    r"(?:名字|姓名|人名|名儿|办事人)[^，,。是叫为成]{0,6}(?:[，,]\s*)?(?:应该|应当)?(?:是|叫|改成|改为|换成|写成)\s*([\u4e00-\u9fff·]{2,12})"
    r"|^(?:不对|错了|不是)[，,\s]*(?:是|叫|应该是|应该叫)([\u4e00-\u9fff·]{2,12})"
)
_LEADING = re.compile(r"^(?:好的?|行|嗯)?[，,\s]*([\u4e00-\u9fff]{2,4})[，,\s]")
_SURNAME = re.compile(r"姓([\u4e00-\u9fff])(?![\u4e00-\u9fff])|^([\u4e00-\u9fff])(?=[，,\s]*\d)")
_OF_KIN = re.compile(r"(?:叫)?([\u4e00-\u9fff]{2,3}?)(?=[，,。；;\s]|[约办换挂订补领]|去办|$)")
_BARE_NAME = re.compile(r"^([\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10})?)$")


def phone_in(text: str) -> str | None:
    """A number in digits, or spelled out one by one (一三八…, 幺三八…)."""
    text = _in_digits(text)
    found = _MOBILE.search(text) or _LANDLINE.search(text)
    return found[1] if found else None


def number_in(text: str) -> str | None:
    """A phone number, or what is meant for a mobile one though digits are missing."""
    if phone := phone_in(text):
        return phone
    found = _NUMBER.search(_in_digits(text))
    return found[1] if found else None


def wrong_length(text: str) -> int | None:
    """How many digits what is meant for a mobile number has, where that is not eleven."""
    number = None if phone_in(text) else number_in(text)
    digits = re.sub(r"\D", "", number or "")
    return len(digits) if digits and len(digits) != _MOBILE_DIGITS else None


def id_told(text: str) -> bool:
    """Whether a number of an identity card was sent, which nobody asked for."""
    return _ID_CARD.search(text) is not None


def _in_digits(text: str) -> str:
    return _SPELLED.sub(lambda run: "".join(str(words("spelled")[c]) for c in run[0] if c not in " -"), text)


def named_in(text: str) -> str | None:
    """A name that is said to be one (我叫…), corrected (名字错了，是…), or set beside the phone number."""
    for pattern in (_RENAMED, _NAMED):
        if found := pattern.search(text):
            told = next(group for group in found.groups() if group)
            if found[0].startswith("我是") and told.endswith("的"):
                return None  # 我是云岭的
            name = told.rstrip(words("said.particles"))
            return name if _plausible(name, sure=not found[0].startswith(("我是", "不对", "错了", "不是"))) else None
    return _beside_number(text)


def _beside_number(text: str) -> str | None:
    """王桂英，13800000000."""
    number = number_in(text)
    if number is None:
        return None
    beside = (_BESIDE.search((spelled := _in_digits(text))[: spelled.index(number)]), _LEADING.search(text))
    return next((each[1] for each in beside if each and like_a_name(each[1])), None)


def _plausible(name: str, sure: bool) -> bool:
    """我是退役军人 tells no name, 叫什么 neither."""
    if len(name) < 2 or any(phrase in name for phrase in words("said.no_name")):
        return False
    return sure or like_a_name(name)


def like_a_name(text: str) -> bool:
    """A surname and one or two more characters, a longer name with a dot, or a surname with a way to address."""
    if "·" in text:
        return True
    surname = 2 if text[:2] in words("surnames.double") else 1 if text[:1] in words("surnames.single") else 0
    return bool(surname) and 1 <= len(text) - surname <= 2 + (surname == 1)


def masked(phone: str) -> str:
    return phone[:3] + "****" + phone[-4:]


def hear_by_the_way(turn: Turn) -> bool:
    """Keep who comes where it is told beside something else (第一个，我叫…); whether anything was."""
    if turn.choice is not None or not (number_in(turn.text) or named_in(turn.text)):
        return False
    return hear(turn)


def hear(turn: Turn, bare_name: bool = False) -> bool:
    """Keep a name or phone found in the text; whether anything new was found.

    A name answers whose was asked: the one who is booked for, else the one who books.
    """
    draft = turn.draft or {}
    phone = phone_in(turn.text)
    number = number_in(turn.text)
    rest = _in_digits(turn.text).replace(number, " ") if number else turn.text
    bare = _BARE_NAME.match(_FILLED_IN.sub("", _without_kin(rest, draft)))
    bare = bare if bare_name or (phone and "name" not in draft) else None
    surname = _SURNAME.search(turn.text) if draft.get("behalf") and not _asks_for_other(turn) else None
    name = (
        named_in(turn.text)
        or (surname[1] or surname[2] if surname else None)
        or (bare[1] if bare and _may_be_a_name(turn, bare[1], bool(phone)) else None)
    )
    name = name if name and not _part_of_something(turn, name) else None
    heard: Json = {"phone": re.sub(r"[- ]", "", phone)} if phone else {}
    if name and (_asks_for_other(turn) or _renames_other(turn)):
        heard["behalf"] = {**draft["behalf"], "name": name}
        if (mine := _beside_number(turn.text)) and mine != name:
            heard["name"] = mine  # 她叫江南雪，我江大海，139…
    elif name:
        heard["name"] = name
    if heard:
        turn.draft = {**draft, **heard}
    return bool(heard)


def _part_of_something(turn: Turn, name: str) -> bool:
    """周一上午 and 高龄津贴 begin with surnames, and are a time and a matter."""
    told = [(turn.when or {}).get("text", ""), *(service["name"] for service in turn.linked)]
    return any(name in text for text in told)


def _may_be_a_name(turn: Turn, bare: str, beside: bool) -> bool:
    """Thanks, a question or a matter is no name, though it was a name that was asked for; beside a phone it is."""
    others = (word_ for kind in NO_NAMES for word_ in words(f"said.{kind}"))
    if len(bare) < 2 or any(phrase in turn.text for phrase in others):
        return False
    if like_a_name(bare) or (beside and len(bare) <= LONGEST_BARE):
        return True
    if turn.linked or turn.when:
        return False
    return turn.intent in ("inform", "unclear") and len(bare) <= LONGEST_BARE


def _asks_for_other(turn: Turn) -> bool:
    behalf: Json = (turn.draft or {}).get("behalf") or {}
    if not behalf or "name" in behalf or (turn.pending or {}).get("kind") == "name":
        return False
    return not any(turn.text.startswith(mine) for mine in words("said.my_name"))


def _renames_other(turn: Turn) -> bool:
    """名字不对，是江南月 where somebody is booked for: it is their name, unless 我 is said."""
    behalf: Json = (turn.draft or {}).get("behalf") or {}
    return "name" in behalf and _RENAMED.search(turn.text) is not None and word("said.me") not in turn.text


def _without_kin(text: str, draft: Json) -> str:
    """我妈叫张桂兰: the name is 张桂兰."""
    return _kin()[1].sub("", text) if draft.get("behalf") else text


def behalf_in(text: str) -> Json | None:
    """帮我妈约: for whom, as {"relation"}; None when somebody books for themselves."""
    found = _kin()[0].search(text)
    if found is None and any(phrase in text for phrase in words("said.for_them")):
        found = _kin()[2].search(text)  # 我妈走不动，帮她约个号
    if found is None:
        return None
    named = _OF_KIN.match(text[found.end() :])
    name = {"name": named[1]} if named and like_a_name(named[1]) else {}
    return {"relation": _relation(found["kin"]), **name}


def relation_in(text: str) -> str | None:
    """儿子 in 把儿子那个取消: who of the family is spoken of; None where nobody is."""
    found = _kin()[3].search(text)
    return _relation(found["kin"]) if found else None


def _relation(said: str) -> str:
    return next(str(relation) for relation, ways in words("kin").items() if said in ways)


@cache
def _kin() -> tuple[re.Pattern[str], ...]:
    ways = sorted((way for said in words("kin").values() for way in said), key=len, reverse=True)
    kin = "|".join(ways)
    given = word("said.for_booking")  # 给我妈约 is for her, 给娃上户口 is not
    for_whom = re.compile(
        rf"(?:{'|'.join(words('said.for'))}|{given})(?:我们?|俺们?|咱们?)?(?:家|村里?|村上|隔壁)?的?"
        rf"(?:[\u4e00-\u9fff](?={'|'.join(words('said.village_kin'))}))?(?P<kin>{kin})(?!{word('said.not_kin')})"
    )
    named = re.compile(rf"^(?:我|俺|咱)?家?的?(?:{kin})?(?:的|他|她)*(?:名字|姓名)?(?:叫|是)")
    mine = re.compile(rf"(?:我|俺|咱)们?家?的?(?P<kin>{kin})(?!{word('said.not_kin')})")
    return for_whom, named, mine, re.compile(rf"(?P<kin>{kin})(?!{word('said.not_kin')})")
