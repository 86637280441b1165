"""What is asked about a service: find which one, answer exactly the facets, offer the next useful step."""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.alike import in_common
from actions.asked import in_words
from actions.asking import asks
from actions.base import TurnAction
from actions.client import Catalogue
from actions.completeness import whole
from actions.draft import LEFT
from actions.elder import offer_more
from actions.office import hall, hours_on
from actions.own_figures import with_own_limit
from actions.pending import ask, ask_text, resume
from actions.reply import Reply, choice
from actions.stated import guessed, of_amounts
from actions.turn import Turn
from actions.wish import asks_trips, wished
from actions.words import word, words

Json = dict[str, Any]

GUESS = 0.65  # likeness in meaning below which a text is asked about rather than answered
OF_A_DAY = {"overview", "trips", "eligible", "nearest", "where", "book"}
PAGE = 6  # choices that are seen at once
MOST_ABOUT = 200  # characters of the question that goes with what is asked
LONGEST = 300  # characters of a message
TELLING, REMEMBERED = 6, 8  # characters of a sentence that may tell something; how many of them are kept
LONG = 14  # characters of a sentence that may change to a sister of the one in hand by one word
STEM = 3  # characters that names of sisters share (居民身份证)
BRIEF = 9  # characters of a question that a likeness in meaning alone does not turn to another service
BARE = 4  # characters of a mere 办证
ALONE = 0.5  # score from which the only guess is answered rather than asked about
GUESSED = {"overview", "conditions", "result", "progress"}  # what 我有没得 is taken for
PERSONAL = ("eligible",)  # facets that only the person's own check answers
RULES = {"eligible", "conditions", "proxy"}  # facets that a rule, or what is told of the case, answers


class ActionService(TurnAction):
    def name(self) -> str:
        return "action_service"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return await about_service(turn, api, turn.facets)


async def about_service(turn: Turn, api: Catalogue, facets: tuple[str, ...]) -> Reply:
    """Settle which service is meant (text, parked, in hand), then answer."""
    facets = _about_the_person(turn, facets)
    if recalled := _recalled(turn):
        turn.take_up(recalled)
        if of_the_case := await _of_the_case(turn, api):
            return of_the_case
    elif turn.linked and not _of_the_one_in_hand(turn, facets):
        found = _meant(turn, facets)
        if found is None:
            return which(turn, turn.linked, {"do": "service", "facets": list(facets)})
        change_to(turn, found, keep=_interrupts(turn, facets))
    elif turn.service is None or _names_another(turn, facets):
        return await unknown_service(turn, api, facets)
    elif other := await _sibling(turn, api) or await _sister(turn, api):
        turn.take_up(other)
    assert turn.service is not None
    remember(turn)
    if _asks_to_book(turn, facets) or _asks_about_a_day(turn, facets):
        from actions.booking import start

        return await start(turn, api, turn.service)
    return await _answer_what_was_said(turn, api, turn.service, facets)


async def _of_the_case(turn: Turn, api: Catalogue) -> Reply | None:
    """刚才那个要带啥, where its case was worked out already."""
    from actions.result_asked import result_asked

    return await result_asked(turn, api)


async def _answer_what_was_said(turn: Turn, api: Catalogue, service: Json, facets: tuple[str, ...]) -> Reply:
    """The facets asked in words. Where all of them were only guessed, a statement that may be meant, else 未登记."""
    from actions.ruled import ruled_first, yes_or_no

    if set(facets) == {"process"} and any(how in turn.text for how in words("said.how")):
        facets = ("overview",)  # 咋办 asks for all of it, 流程 for the steps
    said = in_words(turn, facets)
    anew = turn.began_with != service["code"]
    if not anew and set(said) <= {"overview", "process"} and (line := await yes_or_no(turn, api, service)):
        return resume(turn, line)
    if said or not facets:
        return await answer_facets(turn, api, service, said)
    if anew:
        ruled = await ruled_first(turn, api, service)
        return ruled or await answer_facets(turn, api, service, ("overview",))
    return await guessed(turn, api, service) or await answer_facets(turn, api, service, ("other",))


def remember(turn: Turn) -> None:
    """我租房住，想提公积金 tells what a check would ask: kept with the service until one begins."""
    if turn.service and len(turn.text) >= TELLING:
        before = [text for text in turn.service.get("said", []) if text != turn.text[:LONGEST]]
        said = [*before, turn.text[:LONGEST]]
        turn.service = {**turn.service, "said": said[-REMEMBERED:]}


def _about_the_person(turn: Turn, facets: tuple[str, ...]) -> tuple[str, ...]:
    """她能办吗 names no place: whether she may is asked, not whether it can be done nearby. So does 我有没得."""
    if facets and set(facets) <= GUESSED and any(phrase in turn.text for phrase in words("said.have_i")):
        return PERSONAL
    somewhere = turn.place_said or turn.office or any(near in turn.text for near in words("said.near"))
    return facets if facets != ("nearest",) or somewhere or not turn.text else ("eligible",)


