"""For whom somebody books: who of the family or of the village is spoken of, and what they are to each other.

behalf_in(text)        帮我妈约: {"relation", "name"?} of whom it is for
meant_in(text)         the same while a booking is made, where 给我妈办的 and 是我爸王大年 say it too
stated_in(text)        我是她邻居, 他是我爸: the relation as it is said outright, whatever was taken before
relation_in(text)      把儿子那个取消: who is spoken of
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from actions.names import any_kin, like_a_name, spelled_out, sure_name
from actions.words import word, words

Json = dict[str, Any]

_OF_KIN = re.compile(r"(?:叫)?([\u4e00-\u9fff]{2,3}?)(?=[，,。；;\s]|[约办换挂订补领]|去办|$)")


def behalf_in(text: str) -> Json | None:
    """帮我妈约: for whom, as {"relation"}; None when somebody books for themselves."""
    found = _kin()["for_whom"].search(text) or _kin()["theirs"].search(text)
    if found is None and any(phrase in text for phrase in words("said.for_them")):
        found = _kin()["mine"].search(text)  # 我妈走不动，帮她约个号
    if found is None:
        next_door = _kin()["next_door"].search(text)  # 帮隔壁老王约
        return {"relation": word("behalf.neighbour")} if next_door else None
    named = _OF_KIN.match(text[found.end() :])
    name = {"name": named[1]} if named and like_a_name(named[1]) else {}
    return {"relation": _neighbour(found) or relation_of(found["kin"]), **name}


def meant_in(text: str, *, beginning: bool = False, named: bool = False) -> Json | None:
    """给我爸王大年办的, 是我妈办: for whom the booking in the making is.

    As it begins 给娃办 only names the matter; a bare 我爸王大年 tells whom where a name was asked for (`named`).
    """
    text = spelled_out(text)
    for kind in ("for_whom_named", "is_mine"):
        for found in _kin()[kind].finditer(text):
            comes = not beginning and re.match(word("said.comes_to_do_it"), text[found.end() :])
            bare = kind == "is_mine" or (found["bare"] and not comes)
            if sure_name(found["name"]) and (named or not bare):
                return {"relation": relation_of(found["kin"]), "name": found["name"]}
    if (found_ := _kin()["for_whom_only"].search(text)) is None:
        return None
    relation = relation_of(next(said for said in found_.groups() if said))
    return None if beginning and relation in words("said.young") else {"relation": relation}


def _neighbour(found: re.Match[str]) -> str | None:
    """隔壁的王婆婆 and 村里的李奶奶 are nobody's own grandmother."""
    told = found.groupdict()
    if told.get("near"):
        return word("behalf.neighbour")
    return word("behalf.villager") if told.get("village") or told.get("surname") else None


def stated_in(text: str) -> str | None:
    """What the one who is booked for is to the one who books, said in so many words."""
    if found := _kin()["they_are"].search(text):
        return relation_of(found["kin"])
    if (found := _kin()["i_am"].search(text)) is None:
        return None
    back = words("kin_back").get(relation_of(found["kin"]), {})
    return back if isinstance(back, str) else back.get(found["who"][0])


def relation_in(text: str) -> str | None:
    """儿子 in 把儿子那个取消: who of the family is spoken of; None where nobody is."""
    found = _kin()["any"].search(text)
    return relation_of(found["kin"]) if found else None


def relation_of(said: str) -> str:
    return next(str(relation) for relation, ways in words("kin").items() if said in ways)


@cache
def _kin() -> dict[str, re.Pattern[str]]:
    kin, given = any_kin(), word("said.for_booking")  # 给我妈约 is for her, 给娃上户口 is not
    end = rf"(?P<kin>{kin})(?!{word('said.not_kin')})"
    whom = rf"(?:{'|'.join(words('said.for'))}|{given})(?:我们?|俺们?|咱们?)?"
    for_whom = (
        rf"{whom}家?(?:(?P<near>{word('said.next_door')})|(?P<village>{word('said.of_village')}))?的?"
        rf"(?:(?P<surname>[{word('surnames.single')}])(?={'|'.join(words('said.village_kin'))}))?{end}"
    )
    named = rf"^(?:我|俺|咱)?家?的?(?:{kin})?(?:的|他|她)*(?:名字|姓名)?(?:叫|是)"
    patterns = {
        "for_whom": for_whom,
        "next_door": rf"{whom}家?(?:{word('said.next_door')})的?[老小]?[{word('surnames.single')}]",
        "named": named,
        "mine": rf"(?:我|俺|咱)们?家?的?{end}",
        # 奶奶的优待证也约上
        "theirs": rf"(?:^|[，,。；;\s]|把)(?:我|俺|咱)?们?家?的?{end}{word('said.of_theirs')}",
        "any": end,
        **{kind: word(f"said.{kind}").replace("KIN", kin) for kind in ("for_whom_named", "for_whom_only", "is_mine")},
        "they_are": word("said.they_are") + end,
        "i_am": word("said.i_am") + end,
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def without(text: str) -> str:
    """我妈叫张桂兰: the name is 张桂兰."""
    return _kin()["named"].sub("", text)
