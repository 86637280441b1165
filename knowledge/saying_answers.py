"""What a clause answers to the question that was asked: yes or no, or one of the options.

A yes or no counts where the clause is nothing else, or speaks in the question's own words: 能走能动 is no yes to
是不是行动不便, 我不是要迁户口 no answer at all.
"""

from __future__ import annotations

import re

from knowledge.model import Fact, Option
from knowledge.saying_phrases import denied, denied_places, places, reach

Span = tuple[int, int]

_ASIDE = re.compile(r"（[^）]*）|有没有|是不是|能不能|愿不愿意")
_OPENING = re.compile(r"^(?:我们?|他|她|都|也|还|早就|早|已经|就|现在|是)+(?=..)")
_DONE = re.compile(r"(?<=..)(?:过|了|好|完|的)+$")
_DENYING = re.compile(r"(?:没有?|还没|不|未)")
_EDGES = " ，,。！!的了呢啊呀哦吧嘛哈咯"
_LEAD = r"^(?:那|都|也|还|就|我们?|他|她|早就|早|暂时|目前|现在|从来|压根|根本|真|当然|肯定|已经|应该|算)*"
_NO = re.compile(_LEAD + r"(?P<no>没有?|不是?|未|否|无|莫得|冇|木有)(?P<rest>.*)$")
_YES = re.compile(_LEAD + r"(?P<yes>是|对|嗯+|要得|可以|行|中|成|好|没错|必须|当然|肯定|那是)(?P<rest>.*)$")
_VERB = re.compile(
    _LEAD + r"(?P<yes>有|愿意|同意|能|会|在|肯|要|办|做|打|拿|交|领|齐|去|住|用|吃|缴|签|上)(?P<rest>.*)$"
)
_AFTER_NO = re.compile(
    r"^(?:没有?|得|有|做|办|弄|去|来|搞|要|用|需要|过|在|这回事|这样的?|这种|这个|这些|那些|那个|的?事|拿|开|交|呢|怎么)*$"
)
_NO_ANSWER = re.compile(r"^(?:要|想|问|说|对|行|成|这个意思|一样|好意思|管|知道|晓得|清楚)")
_PARTICLE = re.compile(r"^(?:[着了过的]|好|完|到|齐|有)*$")
_TAIL = r"[的了呢啊呀哦吧嘛]*"
_EMPTY = set("不没我你他她的了是在有个这那就都也还很吗呢啊哦，。（）、？ ")
PLACE = "◇"  # stands for a place of the county
_MERE_NO = ("没有", "没", "不是", "没得", "都没有", "无", "不")
_A_NAME = 3  # characters of an option that is no mere word of the talk (按定额, not 自己)
_SHORT = 7  # characters of an answer in which a single one (田, 新) may be all of it
_ECHO = 8  # characters of an answer that only echoes the question
_NOT_DONE = re.compile(r"^(?:去|做|办|弄|考|测|查|来得及|顾得)")
_OF_DOING = re.compile(r"(?:了|过|好|到)吗？?$")
_BRIEF = 2  # characters after 没 that need not be the question's own
_OWN_WORDS = 0.5  # share of the characters of an answer that must stand in the question
_SURELY_OWN = 0.6  # the same after 不是: 我不是房主 does not deny that the house is unlawful


def either(fact: Fact, text: str) -> bool | None:
    """The catalogue's own phrases first; then the question's words; then a plain yes or no."""
    own = in_own_words(fact, text)
    if own is not None or _torn(fact, text):
        return own
    return _plainly(fact.question, text.strip(" ，,。！!") or text)


def in_own_words(fact: Fact, text: str) -> bool | None:
    """By the phrases of the catalogue or the words of the question."""
    yes = reach((*_alone(fact.yes_said, text), *fact.yes_told), text)
    no = max(reach((*_alone(fact.no_said, text), *fact.no_told), text), denied(fact.yes_told, text))
    if yes != no:
        return yes > no
    return None if yes else _echoed(fact.question, text.strip(_EDGES))


def _alone(said: tuple[str, ...], text: str) -> list[str]:
    """A single character (能, 会) is an answer where it is all that is said."""
    return [phrase for phrase in said if len(phrase) > 1 or re.fullmatch(_LEAD + phrase + _TAIL, text.strip(_EDGES))]


def _torn(fact: Fact, text: str) -> bool:
    """As many characters for yes as for no."""
    return bool(reach((*fact.yes_said, *fact.yes_told), text))


