"""What is said beside a booking in the making: a question, 我先问问, 不约了. The booking stays what it was.

A question is answered by the matter that is booked, its own questions first, and then what was open is put again;
another matter is only spoken of where it is named outright, and never taken up.
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards, names, numbers, person, standing
from actions.asking import asks
from actions.client import Catalogue
from actions.draft import draft_of, services_of
from actions.pending import answer_pending, resume, says, says_no, says_yes
from actions.reply import Reply
from actions.stated import of_services
from actions.ticket_clauses import submits
from actions.ticket_reading import clauses_of
from actions.turn import Turn
from actions.words import says as found_in
from actions.words import word, words

Json = dict[str, Any]

LEADS_OVER = 2  # characters of 我先, 那我
OPEN = ("slot", "name", "other_name", "phone", "confirm_booking")
ASKING = ("service", "help", "inform", "unclear")
NAMED = ("code", "name", "alias")
OF_A_HALL = {"hours", "phone"}
OF_THE_TALK = {"overview", "eligible", "book", "my_booking", "cancel_booking", "reschedule", "progress"}


async def beside_booking(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the text stands beside the booking in the making; None where it goes on with it, or is none."""
    if turn.choice is not None or not in_booking(turn):
        return None
    if calls_off(turn):
        return await _called_off(turn, api)
    if _wants_time(turn):
        return _not_yet(turn)
    if agrees(turn) or person.put_right(turn):
        return await answer_pending(turn, api)
    for why in ("why_phone", "why_name", "no_id"):
        if standing.says(turn, why) and not numbers.id_told(turn.text):
            return _and_on(turn, Reply().tell(word(f"booking.{why}")))
    if not (asks(turn.text) or _asks_softly(turn)) or standing.says(turn, "free_asked"):
        return None
    of_its_guide = None if _plainly_other(turn) else await _of_its_guide(turn, api)
    return of_its_guide or (await question(turn, api) if turn.intent == "help" else None)


def _asks_softly(turn: Turn) -> bool:
    """照片能现场拍吧 asks for papers; 就上午吧 chooses."""
    return turn.intent == "service" and not turn.when and asks(turn.text, softly=True) and "materials" in turn.facets


async def not_in_danger(turn: Turn, api: Catalogue) -> Reply | None:
    """我爸叫…, 我先问我儿子: plainly about the booking, though it sounded like an emergency; None for all else."""
    plain = in_booking(turn) and (names.named_in(turn.text) or numbers.number_in(turn.text) or _wants_time(turn))
    if not plain:
        return None
    turn.intent, turn.facets = "inform", ()
    return await beside_booking(turn, api) or await answer_pending(turn, api)


def in_booking(turn: Turn) -> bool:
    return (turn.pending or {}).get("kind") in OPEN and "service" in draft_of(turn)


async def question(turn: Turn, api: Catalogue) -> Reply | None:
    """A question for something particular: of the matter booked, of its hall, or of another that is named outright."""
    if not asks(turn.text):
        return None
    if reply := await _of_its_hall(turn, api):
        return reply
    service = await _about(turn, api)
    booked = service["code"] in {each["code"] for each in services_of(draft_of(turn))}
    asked = _asked(turn) or ([] if booked else ["overview"])
    of_a_hall = bool(turn.office or turn.place_said or turn.halls) and set(turn.facets) <= OF_A_HALL
    if of_a_hall or not (turn.intent in ASKING or turn.facets or standing.says(turn, "of_papers")):
        return None
    if not asked:
        known = turn.intent != "service" or "book" in turn.facets
        return None if known else resume(turn, Reply().say("utter_not_understood_here"))
    path, place = f"/services/{service['code']}/answer", turn.place_said or turn.place
    answer = await api.get(path, turn.sender, facets=",".join(asked), place=place)
    return resume(turn, Reply().card(cards.guide(answer)))


def agrees(turn: Turn) -> bool:
    """Any way to say yes, go on, book it: 先约着, 她说可以, 那就约上; never a question or a new wish."""
    if turn.text.strip(words("said.trailing")) in words("said.drop_it"):
        return False  # 取消吧 is a yes only where it is asked whether to cancel
    if says(turn, "agree") or _agrees_to_summary(turn):
        return True
    if asks(turn.text) or standing.says(turn, "no_yes") or standing.wished(turn) or calls_off(turn):
        return False
    books = turn.facets == ("book",) and not turn.linked
    return books or turn.intent == "affirm" or standing.says(turn, "go_ahead")


def _agrees_to_summary(turn: Turn) -> bool:
    """嗯，电话一样; 好嘞 改 once it was changed to what is summed up."""
    if (turn.pending or {}).get("kind") != "confirm_booking" or of_a_ticket(turn.text):
        return False
    clauses = clauses_of(turn.text)
    changed = len(clauses) > 1 and re.fullmatch(word("said.moves_it"), clauses[-1])
    return submits(",".join(clauses[:-1] if changed else clauses))


def of_a_ticket(text: str) -> bool:
    """帮我投诉一下 is no yes to a time."""
    return any(phrase in text for phrase in words("said.no_booking"))


def refuses(turn: Turn) -> bool:
    """No, or dropped in so many words."""
    if agrees(turn) or standing.wished(turn):
        return False
    return says_no(turn) or turn.text.strip(words("said.trailing")) in words("said.drop_it")


