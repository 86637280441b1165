"""One sentence that asks for two services at once: 办居住证再把社保卡也办了. Where in doubt it asks for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.search.hits import Scored
from knowledge.search.index import SearchIndex
from knowledge.search.lexicon import Kind

_SURE = 0.85  # score from which a part of a sentence counts as naming a service
_COUNTED = 0.8  # the same where the sentence says itself that there are several
_NAMED = 0.95  # the same for a clause that only adds its matter with 也
_MOST = 5
_STOP = re.compile(r"[，,；;。？?！!\s]+")
_ASKS = re.compile(
    r"[吗么嘛啥咋哪几]|什么|怎么|多少|多久|要不要|有没有|能不能|可不可以|行不行|材料|费用|流程|地址|电话|时限|不$|没$"
)
_WISHES = re.compile("[想要]")
_COMPARED = re.compile(r"(?:有)?(?:啥|什么|何)?(?:区别|不同|不一样)|哪个好|[咋怎]么?选")
_BOOKED = re.compile("(?:(?<=一起)|(?<=一块)|(?<=一块儿)|(?<=一次)|(?<=都))预?约(?!定)")  # 一起约: both are to be done
_AT_ONCE = re.compile(
    r"一[回趟次起块]儿?(?:都|就|能|给|要|想)?(?:办|弄|搞|去|约)|[两俩][件样]"
)  # says itself that there are two
_PAPERS = re.compile("[两俩三四几][样件个]都?(?:要|得|需要)?(?:带|拿|交)(?!啥|些|什么|哪)")  # 身份证跟户口簿两样都要带
_TOO = re.compile("也(?:快|要|想|得|该|一起|弄|搞)*[^，。]{1,4}")  # 社保卡也丢了
_OF_ALL = re.compile(
    "(?:那|这些|这几样|这两样|这俩|俩|这两个|这两件|几样|两样|两件)*(?:都|各|一共|总共|分别|全部)"
)  # 都要啥材料
_AND = re.compile("[和跟与、](?!谁|哪|睦)")
_LONGEST = 60  # characters; longer talk tells a story and asks for one thing

Chosen = tuple[list[Scored], bool]
Choose = Callable[[str], Chosen]


def several(index: SearchIndex, text: str, choose: Choose) -> tuple[list[Scored], tuple[str, ...]]:
    """The services that the parts of `text` name, in order; none unless each part surely names another one.

    `choose` gives the services of one text, best first, and whether they are several alike. Beside them, where each
    has a clause that asks something (失业登记多少钱，失业金要啥材料), those clauses.
    """
    if len(text) > _LONGEST or _PAPERS.search(text):
        return [], ()
    text = _BOOKED.sub("办", text)
    for one, both in index.lexicon.compounds.items():
        text = re.sub(one, both, text)
    if _COMPARED.search(text):
        apart = [part for part in re.split(r"\s+|[和跟与、]", _COMPARED.sub(" ", text)) if part]
        return _named(index, apart, choose), ()
    asking = _clauses(text)
    if named := _named(index, asking, choose):
        return named, tuple(asking)
    if named := _named(index, list(_parts(index, text)), choose, _AT_ONCE.search(text) is not None):
        return named, ()
    if beside := _beside(index, text, choose):
        return beside
    for found in (_counted, _asked_of_all, _added):
        if named := found(index, text, choose):
            return named, ()
    return [], ()


def _beside(index: SearchIndex, text: str, choose: Choose) -> tuple[list[Scored], tuple[str, ...]] | None:
    """学校有没有补助 另外老大想转学咋弄: two needs, each in a part of its own."""
    parts = [part.strip(" ，,。；;") for part in re.split(index.lexicon.asides, text)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or not all(_ASKS.search(part) or _WISHES.search(part) for part in parts):
        return None
    named = _named(index, parts, choose, loosely=True)
    return (named, tuple(parts) if len(parts) == len(named) else ()) if named else None


def _counted(index: SearchIndex, text: str, choose: Choose) -> list[Scored]:
    """社保卡丢了，住院的票没报，这两样都要办: what its clauses name, where the sentence says that there are several."""
    if not re.search(index.lexicon.counted, text):
        return []
    told = [piece for part in _told(index, text) for piece in _AND.split(part)]
    found = [one for part in told if (one := _surely(choose(part), loosely=True, least=_COUNTED))]
    return _each_once(found)


def _asked_of_all(index: SearchIndex, text: str, choose: Choose) -> list[Scored]:
    """想上户口，医保也一起交，都要啥材料: what its clauses name, where the last one asks the same of all of them."""
    *told, last = _told(index, text) or [""]
    if len(told) < 2 or not (_OF_ALL.match(last) and _ASKS.search(last)) or any(map(_ASKS.search, told)):
        return []
    parts = [part for part in told if choose(part)[0]]
    found = [one for part in parts if (one := _surely(choose(part), loosely=True, least=_COUNTED))]
    return _each_once(found) if len(found) == len(parts) else []


def _added(index: SearchIndex, text: str, choose: Choose) -> list[Scored]:
    """身份证丢了，社保卡也丢了: clauses that plainly name one each, the later ones with 也."""
    told = _told(index, text)
    if not any(_TOO.search(part) for part in told[1:]):
        return []
    parts = [part for part in told if choose(part)[0]]
    if len(parts) < 2 or not all(_TOO.search(part) for part in parts[1:]) or _ASKS.search(parts[0]):
        return []
    found = [one for part in parts if (one := _surely(choose(part), loosely=False, least=_NAMED))]
    return _each_once(found) if len(found) == len(parts) else []


def _told(index: SearchIndex, text: str) -> list[str]:
    """Its clauses, without those that begin with what is in hand."""
    parts = [part for piece in re.split(index.lexicon.asides, text) for part in _STOP.split(piece)]
    return [part for part in parts if part and not part.startswith(index.lexicon.holdings)]


def _each_once(found: Sequence[Scored]) -> list[Scored]:
    """Nothing where it is one service after all, or too many."""
    once = list({scored.document.code: scored for scored in found}.values())
    return once if 2 <= len(once) <= _MOST else []


def _clauses(text: str) -> list[str]:
    """The clauses, where every one of them asks something."""
    found = [part.strip() for part in _STOP.split(text) if part.strip()]
    return found if all(_ASKS.search(part) for part in found) else []


def _named(index: SearchIndex, parts: Sequence[str], choose: Choose, loosely: bool = False) -> list[Scored]:
    """What each part names; empty unless all surely do, each something else. `loosely`: a meaning counts too."""
    parts = [part for part in parts if choose(part)[0]]  # 办 一起约周五 names nothing
    if not 2 <= len(parts) <= _MOST or parts[0].startswith(index.lexicon.holdings):
        return []
    named: list[Scored] = []
    for part in parts:
        found = next((one for piece in _pieces(part) if (one := _surely(choose(piece), loosely))), None)
        if found is None:
            return []
        named.append(found)
    codes = {scored.document.code for scored in named}
    return named if len(codes) == len(named) else []


def _pieces(part: str) -> list[str]:
    """The part itself, then its clauses, parted by commas or by spaces: 我想办两件事 社保卡补领."""
    pieces = [piece.strip() for piece in re.split(r"[，,。；;\s]+", part)]
    return [part, *(piece for piece in pieces if piece and piece != part)]


def _surely(found: Chosen, loosely: bool, least: float = _SURE) -> Scored | None:
    chosen, ambiguous = found
    if not chosen or ambiguous or chosen[0].score < least or (chosen[0].matched == "meaning" and not loosely):
        return None
    return chosen[0]


def _parts(index: SearchIndex, text: str) -> Iterator[str]:
    """The text cut at words that add another wish; a part without a verb borrows that of the next (A和B都丢了)."""
    joints = sorted(index.lexicon.joints, key=len, reverse=True)
    marked = re.sub("|".join(map(re.escape, joints)), lambda joint: "\n" + _verb_of(index, joint[0]), text)
    cut = [part.strip(" ，,、。；;") for part in marked.split("\n")]
    parts = [part for part in cut if part]
    verbs = [_verbs(index, part) for part in parts]
    for number, part in enumerate(parts):
        borrowed = "" if verbs[number] else _first(verbs[number + 1 :])
        yield part + borrowed


def _verb_of(index: SearchIndex, joint: str) -> str:
    """补 of 再补: part of the wish it adds; nothing of 顺便."""
    return joint[1:] if joint[1:] and _verbs(index, joint[1:]) == joint[1:] else ""


def _verbs(index: SearchIndex, part: str) -> str:
    words = index.lexicon.scan(part)
    return "".join(word.text for word in words if word.of(Kind.ACT) or word.of(Kind.LEAN))


def _first(verbs: Iterable[str]) -> str:
    return next((verb for verb in verbs if verb), "")


def ordered(named: Sequence[Scored], others: Sequence[Scored]) -> list[Scored]:
    """Those named, in order, before the others."""
    codes = {scored.document.code for scored in named}
    return [*named, *(scored for scored in others if scored.document.code not in codes)]
