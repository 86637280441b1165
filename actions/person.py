"""Who comes: name, phone, and for whom somebody books, kept from free text in any order."""

from __future__ import annotations

import re
from typing import Any

from actions import kin, names
from actions.asking import asks
from actions.numbers import in_digits, number_in, phone_in
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

NO_NAMES = ("no_name", "earlier", "later", "first_one", "last_one", "other_day")
PERSON_ASKED = ("name", "other_name", "phone")
LONGEST_BARE = 4  # characters of a name that does not begin like one
TWO = 2

_FILLED_IN = re.compile(r"电话|手机号?|号码|名字|姓名|改成|改为|换成|叫|是|[，,。.：:；;\s\d-]")
_SURNAME = re.compile(r"姓([\u4e00-\u9fff])(?![\u4e00-\u9fff])|^([\u4e00-\u9fff])(?=[，,\s]*\d)")
_BARE_NAME = re.compile(r"^([\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10})?)$")


def hear_for_whom(turn: Turn) -> bool:
    """Keep for whom it is, and what they are to each other; whether that is new."""
    draft = turn.draft or {}
    before: Json = draft.get("behalf") or {}
    behalf = {**before}
    if told := kin.behalf_in(turn.text) or _meant(turn, draft):
        behalf = {**(before if before.get("relation") == told["relation"] else {}), **told}
    if behalf and (relation := kin.stated_in(turn.text)):
        behalf["relation"] = relation
    if behalf != before:
        turn.draft = {**draft, "behalf": behalf}
    return behalf != before


def _meant(turn: Turn, draft: Json) -> Json | None:
    """Whom the booking is for, in words that say it only while one is made; nobody where it is asked about."""
    told = (
        None
        if asks(turn.text)
        else kin.meant_in(
            turn.text, beginning="service" not in draft, named=(turn.pending or {}).get("kind") in PERSON_ASKED
        )
    )
    if told and "name" in told and _part_of_something(turn, told["name"]):
        return None
    return told


def hear_by_the_way(turn: Turn) -> bool:
    """Keep who comes where it is told beside something else (第一个，我叫…); whether anything was."""
    if turn.choice is not None:
        return False
    told = names.told_in(turn.text)
    beside_time = bool(turn.nth and "slot" in turn.nth and names.bare_names(turn.text))  # 第一个吧，许德胜
    right = put_right(turn) is not None
    if not (number_in(turn.text) or names.named_in(turn.text) or told.mine or told.theirs or beside_time or right):
        return False
    return hear(turn, bare_name=beside_time)


def hear(turn: Turn, bare_name: bool = False) -> bool:
    """Keep a name or phone found in the text; whether anything new was found.

    A name answers whose was asked: the one who is booked for, else the one who books.
    """
    draft = turn.draft or {}
    phone = phone_in(turn.text)
    heard: Json = {"phone": re.sub(r"[- ]", "", phone)} if phone else {}
    heard |= _set_right(turn) or _of_two(turn) or _of_one(turn, bool(phone), bare_name)
    if heard:
        turn.draft = {**draft, **heard}
    return bool(heard)


def _set_right(turn: Turn) -> Json:
    """Whose name it is: the one the text speaks of, else the one whose name is most alike."""
    draft, new = turn.draft or {}, put_right(turn)
    if new is None:
        return {}
    behalf: Json = draft.get("behalf") or {}
    theirs = "name" in behalf and not _of_me(turn, new)
    if theirs and not _of_them(turn, behalf):
        theirs = names.alike(new, draft.get("name", "")) <= names.alike(new, behalf["name"])
    return {"behalf": {**behalf, "name": new}} if theirs else {"name": new}


def _of_me(turn: Turn, new: str) -> bool:
    said = names.told_in(turn.text).mine == new
    return said or re.search(word("names.of_me").replace("NAME", new), turn.text) is not None


def _of_them(turn: Turn, behalf: Json) -> bool:
    named = kin.relation_in(turn.text) == behalf["relation"]
    return named or re.search(word("names.of_them"), turn.text) is not None


def put_right(turn: Turn) -> str | None:
    """The name that one of those told before should have been."""
    draft = turn.draft or {}
    known = [name for name in ((draft.get("behalf") or {}).get("name"), draft.get("name")) if name]
    if asks(turn.text) or word("behalf.unnamed") in known:
        return None
    new = names.put_right(turn.text, known)
    return None if new is None or _part_of_something(turn, new) else new


