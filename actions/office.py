"""A hall's own address, phone, hours (today or on a day), and what it has: parking, bus, kiosks, counters."""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.asking import clauses
from actions.base import TurnAction
from actions.client import Catalogue, Refusal
from actions.pending import QUIET, ask, resume
from actions.reply import Reply, choice
from actions.times import whole_day
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

NAMED = ("code", "name", "alias")  # matched so, a service is named rather than sounded like
SURELY = 0.95  # score from which a service is meant though a word of it is also said of halls
OF_A_HALL = frozenset({"hours", "phone", "where"})
HEARD_IN = ("service", "office", "oos", "unclear", "inform", "smalltalk")
COUNTY, TOWNSHIP = "county", "township"  # kinds of places that have a hall
MOST_HALLS = 12  # halls that are looked at
BRIEF = 12  # characters of a question that only names another day


class ActionOffice(TurnAction):
    def name(self) -> str:
        return "action_office"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        if hall_in_hand(turn) and turn.facets and set(turn.facets) <= OF_A_HALL and not turn.linked:
            return await about_hall(turn, api)
        if _there(turn) and topic_of(turn.text):  # 那里好不好停车 坐啥车去 asks for no bus card
            return await about_hall(turn, api)
        if turn.linked and not turn.office and not turn.ambiguous:
            from actions.service import about_service

            return await about_service(turn, api, turn.facets)
        if (
            turn.service
            and not turn.office
            and not turn.halls
            and not turn.place_said
            and turn.facets
            and (_several(turn) or not topic_of(turn.text))
        ):
            from actions.service import answer_facets

            return await answer_facets(turn, api, turn.service, turn.facets)
        return await about_hall(turn, api)


async def about_hall(turn: Turn, api: Catalogue) -> Reply:
    """The hall's own card; where a word fits several halls, which one is asked first."""
    if turn.halls and not turn.office:
        if len(turn.halls) > 1:
            return which_hall(turn)
        turn.office = turn.halls[0]["slug"]
    topic = topic_of(turn.text)
    if topic and not _names_a_hall(turn) and (found := await everywhere(turn, api, topic)):
        return found
    item = await hall(turn, api)
    if item is None:
        return Reply().say("utter_which_office", choices=cards.menu())
    lunch = any(phrase in turn.text for phrase in words("hall.lunch"))
    facets = ("hours",) if (lunch or turn.when) and not turn.facets else turn.facets
    spoken = asked_of_a_hall(turn)
    said = cards.Asked(topic, turn.when, lunch, spoken, _more_topics(turn.text, topic))
    return resume(turn, Reply().card(cards.office(item, tuple(dict.fromkeys([*spoken, *facets])), said)))


def _names_a_hall(turn: Turn) -> bool:
    return bool(turn.office or turn.place_said or _there(turn))


def asked_of_a_hall(turn: Turn) -> tuple[str, ...]:
    """在哪 几点下班 周六开不开: each of them is asked in words of its own."""
    patterns = words("hall.asked")
    return tuple(facet for facet, pattern in patterns.items() if re.search(pattern, turn.text))


async def everywhere(turn: Turn, api: Catalogue, topic: str) -> Reply | None:
    """Every hall that has it, the one that is always open first; None where no hall has, or it is asked of one."""
    if not words(f"hall.topics.{topic}").get("everywhere"):
        return None
    slugs = _of_the_county(turn.place, (await api.get("/places", turn.sender))["items"])
    halls = {item["slug"]: item for slug in slugs[:MOST_HALLS] if (item := await _office(turn, api, slug))}
    about = words(f"hall.topics.{topic}")
    having = [(item, found) for item in halls.values() if (found := cards.facilities(item, about["find"]))]
    if not having:
        return None
    having.sort(key=lambda each: word("hall.always_open") not in "".join(each[1]))
    lines = [word("hall.at", office=item["name"], found=word("hall.lists").join(found)) for item, found in having]
    text = word("hall.everywhere", name=about["name"], found=word("hall.between").join(lines))
    return resume(turn, Reply().card({**cards.office(having[0][0], ()), "text": text, "title": about["name"]}))


