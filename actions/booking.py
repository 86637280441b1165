"""Booking a time in the talk: time, name, phone in any order; nothing is written without a summary and a yes."""

from __future__ import annotations

import re
import uuid
from typing import Any

from actions import cards
from actions.base import TurnAction
from actions.client import Catalogue, Refusal
from actions.pending import ask, says_no, says_yes
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

MOST_TIMES = 12

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?\d{7,8})(?!\d)")
_NAMED = re.compile(r"(?:我叫|名字叫|姓名是?|名字是|我是)\s*([\u4e00-\u9fff·]{2,12}?)(?=[，,。；;\s]|电话|手机|$)")
_FILLED_IN = re.compile(r"电话|手机号?|号码|名字|姓名|改成|改为|换成|是|[，,。.：:；;\s\d-]")
_BARE_NAME = re.compile(r"^([\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10})?)$")


class ActionBooking(TurnAction):
    def name(self) -> str:
        return "action_booking"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        from actions.service import change_to, which

        if turn.linked and turn.ambiguous and len(turn.linked) > 1:
            return which(turn, turn.linked, {"do": "book"})
        if turn.linked:
            change_to(turn, turn.linked[0])
        if turn.service is None:
            return ask(turn, {"kind": "service", "do": "book"}, "utter_ask_service_to_book", cards.menu())
        return await start(turn, api, turn.service)


async def start(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """Begin (or go on with) booking `service`; what was already said about person and time is kept."""
    draft = turn.draft or {}
    kept: Json = {key: draft[key] for key in ("name", "phone") if key in draft}
    turn.draft = {**kept, "service": service, "key": str(uuid.uuid4())}
    turn.take_up(service)
    return await offer_times(turn, api)


async def offer_times(turn: Turn, api: Catalogue, anyhow: bool = False) -> Reply:
    """Free times in the window asked for; none there: say so and offer the nearest ones."""
    draft = _draft(turn)
    window = None if anyhow else turn.when
    found = await free_times(turn, api, draft["service"], window)
    if window and not found:
        found = await free_times(turn, api, draft["service"], None)
        if found:
            return _ask_time(turn, found, "utter_no_time_then", said=window["text"])
    if not found:
        turn.pending, turn.draft = None, None
        return Reply().say("utter_no_times", choices=cards.menu(), name=draft["service"]["name"])
    return _ask_time(turn, found, "utter_choose_time")


async def free_times(turn: Turn, api: Catalogue, service: Json, window: Json | None) -> list[Json]:
    query: dict[str, Any] = {"place": turn.place}
    if window:
        query.update({"from": window["start"][:10], "to": window["end"][:10]})
    try:
        reply = await api.get(f"/services/{service['code']}/slots", turn.sender, **query)
    except Refusal as refusal:
        if refusal.status in (409, 422):  # a day outside the horizon: the nearest times are offered instead
            return []
        raise
    free = [item for item in reply["items"] if item["free"] > 0]
    if window:
        free = [item for item in free if window["start"] <= item["start"] < window["end"]]
    return _one_hall_each(free)[:MOST_TIMES]


def _one_hall_each(items: list[Json]) -> list[Json]:
    """Each time once, at the hall that comes first: a list of one hour at eight halls helps nobody."""
    seen: dict[str, Json] = {}
    for item in items:
        seen.setdefault(item["start"], item)
    return list(seen.values())


def _ask_time(turn: Turn, items: list[Json], response: str, **variables: Any) -> Reply:
    draft = _draft(turn)
    options = [choice(cards.slot_label(item), do="slot", slot=item) for item in items]
    pending = {"kind": "slot", "service": draft["service"]["code"], "offered": items}
    return ask(turn, pending, response, options, name=draft["service"]["name"], **variables)


async def take_slot_text(turn: Turn, api: Catalogue) -> Reply | None:
    """Another time instead of a choice ("周四下午呢", "换一天")."""
    if _hear_person(turn) and turn.intent in ("inform", "unclear"):
        return Reply().say("utter_choose_time_first")
    if says_no(turn) and not turn.when:
        return drop(turn)
    if says_yes(turn) and not turn.when:
        return await offer_times(turn, api, anyhow=True)
    if turn.when and turn.intent not in ("manage", "office"):
        return await offer_times(turn, api)
    return None


async def take_slot(turn: Turn, api: Catalogue, slot: Json) -> Reply:
    """A time was chosen: ask for the person, or sum up when they are known."""
    if turn.draft is None:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    turn.draft = {**turn.draft, "slot": slot}
    return next_step(turn)


def next_step(turn: Turn) -> Reply:
    """The first thing still missing, or the summary."""
    draft = _draft(turn)
    about = {"service": draft["service"]["code"]}
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
        "utter_booking_summary",
        [yes, other, no],
        name=draft["service"]["name"],
        time=cards.moment(draft["slot"]["start"]),
        office=cards.office_name(draft["slot"]["office"]),
        person=draft["name"],
        phone=masked(draft["phone"]),
    )


