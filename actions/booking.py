"""Booking a time in the talk: time, name, phone in any order; nothing is written without a summary and a yes."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from actions import cards, person, times
from actions.base import TurnAction
from actions.client import Catalogue, Refusal
from actions.pending import ask, says_no, says_yes
from actions.person import masked
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

KEPT = ("name", "phone", "behalf", "office", "anywhere")  # of a booking in the making, when it begins anew
MOST_AT_ONCE = 5
MOST_BESIDE = 3  # characters beside a time that add nothing (那就…吧)
NOT_HEARD_IN = ("booking", "manage", "crisis", "report", "human", "rate", "deny")  # these mean themselves
ASIDE = ("oos", "smalltalk", "office", "service", "report", "help", "rate", "meta", "human", "manage", "booking")
EARLY = "2000-01-01T00:00:00+08:00"  # nearest to it: the first times there are


class ActionBooking(TurnAction):
    def name(self) -> str:
        return "action_booking"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        return await settle_what(turn, api)


async def booking_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """A wish to book inside another sentence (想约周四办居住证, 两件一起约); None where there is none."""
    if turn.choice is not None or turn.intent in NOT_HEARD_IN:
        return None
    if _only_a_time(turn):
        return await settle_what(turn, api)
    together = _together(turn) and _several(turn)
    behalf = person.behalf_in(turn.text)
    wished = any(phrase in turn.text for phrase in words("said.book"))
    wished = wished or bool(behalf and any(phrase in turn.text for phrase in words("said.book_for")))
    told = _moves(turn) or behalf
    if not (together or (wished and told and (turn.linked or turn.service))):
        return None
    return await settle_what(turn, api)


def _only_a_time(turn: Turn) -> bool:
    """明天上午 and nothing else, with a matter in hand and nothing open: for when it is to be booked."""
    if not turn.when or turn.pending or turn.service is None or turn.linked:
        return False
    shown = any(spec.get("card", {}).get("kind") in ("office", "appointment", "report") for spec in turn.last)
    return not shown and len(turn.text) - len(turn.when["text"]) <= MOST_BESIDE


async def settle_what(turn: Turn, api: Catalogue) -> Reply:
    """Which matter is booked, and for whom; then when."""
    from actions.service import change_to, which

    _hear_for_whom(turn)
    if together := _several(turn):
        change_to(turn, together[0])
        return await start(turn, api, together[0], together[1:])
    if turn.linked and turn.ambiguous and len(turn.linked) > 1:
        return which(turn, turn.linked, {"do": "book", "when": turn.when})
    if turn.linked:
        change_to(turn, turn.linked[0])
    if turn.service is None:
        pending = {"kind": "service", "do": "book", "when": turn.when}
        return ask(turn, pending, "utter_ask_service_to_book", cards.menu())
    return await start(turn, api, turn.service)


def _several(turn: Turn) -> list[Json]:
    """Two matters in one visit: named in this sentence, or asked about together just before (一起约)."""
    if turn.several > 1:
        return [{"code": s["code"], "name": s["name"]} for s in turn.linked[: min(turn.several, MOST_AT_ONCE)]]
    bundle = turn.bundle or {}
    said = any(phrase in turn.text for phrase in (*words("said.together"), *words("said.together_done")))
    if said and not turn.linked and bundle and bundle["slug"] is None:
        return [{"code": s["code"], "name": s["name"]} for s in bundle["services"][:MOST_AT_ONCE]]
    return []


def _together(turn: Turn) -> bool:
    """两件一起约; 一起办 only with a time: alone it asks how (能一起办吗)."""
    if any(phrase in turn.text for phrase in words("said.together")):
        return True
    done = any(phrase in turn.text for phrase in words("said.together_done"))
    return done and bool(turn.when)


def _hear_for_whom(turn: Turn) -> None:
    if behalf := person.behalf_in(turn.text):
        turn.draft = {**(turn.draft or {}), "behalf": behalf}


async def start(turn: Turn, api: Catalogue, service: Json, also: list[Json] | None = None) -> Reply:
    """Begin (or go on with) booking `service`; what was already said about person and time is kept."""
    _hear_for_whom(turn)
    if turn.choice is None and (person.phone_in(turn.text) or person.named_in(turn.text)):
        person.hear(turn)
    draft = turn.draft or {}
    kept: Json = {key: draft[key] for key in KEPT if key in draft}
    turn.draft = {**kept, "service": service, "also": also or [], "key": str(uuid.uuid4())}
    turn.take_up(service)
    return await offer_times(turn, api)


async def offer_times(turn: Turn, api: Catalogue, anyhow: bool = False) -> Reply:
    """Free times in the window asked for; none there: why, and the nearest ones."""
    if halls := await _other_halls(turn, api):
        return halls
    draft = _draft(turn)
    window = None if anyhow else times.on_the_day(turn, (turn.pending or {}).get("window") or _day_of(draft))
    found = await times.find(turn, api, _services(draft), window=window, **_where(draft))
    if found.items:
        return _ask_time(turn, found.items, window)
    if window:
        near = await times.nearest(turn, api, _services(draft), window["start"], **_where(draft))
        if near:
            reason = found.reason or word("times.none")
            said = {"said": window["text"], "days": times.days_text(window), "reason": reason}
            return _ask_time(turn, near, window, "because", **said)
    if draft.get("office"):
        turn.draft = {**draft, "office": None, "anywhere": True}
        near = await times.nearest(turn, api, _services(draft), (window or {}).get("start") or EARLY, anywhere=True)
        if near:
            return _ask_time(turn, near, window, "elsewhere")
    turn.pending, turn.draft = None, person_of(draft)
    wait = choice(word("do.wait"), do="wait", services=_services(draft), when=window)
    return Reply().say("utter_no_times", choices=[wait, *cards.menu()], name=_name(draft))


def _where(draft: Json) -> Json:
    return {"at": draft.get("office"), "anywhere": bool(draft.get("anywhere"))}


async def _other_halls(turn: Turn, api: Catalogue) -> Reply | None:
    """哪个大厅都行, 换个近点的, 去柳溪镇约: where; None when the text says nothing about it."""
    draft = _draft(turn)
    if turn.choice is not None:
        return None
    if any(phrase in turn.text for phrase in words("said.any_hall")):
        turn.draft = {**draft, "office": None, "anywhere": True}
        return None
    if turn.office or turn.place_said:
        turn.draft = {**draft, "office": turn.office or turn.place_said, "anywhere": False}
        return None
    if not any(phrase in turn.text for phrase in words("said.other_hall")):
        return None
    first = await times.at_each_hall(turn, api, _services(draft))
    if len(first) < 2:
        turn.draft = {**draft, "anywhere": True}
        return None
    named = [choice(cards.slot_label_hall(item), do="book_at", office=item["office"]["slug"]) for item in first]
    pending = {"kind": "slot", "service": draft["service"]["code"], "window": turn.when}
    return ask(turn, pending, "utter_which_hall_to_book", named, name=_name(draft))


async def book_at(turn: Turn, api: Catalogue, office: str) -> Reply:
    """A hall was chosen for the booking in the making."""
    if turn.draft is None or "service" not in turn.draft:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    turn.draft = {**turn.draft, "office": office, "anywhere": False}
    turn.when = turn.when or (turn.pending or {}).get("window")
    return await offer_times(turn, api)


def _ask_time(turn: Turn, items: list[Json], window: Json | None, intro: str = "", **variables: Any) -> Reply:
    """The times as a card, then the same as choices with their numbers."""
    draft = _draft(turn)
    offered = times.options(items, "slot")
    if intro:
        offered.append(choice(word("do.wait"), do="wait", services=_services(draft), when=window))
    elif turn.earliest:
        intro = "earliest"
        variables = {"time": cards.moment(items[0]["start"]), "office": cards.office_name(items[0]["office"])}
    elif window:
        intro, variables = "then", {"said": window["text"], "days": times.days_text(window)}
    said = word(f"slots.{intro or 'free'}", name=_name(draft), **variables)
    pending = {"kind": "slot", "service": draft["service"]["code"], "offered": items, "window": window}
    shown = Reply().card(cards.slots(draft["service"], items, said))
    return ask(turn, pending, "utter_choose_time", offered, shown)


async def take_slot_text(turn: Turn, api: Catalogue) -> Reply | None:
    """Another time, another hall, or to be told when something frees, instead of a choice."""
    from actions.waiting import wait, wants_to_wait

    if wants_to_wait(turn):
        window = turn.when or (turn.pending or {}).get("window")
        return await wait(turn, api, _services(_draft(turn)), window)
    _hear_for_whom(turn)
    if added := await add_service(turn, api):
        return added
    if (picked := times.picked(turn)) is not None:
        return await take_slot(turn, api, picked)
    if other := await _other_matter(turn, api):
        return other
    if _names_a_time(turn):
        return await _times_or_that_one(turn, api)
    if _says_where(turn):
        turn.when = turn.when or (turn.pending or {}).get("window")
        return await offer_times(turn, api)
    if wished := await _another_time(turn, api):
        return wished
    if _is_person(turn) and person.hear(turn, bare_name=True):
        return Reply().say("utter_choose_time_first")
    if _gives_up(turn):
        return await drop(turn, api)
    if says_yes(turn):
        return await _yes_to_times(turn, api)
    return None


def _names_a_time(turn: Turn) -> bool:
    asks_hours = turn.intent == "office" and any(phrase in turn.text for phrase in words("hall.opens"))
    drops = any(phrase in turn.text for phrase in words("said.cancel_it"))
    return turn.earliest or bool(turn.when and not asks_hours and not drops)


async def _times_or_that_one(turn: Turn, api: Catalogue) -> Reply:
    """下午三点的 of the day on show: that very time where it is free, else the times near it."""
    window = times.on_the_day(turn, (turn.pending or {}).get("window"))
    if window and window is not turn.when and times.of_the_clock(window):
        found = await times.find(turn, api, _services(_draft(turn)), window=window, **_where(_draft(turn)))
        if found.items and found.items[0]["start"] == window["start"]:
            return await take_slot(turn, api, found.items[0])
    return await offer_times(turn, api)


async def _other_matter(turn: Turn, api: Catalogue) -> Reply | None:
    """不对，是办居住证: the booking in the making is for something else, at the time that was wished."""
    from actions.service import which

    have = [service["code"] for service in _services(_draft(turn))] if "service" in _draft(turn) else []
    corrects = any(mark in turn.text for mark in (*words("said.correction"), *words("said.wrong")))
    if not have or not corrects or not turn.linked or turn.linked[0]["code"] in have:
        return None
    turn.when = turn.when or (turn.pending or {}).get("window") or _day_of(_draft(turn))
    await _give_up(turn, api)
    if turn.ambiguous and len(turn.linked) > 1:
        return which(turn, turn.linked, {"do": "book", "when": turn.when})
    turn.pending = None
    return await start(turn, api, turn.linked[0])


def _is_person(turn: Turn) -> bool:
    told = person.phone_in(turn.text) or person.named_in(turn.text) or person.like_a_name(turn.text)
    return bool(told) and turn.intent in ("inform", "unclear", "oos", "service") and not turn.facets


async def _yes_to_times(turn: Turn, api: Catalogue) -> Reply:
    """A yes to one time takes it; to several it is asked which."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    if len(offered) == 1:
        return await take_slot(turn, api, offered[0])
    if not offered:
        return await offer_times(turn, api, anyhow=True)
    return ask(turn, _again(turn), "utter_choose_one_of_these", times.options(offered, "slot"))


