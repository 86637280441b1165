"""最多跑一次 for this person: one question at a time, then the result card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions import cards
from actions.client import Catalogue, Refusal
from actions.facts import RULED_OUT, keep, known, listen
from actions.kin import relation_in
from actions.noted import noted
from actions.pending import ask_text
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]


LENGTH_OF_DAY = 10  # 2021-09-20
ASKED = "asked"  # kept on the service in hand: the questions that led to its result


async def start_check(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Assess with what is known; ask the first question, or show the result at once."""
    turn.take_up(service)
    asked = _asked_of(turn, service)
    await listen(turn, api, service)
    result = await assess(turn, api, service)
    reply = Reply()
    question = result.get("next_question")
    if question is None:
        return await finish(turn, api, service, result)
    if asked is None:
        reply.specs += _begun(turn, service, result["questions_left"]["max"]).specs
    else:
        reply.say("utter_check_goes_on", most=result["questions_left"]["max"])
    reply.specs += put(turn, service, question, _but(asked or [], question["fact"])).specs
    return reply


def _begun(turn: Turn, service: Json, most: int) -> Reply:
    """How many questions there are at most; of a relative it is not told 您本人."""
    said = [turn.text, *(turn.service or {}).get("said", [])]
    if (turn.service or {}).get("whose") or any(map(relation_in, said)):
        return Reply().aside(word("check.begun", name=service["name"], most=most))
    return Reply().say("utter_check_start", name=service["name"], most=most)


def _asked_of(turn: Turn, service: Json) -> list[str] | None:
    """What was asked so far where this very check is under way; None where it is not."""
    pending = turn.pending or {}
    return pending.get("asked", []) if pending.get("kind") == "fact" and pending["service"] == service["code"] else None


def _but(asked: list[str], fact: str) -> list[str]:
    return [each for each in asked if each != fact]


