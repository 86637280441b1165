"""不是十二方，是二十方: a number that is only named to be denied is none that is told."""

from __future__ import annotations

import re

_NUMERAL = r"\d零〇一二两三四五六七八九十百千"
_UNIT = "平方米?|平米?|立方米?|方|个月|个半月|年|岁|天|口人?|人|亩|块钱?|元|万|千|百|级|月|号|日"
_COUNTED = rf"(?:[{_NUMERAL}]+(?:多|来)?(?:{_UNIT}))"
_ONE_OF_A_KIND = "个样家起直回共般边切手定辈"  # 不是一个村的, 不是一样 deny no number
_DENIED = re.compile(
    r"(?<![是就])(?:并|可|倒)?不是(?:我?(?:刚才|前面)?说的)?"
    rf"(?!一[{_ONE_OF_A_KIND}])[^，,。；;、\s{_NUMERAL}]{{0,3}}{_COUNTED}+"
    r"[的了啊哦嘛]*(?:[，,。；;、\s]+|(?=而?是)|$)"
)


def without_denied_numbers(text: str) -> str:
    """What is left is what holds; the text as it is where nothing else would be."""
    rest = _DENIED.sub("", text)
    return rest if rest.strip() else text