def _again(turn: Turn) -> Json:
    return {key: value for key, value in (turn.pending or {}).items() if key != "resumed"}


async def _another_time(turn: Turn, api: Catalogue) -> Reply | None:
    """早一点的, 晚一点的, 换一天: other times than those on offer."""
    offered: list[Json] = (turn.pending or {}).get("offered") or []
    if any(phrase in turn.text for phrase in words("said.other_day")):
        turn.pending = {**_again(turn), "window": None}
        return ask(turn, turn.pending, "utter_which_day")
    sooner = any(phrase in turn.text for phrase in words("said.earlier"))
    if not offered or not (sooner or any(phrase in turn.text for phrase in words("said.later"))):
        return None
    edge = offered[0] if sooner else offered[-1]
    found = await times.beside(turn, api, _services(_draft(turn)), edge["start"], sooner, **_where(_draft(turn)))
    if found:
        return _ask_time(turn, found, None)
    response = "utter_none_earlier" if sooner else "utter_none_later"
    return ask(turn, _again(turn), response, times.options(offered, "slot"), time=cards.moment(edge["start"]))


async def add_service(turn: Turn, api: Catalogue) -> Reply | None:
    """顺便把老年证也办了: a second matter for the same visit, while the first is being booked."""
    draft = _draft(turn)
    if "service" not in draft or not turn.linked or turn.ambiguous:
        return None
    new = {"code": turn.linked[0]["code"], "name": turn.linked[0]["name"]}
    have = [service["code"] for service in _services(draft)]
    if new["code"] in have or not any(phrase in turn.text for phrase in words("said.also")):
        return None
    await _give_up(turn, api)
    left = {key: value for key, value in _draft(turn).items() if key not in ("slot", "hold")}
    turn.draft = {**left, "also": [*(draft.get("also") or []), new][: MOST_AT_ONCE - 1]}
    turn.when = turn.when or (turn.pending or {}).get("window") or _day_of(draft)
    return await offer_times(turn, api)


