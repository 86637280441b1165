"""最多跑一次 for this person: one question at a time, then the result card."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.office import hall
from actions.pending import ask_text, says, says_yes
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]


ACT_SURE = 0.9  # from here on an act of the talk, or an emergency, is one even while a question is open
ASKED = "asked"  # kept on the service in hand: the questions that led to its result
SHORT = 12  # characters of an answer
PATIENCE = 2  # answers not understood in a row before a person is offered
FOREIGN = 0.95  # from here on a sentence is none of our business even while a question is open


async def start_check(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Assess with what is known; ask the first question, or show the result at once."""
    turn.take_up(service)
    asked = _asked_of(turn, service)
    await _listen(turn, api, service)
    result = await _assess(turn, api, service)
    reply = Reply()
    question = result.get("next_question")
    if question is None:
        return await _finish(turn, api, service, result)
    if asked is None:
        reply.say("utter_check_start", name=service["name"], most=result["questions_left"]["max"])
    else:
        reply.say("utter_check_goes_on", most=result["questions_left"]["max"])
    reply.specs += _ask(turn, service, question, _but(asked or [], question["fact"])).specs
    return reply


def _asked_of(turn: Turn, service: Json) -> list[str] | None:
    """What was asked so far where this very check is under way; None where it is not."""
    pending = turn.pending or {}
    return pending.get("asked", []) if pending.get("kind") == "fact" and pending["service"] == service["code"] else None


def _but(asked: list[str], fact: str) -> list[str]:
    return [each for each in asked if each != fact]


async def _listen(turn: Turn, api: Catalogue, service: Json) -> None:
    """Keep what the sentence that started the check tells already ("老人满80了能领钱吗"), and those before it."""
    if turn.choice is None:
        await _listen_to(turn, api, service, turn.text, supposing(turn))
    for text in reversed((turn.service or {}).get("said", [])):
        if text != turn.text:
            await _listen_to(turn, api, service, text, {})


async def _listen_to(turn: Turn, api: Catalogue, service: Json, text: str, how: Json) -> None:
    body = {"text": text, "service": service["code"], "known": list(turn.facts), **how}
    heard = await api.post("/facts/heard", turn.sender, body)
    keep(turn, heard["others"], heard["instead_of"])


def supposing(turn: Turn) -> Json:
    """换个情况，55岁呢: what is told takes the place of what was told before."""
    other = any(phrase in turn.text for phrase in words("said.another_case"))
    brief = len(turn.text) <= SHORT and turn.text.endswith(tuple(words("said.supposing")))
    return {"correcting": True} if other or brief else {}


def keep(turn: Turn, told: Json, instead_of: Json) -> bool:
    """Keep facts that were told; an age makes way for a birth date and the other way round. Whether anything is new."""
    new = {key: value for key, value in told.items() if key not in turn.facts or turn.facts[key] != value}
    gone = {instead_of.get(key) for key in new}
    turn.facts = {**{key: value for key, value in turn.facts.items() if key not in gone}, **new}
    return bool(new)


