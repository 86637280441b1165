"""那我78了: something told about oneself by the way, while a matter is in hand and nothing is being asked."""

from __future__ import annotations

import re

from actions import cards
from actions.asked import in_words
from actions.asking import asks, bare
from actions.booking import says_to_book
from actions.cards import guide
from actions.client import Catalogue
from actions.facts import hear, keep
from actions.noted import noted
from actions.reply import Reply
from actions.ruled import checked
from actions.service import remember
from actions.stated import guessed
from actions.turn import Turn
from actions.words import word, words

GENERIC = {"overview", "eligible", "trips", "conditions"}
NAMED = ("code", "name", "alias")
NOT_TELLING = ("asking", "wishing", "thanks", "bye", "to_us")
CLEAR = 0.9  # score from which a statement is about another service: 女儿嫁外地了 shares a word with many
MERELY = ("service", "inform", "unclear", "oos", "smalltalk")
SURE = 0.95  # from here on it is none of our business
OTHERS = ("crisis", "report", "human", "rate", "stop", "restart", "repeat", "back")
TELLS = ("smalltalk", "inform", "unclear", "oos", "affirm", "deny")


async def told_by_the_way(turn: Turn, api: Catalogue) -> Reply | None:
    """Keep it and work out the case with it; None when nothing was told that this matter asks about."""
    if turn.service is None or turn.pending or turn.choice is not None or turn.turned:
        return None
    if _may_tell(turn) and (reply := await _kept(turn, api)):
        return reply
    if not merely_told(turn):
        return None
    return await guessed(turn, api, turn.service) if asks(turn.text, softly=True) else acknowledged(turn)


async def _kept(turn: Turn, api: Catalogue) -> Reply | None:
    """What the matter in hand asks about is kept, and the case worked out with it unless something else is asked."""
    assert turn.service is not None
    heard = await hear(turn, api, turn.service, turn.text, telling=True)
    if not keep(turn, heard) or ((heard["asks"] or asks(turn.text)) and set(in_words(turn, turn.facets)) - GENERIC):
        return None
    started = await checked(turn, api, turn.service)
    if any(phrase in turn.text for phrase in words("said.how")):
        return await _how_then(turn, api, started)
    return Reply([*noted(turn), *started.specs])


def merely_told(turn: Turn) -> bool:
    """他在深圳打工: about somebody, asks and wishes nothing, names no service. Likeness to others opens no list."""
    marks = [mark for kind in NOT_TELLING for mark in words(f"said.{kind}")]
    if turn.bundle_said or turn.intent not in MERELY or (turn.intent == "oos" and turn.confidence >= SURE):
        return False
    text = bare(turn.text)
    if not set(turn.facets) <= GENERIC or any(mark in text for mark in marks):
        return False
    sure = turn.linked and not turn.ambiguous and float(turn.linked[0].get("score") or 0.0) >= CLEAR
    named = any(service.get("matched") in NAMED for service in turn.linked)
    return not sure and not named and (turn.settled or any(who in turn.text for who in words("said.somebody")))


def acknowledged(turn: Turn) -> Reply:
    """Kept with the service for its check; how to go on with it is offered."""
    assert turn.service is not None
    turn.misses = 0
    remember(turn)
    return Reply().tell(word("told.of", name=turn.service["name"]), cards.go_on(turn.service))


async def _how_then(turn: Turn, api: Catalogue, started: Reply) -> Reply:
    """我不会使手机，咋整: who can do it for them comes first, then the check goes on."""
    assert turn.service is not None
    path = f"/services/{turn.service['code']}/answer"
    answer = await api.get(path, turn.sender, facets="proxy", place=turn.place)
    return Reply([*Reply().card(guide(answer)).specs, *started.specs[-1:]])


def _may_tell(turn: Turn) -> bool:
    """户口是外省的 names 户口, which is many services and so none: it may be told about oneself.

    So may whatever names no other service, and asks to book nothing.
    """
    books = any(said in turn.text for said in words("said.book")) or (turn.when and says_to_book(turn.text))
    if turn.intent in OTHERS or (turn.intent == "booking" and books):
        return False
    text = bare(turn.text)
    if turn.settled or not turn.linked or turn.ambiguous or turn.loose or turn.linked[0].get("matched") not in NAMED:
        undone = re.sub(word("said.done"), "", text)
        return not any(mark in undone for mark in words("said.wishing")) or turn.intent in TELLS
    marks = (*words("said.asking"), *words("said.wishing"))
    asked = set(in_words(turn, turn.facets))
    return asked <= GENERIC and not any(mark in text for mark in marks)  # 三级肢体，没变化