def _day_of(draft: Json) -> Json | None:
    """The day of the time that was chosen before."""
    return times.whole_day(draft["slot"]["start"]) if draft.get("slot") else None


def _moves(turn: Turn) -> bool:
    return bool(turn.when) or turn.earliest


def _says_where(turn: Turn) -> bool:
    """去镇上约 while a time is being chosen; where a hall is, is another question."""
    if any(phrase in turn.text for kind in ("any_hall", "other_hall") for phrase in words(f"said.{kind}")):
        return True
    switches = any(phrase in turn.text for phrase in words("said.switch_hall"))
    if set(turn.facets) & {"where", "hours", "phone"} and not switches:
        return False
    return bool(turn.office or turn.place_said)


async def take_slot(turn: Turn, api: Catalogue, slot: Json) -> Reply:
    """A time was chosen: keep it for a while, and ask for the person, or sum up when they are known."""
    if turn.draft is None or "service" not in turn.draft:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    await _give_up(turn, api)
    draft = _draft(turn)
    try:
        held = await api.post("/appointments/holds", turn.sender, {"slot_id": slot["slot_id"], **_codes(draft)})
    except Refusal as refusal:
        if refusal.name != "blocked":  # two times are kept already: this one is had without keeping it
            return await _others(turn, api, refusal.detail, slot["start"])
        held = None
    turn.draft = {**draft, "slot": slot, "hold": held}
    return next_step(turn)


