"""What is said while a question of the check is open: the answer, something told beside it, a word about the asking."""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.asked import in_words
from actions.asking import asks
from actions.beside_result import beside_result
from actions.check import ASKED, assess, explain_question, finish, go_on, labels, record, shown
from actions.client import Catalogue
from actions.facts import as_read, beside_ones_own, hear, keep, known, rule_out
from actions.noted import noted
from actions.office import hall
from actions.pending import resume, says, stops
from actions.reply import Reply
from actions.ticket_reading import clauses_of, wishes_people
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

LIKE_ANSWERS = ("rate", "manage", "report", "help", "meta")  # 没满12分 sounds like a grade
STOPS = ("stop",)  # 结了, to whether they are married
MERELY = ("service", "inform", "unclear", "oos", "smalltalk")  # what a refusal to answer may be taken for
ACT_SURE = 0.9  # from here on an act of the talk, or an emergency, is one even while a question is open
SHORT = 12  # characters of an answer
A_SENTENCE = 30  # the same where nothing but a likeness to an emergency speaks against it
SUPPOSABLE = {"overview", "eligible", "trips", "conditions", "progress", "result", "process"}
SKIPPING = 18  # characters of a sentence that only declines to answer
PATIENCE = 2  # answers not understood in a row before a person is offered
FOREIGN = 0.95  # from here on a sentence is none of our business even while a question is open


async def answer_like_a_need(turn: Turn, api: Catalogue) -> Reply | None:
    """村里帮忙跑就行: an answer to the open question that was taken for a wish for help, a report or a grade."""
    asked = (turn.pending or {}).get("kind") == "fact" and turn.choice is None
    if asked and stops(turn.text):
        return None
    if asked and turn.intent in (*MERELY, *LIKE_ANSWERS) and _declines_it(turn):
        return await _declined(turn, api)
    resumes = any(phrase in turn.text for phrase in words("said.resume"))
    if not asked or turn.intent not in LIKE_ANSWERS or len(turn.text) > SHORT or resumes:
        return None
    heard = await _hear_answer(turn, api)
    told = heard["found"] or (heard["others"] and turn.intent == "help" and not wishes_people(turn.text))
    return await _take_heard(turn, api, heard) if told and not heard["asks"] else None


async def answer_like_an_act(turn: Turn, api: Catalogue) -> Reply | None:
    """不急, 还走得动: an answer to the open question that was taken for an act of the talk, or for an emergency."""
    pending = turn.pending or {}
    if turn.choice is not None or pending.get("kind") != "fact":
        return None
    if reply := await about_the_asking(turn, api):
        return reply
    longest = A_SENTENCE if turn.intent == "crisis" else SHORT
    if len(turn.text) > longest or (turn.confidence >= ACT_SURE and turn.intent not in (*LIKE_ANSWERS, *STOPS)):
        return None
    if turn.intent in STOPS and says(turn, "stop"):
        return None
    if turn.intent == "crisis" and turn.text.startswith(tuple(words("said.denying"))):
        return None
    if stops(turn.text):
        return None
    return await answer_heard(turn, api)


