"""最多跑一次 for this person: one question at a time, then the result card."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.pending import ask_text, says, says_no, says_yes
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]


async def start_check(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Assess with what is known; ask the first question, or show the result at once."""
    turn.take_up(service)
    await _listen(turn, api, service)
    result = await _assess(turn, api, service)
    reply = Reply()
    question = result.get("next_question")
    if question is None:
        return await _finish(turn, api, service, result)
    reply.say("utter_check_start", name=service["name"], most=result["questions_left"]["max"])
    asked = _ask(turn, service, question, [])
    reply.specs += asked.specs
    return reply


async def _listen(turn: Turn, api: Catalogue, service: Json) -> None:
    """Keep what the sentence that started the check tells already ("老人满80了能领钱吗")."""
    if turn.choice is None:
        body = {"text": turn.text, "service": service["code"], "known": list(turn.facts)}
        heard = await api.post("/facts/heard", turn.sender, body)
        turn.facts = {**turn.facts, **heard["others"]}


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


async def take_fact(turn: Turn, api: Catalogue) -> Reply | None:
    """A free answer to the question asked; None when the text asks or tells something else."""
    pending = turn.pending or {}
    question = pending["question"]
    if any(phrase in turn.text for phrase in words("said.why")):
        return explain_question(turn)
    if says(turn, "unsure"):
        return await record(turn, api, None)
    if question["type"] == "bool" and (says_yes(turn) or says_no(turn)):
        return await record(turn, api, says_yes(turn))
    if turn.linked and turn.linked[0]["code"] != pending["service"] and turn.facets:
        return None
    body = {"text": turn.text, "fact": question["fact"], "known": list(turn.facts), "service": pending["service"]}
    heard = await api.post("/facts/heard", turn.sender, body)
    return await _take_heard(turn, api, heard)


async def _take_heard(turn: Turn, api: Catalogue, heard: Json) -> Reply | None:
    """`heard`: {"found": bool, "value", "others": {fact: value}}: the answer, and what was said beside it."""
    others = heard.get("others") or {}
    turn.facts = {**turn.facts, **others}
    asking = any(mark in turn.text for mark in words("said.asking"))
    if heard["found"] and not (asking and turn.facets and turn.intent in ("service", "office")):
        return await record(turn, api, heard["value"])
    if others and not asking:
        return _noted(await go_on(turn, api))
    if turn.intent in ("inform", "unclear", "affirm", "deny", "smalltalk") and not asking:
        return _once_more(turn)
    return None


def _noted(reply: Reply) -> Reply:
    """Say that something told by the way was kept, before the question goes on."""
    noted = Reply().say("utter_noted")
    return Reply(noted.specs + reply.specs)


def _once_more(turn: Turn) -> Reply:
    """Not understood as an answer: say how to answer, with the question's own choices."""
    prompt = (turn.pending or {})["prompt"]
    kind = (turn.pending or {})["question"]["type"]
    again = Reply().say(f"utter_answer_{kind}")
    again.specs.append(prompt)
    return again


async def record(turn: Turn, api: Catalogue, value: Any) -> Reply:
    """Keep one answer and go on."""
    if not turn.pending or turn.pending["kind"] != "fact":
        return Reply().say("utter_choice_gone", choices=cards.menu())
    turn.facts = {**turn.facts, turn.pending["question"]["fact"]: value}
    return await go_on(turn, api)


async def go_on(turn: Turn, api: Catalogue) -> Reply:
    """The next question, or the result. An answer the catalogue refuses is asked again with its reason."""
    pending = turn.pending or {}
    service = {"code": pending["service"], "name": pending["name"]}
    result = await _assess(turn, api, service)
    question = result.get("next_question")
    if question is None:
        return await _finish(turn, api, service, result)
    return _ask(turn, service, question, pending.get("asked", []))


async def _finish(turn: Turn, api: Catalogue, service: Json, result: Json) -> Reply:
    turn.pending = None
    slugs = {visit["office"] for visit in result["trips"].get("plan") or []}
    names = {}
    for slug in sorted(slugs):
        names[slug] = (await api.get(f"/offices/{slug}", turn.sender))["name"]
    return Reply().card(cards.assessment(service, result, names))


def explain_question(turn: Turn) -> Reply:
    """为什么问: the reason, then the same choices again."""
    if not turn.pending or turn.pending["kind"] != "fact":
        return Reply().say("utter_choice_gone", choices=cards.menu())
    return Reply().say("utter_why", _options(turn.pending["question"]), why=turn.pending["question"].get("why") or "")


async def step_back(turn: Turn, api: Catalogue) -> Reply:
    """上一步: forget the last answer and ask it again."""
    pending = turn.pending or {}
    asked = pending.get("asked", [])[:-1]
    if not asked:
        return Reply().say("utter_first_step")
    turn.facts = {key: value for key, value in turn.facts.items() if key != asked[-1]}
    turn.pending = {**pending, "asked": asked[:-1]}
    return await go_on(turn, api)