def forget_name(turn: Turn) -> None:
    """名字错了, and not what it should be: whose matter it is, is asked once more."""
    draft = turn.draft or {}
    if behalf := draft.get("behalf"):
        turn.draft = {**draft, "behalf": {"relation": behalf["relation"]}}
    else:
        turn.draft = {key: value for key, value in draft.items() if key != "name"}


def _of_two(turn: Turn) -> Json:
    """她叫何翠莲，我叫何敏: who is booked for and who books, each by what is said of them."""
    draft, told = turn.draft or {}, names.told_in(turn.text)
    behalf: Json = draft.get("behalf") or _somebody(told)
    if not behalf:
        return {}
    bare = [name for name in names.bare_names(turn.text) if not _part_of_something(turn, name)]
    others = [name for name in bare if name != told.mine]
    theirs = told.theirs or (others[0] if told.mine and others and "name" not in behalf else None)
    mine = told.mine or (next((name for name in others if name != theirs), None) if told.theirs else None)
    if not (theirs or mine) and len(bare) == TWO and _asks_for_other(turn):
        theirs, mine = bare  # 何翠莲，何敏，139…: as it was asked
    if theirs is None and mine is None:
        return {}
    beside = names.beside_number(turn.text) if theirs and mine is None else None
    mine = mine or (beside if beside != theirs else None)
    heard = {"behalf": {**behalf, "name": theirs}} if theirs else {}
    return {**heard, **({"name": mine} if mine else {})}


def _somebody(told: names.Told) -> Json:
    """我爸叫…, or 他叫… beside 我叫…: it is for somebody else, though 帮他约 was not said."""
    if told.kin:
        return {"relation": kin.relation_of(told.kin)}
    return {"relation": word("behalf.other")} if told.theirs and told.mine else {}


def _of_one(turn: Turn, beside_phone: bool, bare_name: bool) -> Json:
    draft = turn.draft or {}
    number = number_in(turn.text)
    rest = in_digits(turn.text).replace(number, " ") if number else turn.text
    rest = names.spelled_out(rest)
    bare = _BARE_NAME.match(_FILLED_IN.sub("", kin.without(rest) if draft.get("behalf") else rest))
    bare = bare if bare_name or (beside_phone and "name" not in draft) else None
    alone = names.bare_names(turn.text) if bare_name else []
    surname = _SURNAME.search(turn.text) if draft.get("behalf") and not _asks_for_other(turn) else None
    name = (
        names.named_in(turn.text)
        or (alone[0] if len(alone) == 1 else None)
        or (surname[1] or surname[2] if surname else None)
        or (bare[1] if bare and _may_be_a_name(turn, bare[1], beside_phone) else None)
    )
    if not name or _part_of_something(turn, name):
        return {}
    if not (_asks_for_other(turn) or _renames_other(turn)):
        return {"name": name}
    heard: Json = {"behalf": {**draft["behalf"], "name": name}}
    if (mine := names.beside_number(turn.text)) and mine != name:
        heard["name"] = mine  # 她叫江南雪，我江大海，139…
    return heard


def _part_of_something(turn: Turn, name: str) -> bool:
    """周一上午 and 高龄津贴 begin with surnames, and are a time and a matter."""
    told = [(turn.when or {}).get("text", ""), *(service["name"] for service in turn.linked)]
    return any(name in text for text in told)


def _may_be_a_name(turn: Turn, bare: str, beside: bool) -> bool:
    """Thanks, a question or a matter is no name, though it was a name that was asked for; beside a phone it is."""
    others = (word_ for kind in NO_NAMES for word_ in words(f"said.{kind}"))
    if len(bare) < TWO or any(phrase in turn.text for phrase in others):
        return False
    if names.sure_name(bare) or (
        beside and len(bare) <= LONGEST_BARE and not re.search(word("names.leading_only"), bare)
    ):
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
    """名字不对，是江南月 where somebody is booked for: it is their name, unless only 我 is said."""
    behalf: Json = (turn.draft or {}).get("behalf") or {}
    if "name" not in behalf or not names.renames(turn.text):
        return False
    return word("said.me") not in turn.text or _of_them(turn, behalf)