def option(fact: Fact, text: str) -> str | None:
    """The option named outright, else the one with the longest phrase in the text; a draw decides nothing."""
    found = [(each.value, _best_span(fact, each, text)) for each in fact.options]
    spans = [(value, span) for value, span in found if span is not None]
    if named := _named_outright(fact, text, spans):
        return named
    top = max((end - start for _, (start, end) in spans), default=0)
    winners = [value for value, (start, end) in spans if end - start == top]
    return winners[0] if len(winners) == 1 else None


def _best_span(fact: Fact, each: Option, text: str) -> Span | None:
    """Where the longest phrase for an option stands."""
    said = [phrase for phrase in each.said if _may_stand_for(phrase, text)]
    spans = [span for phrase in (*_labels(each), *said, *each.told) for span in places(phrase, text)]
    gone = [span for phrase in (*each.said, *each.told) for span in denied_places(phrase, text)]
    spans = [(a, b) for a, b in spans if not any(c <= a < d for c, d in gone)]  # 没领别的退休金 is no 退休
    whole = (0, len(text)) if each.value == text.strip() else None
    return max([*spans, *([whole] if whole else [])], key=lambda span: span[1] - span[0], default=None)


def _named_outright(fact: Fact, text: str, spans: list[tuple[str, Span]]) -> str | None:
    """合同没备案，按定额提吧 names 按定额; 合同 only sounds like the other one. A name in a longer phrase is none."""
    named = []
    for each in fact.options:
        others = [span for value, span in spans if value != each.value]
        mine = places(each.value, text) if len(each.value) >= _A_NAME else []
        if any(not any(_overlaps(span, other) for other in others) for span in mine):
            named.append(each.value)
    return named[0] if len(named) == 1 else None


def names_outright(fact: Fact, text: str) -> bool:
    """Whether one of the options stands in the text under its very name."""
    return any(len(each.value) >= _A_NAME and places(each.value, text) for each in fact.options)


def _labels(each: Option) -> list[str]:
    return [label for label in (each.value, *re.split(r"[或、/]", each.value)) if len(label) >= 2]


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _may_stand_for(phrase: str, text: str) -> bool:
    """没有 answers alone, not in 没有病历; a single character (田, 新) in a short answer only."""
    if phrase in _MERE_NO:
        return bool(re.fullmatch(_LEAD + re.escape(phrase) + _TAIL, text.strip(_EDGES) or text))
    return len(text) <= _SHORT or len(phrase) > 1 or phrase == PLACE


def _echoed(question: str, said: str) -> bool | None:
    """An answer in the question's own words: 备过案 and 没备案 to 租房合同…备过案吗. None: it is none."""
    asked = _ASIDE.sub("", question)
    bare = _DONE.sub("", _OPENING.sub("", said))
    if _stands_in(bare, asked):
        return True
    denying = _DENYING.match(bare)
    return False if denying and _stands_in(bare[denying.end() :], asked) else None


def _stands_in(said: str, asked: str) -> bool:
    """Two characters or more, in order and hardly apart, with no denial before them."""
    if not 2 <= len(said) <= _ECHO:
        return False
    found = re.search(".?".join(map(re.escape, said)), asked)
    return found is not None and not re.search(r"(?:没有|没|不是|不|未|无|非)$", asked[: found.start()])


def _plainly(question: str, said: str) -> bool | None:
    """是的, 没有, 领的: a yes or no with nothing else beside it but the question's own words."""
    if found := _NO.match(said):
        rest = found["rest"].strip(_EDGES)
        if _NO_ANSWER.match(rest):
            return None
        brief = found["no"].startswith("没") and (
            len(rest) <= _BRIEF or bool(_NOT_DONE.match(rest) and _OF_DOING.search(question))
        )
        mostly = _SURELY_OWN if found["no"] == "不是" else _OWN_WORDS
        return False if brief or _AFTER_NO.match(rest) or _in_words_of(question, rest, mostly) else None
    if found := _YES.match(said):
        rest = found["rest"].strip(_EDGES)
        return True if not rest or _in_words_of(question, rest) else None
    found = _VERB.match(said)
    if not found or (found["yes"] not in _ASIDE.sub("", question) and found["rest"].strip(_EDGES)):
        return None
    rest = found["rest"].strip(_EDGES)
    return True if _PARTICLE.match(rest) or _in_words_of(question, rest) else None


def _in_words_of(question: str, said: str, share: float = _OWN_WORDS) -> bool:
    telling = [character for character in said if character not in _EMPTY]
    own = sum(character in question for character in telling)
    return bool(telling) and own >= share * len(telling)