async def answer_heard(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the text answers the open question, or tells another fact; None where it does neither."""
    heard = await _hear_answer(turn, api)
    return await _take_heard(turn, api, heard) if heard["found"] or heard["others"] else None


async def _hear_answer(turn: Turn, api: Catalogue) -> Json:
    pending = turn.pending or {}
    fact, service = pending["question"]["fact"], pending["service"]
    body = {"text": _said(turn.text), "fact": fact, "known": known(turn), "service": service}
    heard: Json = await api.post("/facts/heard", turn.sender, body)
    if beside_ones_own(turn, heard):
        return {**heard, "found": False, "others": {}, "denied": {}, "asks": True}
    if heard["found"] or heard["others"]:
        return heard
    told: Json = await api.post("/facts/heard", turn.sender, {**body, "fact": None, "telling": True})
    return told  # nothing new of what is not known: a statement may say anew what is


def _said(text: str) -> str:
    """好，多久能发下来: a nod to what was read, before something else is asked, answers nothing."""
    return re.sub(word("said.nod"), "", text) if asks(text) else text


async def about_the_asking(turn: Turn, api: Catalogue) -> Reply | None:
    """为啥要问这个, 剩下的你问, 就按现在晓得的给个结果, 这个我不想说."""
    pending = turn.pending or {}
    if _says_of(turn, "so_far"):
        return await so_far(turn, api)
    if _says_of(turn, "why") or _says_both(turn, "why_asks", "why_ask"):
        return await _why(turn, api)
    if _says_of(turn, "ask_on") and len(turn.text) <= SKIPPING:
        return Reply([pending["prompt"]])
    return await _declined(turn, api) if _declines_it(turn) else None


async def _declined(turn: Turn, api: Catalogue) -> Reply | None:
    """The question stays open for good; what is told beside it (不知道，是自家种的) is kept.

    收入不想说, when something else was asked, closes that one.
    """
    heard = await _hear_answer(turn, api)
    if heard["found"]:
        return None
    new = keep(turn, heard)
    if not _of_the_question(turn, heard["declined"]):
        return await _noted(turn, api, heard)
    reply = await record(turn, api, None)
    return Reply([*noted(turn), *reply.specs]) if new else reply


def _of_the_question(turn: Turn, declined: list[str]) -> bool:
    """Whether what is not told is what was asked: named by nothing, by the fact, or in words of the question."""
    question = (turn.pending or {})["question"]
    if declined:
        return question["fact"] in declined
    clause = next((each for each in clauses_of(turn.text) if any(mark in each for mark in words("said.skip"))), "")
    rest = clause
    for mark in sorted([*words("said.skip"), *words("said.skip_beside")], key=len, reverse=True):
        rest = rest.replace(mark, "")
    own = sum(character in question["text"] for character in rest)
    return own * 3 >= len(rest)


def _declines_it(turn: Turn) -> bool:
    """不知道, 这个不想说; 一个月挣多少不想说 asks nothing though it sounds so."""
    if says(turn, "unsure"):
        return True
    if not _skips(turn) or len(turn.text) > SKIPPING:
        return False
    at_the_end = turn.text.rstrip(words("said.trailing")).endswith(tuple(words("said.skip")))
    return at_the_end or not any(mark in turn.text for mark in words("said.asking"))


async def _why(turn: Turn, api: Catalogue) -> Reply:
    """The reason; what is told in the same breath is kept, and the next question follows."""
    why = explain_question(turn)
    heard = await _hear_answer(turn, api)
    if not (heard["found"] or heard["others"]):
        return why
    reason = word("check.why", why=(turn.pending or {})["question"].get("why") or "")
    keep(turn, heard)
    reply = await record(turn, api, heard["value"]) if heard["found"] else await go_on(turn, api)
    return Reply(Reply().tell(reason).specs + reply.specs)


def _says_of(turn: Turn, kind: str) -> bool:
    return any(phrase in turn.text for phrase in words(f"said.{kind}"))


def _says_both(turn: Turn, first: str, second: str) -> bool:
    """One of these words and, after it, one of those, in a short sentence."""
    found = max((turn.text.find(each) for each in words(f"said.{first}")), default=-1)
    brief = len(turn.text) <= SKIPPING
    return brief and found >= 0 and any(each in turn.text[found:] for each in words(f"said.{second}"))


def _skips(turn: Turn) -> bool:
    return _says_of(turn, "skip") or _says_both(turn, "skip_will", "skip_say")


async def so_far(turn: Turn, api: Catalogue) -> Reply:
    """The result by what is known, the rest left open."""
    pending = turn.pending or {}
    service = {"code": pending["service"], "name": pending["name"]}
    result = await assess(turn, api, service)
    told = Reply().tell(word("check.so_far"))
    return Reply(told.specs + (await finish(turn, api, service, result)).specs)


async def worked_out_otherwise(turn: Turn, api: Catalogue) -> Reply | None:
    """要是我去备了案呢, once a case was worked out: what becomes of it, before what the guide says to anybody."""
    return await what_if(turn, api) if ASKED in (turn.service or {}) else None


async def what_if(turn: Turn, api: Catalogue) -> Reply | None:
    """换个情况，55岁呢; 要是我没居住证呢: worked out for once, nothing of it is kept."""
    if turn.choice is not None or turn.service is None or not turn.facts or turn.turned:
        return None
    if set(turn.facets) - SUPPOSABLE and not re.search(word("said.supposed"), turn.text):
        return None
    plain = turn.text
    for mark in words("said.suppose"):
        plain = plain.replace(mark, "")
    asked = (turn.pending or {}).get("kind") == "fact"  # 还没做呢 answers
    brief = not asked and len(turn.text) <= SHORT and turn.text.rstrip("？?").endswith(tuple(words("said.supposing")))
    if plain == turn.text and not brief:
        return None
    pending = turn.pending or {}
    service = {
        "code": pending.get("service") or turn.service["code"],
        "name": pending.get("name") or turn.service["name"],
    }
    supposed = await supposed_facts(turn, api, service, _bare(plain))
    if supposed == turn.facts:
        return None
    result = await assess(turn, api, service, supposed)
    told = Reply().tell(word("check.supposed"))
    reply = Reply(told.specs + (await shown(turn, api, service, result)).specs)
    return resume(turn, reply)


def _bare(text: str) -> str:
    """那把房子卖了呢 without what leads to it and what makes it a question."""
    text = text.strip(words("said.leading") + words("said.edges"))
    for soft in words("said.asking_softly"):
        text = text.removesuffix(soft)
    return text


async def supposed_facts(turn: Turn, api: Catalogue, service: Json, text: str) -> Json:
    """The facts as they would be; those of the talk stay as they are."""
    facts = turn.facts
    for how in ("telling", "correcting"):
        heard = await hear(turn, api, service, text, **{how: True})
        if keep(turn, {**heard, "whose": None, "beside": False}):
            break
    supposed, turn.facts = turn.facts, facts
    turn.guessed = {}
    if re.search(word("said.supposed_besides"), turn.text):  # 还卖凉菜: it stays a noodle shop
        supposed = {**supposed, **{key: value for key, value in facts.items() if isinstance(value, str)}}
    return supposed


async def take_fact(turn: Turn, api: Catalogue) -> Reply | None:
    """A free answer to the question asked; None when the text asks or tells something else."""
    if turn.turned:  # 那老年证咋个办，我今年68: what is told is kept, what is asked is another matter
        keep(turn, await _hear_answer(turn, api))
        return None
    if reply := await about_the_asking(turn, api):
        return reply
    question = (turn.pending or {})["question"]
    heard = await _hear_answer(turn, api)
    if beside_ones_own(turn, heard):
        return None
    if question["type"] == "bool" and not heard["found"] and (says(turn, "agree") or _says_no(turn)):
        return await record(turn, api, says(turn, "agree"))
    return await _take_heard(turn, api, heard)


def _says_no(turn: Turn) -> bool:
    """算了 and 不对 are no answer to a question about oneself."""
    return says(turn, "decline") and not _says_of(turn, "no_yes_no")


async def _take_heard(turn: Turn, api: Catalogue, heard: Json) -> Reply | None:
    """`heard`: {"found": bool, "value", "others": {fact: value}}: the answer, and what was said beside it."""
    pending = turn.pending or {}
    asking = bool(heard.get("asks"))
    others = heard.get("others") or {}
    new = keep(turn, heard)
    if heard["found"]:
        return await _taken(turn, api, heard, asking)
    if new and not asking:
        return await _noted(turn, api, heard)
    if not asking and rule_out(turn, heard):
        return await _noted(turn, api, heard)
    if others and not asking:
        return await _noted(turn, api, heard)  # told before, and no answer
    if not asking and any(phrase in turn.text for kind in ("thanks", "bye") for phrase in words(f"said.{kind}")):
        return None
    return await _unlike_an_answer(turn, api, pending, asking)


async def _taken(turn: Turn, api: Catalogue, heard: Json, asking: bool) -> Reply | None:
    """The answer is kept; where something is asked beside it, that is answered first and the next question follows.

    What it was taken for is read back where no phrase said it.
    """
    question = (turn.pending or {})["question"]
    if question["fact"] in (heard.get("guessed") or {}):
        said = (heard.get("noted") or {}).get(question["fact"])
        plain = as_read(heard["value"], *labels(question))
        turn.guessed[question["fact"]] = said if said and isinstance(heard["value"], bool) else plain
    service = {"code": (turn.pending or {})["service"], "name": (turn.pending or {})["name"]}
    reply = await record(turn, api, heard["value"])
    if not (asking and turn.facets and turn.intent in ("service", "office")):
        return reply
    if turn.pending:
        return None
    asked = in_words(turn, tuple(facet for facet in turn.facets if facet not in SUPPOSABLE))
    beside = await beside_result(turn, api, service, await assess(turn, api, service), asked)
    return Reply([*reply.specs, *({"card": card} for card in beside)])


async def _unlike_an_answer(turn: Turn, api: Catalogue, pending: Json, asking: bool) -> Reply | None:
    sounds = turn.loose and set(turn.facets) <= {"overview"}  # 没房没车 in the middle of a check is no new matter
    if turn.linked and turn.linked[0]["code"] != pending["service"] and turn.facets and not sounds:
        return None
    unsure = turn.intent == "oos" and turn.confidence < FOREIGN
    told = turn.settled and set(turn.facets) <= {"overview"}  # 三级肢体，没变化: of the matter in hand, asks nothing
    if asks(turn.text) and in_words(turn, turn.facets):
        return None  # 这个几天有结果
    acts = turn.intent in ("inform", "unclear", "affirm", "deny", "smalltalk")
    story = turn.intent in ("service", "booking") and not turn.plainly and not turn.need and not turn.when
    if (acts or told or sounds or unsure or story) and not asking:
        return await once_more(turn, api)
    if turn.intent == "unclear" and pending["question"].get("sensitive"):
        return await once_more(turn, api)  # private: not put on the list of sentences to learn
    return None


async def _noted(turn: Turn, api: Catalogue, heard: Json) -> Reply:
    """Something told by the way was kept; then the question goes on."""
    reply = await go_on(turn, api)
    return Reply([*noted(turn, heard), *reply.specs])


def _how_to_answer(question: Json) -> Reply:
    if question["type"] in ("number", "date"):
        return Reply().tell(word(f"check.answer_{question['type']}"))
    if question.get("yes_label"):
        yes, no = labels(question)
        return Reply().tell(word("check.answer_labelled", yes=yes, no=no))
    return Reply().say(f"utter_answer_{question['type']}")


async def once_more(turn: Turn, api: Catalogue) -> Reply:
    """Not understood as an answer: say how to answer, with the question's own choices; the second time a person too."""
    prompt, question = (turn.pending or {})["prompt"], (turn.pending or {})["question"]
    again = _how_to_answer(question)
    turn.misses += 1
    if turn.misses >= PATIENCE and (item := await hall(turn, api)):
        again.card(cards.office(item, ("phone", "hours")))
    again.specs.append(prompt)
    return again
