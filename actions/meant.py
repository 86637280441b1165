"""Which service a sentence means while one is in hand: that one, unless it turns to another.

我户口在外地, 没有收入, 娃上学走不开 link to services and are facts of the matter in hand; 那社保卡呢 and 邻居占了我家
墙根 are other matters: the catalogue weighs how likely (knowledge/turning.py). While a booking is made, and where
several are needed alike, only a plain need counts (knowledge/needs.py). What is settled here is seen by all after it:
`turn.linked` is what the sentence is about.
"""

from __future__ import annotations

import re
from typing import Any

from actions.asking import asks, clauses
from actions.client import Catalogue
from actions.turn import Turn
from actions.words import says, word, words

Json = dict[str, Any]

BOOKING = ("slot", "name", "other_name", "phone", "confirm_booking", "move_slot", "confirm_move")
OPEN = ("fact", *BOOKING)  # a form or a booking is on its way
MANY = 6  # services looked at for a word of a name
TELLING = 4  # characters of a sentence that may turn to something
CARRIED = ("office", "report", "help", "human")  # kinds of talk that name a service by the way
NAMED = ("code", "name", "alias", "words")
PLAIN = ("wish", "asked", "bare")
CUT = 3  # characters from which a part of the sentence was left out, not only what stands between
AHEAD = 0.8  # share of the best score below which another service is not meant as well
AS_LIKELY = 0.5  # share of the best score from which the one in hand is meant as well


async def settle(turn: Turn, api: Catalogue) -> None:
    """Leave in `turn.linked` only what counts."""
    if turn.choice is not None:
        return
    in_hand = asked_service(turn)
    if _of_both(turn, in_hand):
        return
    if turn.several > 1:
        await _by_what_asks(turn, api)
    if in_hand is None:
        await _by_a_clause(turn, api)
        _carry(turn)
    elif (turn.pending or {}).get("kind") not in ("service", "ticket_text") and turn.several < 2:
        await _weigh(turn, api, in_hand)


def _of_both(turn: Turn, in_hand: str | None) -> bool:
    """五保跟低保能一起拿不 is one question: of the one in hand, else of the one named first. Whether it is one."""
    if turn.several < 2 or not asks(turn.text) or not says(turn.text, words("said.at_once")):
        return False
    own = [service for service in turn.linked if service["code"] == in_hand]
    turn.linked, turn.several, turn.ambiguous = own or turn.linked[:1], 1, False
    turn.turned = not own and in_hand is not None
    return True


async def _by_what_asks(turn: Turn, api: Catalogue) -> None:
    """没房产证，只有建房手续，接水行不行: names told beside the clause that asks are no matters of their own."""
    every = clauses(turn.text)
    asking = [clause for clause in every if asks(clause, softly=True)]
    telling = [clause for clause in every if clause not in asking]
    if len(asking) != 1 or not telling or not all(re.search(word("said.has_or_lacks"), clause) for clause in telling):
        return
    heard = await api.post("/understand", turn.sender, {"text": asking[0]})
    if _plainly_one(heard["services"]):
        turn.linked, turn.several, turn.ambiguous = heard["services"], 1, False


def _plainly_one(services: list[Json]) -> bool:
    """The first is named, and no other fits nearly as well."""
    if not services or services[0].get("matched") not in NAMED:
        return False
    return all(each["score"] < AHEAD * services[0]["score"] for each in services[1:2])


async def _by_a_clause(turn: Turn, api: Catalogue) -> None:
    """我社保卡整丢了，昨儿坐公交让人顺走了: the whole only sounds like several, a clause names one."""
    from actions.which import named_in_a_clause

    if not turn.ambiguous or turn.several > 1 or turn.linked[0].get("matched") != "meaning":
        return
    if named := await named_in_a_clause(turn, api):
        turn.linked, turn.ambiguous = [{**named, "score": 1.0, "matched": "words"}], False


def asked_service(turn: Turn) -> str | None:
    """The code of the service that is in hand, asked about or being booked."""
    asked = (turn.pending or {}).get("service") if (turn.pending or {}).get("kind") == "fact" else None
    return (turn.service or {}).get("code") or asked


async def _weigh(turn: Turn, api: Catalogue, in_hand: str) -> None:
    if turn.bundle_said and not _event_counts(turn, in_hand):
        turn.bundle_said, turn.settled = None, True
    if _by_need_alone(turn):
        if turn.need and _counts(turn, turn.need, in_hand):
            _take(turn, turn.need)
            turn.turned = bool(turn.linked) and not turn.ambiguous and turn.linked[0]["code"] != in_hand
            return
    elif not _supposes(turn) and (other := await _and_this(turn, api, in_hand) or await _turned(turn, api, in_hand)):
        turn.linked, turn.ambiguous, turn.turned = [{**other, "score": 1.0, "matched": "name"}], False, True
        return
    if other := _act_of_another(turn, in_hand):
        turn.linked, turn.ambiguous = [{**other, "score": 1.0, "matched": "name"}], False
        return
    own = [service for service in turn.linked if service["code"] == in_hand]
    turn.settled = turn.settled or bool(turn.linked and turn.linked != own)
    turn.linked, turn.ambiguous = own, False
    if turn.settled and not _asks(turn):
        turn.facets = ()  # what such talk seems to ask is a guess