async def restart_check(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Another case: forget the answers this service uses, keep the rest."""
    used = set((await assess(turn, api, service))["uses"])
    turn.facts = {key: value for key, value in turn.facts.items() if key not in used}
    turn.service = {key: value for key, value in (turn.service or service).items() if key not in (ASKED, RULED_OUT)}
    turn.pending = None
    return await start_check(turn, api, service)


async def assess(turn: Turn, api: Catalogue, service: Json, facts: Json | None = None) -> Json:
    body: Json = {"facts": turn.facts if facts is None else facts}
    if turn.place:
        body["place"] = turn.place
    path = f"/services/{service['code']}/assessment"
    result: Json = await api.post(path, turn.sender, body)
    return (
        await api.post(path, turn.sender, {**body, "on": _year_after(result["on"])}) if of_next_year(turn) else result
    )


def of_next_year(turn: Turn) -> bool:
    """小孩明年上一年级: whether it fits is asked of next year, not of this one."""
    said = [turn.text, *(turn.service or {}).get("said", [])]
    return any(re.search(word("check.next_year"), text) for text in said)


def _year_after(on: str) -> str:
    """The last day of the year after the one in which `on` (YYYY-MM-DD) lies: its thresholds have all passed."""
    return f"{int(on[:4]) + 1}-12-31"


def put(turn: Turn, service: Json, question: Json, asked: list[str]) -> Reply:
    """Put a question of the check; `asked` are those before it. One that is open already is put without its reason."""
    open_ = ((turn.pending or {}).get("question") or {}).get("fact") == question["fact"]
    pending = {
        "kind": "fact",
        "service": service["code"],
        "name": service["name"],
        "question": question,
        "asked": [*_but(asked, question["fact"]), question["fact"]],
    }
    text = question["text"] if open_ or not question.get("why") else f"{question['text']}\n（{question['why']}）"
    out = ((turn.service or {}).get(RULED_OUT) or {}).get(question["fact"], [])
    return ask_text(turn, pending, text, _options(question, out))


def _options(question: Json, ruled_out: Sequence[str] = ()) -> list[Json]:
    if question["type"] == "bool":
        yes, no = labels(question)
        found = [(yes, True), (no, False)]
    else:
        values = [o["value"] if isinstance(o, dict) else o for o in question.get("options") or []]
        found = [(str(value), value) for value in values if value not in ruled_out or set(values) <= {*ruled_out}]
    fact = question["fact"]
    return [choice(label, do="fact", fact=fact, answer=value) for label, value in [*found, (word("do.unsure"), None)]]


def labels(question: Json) -> tuple[str, str]:
    """How yes and no are put: 不方便 and 方便 where 是 could be taken the wrong way round."""
    return question.get("yes_label") or word("bool.true"), question.get("no_label") or word("bool.false")


async def take_choice(turn: Turn, api: Catalogue, payload: Json) -> Reply:
    """A choice of the open question is its answer. One of an earlier question was typed, and answers what is open."""
    from actions.check_answers import once_more
    from actions.pending import answer_pending

    pending = turn.pending or {}
    open_fact = (pending.get("question") or {}).get("fact") if pending.get("kind") == "fact" else None
    if open_fact and payload.get("fact", open_fact) == open_fact:
        return await record(turn, api, payload["answer"])
    turn.choice, turn.intent = None, "inform"
    if not pending:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    told, value = payload.get("fact"), payload.get("answer")
    if open_fact and value is not None and turn.facts.get(str(told), value) != value:
        turn.facts = {**turn.facts, str(told): value}  # tapped again: 上班, three questions later
        return await go_on(turn, api)
    reply = await answer_pending(turn, api)
    if reply is None and open_fact:
        return await once_more(turn, api)
    return reply or Reply().say("utter_choice_gone", choices=cards.menu())


async def record(turn: Turn, api: Catalogue, value: Any) -> Reply:
    """Keep one answer and go on."""
    if not turn.pending or turn.pending["kind"] != "fact":
        return Reply().say("utter_choice_gone", choices=cards.menu())
    before = turn.facts
    turn.facts = {**before, turn.pending["question"]["fact"]: value}
    try:
        reply = await go_on(turn, api)
    except Refusal:  # the catalogue knows no such value: put the question again with its choices
        from actions.check_answers import once_more

        turn.facts = before
        return await once_more(turn, api)
    turn.misses = 0
    return reply


async def go_on(turn: Turn, api: Catalogue) -> Reply:
    """The next question, or the result. An answer the catalogue refuses is asked again with its reason."""
    pending = turn.pending or {}
    service = {"code": pending["service"], "name": pending["name"]}
    turn.take_up(service)
    result = await assess(turn, api, service)
    question = result.get("next_question")
    if question is None:
        return await finish(turn, api, service, result)
    return put(turn, service, question, pending.get("asked", []))


async def finish(turn: Turn, api: Catalogue, service: Json, result: Json) -> Reply:
    asked = (turn.pending or {}).get("asked", [])
    turn.pending, turn.service = None, {**service, **(turn.service or {}), ASKED: asked}
    return await shown(turn, api, service, result)


async def shown(turn: Turn, api: Catalogue, service: Json, result: Json) -> Reply:
    """The card of a result."""
    return Reply().card(cards.assessment(service, result, await offices_of(turn, api, result)))


async def offices_of(turn: Turn, api: Catalogue, result: Json) -> dict[str, str]:
    """The names of the offices of a plan."""
    slugs = {visit["office"] for visit in result["trips"].get("plan") or []}
    return {slug: (await api.get(f"/offices/{slug}", turn.sender))["name"] for slug in sorted(slugs)}


async def correct(turn: Turn, api: Catalogue) -> Reply | None:
    """An earlier answer is taken back ("不对，我是外省的"): change that one, keep the rest. None: nothing of ours."""
    pending = turn.pending or {}
    if turn.service is None:
        return None
    service = {
        "code": pending.get("service") or turn.service["code"],
        "name": pending.get("name") or turn.service["name"],
    }
    body = {"text": turn.text, "service": service["code"], "known": known(turn), "correcting": True}
    heard = await api.post("/facts/heard", turn.sender, body)
    if not heard["others"] and not keep(turn, heard):
        asked = bool(pending.get("asked", [])[:-1]) and any(said in turn.text for said in words("said.slip"))
        return await step_back(turn, api) if asked else None
    keep(turn, {**heard, "others": _same_year(turn, heard["others"])})
    changed = noted(turn)
    if pending:
        return Reply(changed + (await go_on(turn, api)).specs)
    result = await assess(turn, api, service)
    if result.get("next_question") is None:
        return Reply(changed + (await finish(turn, api, service, result)).specs)
    return Reply(changed + put(turn, service, result["next_question"], []).specs)


def _same_year(turn: Turn, told: Json) -> Json:
    """不对，是8月20 leaves the year of the day told before as it was."""
    without = not any(mark in turn.text for mark in words("said.year"))
    days = {key for key in told if without and _is_day(told[key]) and _is_day(turn.facts.get(key))}
    return {key: turn.facts[key][:4] + value[4:] if key in days else value for key, value in told.items()}


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == LENGTH_OF_DAY and value[4] == value[7] == "-"


async def take_up_again(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Go on with a check that was left: what was answered is kept, nothing is asked twice."""
    result = await assess(turn, api, service)
    known = len(set(result["uses"]) & set(turn.facts))
    told = Reply().tell(word("check.again", name=service["name"], known=known))
    question = result.get("next_question")
    if question is None:
        return Reply(told.specs + (await finish(turn, api, service, result)).specs)
    return Reply(told.specs + put(turn, service, question, []).specs)


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
