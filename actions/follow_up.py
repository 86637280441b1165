"""What a sentence means by what the talk is about: 另一个呢, 不是这个，是签注, 云岭呢, 完整指南给我.

`among` on the service in hand is what it was chosen from: {"said": the word that was unclear, "services": […]}.
"""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.asking import asks, clauses
from actions.bundle import together
from actions.client import Catalogue
from actions.pending import resume
from actions.reply import Reply
from actions.service import answer_facets, change_to, which
from actions.turn import Turn
from actions.which import asks_only
from actions.words import word, words

Json = dict[str, Any]

FREE = (None, "service", "bundle", "hall")  # kinds of open questions that a follow-up may pass over
ENOUGH = 0.5  # score from which a service fits what was said of it
LEAST = 3  # characters of 新办呢
PLACE_ONLY = 8  # characters of 那云岭乡那边呢
PLACES = ("inform", "unclear", "service", "office", "oos")  # what a mere place may be taken for
NAMED = ("code", "name", "alias", "words")  # matched so, a service is named rather than sounded like


async def follow_up(turn: Turn, api: Catalogue) -> Reply | None:
    """The reply where the sentence only makes sense after what came before; None where it stands by itself."""
    if turn.choice is not None or turn.intent in ("crisis", "report", "manage", "booking"):
        return None
    if any(phrase in turn.text for phrase in words("said.full_guide")):
        return await full_guide(turn, api)
    if (turn.pending or {}).get("kind") not in FREE:
        return None
    if (nth := (turn.nth or {}).get("service")) and turn.facets and turn.intent == "service":
        return await _take(turn, api, nth)
    if any(phrase in turn.text for phrase in words("said.both")) and len(both := _both(turn)) > 1:
        return await together(turn, api, both)
    if (rest := after(turn.text, "not_this")) is not None:
        return await not_this(turn, api, rest)
    if (rest := after(turn.text, "another")) is not None:
        return await another(turn, api, rest)
    return await there(turn, api)


async def compared(turn: Turn, api: Catalogue) -> Reply | None:
    """那个调解跟这个有啥不一样: what tells the one named from the one in hand, which stays in hand."""
    if turn.choice is not None or turn.service is None or not turn.linked or turn.ambiguous:
        return None
    if not any(phrase in turn.text for phrase in words("said.compared")):
        return None
    other = next((each for each in turn.linked if each["code"] != turn.service["code"]), None)
    if other is None or turn.several > 1:
        return None
    guides = [await api.get(f"/services/{each['code']}", turn.sender) for each in (other, turn.service)]
    in_hand, turn.misses = turn.service, 0
    turn.take_up(other)
    turn.take_up(in_hand)
    lines = [word("which.line", name=guide["name"], distinct=guide["summary"] or "") for guide in guides]
    return resume(turn, Reply().tell("\n".join(lines)))


async def full_guide(turn: Turn, api: Catalogue) -> Reply | None:
    """All there is, one tap away, of the service named or in hand."""
    if turn.linked and not turn.ambiguous:
        change_to(turn, turn.linked[0])
    if turn.service is None:
        return None
    path = f"/services/{turn.service['code']}/answer"
    answer = await api.get(path, turn.sender, facets="overview", place=turn.place)
    shown = cards.guide(answer)
    return resume(turn, Reply().card({**shown, "actions": shown["actions"][::-1]}))


async def not_this(turn: Turn, api: Catalogue, rest: str) -> Reply | None:
    """Another one than what was taken for it; None when nothing is said of which."""
    named = turn.linked[0] if turn.linked and not turn.ambiguous and turn.linked[0].get("matched") in NAMED else None
    if named and named["code"] == (turn.service or {}).get("code"):
        return None  # 不是不是，失业险是26个月: something told of it is set right
    found = named or (await told(turn, api, rest) if len(rest) >= 2 else None)
    return await _take(turn, api, found) if found else None


async def another(turn: Turn, api: Catalogue, rest: str) -> Reply | None:
    """The other of two; of more, the one that is told apart or else the choice again."""
    others = _others(turn)
    if len(rest) >= 2 and (found := await told(turn, api, rest)):
        return await _take(turn, api, found)
    if len(others) == 1:
        return await _take(turn, api, others[0])
    return which(turn, others, {"do": "service", "facets": _asked(turn)}) if others else None


