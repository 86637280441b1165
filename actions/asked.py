"""Which facets a sentence asks for in words that tell it plainly, whatever it was taken for.

我叔叔去办可以吧 and 他也得来吗 ask who may or must come; 几天到账，得去柜台不 asks two things.

in_words(turn, facets)      the facets asked in words of their own; the others were only guessed
"""

from __future__ import annotations

import re

from actions.asking import asks, bare, clauses
from actions.client import Catalogue
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

UNSURE = ("inform", "unclear", "help", "smalltalk")  # what a question of the matter in hand may be taken for
OPEN = (None, "fact", "service", "bundle", "hall")  # open questions that it may interrupt
GUESSED = {"overview", "process", "progress", "eligible", "result", "trips"}  # facets that words may put right
# What may stand beside a condition that is asked after or supposed; anything else is asked itself.
SUPPOSABLE = {"overview", "eligible", "trips", "conditions", "progress", "result", "process", "nearest"}
FOREIGN = 0.95  # from here on a sentence is none of our business
VAGUE = 0.6  # confidence below which a word on the talk itself, or on an appointment, may as well ask for something
PROXY = ("proxy",)
NAMED = ("code", "name", "alias")
OF_A_PLACE = ("where", "nearest")
OF_STORIES = ("hours", "nearest", "phone", "fee")  # whose words stand in what is only told: 电话也不接, 没寄几个钱
BREATH, TAIL = 24, 16  # characters of talk without a pause from which only its end asks; and of that end
_FOREIGN = re.compile(r"[a-zA-Z]{3}")  # 要dai什么: its words cannot be looked up


def hear_facets(turn: Turn) -> None:
    """Put right what is asked, where it is a service that is spoken of, or may be."""
    if turn.choice is not None or not (turn.intent == "service" or (turn.service and _unsure(turn))):
        return
    if re.search(word("said.money_where"), turn.text):  # 钱打到哪里 asks for no hall
        turn.facets = tuple(dict.fromkeys("result" if f in OF_A_PLACE else f for f in turn.facets))
    if set(turn.facets) == {"materials"} and re.search(word("said.needs_it"), turn.text):
        turn.facets = ("conditions",)
    turn.plainly = plain_facets(turn.text, turn.facets) or _the_whole(turn)
    if turn.plainly and turn.intent == "service":
        several = len(clauses(turn.text)) > 1
        dropped = {"overview"} if several else GUESSED
        alone = turn.plainly == PROXY and not several
        others = () if alone else (facet for facet in turn.facets if facet not in dropped)
        turn.facets = tuple(dict.fromkeys([*others, *turn.plainly]))


def _the_whole(turn: Turn) -> tuple[str, ...]:
    """咋弄啊, of the matter in hand: all of it."""
    return ("overview",) if turn.intent != "service" and merely_how(turn.text) else ()


def merely_how(text: str) -> bool:
    """咋办, 那怎么办呢: no word of what."""
    for phrase in (*words("said.how"), *words("said.trailing"), *words("said.empty")):
        text = text.replace(phrase, "")
    return not text


def _unsure(turn: Turn) -> bool:
    highest = {"oos": FOREIGN, "meta": VAGUE, "manage": VAGUE}.get(turn.intent, 0.0)
    return turn.intent in UNSURE or turn.confidence < highest


def plain_facets(text: str, facets: tuple[str, ...]) -> tuple[str, ...]:
    """Those that a clause asks for so; in a sentence of one clause they only put right what was guessed."""
    parts = clauses(text)
    if len(parts) < 2 and re.search(word("said.by_another"), text):
        return PROXY
    told = tuple(facet for clause in parts if asks(clause, softly=True) for facet in of_clause(clause))
    return () if len(parts) < 2 and not set(facets) <= GUESSED | {*told} else told


def of_clause(clause: str) -> list[str]:
    patterns = words("said.clause_facets")
    found = [facet for facet, each in patterns.items() if any(re.search(pattern, clause) for pattern in each)]
    return [*PROXY, *found] if re.search(word("said.by_another"), clause) else found


def in_words(turn: Turn, facets: tuple[str, ...]) -> tuple[str, ...]:
    """Those asked in words of their own; a facet that has no such words is taken as it is."""
    if turn.choice is not None or not turn.text or _FOREIGN.search(turn.text):
        return facets
    return tuple(facet for facet in facets if said_of(turn, facet))


def asks_for_the_whole(turn: Turn) -> bool:
    """社保卡丢了咋个办, when no such matter was in hand: it is named, and nothing particular of it is asked."""
    need = turn.need
    if not need or need["ambiguous"] or not need["whole"] or not set(turn.facets) <= {"overview"}:
        return False
    best = need["services"][0]
    if turn.service and not turn.turned and turn.service["code"] != best["code"]:
        return False  # 他身份证找不到了咋办 was found to be about the matter in hand
    return best["matched"] in NAMED and turn.began_with != best["code"]


def _without_names(turn: Turn, text: str) -> str:
    """老年人免费乘车卡 asks for no fee."""
    for service in turn.linked[:1]:
        text = text.replace(service["name"], "")
    return text


def said_of(turn: Turn, facet: str) -> bool:
    """Whether a facet is asked for in words; 要交三万块，拿不出来 asks for no fee."""
    if facet == "fee" and re.search(word("said.amount_told"), turn.text) and not asks(turn.text, softly=True):
        return False
    somewhere = turn.place_said and facet in ("nearest", "where")
    if somewhere or facet in turn.plainly or facet not in words("said.must_be_said"):
        return True
    text = bare(_without_names(turn, _where_it_asks(turn.text) if facet in OF_STORIES else turn.text))
    return any(said in text for said in words(f"said.facet_words.{facet}"))


def _where_it_asks(text: str) -> str:
    """他现在不在家。有没有免费打官司的: what is now, or 户口在本镇, is only told. Where no clause asks, the whole."""
    parts = clauses(text)
    if len(parts) == 1 and len(text) > BREATH and asks(text[-TAIL:], softly=True):
        return text[-TAIL:]  # a voice transcript: the story first, what is asked last
    telling = [clause for clause in parts if not asks(clause, softly=True)]
    if len(telling) == len(parts):  # 现在没班上，想领失业的钱: the wish asks, the rest is told
        telling = [clause for clause in parts if not any(mark in clause for mark in words("said.wishing"))]
    if len(telling) in (0, len(parts)):
        return text
    for said in (said for said in words("said.only_told") for clause in telling if said in clause):
        text = text.replace(said, "")
    return text


async def other_may_go(turn: Turn, api: Catalogue) -> Reply | None:
    """居住证儿子能不能替我跑 asks for no helper of ours."""
    from actions.going_back import called

    about = turn.intent in ("help", "service") and turn.choice is None and turn.pending is None
    if not about or not re.search(word("said.kin_may"), turn.text) or called(turn.text, "going_back"):
        return None  # 回到刚才补卡那个，我老公能替我去不 is of that one
    if turn.linked and not turn.ambiguous and turn.service is None:
        turn.take_up(turn.linked[0])
    if turn.service is None:
        return None
    from actions.service import about_service

    asked = [facet for facet in turn.facets if facet != "overview"] if turn.intent == "service" else []
    return await about_service(turn, api, tuple(dict.fromkeys([*asked, *PROXY])))


async def plainly_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where a question of the matter in hand was taken for something else."""
    from actions.service import about_service

    unheard = turn.plainly and turn.service and _unsure(turn) and not turn.turned
    if not unheard or (turn.pending or {}).get("kind") not in OPEN:
        return None
    return await about_service(turn, api, turn.plainly)
