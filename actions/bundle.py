"""一件事: a life event as a plan with progress, and talk about it as a whole.

The event in hand is the slot `bundle` {"slug","name","services":[{"code","name","when_text"}],"done":[code]}. While no
service is in hand, bare questions (要带什么, 先办哪个) are about the event; 办好了 and 下一件 move along it.
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.asking import clauses
from actions.client import Catalogue
from actions.one_visit import which_to_book, wished_together
from actions.pending import ask
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

LEAST = 5  # characters of a sentence that may name a service
INSIDE = 0.3  # score from which a service of the event at hand is meant
MOST_SAID = 36  # characters about one service of several
MOST_AT_ONCE = 3  # cards in one turn
TOGETHER = {"materials", "trips"}  # facets that are answered for the whole event
TALKS = ("service", "inform", "unclear", "booking", "affirm", "meta", "oos", "smalltalk", "office")
_FIRST = re.compile(r"哪[一个件项]{0,2}.{0,3}先|先.{0,3}哪|最先|头一[件个]")
_NTH = re.compile(r"第\s*([一二两三四五六七八九\d]+)\s*(?:个|件|项|步|样)?")


async def talk_of_event(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply when this turn tells a life event or goes on with the one in hand; None when it does neither."""
    if turn.intent not in TALKS:
        return None
    if turn.several > 1 and turn.intent in ("service", "inform", "unclear"):
        return await together(turn, api, turn.linked[: turn.several])
    asked = turn.intent != "oos" or any(said in turn.text for said in words("said.event_asked"))
    if turn.bundle_said and turn.intent != "booking" and asked:
        return await start(turn, api, turn.bundle_said)
    if turn.bundle is None:
        return None
    if turn.linked:
        return await _done_by_name(turn, api, turn.bundle) or await _guessed_inside(turn, api, turn.bundle)
    return await _go_on(turn, api, turn.bundle)


async def plan_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """看看还剩哪些 is about the plan in hand, though it sounds like asking what we can do."""
    if turn.choice is not None or turn.intent != "meta" or not turn.bundle or not _says(turn.text, "all"):
        return None
    return await _go_on(turn, api, turn.bundle)


async def _guessed_inside(turn: Turn, api: Catalogue, bundle: Json) -> Reply | None:
    """还有没有钱可以领 sounds like many services: one of the event is meant, if any of them is."""
    from actions.service import answer_facets

    known = {service["code"]: service for service in bundle["services"]}
    found = next((known[service["code"]] for service in turn.linked if service["code"] in known), None)
    if not turn.loose or found is None or turn.service is not None:
        return None
    turn.take_up(found)
    return await answer_facets(turn, api, _bare(found), turn.facets)


async def _done_by_name(turn: Turn, api: Catalogue, bundle: Json) -> Reply | None:
    """执照办好了: the service of the event that the sentence names is finished; another question is none of this."""
    codes = {service["code"] for service in turn.linked}
    named = next((service for service in _left(bundle) if service["code"] in codes), None)
    return await _done(turn, api, bundle, named) if named and _says(turn.text, "done") else None


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
    return await _one_card_each(turn, api, turn.bundle, turn.parts)


async def _one_card_each(turn: Turn, api: Catalogue, bundle: Json, parts: tuple[str, ...] = ()) -> Reply:
    """A card for each: what its own clause asks (失业登记多少钱，失业金要啥材料), else what all of it asks."""
    reply = Reply()
    for number, service in enumerate(bundle["services"]):
        facets = await _facets_of(turn, api, parts[number]) if number < len(parts) else turn.facets
        asked = ",".join(facet for facet in facets if facet != "eligible") or "overview"
        path = f"/services/{service['code']}/answer"
        answer = await api.get(path, turn.sender, facets=asked, place=turn.place)
        reply.card(cards.guide(answer))
    return reply


async def _facets_of(turn: Turn, api: Catalogue, clause: str) -> tuple[str, ...]:
    heard = await api.post("/understand", turn.sender, {"text": clause})
    return tuple(heard["facets"])


async def _go_on(turn: Turn, api: Catalogue, bundle: Json) -> Reply | None:
    from actions.service import answer_facets

    text = turn.text
    named = _nth(text, bundle["services"]) or _by_a_word(turn, bundle)
    if named and turn.facets != ("overview",) and turn.intent == "service":
        turn.take_up(named)
        return await answer_facets(turn, api, named, turn.facets)
    if TOGETHER & set(turn.facets) and re.search(word("said.all_together"), text):
        return await _with_answers(turn, api, bundle, Reply())
    if _says(text, "done"):
        return await _done(turn, api, bundle, named)
    asks_which = re.search(word("said.which_of_them"), text) and not _FIRST.search(text)
    if asks_which and (told := await _which_fits(turn, api, bundle)):
        return told
    if _says(text, "next") or _says(text, "first") or _FIRST.search(text):
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
        return None if wished_together(turn) else _which_to_book(turn, bundle)
    if found := await _inside(turn, api, bundle):
        turn.take_up(found)
        return await answer_facets(turn, api, _bare(found), turn.facets)
    if turn.service is None and turn.intent == "service" and not set(turn.facets) <= {"overview"}:
        return await _each_in_short(turn, api, bundle)
    return None