def _by_need_alone(turn: Turn) -> bool:
    """While a booking is made a name said by the way is none; of several alike it must be asked which."""
    ambiguous = bool(turn.need and turn.need["ambiguous"] and turn.need["how"] in PLAIN)
    books = turn.intent == "booking" and bool(turn.when and turn.need) and turn.pending is None
    return ambiguous or books or (turn.pending or {}).get("kind") in BOOKING


async def _and_this(turn: Turn, api: Catalogue, in_hand: str) -> Json | None:
    """水呢 after 接电, 水呢，几天多少钱: the one other service that has the word in its name."""
    said = re.fullmatch(word("said.and_this"), next(iter(clauses(turn.text)), ""))
    if said is None:
        return None
    found = await api.get("/services", turn.sender, q=said[1], place=turn.place, limit=MANY)
    named = [item for item in found["items"] if said[1] in item["name"]]
    return named[0] if len(named) == 1 and named[0]["code"] != in_hand else None


async def _turned(turn: Turn, api: Catalogue, in_hand: str) -> Json | None:
    """The other service it turns to; None where it stays."""
    if len(turn.text) < TELLING or _asks_why(turn):
        return None
    asked = (turn.pending or {}).get("kind") == "fact" and (turn.pending or {})["service"] == in_hand
    body: Json = {"text": turn.text, "service": in_hand, "place": turn.place, "open": asked}
    other: Json | None = (await api.post("/turned", turn.sender, body))["service"]
    return other


def _asks_why(turn: Turn) -> bool:
    """为啥要管我有没有房啊 is about the question that is open, whatever it names."""
    asked = (turn.pending or {}).get("kind") == "fact"
    return asked and any(phrase in turn.text for phrase in words("said.why"))


def _supposes(turn: Turn) -> bool:
    """那要是把房子卖了呢, once a case was worked out, supposes it otherwise; what is named is another matter."""
    if "asked" not in (turn.service or {}) or not re.search(word("said.supposed"), turn.text):
        return False
    return not (turn.linked and turn.linked[0].get("matched") in ("name", "alias"))


def _asks(turn: Turn) -> bool:
    return asks(turn.text, softly=True) or any(mark in turn.text for mark in words("said.wishing"))


def _take(turn: Turn, need: Json) -> None:
    """What is plainly needed; where that are several alike, the whole sentence may tell which (残疾证呢，咋换)."""
    alike = [service["code"] for service in need["services"]]
    if need["ambiguous"] and not turn.ambiguous and turn.linked and turn.linked[0]["code"] in alike:
        return
    turn.linked, turn.ambiguous = need["services"], need["ambiguous"]


def _counts(turn: Turn, need: Json, in_hand: str) -> bool:
    """Whether the need is one beside the matter in hand; an open form or booking wins where it is not plain."""
    best = need["services"][0]
    if need["how"] == "like":
        scores = {service["code"]: float(service["score"]) for service in need["services"]}
        return not _open(turn) and scores.get(in_hand, 0.0) < AS_LIKELY * float(best["score"])
    if need["how"] == "bare" and _open(turn):
        tells = turn.text.rstrip(words("said.edges")).endswith(tuple(words("said.told_ends")))  # 社保卡丢了
        return bool(need["whole"]) and best["matched"] in ("name", "alias") and not tells
    return True


def _open(turn: Turn) -> bool:
    return (turn.pending or {}).get("kind") in OPEN


def _event_counts(turn: Turn, in_hand: str) -> bool:
    """我爹去年走了 with the land contract in hand is a fact of it; 我爸昨天走了，要办啥 is the event."""
    if any(ask in turn.text for ask in words("said.event_asked")):
        return True
    long_ago = any(when in turn.text for when in words("said.long_ago"))
    return not (_open(turn) or in_hand in turn.bundle_of or long_ago)


def _act_of_another(turn: Turn, in_hand: str) -> Json | None:
    """处理掉之后我换证跑几趟: an earlier matter is called by what the clause asks, the one in hand is not."""
    name = (turn.service or {}).get("name", "")
    cut = sum(map(len, turn.clauses)) < len(turn.text) - CUT
    named = any(service["code"] == in_hand for service in turn.linked[:1])
    if turn.intent != "service" or (named and not cut):
        return None
    said = [act for act in words("said.sisters") if act not in name and any(act in part for part in turn.clauses)]
    return next((item for item in turn.parked if any(act in item["name"] for act in said)), None)


def _carry(turn: Turn) -> None:
    """身份证换新的，你们派出所今天上班不: the hall is answered, and the service stays for the next turn."""
    if turn.pending or turn.ambiguous or turn.intent not in CARRIED or not turn.need or turn.need["how"] not in PLAIN:
        return
    best = turn.need["services"][0]
    if not turn.need["ambiguous"] and best["matched"] in NAMED:
        turn.take_up(best)
