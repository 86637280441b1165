"""What is said of another thing or a stranger than the case: 隔壁那台是二手的, 另外还有几棵也想砍，那个要证不.

of_another(text) -> bool      such a sentence tells nothing of the speaker's own case, whatever facts it names
"""

from __future__ import annotations

import re

from knowledge.saying_subjects import asks, clauses

_SURNAMES = (
    "张李王赵刘陈杨黄周吴徐孙朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "廖贾夏韦付邹孟熊秦邱尹薛段侯龙陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLE = "大?(?:哥|姐|嫂|叔|婶|伯|爷|妈|娘|姨|师傅)"
_NAMED = (
    rf"(?:[{_SURNAMES}](?:[一二三四五六七八九]|老[一二三四五六七八板师]|{_TITLE}|家(?=那|的|也|是))"
    rf"|[老小][{_SURNAMES}](?=那|他|的|也|是|有|家)"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=他?家?那[台辆套]|他那|家[那的]))"
)
_STRANGER = (
    r"(?:我|俺|咱)?们?(?:村里?|组里?|厂里|单位|队上)?的?(?:有个|有一?家)?"
    rf"(?:(?:隔壁|对门|邻居)(?:家|的)?(?:{_NAMED})?|别人|人家(?=那|的)|旁人|同村|工友|同事|朋友|老乡|同学|室友|亲戚|熟人"
    rf"|{_NAMED})"
)
_THEIRS = re.compile(
    rf"^(?:那|可|但|可是|但是|像|比如|像是|就是|上回|听说)?{_STRANGER}(?:家|他|她|们|屋头)?"
    r"(?:的|那|屋|名下|也|是|有|没|都|就|刚|才|买|办|种|砍|开|今年|去年|上)(?![^，,。；;]*[我俺咱])"
)
_FOR_THEM = re.compile(rf"(?:给|帮|替|为|代)(?:我|俺)?们?(?:的|家)?(?:{_STRANGER})")
_MORE = re.compile(
    r"(?:还有|另外|另有|另一|别的|其他|其它)(?!哪|啥|什么|没|吗|么)[^，,。；;？?]{1,14}"
    r"(?:也|那[个些台棵种片块]|这[个些种]|呢|[，,\s]*(?:那|它|他)(?:个|些|台|棵|种|片|块|们)?)"
)
_MAY_IT = re.compile(r"那[个些台棵种片块]|他那|它|人家|呢[？?]?$|也[^，,。]{0,6}[不吗么没]$")


def of_another(text: str) -> bool:
    """A stranger's thing told as such, or a further thing that a question is asked about."""
    if _FOR_THEM.search(text):
        return False
    if any(_THEIRS.match(clause.text) for clause in clauses(text)[:2]):
        return True
    return bool(_MORE.search(text)) and asks(text) and bool(_MAY_IT.search(text))