async def _give_up(turn: Turn, api: Catalogue) -> None:
    """The time kept before is free for others again; one that ran out is free already."""
    draft = _draft(turn)
    if hold := draft.get("hold"):
        turn.draft = {**draft, "hold": None}
        try:
            await api.post(f"/appointments/holds/{hold['hold_id']}/release", turn.sender, {})
        except Refusal as refusal:
            if refusal.status != 404:
                raise


def next_step(turn: Turn) -> Reply:
    """The first thing still missing, or the summary."""
    draft = _draft(turn)
    about = {"service": draft["service"]["code"]}
    if "slot" not in draft:
        return Reply().say("utter_choose_time_first")
    behalf = draft.get("behalf")
    if behalf and "name" not in behalf:
        return ask(turn, {"kind": "other_name", **about}, "utter_ask_name_of", relation=behalf["relation"])
    if behalf and "phone" not in draft:
        return ask(turn, {"kind": "phone", **about}, "utter_ask_phone" if "name" in draft else "utter_ask_booker")
    if behalf and "name" not in draft:  # who is booked for counts; the booker's own name is only asked for beside
        draft = turn.draft = {**draft, "name": word("behalf.unnamed")}
    if "name" not in draft:
        return ask(turn, {"kind": "name", **about}, "utter_ask_name")
    if "phone" not in draft:
        return ask(turn, {"kind": "phone", **about}, "utter_ask_phone")
    yes = choice(word("agree.label"), word("agree.value"), do="yes")
    no = choice(word("decline.label"), word("decline.value"), do="no")
    other = choice(word("do.more_times"), do="more_times")
    return ask(
        turn,
        {"kind": "confirm_booking", **about},
        "utter_booking_summary_held" if draft.get("hold") else "utter_booking_summary",
        [yes, other, no],
        name=_name(draft),
        time=cards.moment(draft["slot"]["start"]),
        office=cards.office_name(draft["slot"]["office"]),
        person=_who(draft),
        phone=masked(draft["phone"]),
        until=cards.clock(draft["hold"]["expires_at"]) if draft.get("hold") else "",
    )