def _recalled(turn: Turn) -> Json | None:
    """刚才那个 is the one before, 最开始问的 the first; None where neither is said."""
    asked_first = [*turn.parked[::-1], turn.service]
    if any(phrase in turn.text for phrase in words("said.first_of_all")):
        return asked_first[0]
    recalled = any(phrase in turn.text for phrase in words("said.recall"))
    if not recalled or not turn.parked:
        return None
    named = [item for item in turn.parked if item["code"] in {service["code"] for service in turn.linked}]
    in_hand = turn.service if turn.service and turn.service["code"] in {s["code"] for s in turn.linked} else None
    return next(iter(named), None) or in_hand or (None if turn.linked and not turn.ambiguous else turn.parked[0])


async def _sister(turn: Turn, api: Catalogue) -> Json | None:
    """临时的当天能拿吗, 注销呢: a service of much the same name, which the one word said here tells apart."""
    in_hand = (turn.service or {}).get("name", "")
    said = [act for act in words("said.sisters") if act in turn.text and act not in in_hand]
    if not said or len(turn.text) > LONG:
        return None
    found = await api.get("/services", turn.sender, q=f"{in_hand} {said[0]}", place=turn.place, limit=8)
    alike = (
        item for item in found["items"] if said[0] in item["name"] and len(in_common(item["name"], in_hand)) >= STEM
    )
    return next(alike, None)


async def _sibling(turn: Turn, api: Catalogue) -> Json | None:
    from actions.follow_up import sibling
    from actions.which import CLEARLY

    return await sibling(turn, api, CLEARLY)


def _of_the_one_in_hand(turn: Turn, facets: tuple[str, ...]) -> bool:
    """带什么证件 sounds like many services; with one in hand a question for something particular is about that."""
    if turn.service is None or set(facets) <= {"overview"}:
        return False
    sounds = all(service.get("matched") == "meaning" for service in turn.linked[:3]) and len(turn.text) <= BRIEF
    return turn.loose or sounds


def _meant(turn: Turn, facets: tuple[str, ...]) -> Json | None:
    """The service linked; of several alike the one the talk is about; None where it must be asked."""
    if len(turn.linked) < 2 or not (turn.ambiguous or _a_guess(turn)):
        return turn.linked[0]
    if set(facets) <= {"overview"} or (set(facets) <= {*PERSONAL} and _only_sounds(turn)):
        return None
    codes = {service["code"] for service in turn.linked}
    spoken_of = [turn.service, *(turn.bundle or {}).get("services", []), *turn.parked]
    return next((service for service in spoken_of if service and service["code"] in codes), None)


def _only_sounds(turn: Turn) -> bool:
    """在外地住院了能报吗 with 备案 in hand: words of another one, a mere likeness of this one."""
    in_hand = [each for each in turn.linked if turn.service and each["code"] == turn.service["code"]]
    return bool(in_hand) and in_hand[0].get("matched") == "meaning" and turn.linked[0].get("matched") != "meaning"


def _a_guess(turn: Turn) -> bool:
    """我想办个证, 办证: what it sounds like most is no more than a guess."""
    sounds = turn.linked[0].get("matched") == "meaning"
    return sounds and (float(turn.linked[0]["score"]) < GUESS or len(turn.text) <= BARE)


def _interrupts(turn: Turn, facets: tuple[str, ...]) -> bool:
    """A question about another service while a fact is asked: answered, and the check goes on."""
    return (turn.pending or {}).get("kind") == "fact" and bool(
        set(facets) - {"overview", "process", "trips", *PERSONAL}
    )


def _asks_to_book(turn: Turn, facets: tuple[str, ...]) -> bool:
    """我要预约… is a wish, 要预约吗 a question."""
    return set(facets) == {"book"} and any(phrase in turn.text for phrase in words("said.book_now"))


def _asks_about_a_day(turn: Turn, facets: tuple[str, ...]) -> bool:
    """这个月25号去行不行: about going on a day, so the free times of that day are the answer."""
    going = any(phrase in turn.text for phrase in words("said.going"))
    return bool(turn.when) and going and set(facets) <= OF_A_DAY


def _names_another(turn: Turn, facets: tuple[str, ...]) -> bool:
    """A bare need ("我要办…") of some length that links to nothing is not about the service in hand."""
    wishes = any(wish in turn.text for wish in words("said.wishing"))
    bare = facets in ((), ("overview",)) and len(turn.text) > 6 and not turn.place_said
    return bare and wishes and not turn.settled


def change_to(turn: Turn, service: Json, keep: bool = False) -> None:
    """Take up another service; unless it is to be kept, a question left open about the former one goes with it.

    So does a choice that this one was not among: 帮我约明天上午 is of what was spoken of since.
    """
    offered = [each["code"] for each in (turn.pending or {}).get("offered") or []]
    if offered and service["code"] not in offered:
        turn.pending = None
    if turn.pending and not keep and turn.pending.get("service", service["code"]) != service["code"]:
        if turn.pending["kind"] == "fact" and (turn.service or {}).get("code") == turn.pending["service"]:
            turn.service = {**(turn.service or {}), LEFT: "check"}  # 接着算 takes it up again
        turn.pending = None
    turn.take_up(service)