def _of_the_county(place: str | None, places: list[Json]) -> list[str]:
    """The county of a place and its townships."""
    known = {each["slug"]: each for each in places}
    while place in known and known[place]["kind"] != COUNTY:
        place = known[place]["parent"]
    return [each["slug"] for each in places if place and (each["slug"] == place or _below(each, place))]


def _below(each: Json, county: str) -> bool:
    return bool(each["parent"] == county and each["kind"] == TOWNSHIP)


async def _office(turn: Turn, api: Catalogue, slug: str) -> Json | None:
    try:
        found: Json = await api.get(f"/offices/{slug}", turn.sender)
    except Refusal:
        return None
    return found


def _several(turn: Turn) -> bool:
    """地址、电话、上班时间: more than the one thing a topic of the hall would answer."""
    return len(set(turn.facets) & OF_A_HALL) > 1


def which_hall(turn: Turn) -> Reply:
    asked: Json = {"do": "hall", "facets": list(turn.facets), "when": turn.when}
    options = [choice(item["name"], office=item["slug"], **asked) for item in turn.halls]
    return ask(turn, {"kind": "hall"}, "utter_which_hall", options)


async def chosen_hall(turn: Turn, api: Catalogue, payload: Json) -> Reply:
    """The hall that was chosen, with what was asked before."""
    turn.office, turn.facets, turn.when = payload["office"], tuple(payload["facets"]), payload.get("when")
    turn.pending = None
    return await about_hall(turn, api)


async def hours_on(turn: Turn, api: Catalogue, service: Json) -> Json | None:
    """The card of the service's nearest hall with its hours on the day that was named; None without a day or hall."""
    if day_named(turn) is None:
        return None
    guide = await api.get(f"/services/{service['code']}", turn.sender, place=turn.place)
    nearest = (guide.get("nearest") or {}).get("slug")
    if not nearest:
        return None
    item = await api.get(f"/offices/{nearest}", turn.sender, on=day_named(turn))
    told = item.get("day") and not item["day"].get("today")
    return cards.office(item, ("hours",), cards.Asked(when=turn.when)) if told else None


def day_named(turn: Turn) -> str | None:
    """The ISO date of the time that was said; where only the lunch break is asked about, of any day at all."""
    if not turn.when or turn.when["text"] in words("hall.just_now"):
        return None
    return str(turn.when["start"][:10])


def hall_in_hand(turn: Turn) -> str | None:
    """The hall spoken of just now: shown last, or that of the booking or appointment in hand; None when none is."""
    if turn.office or turn.place_said:
        return None
    shown: Json = next((spec["card"] for spec in reversed(turn.last) if "card" in spec), {})
    if shown.get("kind") == "office":
        return str(shown["data"]["office"]["slug"])
    place = shown["data"].get("office") if shown.get("kind") == "appointment" else None
    place = place or ((turn.draft or {}).get("slot") or {}).get("office") or _there(turn)
    return str(place["slug"]) if isinstance(place, dict) else place


def _there(turn: Turn) -> str | None:
    """那里几点下班: the hall spoken of last, though something else was answered since."""
    return turn.hall if any(phrase in turn.text for phrase in words("said.there")) else None


def _asks_after_hall(turn: Turn) -> bool:
    """周六呢 after a hall was shown; 元旦放假不, 赶集那天几点开门 anyhow."""
    if (turn.linked and not turn.loose) or (turn.pending and turn.pending["kind"] not in QUIET) or turn.bundle:
        return False
    opens = any(phrase in turn.text for phrase in words("hall.opens"))
    if opens and (turn.when or any(phrase in turn.text for phrase in words("hall.just_now"))):
        return not turn.service or hall_in_hand(turn) is not None or bool(turn.office or turn.place_said)
    shown = any(spec.get("card", {}).get("kind") == "office" for spec in turn.last) or _there(turn) is not None
    anyone = any(phrase in turn.text for phrase in words("said.anyone"))
    brief = bool(turn.when) and len(turn.text) <= BRIEF
    books = any(phrase in turn.text for phrase in words("said.book"))
    return shown and not books and (brief or anyone or opens)