async def _which_fits(turn: Turn, api: Catalogue, bundle: Json) -> Reply | None:
    """店面四十二平，走哪个: what the rules of each of its matters say to what is told; None where they say nothing."""
    from actions.ruled import rule_line

    lines = [
        word("bundle.short", name=service["name"], said=line)
        for service in _left(bundle)
        if (line := await rule_line(turn, api, service, met=True))
    ]
    if not lines:
        return None
    options = [choice(s["name"], do="service", service=_bare(s), facets=["overview"]) for s in _left(bundle)]
    reply = Reply().card(cards.event_answer(bundle, lines))
    return ask(turn, {"kind": "bundle"}, "utter_which_first", options, reply=reply)


def _which_to_book(turn: Turn, bundle: Json) -> Reply:
    from actions.booking import keep_wish

    keep_wish(turn)
    return which_to_book(turn, bundle["services"])


async def _inside(turn: Turn, api: Catalogue, bundle: Json) -> Json | None:
    """盖完了还要验收吗: a service of the event that the words fit; the whole catalogue was too much to be sure."""
    if len(turn.text) < LEAST or turn.intent not in ("service", "inform"):
        return None
    found = await api.get("/services", turn.sender, q=turn.text[:100], place=turn.place, limit=5)
    known = {service["code"]: service for service in bundle["services"]}
    best = next(iter(found["items"]), None)
    if best is None or best["code"] not in known or best["score"] < INSIDE:
        return None
    return known[best["code"]] if best["code"] != (turn.service or {}).get("code") else None


async def _each_in_short(turn: Turn, api: Catalogue, bundle: Json) -> Reply:
    """多长时间批下来 about the whole event: a line for each service, then which one to look at."""
    asked = turn.facets[0]
    lines = []
    for service in _left(bundle):
        path = f"/services/{service['code']}/answer"
        answer = await api.get(path, turn.sender, facets=asked, place=turn.place, style="elder")
        lines.append(word("bundle.short", name=service["name"], said=_first_sentence(answer["text"])))
    options = [choice(s["name"], do="service", service=_bare(s), facets=_one_by_one(turn)) for s in _left(bundle)]
    reply = Reply().card(cards.event_answer(bundle, lines))
    return ask(turn, {"kind": "bundle"}, "utter_which_first", options, reply=reply)


def _first_sentence(text: str) -> str:
    return re.split(r"[。；\n]", text, maxsplit=1)[0][:MOST_SAID]


async def _with_answers(turn: Turn, api: Catalogue, bundle: Json, reply: Reply) -> Reply:
    """What can be said of all its services together (papers, trips); other facets are asked one service at a time."""
    together = TOGETHER & set(turn.facets)
    if together:
        body = {
            "services": _for_all(turn, bundle),
            "facts": turn.facts,
            **({"place": turn.place} if turn.place else {}),
        }
        found = await api.post("/assessments", turn.sender, body)
        if said := cards.together(bundle["name"], found, together):
            reply.tell(said)
    options = [choice(s["name"], do="service", service=_bare(s), facets=_one_by_one(turn)) for s in _left(bundle)]
    return ask(turn, {"kind": "bundle"}, "utter_which_first", options, reply=reply)


def _for_all(turn: Turn, bundle: Json) -> list[str]:
    """The services that everybody needs, and those that were talked of; the papers of the others would only confuse."""
    talked = {service["code"] for service in [*turn.parked, *([turn.service] if turn.service else [])]}
    codes = [each["code"] for each in bundle["services"] if not each.get("when_text") or each["code"] in talked]
    return (codes or [service["code"] for service in bundle["services"]])[:10]


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


def _by_a_word(turn: Turn, bundle: Json) -> Json | None:
    """先说水, 水的要几天 of water and power asked about together: the one that has the word in its name."""
    if bundle["slug"] is not None or not turn.text:
        return None
    first, *rest = clauses(turn.text)
    of_one = re.match(word("said.of_one"), first)
    said = of_one or re.fullmatch(word("said.this_first"), first)
    named: list[Json] = [service for service in bundle["services"] if said and said[1] in service["name"]]
    if len(named) != 1:
        return None
    if of_one and not turn.facets:
        turn.facets, turn.intent = turn.perhaps, "service"
    turn.facets = turn.facets if rest or of_one else ("overview",)  # what a bare word seems to ask is a guess
    return named[0]


def _says(text: str, what: str) -> bool:
    return any(phrase in text for phrase in words(f"said.event_{what}"))