async def take_person(turn: Turn, api: Catalogue) -> Reply | None:
    """Name and phone from free text, in any order."""
    kind = (turn.pending or {})["kind"]
    if says_no(turn):
        return drop(turn)
    if turn.when and turn.intent in ("booking", "manage", "inform") and not _phone_in(turn.text):
        return await offer_times(turn, api)
    if _hear_person(turn, bare_name=kind == "name" and not _asks(turn)):
        return next_step(turn)
    if _asks(turn):
        return None
    return Reply().say("utter_phone_invalid" if kind == "phone" else "utter_name_invalid")


def _asks(turn: Turn) -> bool:
    return bool(turn.facets or turn.linked) and any(mark in turn.text for mark in words("said.asking"))


def _hear_person(turn: Turn, bare_name: bool = False) -> bool:
    """Keep a name or phone found in the text; whether anything new was found."""
    draft = _draft(turn)
    phone = _phone_in(turn.text)
    rest = turn.text.replace(phone, " ") if phone else turn.text
    named = _NAMED.search(rest)
    bare = _BARE_NAME.match(_FILLED_IN.sub("", rest)) if bare_name or (phone and "name" not in draft) else None
    name = named[1] if named else bare[1] if bare and len(bare[1]) >= 2 else None
    heard = {"name": name, "phone": re.sub(r"[- ]", "", phone) if phone else None}
    heard = {key: value for key, value in heard.items() if value}
    turn.draft = {**draft, **heard}
    return bool(heard)


def _phone_in(text: str) -> str | None:
    found = _MOBILE.search(text) or _LANDLINE.search(text)
    return found[1] if found else None


def masked(phone: str) -> str:
    return phone[:3] + "****" + phone[-4:]


async def take_confirmation(turn: Turn, api: Catalogue) -> Reply | None:
    """Yes books; no drops; another time, name or phone changes the summary."""
    if turn.when and not says_yes(turn):
        return await offer_times(turn, api)
    if _phone_in(turn.text) or _NAMED.search(turn.text):
        _hear_person(turn)
        return next_step(turn)
    if says_yes(turn):
        return await write(turn, api)
    if says_no(turn):
        return drop(turn)
    return None


async def write(turn: Turn, api: Catalogue) -> Reply:
    """The one place of the talk that books. A lost race offers other times, nothing else is lost."""
    draft = _draft(turn)
    body = {
        "slot_id": draft["slot"]["slot_id"],
        "service_code": draft["service"]["code"],
        "name": draft["name"],
        "phone": draft["phone"],
        "facts": turn.facts,
    }
    try:
        made = await api.post("/appointments", turn.sender, body, Idempotency_Key=draft["key"])
    except Refusal as refusal:
        return await _refused(turn, api, refusal)
    turn.draft = {key: draft[key] for key in ("name", "phone")}
    turn.pending = None
    return Reply().card(cards.appointment(made))


async def _refused(turn: Turn, api: Catalogue, refusal: Refusal) -> Reply:
    draft = _draft(turn)
    if refusal.name == "invalid":
        turn.draft = {key: value for key, value in draft.items() if key != "phone"}
        return Reply(Reply().tell(refusal.detail).specs + next_step(turn).specs)
    turn.draft = {**draft, "key": str(uuid.uuid4())}
    if refusal.name in ("slot-full", "slot-past", "hold-expired", "lead-time", "closed-day", "beyond-horizon"):
        times = await offer_times(turn, api, anyhow=True)
        return Reply(Reply().tell(refusal.detail).specs + times.specs)
    turn.pending, turn.draft = None, None
    return Reply().tell(refusal.detail, cards.menu())


def drop(turn: Turn) -> Reply:
    """Not now: nothing was written; name and phone stay for the next try in this talk."""
    turn.pending, turn.draft = None, None
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