async def hall_question(turn: Turn, api: Catalogue) -> Reply | None:
    """A question only a hall can answer, whatever the sentence was taken for: 有停车场吗, or bare 几点下班."""
    topic = None if _several(turn) else topic_of(turn.text)
    named = any(service.get("matched") in NAMED for service in turn.linked) or (not turn.office and _surely(turn))
    if named and not (topic and words(f"hall.topics.{topic}").get("always")):
        return None
    if _of_another_day(turn):
        turn.facets = ("hours",)
        return await about_hall(turn, api)
    if turn.intent not in HEARD_IN and not (topic and words(f"hall.topics.{topic}").get("always")):
        return None
    if topic:
        return await about_hall(turn, api)
    if _on_that_day(turn):
        return await about_hall(turn, api)
    if _asks_after_hall(turn):
        turn.facets = ("hours",)
        return await about_hall(turn, api)
    if turn.linked:
        return None
    if _there(turn) and turn.facets and set(turn.facets) <= OF_A_HALL:
        return await about_hall(turn, api)
    bare = turn.intent in ("service", "office") and turn.facets and set(turn.facets) <= OF_A_HALL
    if turn.halls and bare:
        return await about_hall(turn, api)
    shown = any(spec.get("card", {}).get("kind") == "office" for spec in turn.last)
    if bare and (shown or not turn.service) and not turn.bundle:
        return await about_hall(turn, api)
    return None


def _of_another_day(turn: Turn) -> bool:
    """那31号上午呢 right after a hall was shown sounds like a booking, and asks about the hall."""
    shown = any(spec.get("card", {}).get("kind") == "office" for spec in turn.last)
    books = any(phrase in turn.text for phrase in words("said.book"))
    return bool(shown and turn.when and turn.intent == "booking") and not (turn.service or turn.draft or books)


def _on_that_day(turn: Turn) -> bool:
    """那天开到几点 after booking: the hall and the day of what was booked."""
    was = (turn.draft or {}).get("was")
    said = "hours" in turn.facets and any(phrase in turn.text for phrase in words("said.that_day"))
    if not (was and said) or turn.pending or turn.office or turn.place_said:
        return False
    turn.office, turn.when, turn.facets = was["office"], whole_day(was["start"]), ("hours",)
    return True


def _surely(turn: Turn) -> bool:
    """老人免费公交卡 is a service, whatever bus goes to the hall."""
    return bool(turn.linked) and float(turn.linked[0].get("score") or 0.0) >= SURELY


def topic_of(text: str) -> str | None:
    """What of a hall is asked about; None when it is nothing of the kind."""
    for topic, about in words("hall.topics").items():
        if any(phrase in text for phrase in about["said"]) and not any(p in text for p in about.get("unless", [])):
            return str(topic)
    return None


def _more_topics(text: str, first: str | None) -> tuple[str, ...]:
    """能停车不，坐几路公交到: what else is asked of the hall, each in a clause of its own."""
    found = dict.fromkeys(topic for clause in clauses(text) if (topic := topic_of(clause)) and topic != first)
    return tuple(found) if first else ()


async def hall(turn: Turn, api: Catalogue) -> Json | None:
    """The office named, or the main one of the place in question; with the day that was named."""
    wanted = turn.office or turn.place_said or hall_in_hand(turn) or turn.place
    if not wanted:
        return None
    try:
        return await api.get(f"/offices/{wanted}", turn.sender, on=day_named(turn))
    except Refusal as refusal:
        if refusal.status == 404:
            return None
        raise
