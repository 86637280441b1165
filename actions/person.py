"""Who comes: name, phone, and for whom somebody books, from free text in any order."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?\d{7,8})(?!\d)")
_NAMED = re.compile(
    r"(?:我叫|名字叫|姓名是?|名字是|我是|[他她]叫|叫)\s*([\u4e00-\u9fff·]{2,12}?)(?=[，,。；;\s]|电话|手机|$)"
)
_FILLED_IN = re.compile(r"电话|手机号?|号码|名字|姓名|改成|改为|换成|叫|是|[，,。.：:；;\s\d-]")
_BARE_NAME = re.compile(r"^([\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10})?)$")


def phone_in(text: str) -> str | None:
    found = _MOBILE.search(text) or _LANDLINE.search(text)
    return found[1] if found else None


def named_in(text: str) -> str | None:
    found = _NAMED.search(text)
    return found[1] if found else None


def masked(phone: str) -> str:
    return phone[:3] + "****" + phone[-4:]


def hear(turn: Turn, bare_name: bool = False) -> bool:
    """Keep a name or phone found in the text; whether anything new was found.

    A name answers whose was asked: the one who is booked for, else the one who books.
    """
    draft = turn.draft or {}
    phone = phone_in(turn.text)
    rest = turn.text.replace(phone, " ") if phone else turn.text
    bare = _BARE_NAME.match(_FILLED_IN.sub("", _without_kin(rest, draft)))
    bare = bare if bare_name or (phone and "name" not in draft) else None
    name = named_in(rest) or (bare[1] if bare and len(bare[1]) >= 2 else None)
    heard: Json = {"phone": re.sub(r"[- ]", "", phone)} if phone else {}
    if name and _asks_for_other(turn):
        heard["behalf"] = {**draft["behalf"], "name": name}
    elif name:
        heard["name"] = name
    turn.draft = {**draft, **heard}
    return bool(heard)


def _asks_for_other(turn: Turn) -> bool:
    behalf: Json = (turn.draft or {}).get("behalf") or {}
    return bool(behalf) and "name" not in behalf and (turn.pending or {}).get("kind") != "name"


def _without_kin(text: str, draft: Json) -> str:
    """我妈叫张桂兰: the name is 张桂兰."""
    return _kin()[1].sub("", text) if draft.get("behalf") else text


def behalf_in(text: str) -> Json | None:
    """帮我妈约: for whom, as {"relation"}; None when somebody books for themselves."""
    found = _kin()[0].search(text)
    return {"relation": _relation(found["kin"])} if found else None


def _relation(said: str) -> str:
    return next(str(relation) for relation, ways in words("kin").items() if said in ways)


@cache
def _kin() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ways = sorted((way for said in words("kin").values() for way in said), key=len, reverse=True)
    kin = "|".join(ways)
    for_whom = re.compile(
        rf"(?:{'|'.join(words('said.for'))})(?:我们?|俺们?|咱们?)?家?的?(?P<kin>{kin})(?!{word('said.not_kin')})"
    )
    return for_whom, re.compile(rf"^(?:我|俺|咱)?家?的?(?:{kin})?(?:的|他|她)*(?:名字|姓名)?(?:叫|是)")
