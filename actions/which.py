"""The answer to "which service do you mean?" when it was typed rather than chosen."""

from __future__ import annotations

import re
from typing import Any

from actions import booking, times
from actions.asking import asks, clauses
from actions.client import Catalogue
from actions.pending import again, ask, says
from actions.reply import Reply
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

CLEARLY = 1.15  # how much better the first must fit to need no asking
TELLS_APART = ("inform", "unclear", "service", "oos", "manage")  # 到期换的那个 sounds like changing an appointment
IN_WORDS = ("code", "name", "alias", "words")
SURELY = 0.65  # score from which a clause names a service
MOST_CLAUSES = 4  # clauses of a sentence that are looked up one by one
MANY = 12  # services looked at for a word in their names
A_FEW = 4  # services that are answered for at once, while it is open which is meant
A_LINE = 60  # characters of such an answer
SHORT = 12  # characters: longer texts that link to nothing are about something else
FREELY = 24  # characters of an answer in one's own words (头一回办，还没有证)


async def take_service(turn: Turn, api: Catalogue) -> Reply | None:
    """A text that names a service settles it and carries on with what was asked before."""
    from actions.choose import carry_out

    pending = turn.pending or {}
    if pending.get("behind") and (reply := await _answer_behind(turn, api, pending["behind"])):
        return reply
    if turn.bundle_said and not turn.linked:
        turn.pending = None  # 想开个饺子馆 is a matter of its own
        return None
    if says(turn, "unsure"):
        return None
    if pending.get("do") == "book" and not turn.linked and booking.keep_wish(turn):
        return again(turn, Reply().tell(word("booking.noted", told=_noted(turn))))
    if pending.get("offered") and _may_be_one_offered(turn, pending["offered"]):
        told = await _told_apart(turn, api, pending)
        if told is not None:
            turn.pending = None
            return await carry_out(turn, api, {**pending, "service": told})
    if not turn.linked and pending.get("offered"):
        return await _offer_again(turn, api, pending)
    if not turn.linked or (turn.ambiguous and len(turn.linked) > 1):
        return None
    only_names_it = pending.get("do") == "book" and not asks(turn.text)  # 拿药票报销，我是柳溪镇的
    if turn.facets not in ((), ("overview",)) and turn.intent != "inform" and not only_names_it:
        turn.pending = None
        return None
    turn.pending = None
    named = {"code": turn.linked[0]["code"], "name": turn.linked[0]["name"]}
    return await carry_out(turn, api, {**pending, "service": named})


def _noted(turn: Turn) -> str:
    """What was told of the time, with its date; nothing of it, nothing to repeat."""
    return times.days_text(turn.draft["window"]) if turn.when and turn.draft else ""


async def _answer_behind(turn: Turn, api: Catalogue, behind: Json) -> Reply | None:
    """都是汉族: the answer to the question that was open before the choice."""
    from actions.check_answers import answer_heard

    choice, turn.pending = turn.pending, behind
    reply = await answer_heard(turn, api)
    if reply is None:
        turn.pending = choice
    return reply


def _may_be_one_offered(turn: Turn, offered: list[Json]) -> bool:
    """头一回办，还没有证 sounds like many matters; only what plainly names another is none of those offered."""
    codes = {service["code"] for service in offered}
    names_nothing = not turn.things  # 头一回申领 is the act alone, of whatever was offered
    return names_nothing or not turn.linked or turn.ambiguous or turn.loose or turn.linked[0]["code"] in codes


async def _told_apart(turn: Turn, api: Catalogue, pending: Json) -> Json | None:
    """新办 after 营业执照: both said together fit one of the services offered clearly better than the others."""
    asked = asks_only(turn) and asks(turn.text, softly=True)
    if turn.intent not in TELLS_APART or len(turn.text) > FREELY or asked:
        return None
    said = f"{pending.get('said', '')} {turn.text}"[:100]
    found = await api.get("/services", turn.sender, q=said, place=turn.place, limit=6)
    offered = {service["code"]: service for service in pending["offered"]}
    scores = [(item["score"], item["code"]) for item in found["items"] if item["code"] in offered]
    if (
        not scores
        or found["items"][0]["code"] not in offered
        or (len(scores) > 1 and scores[0][0] < CLEARLY * scores[1][0])
    ):
        return None
    service: Json = offered[scores[0][1]]
    return service