def calls_off(turn: Turn) -> bool:
    """不约了, 算了我先问问, whatever else the sentence says; 不约了，改成周五 changes it."""
    if re.match(word("said.lets_be"), turn.text) and _wants_time(turn):
        return True
    if re.search(word("said.puts_off"), turn.text):
        return True
    if re.search(word("said.calls_off_this"), turn.text) and not turn.when and not asks(turn.text):
        return True
    return standing.says(turn, "calls_off") and not standing.says(turn, "move", "instead_of_it", "not_calling_off")


async def _called_off(turn: Turn, api: Catalogue) -> Reply:
    """Nothing is booked; then what else was asked for, of the matter."""
    from actions.holding import drop

    service = draft_of(turn)["service"]
    reply = await drop(turn, api)
    asked = [facet for facet in turn.facets if facet not in OF_THE_TALK]
    if asked and not standing.says(turn, "wants_time"):
        path = f"/services/{service['code']}/answer"
        reply.card(cards.guide(await api.get(path, turn.sender, facets=",".join(asked), place=turn.place)))
    return reply


def _wants_time(turn: Turn) -> bool:
    """先不确认，我问问: neither yes nor no."""
    told = standing.says(turn, "wants_time") or found_in(turn.text, [word("said.holds_on")])
    told = told and not says_yes(turn) and not (turn.nth and "slot" in turn.nth)  # 再想想，先留第一个 takes one
    besides = re.sub(word("said.asks_them"), "", turn.text)  # 我问问他哪天有空 asks somebody else
    wished = standing.wished(turn) and _says_more(besides)
    return told and not asks(besides) and not wished and not numbers.number_in(turn.text)


def _says_more(text: str) -> bool:
    """Whether anything is left of it but what leads over."""
    return len(text.strip(words("said.trailing"))) > LEADS_OVER


def _not_yet(turn: Turn) -> Reply:
    hold = draft_of(turn).get("hold")
    until = cards.clock(hold["expires_at"]) if hold else ""
    return Reply().tell(word("booking.not_yet_held", until=until) if hold else word("booking.not_yet"))


async def _of_its_guide(turn: Turn, api: Catalogue) -> Reply | None:
    """What the guide of the matter says to this very question; name and phone told beside it are kept."""
    reply = await of_services(turn, api, services_of(draft_of(turn)))
    return _and_on(turn, reply) if reply else None


def _and_on(turn: Turn, reply: Reply) -> Reply:
    """Then what was open, or what is missing now where name or phone were told beside the question."""
    from actions.holding import next_step

    if person.hear_by_the_way(turn) and draft_of(turn).get("slot"):
        return Reply(reply.specs + next_step(turn).specs)
    return resume(turn, reply)


async def _of_its_hall(turn: Turn, api: Catalogue) -> Reply | None:
    """那天开到几点, 车停哪儿: of the hall that is booked, on the day that is booked."""
    from actions.office import about_hall, topic_of

    topic = None if any(service.get("matched") in NAMED for service in turn.linked) else topic_of(turn.text)
    asked = topic or "hours" in turn.facets
    if not asked or turn.office or turn.place_said or not (hall := standing.hall_of_visit(turn)):
        return None
    turn.office, turn.facets = hall, turn.facets if topic else ("hours",)
    if standing.says(turn, "that_day"):
        turn.when = standing.day_of_visit(turn)
    return await about_hall(turn, api)


async def named_of(turn: Turn, api: Catalogue, booked: list[Json]) -> Json | None:
    """Which of those booked the text is about most; None where it names none of them."""
    found = await api.get("/services", turn.sender, q=turn.text[:100], place=turn.place, limit=12)
    codes = {service["code"]: service for service in booked}
    return next((codes[each["code"]] for each in found["items"] if each["code"] in codes), None)


def _plainly_other(turn: Turn) -> Json | None:
    """医保怎么交 beside a booking of something else: the matter it plainly asks for."""
    need = turn.need if turn.turned else None
    if not need or need["ambiguous"] or need["services"][0]["code"] in {s["code"] for s in services_of(draft_of(turn))}:
        return None
    return dict(need["services"][0])


async def _about(turn: Turn, api: Catalogue) -> Json:
    booked = services_of(draft_of(turn))
    codes = {service["code"]: service for service in booked}
    first = turn.linked[0] if turn.linked else None
    if len(booked) > 1:
        return await named_of(turn, api, booked) or booked[0]
    if first and first["code"] in codes:
        return codes[first["code"]]
    if other := _plainly_other(turn):
        return other
    if first and first.get("matched") in NAMED and not turn.ambiguous:
        return first
    return next((codes[each["code"]] for each in turn.linked if each["code"] in codes), booked[0])


def _asked(turn: Turn) -> list[str]:
    """The facets; whether one may, or a plain yes or no about the matter, is answered with its conditions."""
    beside = {"phone"} if numbers.number_in(turn.text) else set()  # the number told is no question for ours
    asked = [facet for facet in turn.facets or turn.perhaps if facet not in OF_THE_TALK | beside]
    if not asked and turn.intent == "help":
        return ["proxy"]
    if not asked and standing.says(turn, "of_papers"):  # 照片要几张来着 is no talk of something else
        return ["materials"]
    return asked or (["conditions"] if "eligible" in turn.facets else [])
