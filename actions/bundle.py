"""一件事: a life event as a plan with progress, and talk about it as a whole.

The event in hand is the slot `bundle` {"slug","name","services":[{"code","name","when_text"}],"done":[code]}. While no
service is in hand, bare questions (要带什么, 先办哪个) are about the event; 办好了 and 下一件 move along it.
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.client import Catalogue
from actions.pending import ask
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

MOST_AT_ONCE = 3  # cards in one turn
TOGETHER = {"materials", "trips"}  # facets that are answered for the whole event
TALKS = ("service", "inform", "unclear", "booking", "affirm", "meta", "oos", "smalltalk", "office")
_NTH = re.compile(r"第\s*([一二两三四五六七八九\d]+)\s*(?:个|件|项|步|样)?")


async def talk_of_event(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply when this turn tells a life event or goes on with the one in hand; None when it does neither."""
    if turn.intent not in TALKS:
        return None
    if turn.several > 1 and turn.intent in ("service", "inform", "unclear"):
        return await together(turn, api, turn.linked[: turn.several])
    if turn.bundle_said and turn.intent not in ("booking", "oos"):
        return await start(turn, api, turn.bundle_said)
    if turn.bundle is None or turn.linked:
        return None
    return await _go_on(turn, api, turn.bundle)


async def start(turn: Turn, api: Catalogue, slug: str) -> Reply:
    """Show the plan; what was asked about all of it is answered below."""
    item = await api.get(f"/bundles/{slug}", turn.sender)
    when = {step["service"]["code"]: step.get("when_text") for step in item["plan"]}
    services = [{**service, "when_text": when.get(service["code"])} for service in item["services"]]
    turn.bundle = {"slug": item["slug"], "name": item["name"], "services": services, "done": []}
    turn.park()
    turn.pending, turn.misses = None, 0
    return await _with_answers(turn, api, turn.bundle, Reply().card(cards.bundle(item)))


async def together(turn: Turn, api: Catalogue, services: list[Json]) -> Reply:
    """Several matters asked for in one sentence: each is answered, and bare questions are about all of them."""
    found = [{**_bare(service), "when_text": None} for service in services[:MOST_AT_ONCE]]
    name = word("bundle.several", names=word("bundle.and").join(service["name"] for service in found))
    turn.bundle = {"slug": None, "name": name, "services": found, "done": []}
    turn.park()
    turn.pending, turn.misses = None, 0
    return await _one_card_each(turn, api, turn.bundle)


async def _one_card_each(turn: Turn, api: Catalogue, bundle: Json) -> Reply:
    reply = Reply()
    asked = ",".join(facet for facet in turn.facets if facet != "eligible") or "overview"
    for service in bundle["services"]:
        path = f"/services/{service['code']}/answer"
        answer = await api.get(path, turn.sender, facets=asked, place=turn.place)
        reply.card(cards.guide(answer))
    return reply


async def _go_on(turn: Turn, api: Catalogue, bundle: Json) -> Reply | None:
    from actions.service import answer_facets

    text = turn.text
    named = _nth(text, bundle["services"])
    if named and turn.facets != ("overview",) and turn.intent == "service":
        turn.take_up(named)
        return await answer_facets(turn, api, named, turn.facets)
    if _says(text, "done"):
        return await _done(turn, api, bundle, named)
    if _says(text, "next") or _says(text, "first"):
        return await _show(turn, api, named or _first_left(bundle))
    few = len(bundle["services"]) <= MOST_AT_ONCE and bundle["slug"] is None
    if turn.service is None and few and turn.intent == "service" and turn.facets != ("overview",):
        return await _one_card_each(turn, api, bundle)
    if turn.service is None and turn.intent == "service" and TOGETHER & set(turn.facets):
        return await _with_answers(turn, api, bundle, Reply())
    if _says(text, "all") or (turn.service is None and _says(text, "order")):
        return _plan(turn, bundle)
    if named:
        return await _show(turn, api, named)
    if turn.service is None and turn.intent == "booking":
        options = [choice(s["name"], do="book", service=_bare(s)) for s in bundle["services"]]
        return ask(turn, {"kind": "service", "do": "book"}, "utter_which_to_book", options)
    if turn.service is None and turn.intent == "service" and not set(turn.facets) <= {"overview"}:
        return await _with_answers(turn, api, bundle, Reply())
    return None


async def _with_answers(turn: Turn, api: Catalogue, bundle: Json, reply: Reply) -> Reply:
    """What can be said of all its services together (papers, trips); other facets are asked one service at a time."""
    together = TOGETHER & set(turn.facets)
    if together:
        codes = [service["code"] for service in bundle["services"]][:10]
        body = {"services": codes, "facts": turn.facts, **({"place": turn.place} if turn.place else {})}
        found = await api.post("/assessments", turn.sender, body)
        reply.tell(cards.together(bundle["name"], found, together))
    options = [choice(s["name"], do="service", service=_bare(s), facets=_one_by_one(turn)) for s in _left(bundle)]
    return ask(turn, {"kind": "bundle"}, "utter_which_first", options, reply=reply)


def _one_by_one(turn: Turn) -> list[str]:
    return [facet for facet in turn.facets if facet != "trips"] or ["overview"]


async def _done(turn: Turn, api: Catalogue, bundle: Json, named: Json | None) -> Reply:
    """One is finished: the one named, else the one in hand, else the first left."""
    known = {service["code"]: service for service in bundle["services"]}
    finished = named or known.get((turn.service or {}).get("code", "")) or _first_left(bundle)
    if finished:
        turn.bundle = bundle = {**bundle, "done": [*bundle["done"], finished["code"]]}
    left = _first_left(bundle)
    if left is None:
        turn.bundle = None
        return Reply().say("utter_event_finished", choices=cards.menu(), name=bundle["name"])
    shown = await _show(turn, api, left)
    count = len(set(bundle["done"]))
    reply = Reply().say("utter_event_progress", done=count, all=len(bundle["services"]), next=left["name"])
    reply.specs += shown.specs
    return reply


async def _show(turn: Turn, api: Catalogue, service: Json | None) -> Reply:
    from actions.service import answer_facets

    if service is None:
        return Reply().say("utter_event_finished", choices=cards.menu(), name=(turn.bundle or {}).get("name", ""))
    turn.take_up(service)
    turn.pending = None
    return await answer_facets(turn, api, _bare(service), ("overview",))


def _plan(turn: Turn, bundle: Json) -> Reply:
    """The list again, with what is done marked."""
    item = {**bundle, "plan": [{"service": _bare(s), "when_text": s.get("when_text")} for s in bundle["services"]]}
    reply = Reply().card(cards.bundle(item, done=bundle["done"]))
    options = [choice(s["name"], do="service", service=_bare(s), facets=["overview"]) for s in _left(bundle)]
    turn.park()
    return ask(turn, {"kind": "bundle"}, "utter_which_first", options, reply=reply)


def _left(bundle: Json) -> list[Json]:
    return [service for service in bundle["services"] if service["code"] not in bundle["done"]]


def _first_left(bundle: Json) -> Json | None:
    return next(iter(_left(bundle)), None)


def _bare(service: Json) -> Json:
    return {"code": service["code"], "name": service["name"]}


def _nth(text: str, services: list[Json]) -> Json | None:
    """第三件 of the list; None when no number is said or there are fewer."""
    found = _NTH.search(text)
    if not found:
        return None
    number = words("digits").get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)
    return services[number - 1] if 0 < number <= len(services) else None


def _says(text: str, what: str) -> bool:
    return any(phrase in text for phrase in words(f"said.event_{what}"))
