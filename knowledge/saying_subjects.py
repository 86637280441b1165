"""Whom a clause speaks of: 我, 孩子, 老伴, 过世的父亲 – so that nobody's fact is taken for another's.

clauses(text) -> [Clause]           the text cut at stops, each with the person it names or goes on about
persons_in(text) -> set             every kind of person a text names
beneficiaries(text) -> set          for whom the matter is ("给我妈办", "我娃的身份证丢了")
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.saying_requests import asks_to_be_told

APPLICANT, SPOUSE, CHILD, DECEASED, OTHER = "applicant", "spouse", "child", "deceased", "other"
UNKNOWN = "he-or-she"  # 他, 她: whoever was named before; nobody was

_WORDS = {
    SPOUSE: (
        "老伴|男方|女方|屋头那个|屋头的|屋里那个|屋里的|屋里人|那口子|爱人|(?<!儿)媳妇|老婆|老公|丈夫|妻子|对象|对方|未婚夫|未婚妻|女朋友|男朋友"
        "|我家那口子|(?:孩子|孩|娃娃|娃儿|娃)[他她](?:爸爸|妈妈|爸|妈|爹|娘)|婆娘|堂客|内人|当家的|(?<=[我她])男人|(?<=[我他])女人"
    ),
    CHILD: (
        "孙子|孙女|外孙女|外孙|(?<=[我俺咱])儿(?![子媳女])|幺儿|儿子|女儿|闺女|姑娘|小子|娃娃|娃儿|宝宝|毛毛|娃|孩子|小孩"
        "|崽|老大|老二|老幺"
    ),
    OTHER: (
        "爸妈|父母|爹妈|爹娘|爸爸|妈妈|父亲|母亲|老爸|老妈|爸|妈|爹|娘|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母"
        "|丈母娘|老丈人|老汉儿?|老爷子|老太太|老太婆|老头子|老头|老人家|老人|嫂子|嫂|哥哥|姐姐|弟弟|妹妹|哥|姐|弟|妹|叔|伯|舅|姑|姨"
        "|邻居|朋友|亲戚|亲人|(?<![跟和同与])(?:工友|同事|室友|舍友|老乡|同学)|那一位"
    ),
}
_PERSON = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_ANYBODY = "|".join(_WORDS.values())
_SELF = re.compile(rf"(?:我|俺|本人|自己)(?:们|家|自己)?(?!的?(?:{_ANYBODY}))")
_HE = re.compile(r"他们?|她们?|(?<![给租跟向借住帮])人家")  # 租人家的房 is of oneself
_SEVERAL = re.compile(
    r"(?:[两俩三四五几2345]个?|[一二两三四五]儿一?)$"
)  # 两个女儿 are what somebody has, not of whom a clause speaks
_REQUEST = re.compile(
    r"^(?:那|你|您|请|先|就|再|麻烦|劳驾|能不能|可不可以)*(?:帮|给|替)我(?!自己|家|们|[爸妈爹娘])(?:来|去)?"
    r"(?:约|预约|挂|写|查|找|唱|讲|算|画|做|翻译|订|买|放|联系|叫|喊|打|搜|推荐|背|编|想)"
)
_I_AM_PARENT = re.compile(
    r"我(?:就)?是(?:娃儿|娃娃|娃|孩子|宝宝)?的?[他她]?的?(?:亲)?(?P<parent>妈|爸|爹|娘|母亲|父亲)"
)
_WITH_ME = re.compile(r"([随跟落入])(?:着|在|到)?[我俺](?!是|说|讲|想|妈|爸|爹|娘|老|们)")
_GONE = re.compile(r"去世|过世|走了|走的|没了|死了|死的|病故|亡故|病逝|离世|牺牲|不在了|不在世|生前|人没|刚走|刚没")
_STOP = re.compile(  # 我二十二她二十, 女方21 男方23 are two clauses as well
    r"[，,。；;！!？?、\n]|(?<=[^\x00-\x7f])\s+|\s{2,}|(?<=[\d一二三四五六七八九十岁])\s*(?=[我俺他她](?!们)|[男女]方)"
)
_AMOUNT_FIRST = re.compile(
    r"(?:大概|差不多|才|快|有|就|都)?(?:\d|[零一二两三四五六七八九十百半几]+(?:个|多|来|年|月|岁|天|口|平|亩|块|元|万|千|了))"
)
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百半]")
_BRIEF = 6  # characters of a clause whose amount follows after a space: 店面 四十平
_ASKED = re.compile(
    r"(?:[吗么]|(?<![没冇])有[^，。有没但就只]{1,12}没[得有]|(?<![还都也从我他她])(?<=.)[不没]|[咋怎](?:么|个)?[办弄整搞样]|(?:多少|好多|几多)(?:钱|天|块)?|[归找问给是]谁|[啥哪]|什么|哪[里儿个])"
    r"[啊呀呢哦哈咯嘛的]*\s*[？?]?$|[？?]$"
)
_SOFTLY = re.compile(
    r"(?:能|可以|会|行|得到|不到|得了|不了|给|收|够|管|也|都|照样|一样|要).*吧$|[^在着]呢$"
)  # 也查得到吧, 外省的呢: asks, unless it answers a question (能走吧)
_SUPPOSED = re.compile(
    r"如果|要是|假如|假设|比如|万一|(?<!不)是不是|有没有|要不要|能不能|需不需要|会不会|算不算|行不行|该不该|可不可以|(?:听|据)(?:人|别人)?[说讲]"
    r"|(?<![现不])(?!房没房[产子])([\u4e00-\u9fff])[不没]\1"
)
_UNREAL = re.compile(r"如果|要是|假如|假设|万一|(?:听|据)(?:人|别人)?[说讲]")
_WONDERED = re.compile(
    r"(?:[啥哪]|(?<!不)[咋怎]|什么|多少|多久|多长|好久|如何|[归找问给]谁|谁[来去管办开出领])(?!.?[都也])|(?<![过了好十来])几(?=[天趟次样份个点号]|$)"
)  # 啥都没有 asks nothing
_AND_SO_ON = re.compile(
    r"(?<![带要拿交备办领是有个买做干管修卖用查看说讲属])(?:啥的|什么的(?=[，,。；;\s我俺咱他她都也]|$))"
)  # 存款啥的我都同意
_OF_NOTHING = re.compile(  # 合同没去哪儿登记过 asks for no place; 有没得啥子条件 does ask
    r"(?<!有)没(?:有|得)?(?:去|到|在|上|跟|找|给|和|让|请|往)?过?(?:哪(?:里|儿|个|家|边)?|啥子?|什么|谁)(?=[^，。；？?吗么呢]{2})"
)
_TAG = re.compile(
    r"(?:是不是|对不对|是吗|真的吗|真的假的|有这回事[吗么]|有没有这回事)[啊呀呢哦哈嘛的]*[？?]?"
)  # asks about what was said just before
_PAPER = (
    r"(?:的|那|这|个|张)*"
    r"(?:身份证|社保卡|残疾证|残疾人证|户口|居住证|驾照|驾驶证|医保|养老|低保|补贴|津贴|老年证|优待证)"
)
_FOR = rf"(?:给|帮|替|为|代|带)(?:我|俺)?(?:家|们)?(?:的)?(?P<person>{_ANYBODY})"
_WILL = "能不能|能|可以|可不可以|够不够|符不符合|想|要|该|怎么|咋|如何|办|领|申请"
_ABLE = rf"(?P<person>{_ANYBODY})[^，。]{{0,12}}?(?:{_WILL})"
_OF = rf"(?P<person>{_ANYBODY}){_PAPER}"
_HE_MAY = re.compile(rf"[他她](?:们|自己)?[^，。]{{0,3}}?(?:{_WILL})")
_ME_AGAIN = re.compile(
    r"^(?:那|哦|那么)?(?:要是|换成|换)?(?:我|俺|我自己|我本人|俺自己)(?:自己)?(?:呢|的呢|行不行|能不能|办呢)[？?]?$"
    r"|^(?:那|哦|那么)?[我俺](?:自己|本人)[^，。]{0,3}(?:跑几趟|跑几回|能不能办|能办|带啥|带什么|行不行)[^，。]{0,3}$"
)
_I_WANT = re.compile(r"我(?:自己)?(?:想|要|来|得)?(?:办|领|申请|补|换|查|交)|给我自己|我本人|我自己办")


@dataclass(frozen=True)
class Clause:
    """`subject` None: nobody is named. `own`: named in this very clause, not carried over from the one before."""

    text: str
    subject: str | None
    own: bool
    asked: bool  # a question or a supposition, not a statement
    spoken_of: tuple[tuple[str, int, int], ...] = ()  # every person named, with where
    soft: bool = False  # a question only by 吧 or 呢 at its end

    @property
    def unreal(self) -> bool:
        """Supposed, or what others say: nothing in it is told of anybody."""
        return bool(_UNREAL.search(self.text))


def clauses(text: str) -> list[Clause]:
    found: list[Clause] = []
    gone = _the_gone(text)
    last: str | None = None
    asking = _question_ends(text)
    parts = _parts(text)
    asking |= {number - 1 for number, part in enumerate(parts) if _TAG.fullmatch(part)}
    for number, part in enumerate(parts):
        spoken = _spoken_of(part, gone, last)
        subject = spoken[0][0] if spoken else None
        asked = bool(_SUPPOSED.search(part)) or (bool(_ASKED.search(without_nothings(part))) or number in asking)
        soft = not asked and bool(_SOFTLY.search(part))
        found.append(Clause(part, subject or last, bool(spoken), asked, spoken, soft))
        last = subject or last
    return found


def asks(text: str) -> bool:
    """Whether anything is asked in a text, or wished to be told, be it beside something told."""
    spoken = clauses(_AND_SO_ON.sub("", without_nothings(text)))
    return any(each.asked or _WONDERED.search(each.text) or asks_to_be_told(each.text) for each in spoken)


def without_nothings(text: str) -> str:
    """没去哪儿登记过 without what sounds like a question."""
    return _OF_NOTHING.sub("没", text)


def persons_in(text: str) -> set[str]:
    return {kind for kind, _, _ in _spoken_of(text, _the_gone(text), None)}


def beneficiaries(text: str) -> set[str]:
    """Whom the matter is for. An old parent somebody tells about is the one, unless the speaker wants it themselves."""
    found = {kind for pattern in (_FOR, _ABLE, _OF) for m in re.finditer(pattern, text) if (kind := _kind(m["person"]))}
    found |= {c.subject for c in clauses(text) if c.subject in _WORDS and _HE_MAY.search(c.text)}
    if not _I_WANT.search(text):
        found.add(OTHER)
        if not any(re.search(r"[我俺](?!们)", part[start:end]) for part, start, end in _selves(text)):
            found.add(SPOUSE)
    return found - {DECEASED}


def own_words(text: str) -> str:
    """What the speakers say of themselves or of nobody, without what they say of others."""
    return "，".join(clause.text for clause in clauses(text) if clause.subject in (None, APPLICANT))


def speaker_named(text: str) -> str:
    """随我上，我是娃他妈 -> 随妈上, …: whom 我 means where a child goes with one of its parents."""
    found = _I_AM_PARENT.search(text)
    return _WITH_ME.sub(rf"\g<1>{found['parent']}", text) if found else text


def requests(text: str) -> bool:
    """帮我写个检讨书吧: a wish of its own."""
    return _REQUEST.match(text) is not None


def _selves(text: str) -> list[tuple[str, int, int]]:
    """Where the speakers speak of themselves."""
    return [(part, m.start(), m.end()) for part in _parts(text) for m in _SELF.finditer(part)]


def meant_for(text: str) -> bool:
    """Whether it is said for whom the matter is (给我妈办, 她能领不), not only told of somebody (老伴六十一)."""
    return any(re.search(pattern, text) for pattern in (_FOR, _ABLE, _OF, _HE_MAY))


def whose(text: str) -> str | None:
    """The person named here whom the matter is for, other than the speaker; the speaker where they come back to it."""
    if _ME_AGAIN.match(text.strip()):
        return APPLICANT
    return next((kind for kind in persons_in(text) if kind in beneficiaries(text)), None)


def _parts(text: str) -> list[str]:
    return [part for part, _ in _pieces(text)]


def _question_ends(text: str) -> set[int]:
    """The numbers of the clauses that a question mark closes."""
    return {number for number, (_, mark) in enumerate(_pieces(text)) if mark in "？?"}


def _pieces(text: str) -> list[tuple[str, str]]:
    """The clauses, each with the mark that ends it. A space ends one as well, unless it stands before its amount."""
    found: list[tuple[str, str]] = []
    start = 0
    for stop in _STOP.finditer(text + "\n"):
        piece, mark = text[start : stop.start()].strip(), stop.group().strip() or " "
        if mark == " " and _goes_on(piece, text[stop.end() :]):
            continue
        if piece:
            found.append((piece, mark))
        elif found and mark in "？?":
            found[-1] = (found[-1][0], mark)
        start = stop.end()
    return found


def _goes_on(piece: str, rest: str) -> bool:
    brief = len(piece) <= _BRIEF or re.search(rf"(?:{_ANYBODY})$", piece)
    return bool(brief) and not _NUMERAL.search(piece) and bool(_AMOUNT_FIRST.match(rest))


def _kind(word: str) -> str | None:
    """Of a word that stood behind 我, as it may have to (我儿, 我男人)."""
    return next((kind for kind, words in _WORDS.items() if re.compile(words).fullmatch(f"我{word}", 1)), None)


def _the_gone(text: str) -> set[str]:
    """The words for people of whom the text says that they died."""
    found = set()
    for part in _parts(text):
        if _GONE.search(part):
            found |= {match.group() for match in _PERSON.finditer(part)}
    return found


def _spoken_of(part: str, gone: set[str], last: str | None) -> tuple[tuple[str, int, int], ...]:
    """Every person in a clause, the one who did not get a mere 我的 first."""
    named = []
    for match in _PERSON.finditer(part):
        if match.lastgroup == CHILD and _SEVERAL.search(part[: match.start()]):
            continue
        kind = DECEASED if match.group() in gone else str(match.lastgroup)
        named.append((kind, match.start(), match.end()))
    selves = [(APPLICANT, m.start(), m.end()) for m in _SELF.finditer(part)]
    before = UNKNOWN if last in (None, APPLICANT) else last
    him = [(before, m.start(), m.end()) for m in _HE.finditer(part) if not named]
    if not named and _GONE.search(part) and last and last != APPLICANT:
        named = [(DECEASED, 0, 0)]
    return tuple(sorted([*named, *selves, *him], key=lambda item: item[1]))