def which(turn: Turn, services: list[Json], payload: Json) -> Reply:
    """Ask which of several services is meant, with what tells them apart; the gateway pages by six."""
    options = [choice(s["name"], **payload, service={"code": s["code"], "name": s["name"]}) for s in services]
    options.append(choice(word("do.other_service"), do="menu"))
    offered = [{"code": s["code"], "name": s["name"], "distinct": s.get("distinct")} for s in services]
    pending = {
        "kind": "service",
        **payload,
        "offered": offered,
        "said": turn.text[:60],
        **_told_before(turn),
        **_behind(turn),
    }
    if told := told_apart(services[:PAGE]):
        return ask_text(turn, pending, told, options)
    return ask(turn, pending, "utter_which_service", options)


def _told_before(turn: Turn) -> Json:
    """The whole sentence, for the check of the one that is chosen."""
    return {"told": turn.text[:LONGEST]} if len(turn.text) >= TELLING else {}


def _behind(turn: Turn) -> Json:
    """A fact that was being asked waits behind the choice: its answer still counts."""
    pending = turn.pending or {}
    return {"behind": pending} if pending.get("kind") == "fact" else {}


def told_apart(services: list[Json]) -> str | None:
    """The question with a line for each service that says when it is the one; None where fewer than two say it."""
    lines = [word("which.line", **s) for s in services if s.get("distinct")]
    while len(text := "\n".join([word("which.asked"), *lines])) > LONGEST:
        lines.pop()
    return text if len(lines) > 1 else None


async def unknown_service(turn: Turn, api: Catalogue, facets: tuple[str, ...]) -> Reply:
    """Nothing links: ask back with the best guesses, or ask for the matter when only a facet was said."""
    from actions.which import named_in_a_clause

    if facets and facets != ("overview",) and len(turn.text) <= 12 and not turn.things:
        return ask(
            turn, {"kind": "service", "do": "service", "facets": list(facets)}, "utter_ask_service", cards.menu()
        )
    if named := await named_in_a_clause(turn, api):
        change_to(turn, named)
        return await answer_facets(turn, api, named, facets)
    found = await api.get("/services", turn.sender, q=turn.text[:100], place=turn.place, limit=4)
    guesses = [s for s in found["items"] if s["score"] >= 0.35][:4]
    turn.misses += 1
    if only := only_guess(guesses):
        change_to(turn, only)
        return await answer_facets(turn, api, only, facets)
    if guesses:
        return which(turn, guesses, {"do": "service", "facets": list(facets)})
    if turn.things:
        return Reply().card(cards.boundary(await hall(turn, api), unregistered=True))
    return Reply().say("utter_service_not_found", choices=cards.menu())


def only_guess(guesses: list[Json]) -> Json | None:
    """The service where there is but one to choose and it fits well enough: nothing to ask."""
    return guesses[0] if len(guesses) == 1 and guesses[0]["score"] >= ALONE else None


async def _asks_for_the_check(turn: Turn, api: Catalogue, service: Json, asked: tuple[str, ...]) -> bool:
    """行不行 alone is answered by the conditions; with a wish, or something told of oneself, by the person's check."""
    from actions.facts import tells_of_the_case

    if not set(asked) & {"trips", *PERSONAL}:
        return False
    if turn.choice is not None or wished(turn) or ("trips" in asked and asks_trips(turn)):
        return True
    return await tells_of_the_case(turn, api, service)


async def answer_facets(turn: Turn, api: Catalogue, service: Json, facets: tuple[str, ...]) -> Reply:
    """One guide card for everything asked; the personal facets start the check."""
    from actions.check import start_check
    from actions.ruled import checked, rule_line

    turn.misses = 0
    asked = facets or ("overview",)
    personal = await _asks_for_the_check(turn, api, service, asked)
    general = await of_amounts(turn, api, service, tuple(f for f in asked if f not in PERSONAL or not personal))
    reply = Reply()
    if "hours" in general and (on_day := await hours_on(turn, api, service)):
        reply.card(on_day)
        general = tuple(f for f in general if f != "hours")
    if general:
        place = turn.place_said or turn.place
        query = ",".join(general)
        style = "elder" if turn.elder else "plain"
        path = f"/services/{service['code']}/answer"
        asked_for = {"facets": query, "place": place, "style": style, "about": turn.text[:MOST_ABOUT]}
        answer = whole(await api.get(path, turn.sender, **asked_for), general)
        answer = await with_own_limit(turn, api, service, answer)
        ruled = set(general) & RULES if asks(turn.text, softly=True) else set()
        met = bool(ruled - {"proxy"})
        if ruled and (line := await rule_line(turn, api, service, met, papers="proxy" in general)):
            answer = {**answer, "text": cards.fitting([line, answer["text"]])}
        reply.card(cards.guide(answer))
    # Another open question is not talked over, unless the check is all that can answer what was asked.
    if personal and not (turn.pending and reply.specs):
        started = await (start_check if reply.specs else checked)(turn, api, service)
        reply.specs += started.specs
        return reply
    return offer_more(reply, service, asked) if turn.elder and not turn.pending else resume(turn, reply)