def _who(draft: Json) -> str:
    behalf = draft.get("behalf")
    if not behalf:
        return str(draft["name"])
    return word("behalf.who", name=behalf["name"], relation=behalf["relation"], booker=draft["name"])


async def take_person(turn: Turn, api: Catalogue) -> Reply | None:
    """Name and phone from free text, in any order."""
    kind = (turn.pending or {})["kind"]
    if _gives_up(turn):
        return await drop(turn, api)
    if added := await add_service(turn, api):
        return added
    if _moves(turn) and turn.intent in ("booking", "manage", "inform") and not person.phone_in(turn.text):
        return await offer_times(turn, api)
    _hear_for_whom(turn)
    if person.hear(turn, bare_name=kind in ("name", "other_name") and not _asks(turn)):
        return _still_asks(turn, kind) or next_step(turn)
    if _asks(turn) or _is_aside(turn):
        return None
    if kind == "phone":
        return Reply().say("utter_phone_invalid" if _like_a_number(turn.text) else "utter_phone_please")
    return Reply().say("utter_name_invalid")


def _still_asks(turn: Turn, kind: str) -> Reply | None:
    """The phone came before the name: it is kept, and the name asked for once more in other words."""
    if kind != "name" or "name" in _draft(turn):
        return None
    return ask(turn, _again(turn), "utter_ask_name_still")


def _gives_up(turn: Turn) -> bool:
    return says_no(turn) or turn.text.strip(words("said.trailing")) in words("said.drop_it")


def _is_aside(turn: Turn) -> bool:
    """Thanks, the weather, a hall's parking: answered on its own, then the question is put again."""
    from actions.office import topic_of

    return turn.intent in ASIDE or topic_of(turn.text) is not None


