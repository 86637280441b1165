"""What is told of the case in hand: heard by the catalogue, and kept for whom it is told.

listen(turn, api, service)             all that was said so far, when a check begins
listen_to(turn, api, service, text)    keep what a sentence tells; hear(...) only hears it
keep(turn, heard)                      what may be kept of it: nothing of somebody else's beside one's own check
"""

from __future__ import annotations

from typing import Any

from actions.client import Catalogue
from actions.kin import relation_in
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

OWN = ("age", "birth_date", "gender", "live_here_months")  # facts that tell one person from another
MOST_BESIDE = 6  # sentences of other matters that are listened to
RULED_OUT = "ruled_out"  # kept on the service in hand: the values by fact that were denied and are offered no more


async def listen(turn: Turn, api: Catalogue, service: Json) -> None:
    """Keep what the sentence that started the check tells already ("老人满80了能领钱吗"), and those before it."""
    if turn.choice is None:
        await listen_to(turn, api, service, turn.text, telling=True)
    for text in reversed((turn.service or {}).get("said", [])):
        if text != turn.text:
            await listen_to(turn, api, service, text)
    for text in said_beside(turn):
        await hear_aside(turn, api, service, text)


def said_beside(turn: Turn) -> list[str]:
    """What was told while other matters were in hand, newest first; nothing where this one is for somebody else."""
    own = [turn.text, *(turn.service or {}).get("said", [])]
    if (turn.service or {}).get("whose", "applicant") != "applicant" or any(relation_in(text) for text in own):
        return []
    told = [text for item in turn.parked for text in reversed(item.get("said", []))]
    return [text for text in dict.fromkeys(told) if text not in own][:MOST_BESIDE]


async def hear_aside(turn: Turn, api: Catalogue, service: Json, text: str) -> None:
    """户口在外省, said of another matter, is true of this one as well; nothing that is known is changed by it."""
    heard = await hear(turn, api, service, text, aside=True)
    sure = {key: value for key, value in heard["others"].items() if key not in heard["guessed"]}
    turn.facts = {**sure, **turn.facts}


def known(turn: Turn) -> list[str]:
    """The facts that have a value, oldest first; what was declined may still be told."""
    return [fact for fact, value in turn.facts.items() if value is not None]


async def tells_of_the_case(turn: Turn, api: Catalogue, service: Json) -> bool:
    """Whether this sentence, or one before the matter was named, tells something that its check asks."""
    told = await listen_to(turn, api, service, turn.text, telling=True)
    if turn.began_with == service["code"]:
        return told
    for text in (turn.service or {}).get("said", []):
        told = await listen_to(turn, api, service, text) or told
    return told


async def hear(turn: Turn, api: Catalogue, service: Json, text: str, **how: bool) -> Json:
    body = {"text": text, "service": service["code"], "known": known(turn), **how}
    heard: Json = await api.post("/facts/heard", turn.sender, body)
    return heard


async def listen_to(turn: Turn, api: Catalogue, service: Json, text: str, **how: bool) -> bool:
    """Keep what a sentence tells; `telling` takes the place of what was told before. Whether anything is new."""
    heard = await hear(turn, api, service, text, **how)
    return keep(turn, heard) if how else keep(turn, {**heard, "denied": {}})


def keep(turn: Turn, heard: Json) -> bool:
    """Keep facts that were told; an age makes way for a birth date and the other way round. Whether anything is new."""
    if beside_ones_own(turn, heard):
        return False
    heard = _without_others(turn, heard)
    before = dict(turn.facts)
    other_person(turn, heard)
    silent = {key: None for key in heard.get("declined") or [] if key not in turn.facts}
    had = turn.facts
    new = {key: value for key, value in heard["others"].items() if key not in had or had[key] != value}
    gone = {heard["instead_of"].get(key) for key in new}
    kept = {key: value for key, value in _but_denied(turn, heard).items() if key not in gone}
    turn.facts = {**kept, **silent, **new}
    said = heard.get("noted") or {}
    turn.guessed |= {key: said[key] for key in heard.get("guessed") or {} if key in new}
    turn.noted |= {key: said[key] for key in said if key in turn.facts and turn.facts[key] != had.get(key)}
    return turn.facts != before


def as_read(value: Any, yes: str, no: str) -> str:
    return (yes if value else no) if isinstance(value, bool) else str(value)


def rule_out(turn: Turn, heard: Json) -> bool:
    """没在厂里干过 leaves open what it is, but not that: such a choice is offered no more.

    Whether anything is denied that does not contradict what is known.
    """
    service = turn.service or {}
    before = service.get(RULED_OUT) or {}
    denied = {
        key: sorted({*before.get(key, []), *values})
        for key, values in (heard.get("denied") or {}).items()
        if turn.facts.get(key) not in values and all(isinstance(value, str) for value in values)
    }
    if turn.service is None or not denied:
        return False
    turn.service = {**service, RULED_OUT: {**before, **denied}}
    return True


def other_person(turn: Turn, heard: Json) -> None:
    """我老伴68呢 after I told my own age: hers are facts of their own, and mine wait until I come back to myself."""
    whose, service = another_person(turn, heard), turn.service or {}
    if whose is None:
        return
    aside = service.get("aside") or {}
    current = service.get("whose") or "applicant"
    turn.service = {**service, "whose": whose, "aside": {**aside, current: turn.facts}}
    turn.facts = aside.get(whose, {})


def beside_ones_own(turn: Turn, heard: Json) -> bool:
    """我工友才来三个月，他能办不, or 隔壁那台是二手的, while one's own check is under way: nothing of it is kept."""
    open_ = (turn.pending or {}).get("kind") == "fact"
    if heard.get("beside") and of_ones_own(turn):
        return True
    return open_ and bool(heard.get("asks")) and another_person(turn, heard) is not None


def _without_others(turn: Turn, heard: Json) -> Json:
    """老伴六十一, told by the way in one's own check, is neither one's own age nor a case of its own."""
    by_the_way = (turn.pending or {}).get("kind") == "fact" and not (heard.get("asks") or heard.get("meant_for"))
    if not by_the_way or another_person(turn, heard) is None or not set(heard["others"]) & set(OWN):
        return heard  # 那我自己呢 comes back to oneself
    others = {key: value for key, value in heard["others"].items() if key not in OWN}
    return {**heard, "others": others, "whose": None}


def of_ones_own(turn: Turn) -> bool:
    """Whether the case in hand is the speaker's, and something of it is told or asked."""
    if turn.facts.get("applicant_is_self") == word("check.of_neighbours"):
        return False
    return (turn.pending or {}).get("kind") == "fact" or bool(known(turn))


def another_person(turn: Turn, heard: Json) -> str | None:
    """Whose facts these are, where they are not those of the one the talk is about."""
    whose, service = heard.get("whose"), turn.service or {}
    told = {fact: value for fact, value in heard["others"].items() if fact in OWN and fact in turn.facts}
    differs = any(turn.facts[fact] != value for fact, value in told.items())
    if not whose or whose == (service.get("whose") or "applicant"):
        return None
    return whose if differs or whose in (service.get("aside") or {}) else None


def _but_denied(turn: Turn, heard: Json) -> Json:
    """凉菜不卖了 turns a yes into a no; 不占耕地 leaves open which it is then."""
    denied = heard.get("denied") or {}
    holds = {key: value for key, value in turn.facts.items() if value not in denied.get(key, [])}
    turned = {key: False for key, value in turn.facts.items() if key not in holds and value is True}
    return {**holds, **turned}
