"""Who of two that marry is the man, where the words tell it: 她21我23, 男方23女方21. The rules of age ask for it.

as_one_speaks("女方21男方23") -> "女方21我23"        where both are named, the man stands for the one who asks
genders("她21我23") -> {"gender": "男", "gender@spouse": "女"}
"""

from __future__ import annotations

import re

_HE, _SHE, _OF_ONESELF = "男方", "女方", re.compile("[我俺咱]")
_SPOUSE = {
    "女": re.compile(r"她(?![妈爸爹娘家们])|女方(?!家)|女朋友|未婚妻|老婆|(?<!儿)媳妇|妻子|婆娘|堂客"),
    "男": re.compile(r"男方(?!家)|男朋友|未婚夫|老公|丈夫"),
}
_OTHER = {"女": "男", "男": "女"}
_UNSURE = re.compile(r"他(?![妈爸爹娘家们])|我们?[男女]方|我是[男女]方")


def as_one_speaks(text: str) -> str:
    return text.replace(_HE, "我") if _HE in text and _SHE in text and not _OF_ONESELF.search(text) else text


def genders(text: str) -> dict[str, str]:
    """Empty where the words name neither, or both, or leave it open (他 may be a she that was heard)."""
    found = [gender for gender, words in _SPOUSE.items() if words.search(text)]
    if len(found) != 1 or _UNSURE.search(text):
        return {}
    return {"gender": _OTHER[found[0]], "gender@spouse": found[0]}