async def named_in_a_clause(turn: Turn, api: Catalogue) -> Json | None:
    """我跟对象想扯证 我二十三 她十九 行不行: what is told beside the need hides it from the search for the whole."""
    parts = clauses(turn.text)
    for part in parts[:MOST_CLAUSES] if len(parts) > 1 else []:
        found = await api.get("/services", turn.sender, q=part[:100], place=turn.place, limit=1)
        best = next(iter(found["items"]), None)
        if best and best["matched"] in IN_WORDS and best["score"] >= SURELY:
            return {"code": best["code"], "name": best["name"]}
    return None


async def some_kind(turn: Turn, api: Catalogue) -> Reply | None:
    """我要开个证明: any of those called so, none of them guessed."""
    from actions.service import which

    if turn.choice is not None or turn.service is not None or turn.pending is not None:
        return None
    said = "".join(turn.text.split()).strip(words("said.trailing"))
    thing = next((thing for thing, way in words("said.some_kind").items() if re.search(way, said)), None)
    if thing is None:
        return None
    found = await api.get("/services", turn.sender, q=thing, place=turn.place, limit=MANY)
    named = [service for service in found["items"] if thing in service["name"]]
    return which(turn, named, {"do": "service", "facets": ["overview"]}) if len(named) > 1 else None


def asks_only(turn: Turn) -> bool:
    """Something is asked (多少钱) and nothing told that could settle which service is meant."""
    return turn.intent == "service" and bool(set(turn.facets) - {"overview"})


async def _offer_again(turn: Turn, api: Catalogue, pending: Json) -> Reply | None:
    """Asked before it is settled about what, or not understood: the same choices, with what was asked.

    Of a few, each is answered in a line, so that nobody reads the same list twice.
    """
    from actions.service import which

    facets = [facet for facet in turn.facets if facet != "overview"]
    if turn.service and facets and any(this in turn.text for this in words("said.this")):
        return None  # 这个一个月发多少: the matter in hand, not one of those offered
    if pending.get("listed") and turn.service:  # a list that was only looked at: the matter in hand is meant
        return None
    if len(turn.text) > SHORT or turn.intent not in ("service", "booking", "inform", "unclear"):
        return None
    if turn.intent == "booking":
        return which(turn, pending["offered"], {"do": "book", "when": turn.when})
    if turn.intent == "service" and not facets:
        return None
    if turn.intent != "service" and pending.get("again"):
        return None
    asked = {"do": "service", "facets": facets} if facets else {key: pending.get(key) for key in ("do", "facets")}
    reply = which(turn, pending["offered"], asked)
    if facets and len(pending["offered"]) <= A_FEW:
        lines = [await _in_a_line(turn, api, service, facets) for service in pending["offered"]]
        shown = reply.specs[-1]
        options = shown.get("choices") or shown["card"]["choices"]
        reply = ask(turn, turn.pending or {}, "utter_which_service", options, Reply().tell("\n".join(lines)))
    kept = {key: pending.get(key, "") for key in ("said", "told")}
    turn.pending = {**(turn.pending or {}), **kept, "again": not facets}
    return reply


async def _in_a_line(turn: Turn, api: Catalogue, service: Json, facets: list[str]) -> str:
    """社会保障卡补办：不收钱: the first sentence of the answer."""
    path = f"/services/{service['code']}/answer"
    answer = await api.get(path, turn.sender, facets=",".join(facets), place=turn.place)
    text = str(answer["text"]).split("\n")[0]
    if len(text) > A_LINE:
        text = text[: text.rfind("；", 0, A_LINE) if "；" in text[:A_LINE] else A_LINE] + "……"
    return word("which.line", name=service["name"], distinct=text)