async def there(turn: Turn, api: Catalogue) -> Reply | None:
    """云岭呢: the matter in hand at another place."""
    bare = set(turn.facets) <= {"overview"} and len(turn.text) <= PLACE_ONLY and not turn.linked
    of_a_hall = any(spec.get("card", {}).get("kind") == "office" for spec in turn.last)
    if not (turn.service and bare and turn.place_said and turn.intent in PLACES) or of_a_hall:
        return None
    return await answer_facets(turn, api, turn.service, ("nearest",))


async def told(turn: Turn, api: Catalogue, rest: str) -> Json | None:
    """The service that the unclear word and what was said now fit together; never the one in hand."""
    context = _said(turn)
    found = await api.get("/services", turn.sender, q=f"{context} {rest}"[:100], place=turn.place, limit=6)
    out = {(turn.service or {}).get("code")}
    offered = {service["code"] for service in _others(turn)}
    if any(phrase in turn.text for phrase in words("said.none_of_them")):
        out |= offered
    fitting = [item for item in found["items"] if item["code"] not in out]
    best = next(iter(fitting), None)
    return best if best and (best["code"] in offered or best["score"] >= ENOUGH) else None


async def sibling(turn: Turn, api: Catalogue, clearly: float) -> Json | None:
    """那新办一张要什么 after 补办: one of those it was chosen from fits clearly better than the one in hand."""
    among = ((turn.service or {}).get("among") or {}).get("services") or []
    if not turn.service or len(turn.text) < LEAST or turn.service["code"] not in {each["code"] for each in among}:
        return None
    if asks_only(turn) and all(asks(clause, softly=True) for clause in clauses(turn.text)):
        return None  # 几天到账 asks of the one in hand; 以后还要签一次，几时去签 tells of another
    found = await api.get("/services", turn.sender, q=f"{_said(turn)} {turn.text}"[:100], place=turn.place, limit=8)
    scores = {item["code"]: item["score"] for item in found["items"]}
    best = max(_others(turn), key=lambda service: scores.get(service["code"], 0.0), default=None)
    if best is None or scores.get(best["code"], 0.0) < clearly * max(scores.get(turn.service["code"], 0.0), ENOUGH):
        return None
    return best


def after(text: str, what: str) -> str | None:
    """What follows one of these phrases at the beginning of a text, without the words that lead over; None: none."""
    bare = text.lstrip(words("said.leading"))
    phrase = max((p for p in words(f"said.{what}") if bare.startswith(p)), key=len, default=None)
    if phrase is None:
        return None
    rest = bare[len(phrase) :].strip(words("said.trailing"))
    for lead in sorted(words("said.leads_over"), key=len, reverse=True):
        rest = rest.removeprefix(lead)
    return rest.strip(words("said.trailing"))


def _said(turn: Turn) -> str:
    pending = turn.pending or {}
    among = (turn.service or {}).get("among") or {}
    return str(pending.get("said") or among.get("said") or (turn.service or {}).get("name") or "")


def _others(turn: Turn) -> list[Json]:
    """What else was offered, or asked about together."""
    among = (turn.service or {}).get("among") or {}
    together = turn.bundle["services"] if turn.bundle and turn.bundle["slug"] is None else []
    known = (turn.pending or {}).get("offered") or among.get("services") or together
    in_hand = (turn.service or {}).get("code")
    return [service for service in known if service["code"] != in_hand]


def _both(turn: Turn) -> list[Json]:
    """Those asked about together, else the two that were talked about last, the earlier one first."""
    if (turn.linked and not turn.loose) or turn.intent != "service":
        return []
    booked = [spec["card"]["data"] for spec in turn.last if spec.get("card", {}).get("kind") == "appointment"]
    if booked and len(booked[0]["services"]) > 1:
        return list(booked[0]["services"])
    if turn.bundle and turn.bundle["slug"] is None:
        return list(turn.bundle["services"])
    return [turn.parked[0], turn.service] if turn.service and turn.parked and not turn.bundle else []


def _asked(turn: Turn) -> list[str]:
    return list(turn.facets) or ["overview"]


async def _take(turn: Turn, api: Catalogue, service: Json) -> Reply:
    among = (turn.service or {}).get("among")
    offered = (turn.pending or {}).get("offered")
    kept = {"said": _said(turn), "services": offered} if offered else among
    turn.pending = None
    change_to(turn, service)
    if turn.service and kept and service["code"] in {each["code"] for each in kept["services"]}:
        turn.service = {**turn.service, "among": kept}
    return await answer_facets(turn, api, {"code": service["code"], "name": service["name"]}, tuple(_asked(turn)))
