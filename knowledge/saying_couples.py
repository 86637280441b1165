"""Who of two that marry is the man, where the words tell it: 她21我23, 男方23女方21. The rules of age ask for it.

as_one_speaks("女方21男方23") -> "女方21我23"        where both are named, the man stands for the one who asks
genders("她21我23") -> {"gender": "男", "gender@spouse": "女"}
"""

from __future__ import annotations

import re

_HE, _SHE = "男方", "女方"
_SPOUSE = {
    "女": re.compile(r"她|女方|女朋友|未婚妻|老婆|(?<!儿)媳妇|妻子|婆娘|堂客"),
    "男": re.compile(r"男方|男朋友|未婚夫|老公|丈夫"),
}
_OTHER = {"女": "男", "男": "女"}


def as_one_speaks(text: str) -> str:
    return text.replace(_HE, "我") if _HE in text and _SHE in text else text


def genders(text: str) -> dict[str, str]:
    """Empty where the words name neither, or both."""
    found = [gender for gender, words in _SPOUSE.items() if words.search(text)]
    return {"gender": _OTHER[found[0]], "gender@spouse": found[0]} if len(found) == 1 else {}