async def restart_check(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Another case: forget the answers this service uses, keep the rest."""
    used = set((await _assess(turn, api, service))["uses"])
    turn.facts = {key: value for key, value in turn.facts.items() if key not in used}
    turn.pending = None
    return await start_check(turn, api, service)


async def _assess(turn: Turn, api: Catalogue, service: Json) -> Json:
    body: Json = {"facts": turn.facts}
    if turn.place:
        body["place"] = turn.place
    return await api.post(f"/services/{service['code']}/assessment", turn.sender, body)


def _ask(turn: Turn, service: Json, question: Json, asked: list[str]) -> Reply:
    pending = {
        "kind": "fact",
        "service": service["code"],
        "name": service["name"],
        "question": question,
        "asked": [*asked, question["fact"]],
    }
    text = question["text"] if not question.get("why") else f"{question['text']}\n（{question['why']}）"
    return ask_text(turn, pending, text, _options(question))


def _options(question: Json) -> list[Json]:
    if question["type"] == "bool":
        found = [choice(word("bool.true"), do="fact", answer=True), choice(word("bool.false"), do="fact", answer=False)]
    else:
        values = [o["value"] if isinstance(o, dict) else o for o in question.get("options") or []]
        found = [choice(str(value), do="fact", answer=value) for value in values]
    return [*found, choice(word("do.unsure"), do="fact", answer=None)]


async def answer_like_an_act(turn: Turn, api: Catalogue) -> Reply | None:
    """不急, 还走得动: an answer to the open question that was taken for an act of the talk, or for an emergency."""
    pending = turn.pending or {}
    if turn.choice is not None or pending.get("kind") != "fact" or len(turn.text) > SHORT:
        return None
    if turn.confidence >= ACT_SURE or (turn.intent == "crisis" and turn.text.startswith(tuple(words("said.denying")))):
        return None
    return await answer_heard(turn, api)


async def answer_heard(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the text answers the open question, or tells another fact; None where it does neither."""
    heard = await _hear_answer(turn, api)
    return await _take_heard(turn, api, heard) if heard["found"] or heard["others"] else None


async def _hear_answer(turn: Turn, api: Catalogue) -> Json:
    pending = turn.pending or {}
    fact, service = pending["question"]["fact"], pending["service"]
    body = {"text": turn.text, "fact": fact, "known": list(turn.facts), "service": service}
    heard: Json = await api.post("/facts/heard", turn.sender, body)
    return heard


async def take_fact(turn: Turn, api: Catalogue) -> Reply | None:
    """A free answer to the question asked; None when the text asks or tells something else."""
    pending = turn.pending or {}
    question = pending["question"]
    if any(phrase in turn.text for phrase in words("said.why")):
        return explain_question(turn)
    if says(turn, "unsure"):
        return await record(turn, api, None)
    if question["type"] == "bool" and (says(turn, "agree") or says(turn, "decline")):
        return await record(turn, api, says(turn, "agree"))
    return await _take_heard(turn, api, await _hear_answer(turn, api))


async def _take_heard(turn: Turn, api: Catalogue, heard: Json) -> Reply | None:
    """`heard`: {"found": bool, "value", "others": {fact: value}}: the answer, and what was said beside it."""
    pending = turn.pending or {}
    asking = any(mark in turn.text for mark in words("said.asking"))
    others = heard.get("others") or {}
    keep(turn, others, heard["instead_of"])
    if heard["found"] and not (asking and turn.facets and turn.intent in ("service", "office")):
        return await record(turn, api, heard["value"])
    if others and not asking:
        return _noted(await go_on(turn, api))
    if not asking and any(phrase in turn.text for kind in ("thanks", "bye") for phrase in words(f"said.{kind}")):
        return None
    sounds = turn.loose and set(turn.facets) <= {"overview"}  # 没房没车 in the middle of a check is no new matter
    if turn.linked and turn.linked[0]["code"] != pending["service"] and turn.facets and not sounds:
        return None
    if pending["question"]["type"] == "bool" and not asking and turn.intent in ("affirm", "deny"):
        return await record(turn, api, says_yes(turn))
    unsure = turn.intent == "oos" and turn.confidence < FOREIGN
    if (turn.intent in ("inform", "unclear", "affirm", "deny", "smalltalk") or sounds or unsure) and not asking:
        return await _once_more(turn, api)
    if turn.intent == "unclear" and pending["question"].get("sensitive"):
        return await _once_more(turn, api)  # private: not put on the list of sentences to learn
    return None


def _noted(reply: Reply) -> Reply:
    """Say that something told by the way was kept, before the question goes on."""
    noted = Reply().say("utter_noted")
    return Reply(noted.specs + reply.specs)


async def _once_more(turn: Turn, api: Catalogue) -> Reply:
    """Not understood as an answer: say how to answer, with the question's own choices; the second time a person too."""
    prompt = (turn.pending or {})["prompt"]
    kind = (turn.pending or {})["question"]["type"]
    again = Reply().say(f"utter_answer_{kind}")
    turn.misses += 1
    if turn.misses >= PATIENCE and (item := await hall(turn, api)):
        again.card(cards.office(item, ("phone", "hours")))
    again.specs.append(prompt)
    return again


async def record(turn: Turn, api: Catalogue, value: Any) -> Reply:
    """Keep one answer and go on."""
    if not turn.pending or turn.pending["kind"] != "fact":
        return Reply().say("utter_choice_gone", choices=cards.menu())
    turn.facts, turn.misses = {**turn.facts, turn.pending["question"]["fact"]: value}, 0
    return await go_on(turn, api)


async def go_on(turn: Turn, api: Catalogue) -> Reply:
    """The next question, or the result. An answer the catalogue refuses is asked again with its reason."""
    pending = turn.pending or {}
    service = {"code": pending["service"], "name": pending["name"]}
    turn.take_up(service)
    result = await _assess(turn, api, service)
    question = result.get("next_question")
    if question is None:
        return await _finish(turn, api, service, result)
    return _ask(turn, service, question, pending.get("asked", []))


async def _finish(turn: Turn, api: Catalogue, service: Json, result: Json) -> Reply:
    asked = (turn.pending or {}).get("asked", [])
    turn.pending, turn.service = None, {**service, **(turn.service or {}), ASKED: asked}
    slugs = {visit["office"] for visit in result["trips"].get("plan") or []}
    names = {}
    for slug in sorted(slugs):
        names[slug] = (await api.get(f"/offices/{slug}", turn.sender))["name"]
    return Reply().card(cards.assessment(service, result, names))


async def correct(turn: Turn, api: Catalogue) -> Reply | None:
    """An earlier answer is taken back ("不对，我是外省的"): change that one, keep the rest. None: nothing of ours."""
    pending = turn.pending or {}
    if turn.service is None or not turn.facts:
        return None
    service = {
        "code": pending.get("service") or turn.service["code"],
        "name": pending.get("name") or turn.service["name"],
    }
    body = {"text": turn.text, "service": service["code"], "known": list(turn.facts), "correcting": True}
    heard = await api.post("/facts/heard", turn.sender, body)
    if not heard["others"]:
        asked = bool(pending.get("asked", [])[:-1]) and any(said in turn.text for said in words("said.slip"))
        return await step_back(turn, api) if asked else None
    keep(turn, heard["others"], heard["instead_of"])
    changed = Reply().tell(word("check.changed"))
    if pending:
        return Reply(changed.specs + (await go_on(turn, api)).specs)
    result = await _assess(turn, api, service)
    if result.get("next_question") is None:
        return Reply(changed.specs + (await _finish(turn, api, service, result)).specs)
    return Reply(changed.specs + _ask(turn, service, result["next_question"], []).specs)


async def take_up_again(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Go on with a check that was left: what was answered is kept, nothing is asked twice."""
    result = await _assess(turn, api, service)
    known = len(set(result["uses"]) & set(turn.facts))
    told = Reply().tell(word("check.again", name=service["name"], known=known))
    question = result.get("next_question")
    if question is None:
        return Reply(told.specs + (await _finish(turn, api, service, result)).specs)
    return Reply(told.specs + _ask(turn, service, question, []).specs)


def explain_question(turn: Turn) -> Reply:
    """为什么问: the reason, then the same choices again."""
    if not turn.pending or turn.pending["kind"] != "fact":
        return Reply().say("utter_choice_gone", choices=cards.menu())
    return Reply().say("utter_why", _options(turn.pending["question"]), why=turn.pending["question"].get("why") or "")


async def back_from_result(turn: Turn, api: Catalogue) -> Reply | None:
    """上一步 right after the result: the last question again; None where no result was shown."""
    shown = any(spec.get("card", {}).get("kind") == "assessment" for spec in turn.last)
    asked = (turn.service or {}).get(ASKED)
    if not (turn.service and shown and asked):
        return None
    turn.pending = {
        "kind": "fact",
        "service": turn.service["code"],
        "name": turn.service["name"],
        "asked": [*asked, ""],
    }
    return await step_back(turn, api)


async def step_back(turn: Turn, api: Catalogue) -> Reply:
    """上一步: forget the last answer and ask it again."""
    pending = turn.pending or {}
    asked = pending.get("asked", [])[:-1]
    if not asked:
        return Reply().say("utter_first_step")
    turn.facts = {key: value for key, value in turn.facts.items() if key != asked[-1]}
    turn.pending = {**pending, "asked": asked[:-1]}
    return await go_on(turn, api)