def _like_a_number(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= MOST_AT_ONCE - 1


def _asks(turn: Turn) -> bool:
    return bool(turn.facets or turn.linked) and any(mark in turn.text for mark in words("said.asking"))


async def take_confirmation(turn: Turn, api: Catalogue) -> Reply | None:
    """Yes books; no drops; another time, hall, matter, name or phone changes the summary."""
    if added := await add_service(turn, api):
        return added
    if other := await _other_matter(turn, api):
        return other
    if not says_yes(turn) and (_moves(turn) or _says_where(turn)):
        turn.when = turn.when or _day_of(_draft(turn))
        return await offer_times(turn, api)
    if person.phone_in(turn.text) or person.named_in(turn.text):
        person.hear(turn)
        return next_step(turn)
    if any(turn.text.strip(words("said.trailing")) == said for said in words("said.wrong")):
        return ask(turn, {key: v for key, v in (turn.pending or {}).items() if key != "resumed"}, "utter_what_is_wrong")
    if says_yes(turn):
        return await write(turn, api)
    if _gives_up(turn):
        return await drop(turn, api)
    return None


async def write(turn: Turn, api: Catalogue) -> Reply:
    """The one place of the talk that books. A lost race offers other times, nothing else is lost."""
    draft = _draft(turn)
    body = {
        "slot_id": draft["slot"]["slot_id"],
        **_codes(draft),
        "name": draft["name"],
        "phone": draft["phone"],
        "facts": turn.facts,
    }
    if behalf := draft.get("behalf"):
        body["on_behalf_of"] = {"name": behalf["name"], "relation": behalf["relation"]}
    if hold := draft.get("hold"):
        body["hold_id"] = hold["hold_id"]
    try:
        made = await api.post("/appointments", turn.sender, body, Idempotency_Key=draft["key"])
    except Refusal as refusal:
        return await _refused(turn, api, refusal)
    turn.draft, turn.pending = person_of(draft), None
    return Reply().card(cards.appointment(made))


async def _refused(turn: Turn, api: Catalogue, refusal: Refusal) -> Reply:
    """Why not, and what else there is. Name and phone are never lost."""
    draft = _draft(turn)
    if refusal.name == "invalid":
        turn.draft = {key: value for key, value in draft.items() if key != "phone"}
        return Reply(Reply().tell(refusal.detail).specs + next_step(turn).specs)
    if refusal.name == "hold-expired" and draft.get("hold"):  # perhaps nobody has taken it meanwhile
        turn.draft = {**draft, "hold": None}
        return await write(turn, api)
    if refusal.name == "blocked":
        turn.pending, turn.draft = None, person_of(draft)
        return Reply().tell(refusal.detail, cards.menu())
    return await _others(turn, api, refusal.detail, draft["slot"]["start"])


async def _others(turn: Turn, api: Catalogue, detail: str, start: str) -> Reply:
    """The reason, then the times nearest to the one that could not be had."""
    draft = {key: value for key, value in _draft(turn).items() if key not in ("slot", "hold")}
    turn.draft = {**draft, "key": str(uuid.uuid4())}
    near = await times.nearest(turn, api, _services(draft), start, **_where(draft))
    near = [item for item in near if item["start"] != start]
    told = Reply().tell(detail)
    if not near:
        turn.pending, turn.draft = None, person_of(draft)
        return Reply(told.specs + Reply().say("utter_no_times", choices=cards.menu(), name=_name(draft)).specs)
    window = {"start": start, "end": datetime.fromisoformat(start).replace(hour=23, minute=59).isoformat()}
    return Reply(told.specs + _ask_time(turn, near, {**window, "text": ""}, "another").specs)


async def drop(turn: Turn, api: Catalogue) -> Reply:
    """Not now: nothing was written; name and phone stay for the next try in this talk."""
    await _give_up(turn, api)
    turn.pending, turn.draft = None, person_of(_draft(turn))
    return Reply().say("utter_booking_dropped", choices=cards.menu())


def step_back(turn: Turn) -> Reply | None:
    """上一步 inside a booking: undo the last thing given. None when times are being offered already."""
    draft = _draft(turn)
    kind = (turn.pending or {}).get("kind")
    undone = {"confirm_booking": "phone", "phone": "name"}.get(str(kind))
    if undone is None:
        return None
    turn.draft = {key: value for key, value in draft.items() if key != undone}
    return next_step(turn)


def _draft(turn: Turn) -> Json:
    """The booking in the making; empty when there is none."""
    return turn.draft or {}


def person_of(draft: Json) -> Json | None:
    """What stays for the next booking of this talk; a stand-in for a name that was not told does not."""
    kept = {key: draft[key] for key in ("name", "phone") if key in draft}
    return {key: value for key, value in kept.items() if value != word("behalf.unnamed")} or None


def _services(draft: Json) -> list[Json]:
    return [draft["service"], *(draft.get("also") or [])]


def _codes(draft: Json) -> Json:
    codes = [service["code"] for service in _services(draft)]
    return {"service_code": codes[0]} if len(codes) == 1 else {"service_codes": codes}


def _name(draft: Json) -> str:
    return word("list.and").join(str(service["name"]) for service in _services(draft))
