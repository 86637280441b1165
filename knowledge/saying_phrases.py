"""Where a phrase of the catalogue stands in what was said, and whether it is said or denied there.

places("身份证…丢了", text) -> [(start, end)]     as a statement
joined("说好去上班，人家又不要了")                 what came to nothing stands in one clause with what it undoes
undoubled("不会不方便") -> "方便"                 two denials are none
denied("(吃|拿)低保", "现在没在吃低保") -> 4       how long the phrase is that the text denies; 0: it does not
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_GAP = r"(?:[^，,。；;！!？?、不没未]|不小心|不知|不晓得|不方便){0,6}?"  # never a denial
_LIGHT = (
    r"(?:交过|缴过|参加过|参过|办过|入过|买过|领过"
    r"|在|再|正在|有|有在|是|用|要|想|会|去|得|打算|准备|怎么|占|大|太|咋|很)?"
)
_THERE = r"(?:在(?:单位|厂里?|公司|外面|外头|别处)(?=[交缴参办买]))?"  # 没在单位交过职工养老
_DENIED = re.compile(rf"(?:没有|没|不是|并不是|不算|不再|不|未|无|非|别|并非){_THERE}{_LIGHT}$")
_GIVEN_UP = re.compile(
    r"(?:我|我们|他|她|现在|已经|真的|真|就|也|都|先|那块|那个|地)*(?:不|没再|没在|不再)(?:再|想|打算|准备|要)?"
    r"(?:卖|占|做|要|用|吃|领|搞|住|开|寄|办|种|迁|租)(?:了|啦|[吧啊的]*$)"
)
_LACKED = re.compile(
    r"(?:户|证|金|的)?(?:也|都|还|又|现在)*(?:没得|没有|没领|没办|没吃|没评)(?:过|上|到|下来|了)*[的哦啊嘛呢呀]*$"
)
_BARE_GIVEN_UP = re.compile(r"^(?:算了|那|那就|我|我们|就|也|先)*不(?:再|想)?([占卖做吃领寄租迁种住])了?[吧啊的]*$")
_THING_GIVEN_UP = re.compile(
    r"^(?:算了|那|那就|我们?|这个)*(?P<thing>[^，。不没]{1,6}?)(?:真的|真|就|也|都|先|现在)*(?:不|没再|没在)(?:再|想|打算)?"
    r"(?P<verb>[占卖做吃领寄租迁种住开用要])(?:了|啦)[吧啊的]*$"
)
_IN_VAIN = (
    r"(?:没|未|不)(?:有|再|能)?"
    r"(?:[\u4e00-\u9fff]{0,2}(?:成|拢|妥)(?![立交])|着落|下文|谱|影|要我?了?$|批|下得?来|办下来|搞定|戏)"
    r"|泡汤|黄了|吹了|落空"
)
_CAME_TO_NOTHING = re.compile(rf"[^，,。；;！!？?、没不未]{{0,8}}?(?:{_IN_VAIN})")
_THEN_UNDONE = re.compile(
    rf"[，,\s]+(?=(?:可是|可|但是|但|结果|后来|后头|最后|人家|他们?|对方|又|也|都|还|就|到头来|老板|单位|厂里|那边|一直|[^，,。；;！!？?没不未]{{2}}天)*"
    rf"(?:{_IN_VAIN})[^，,。；;！!？?]{{0,2}}(?:[，,。；;！!？?\s]|$))"
)
_SOUGHT = re.compile(r"找(?![到着])|寻|想|打算|准备|愿意|申请")  # found or not, it is still looked for
_TWICE = re.compile(
    r"(?<!是)(?:并?不会|并?不是|没有?|没得|没啥|没什么|不算)(?:什么|啥子?|哪里)?不(?=[^是对了，,。]|对劲)"
)
_NOT_WITHOUT = re.compile(r"(?<!是)不是(?:没有?|没得)(?=[^，,。])")


def undoubled(text: str) -> str:
    """不会不方便, 没什么不方便的 say 方便; 不是没车 says 有车."""
    return _NOT_WITHOUT.sub("有", _TWICE.sub("", text))


def places(phrase: str, text: str) -> list[tuple[int, int]]:
    """Where a phrase stands, unless a word before it denies it, or what follows gives it up."""
    return [span for span in _spans(phrase, text) if not _is_denied(text, *span)]


def denied_places(phrase: str, text: str) -> list[tuple[int, int]]:
    return [span for span in _spans(phrase, text) if _is_denied(text, *span)]


def joined(text: str) -> str:
    """找到活了，人家又不要了 -> in one clause, so that the end undoes what was told before."""
    return _THEN_UNDONE.sub("", text)


def denied(phrases: Iterable[str], text: str) -> int:
    """The length of the longest phrase that the text holds and denies (没在吃低保, 凉菜不卖了)."""
    turned = _turned(text)
    found = [
        end - start
        for phrase in phrases
        for said in (text, turned)
        for start, end in _spans(phrase, said)
        if end > start + 1 and (said == turned or _is_denied(said, start, end))
    ]
    return max(found, default=0)


def _turned(text: str) -> str:
    """凉菜不卖了 gives up 卖凉菜; empty where nothing is given up so."""
    found = _THING_GIVEN_UP.match(text)
    return found["verb"] + found["thing"] if found else ""


def given_up(phrases: Iterable[str], text: str) -> bool:
    """不卖了: what was said with this very verb is said no more."""
    bare = _BARE_GIVEN_UP.match(text)
    return bare is not None and any(bare[1] in phrase for phrase in phrases)


def merely_denies(text: str) -> bool:
    """不领, 不卖了: no more than that something is not done."""
    return _BARE_GIVEN_UP.match(text) is not None


def reach(phrases: Iterable[str], text: str) -> int:
    """The length of the longest phrase that stands in the text."""
    return max((end - start for phrase in phrases for start, end in places(phrase, text)), default=0)


def _spans(phrase: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern(phrase).finditer(text)]


def _is_denied(text: str, start: int, end: int) -> bool:
    if _DENIED.search(text[:start]) or _GIVEN_UP.match(text[end:]) or _LACKED.match(text[end:]):
        return True
    return bool(_CAME_TO_NOTHING.match(text[end:])) and not _SOUGHT.search(text[start:end])


@cache
def pattern(phrase: str) -> re.Pattern[str]:
    escaped = re.escape(phrase).replace("…", _GAP)
    for mark, meaning in {"(": "(?:", ")": ")", "|": "|", "?": "?"}.items():
        escaped = escaped.replace("\\" + mark, meaning)
    return re.compile(escaped)
