"""Booking in the talk: which matter, for whom, where, and the free times to choose from.

Choosing one is actions.choosing, who comes actions.confirming, keeping and writing it actions.holding; nothing is
written without a summary and a yes.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

from actions import cards, kin, person, picking, standing, times
from actions.asked import VAGUE
from actions.asking import asks
from actions.base import TurnAction
from actions.client import Catalogue
from actions.draft import KEPT, draft_of, names_of, person_of, services_of, where_of
from actions.one_visit import NAMED, at_once_asked, says_together, wished_together
from actions.pending import ask
from actions.reply import Reply, choice
from actions.turn import Turn
from actions.words import word

Json = dict[str, Any]

MOST_BESIDE = 3  # characters beside a time that add nothing (那就…吧)
MOST_WHERE = {"office": 13, "place": 6}  # characters of a hall or place beside it (湖东街道大厅，下周三上午)
TOLD_IN = ("oos", "smalltalk")  # 柳溪后天有雨 is talk
NOT_HEARD_IN = ("booking", "manage", "crisis", "report", "human", "rate", "deny")  # these mean themselves
FREE = (None, "service", "bundle", "hall")  # open questions that a wish to book may interrupt
EARLY = "2000-01-01T00:00:00+08:00"  # nearest to it: the first times there are


class ActionBooking(TurnAction):
    def name(self) -> str:
        return "action_booking"

    async def answer(self, turn: Turn, api: Catalogue) -> Reply:
        from actions.service import about_service

        if _merely_needs(turn):
            return await about_service(turn, api, ("overview",))
        return await settle_what(turn, api)


def _merely_needs(turn: Turn) -> bool:
    """我要办摆摊许可 wishes for the matter, not for a time."""
    a_time = turn.when or turn.earliest or turn.office or turn.draft_open or turn.choice is not None
    return turn.confidence < VAGUE and bool(turn.linked) and not a_time and not says_to_book(turn.text)


async def booked_outright(turn: Turn, api: Catalogue) -> Reply | None:
    """约后天上午, 能约湖东派出所吗 of a matter named or in hand: the times there and then, whatever it sounds like.

    A time or a place must be said with it: 能约吗 alone asks whether one can.
    """
    if turn.choice is not None or (turn.pending or {}).get("kind") not in FREE:
        return None
    if turn.intent in NOT_HEARD_IN and not (turn.intent == "manage" and standing.says(turn, "free_asked")):
        return None
    if not (turn.when or turn.office or turn.place_said) or not (turn.linked or turn.service):
        return None
    return await settle_what(turn, api) if says_to_book(turn.text) else None


def says_to_book(text: str) -> bool:
    """约 as something to be done, not 大约, 约好的, 要不要约."""
    return re.search(word("said.books"), text) is not None and re.search(word("said.books_nothing"), text) is None


async def booking_talk(turn: Turn, api: Catalogue) -> Reply | None:
    """A wish to book inside another sentence (想约周四办居住证, 两件一起约); None where there is none."""
    if turn.choice is not None or turn.intent in NOT_HEARD_IN:
        return None
    if _only_a_time(turn):
        return await settle_what(turn, api)
    behalf = kin.behalf_in(turn.text)
    wished = standing.says(turn, "book") or bool(behalf and standing.says(turn, "book_for"))
    several = says_together(turn) or (turn.several > 1 and wished and not asks(turn.text))
    together = several and wished_together(turn)
    told = bool(turn.when) or turn.earliest or behalf
    if not (together or (wished and told and (turn.linked or turn.service))):
        return None
    return await settle_what(turn, api)


def _only_a_time(turn: Turn) -> bool:
    """明天上午 and nothing else, with a matter in hand and nothing open: for when it is to be booked."""
    if not turn.when or turn.pending or turn.service is None or turn.linked:
        return False
    shown = any(spec.get("card", {}).get("kind") in ("office", "appointment", "report") for spec in turn.last)
    named = "office" if turn.office else "place" if turn.place_said else None
    where = MOST_WHERE[named] if named and turn.intent not in TOLD_IN and not asks(turn.text) else 0
    return not shown and len(turn.text) - len(turn.when["text"]) <= MOST_BESIDE + where


async def settle_what(turn: Turn, api: Catalogue) -> Reply:
    """Which matter is booked, and for whom; then when."""
    from actions.service import change_to, which

    person.hear_for_whom(turn)
    if together := wished_together(turn):
        change_to(turn, together[0])
        return await start(turn, api, together[0], together[1:])
    if turn.linked and _of_the_one_in_hand(turn):
        return await start(turn, api, turn.service or {})
    if turn.linked and turn.ambiguous and len(turn.linked) > 1:
        return which(turn, turn.linked, {"do": "book", "when": turn.when})
    if turn.linked:
        change_to(turn, turn.linked[0])
    if turn.service is None:
        keep_wish(turn)
        pending = {"kind": "service", "do": "book", "when": turn.when}
        return ask(turn, pending, "utter_ask_service_to_book", cards.menu())
    return await start(turn, api, turn.service)


def _of_the_one_in_hand(turn: Turn) -> bool:
    """给我约派出所，周四 sounds like many matters, but one is in hand and none is named."""
    if turn.service is None or any(each.get("matched") in NAMED for each in turn.linked):
        return False
    return turn.loose or turn.ambiguous


def keep_wish(turn: Turn) -> bool:
    """When, where and who comes, told before it is settled what for; whether anything was."""
    window = standing.window(turn) if turn.when else None
    told: Json = {"window": window} if window else {}
    if turn.office or turn.place_said:
        told["office"] = turn.office or turn.place_said
    if picking.any_of_them(turn):
        told["first"] = True
    turn.draft = {**draft_of(turn), **told} or None
    return person.hear_by_the_way(turn) or bool(told)


async def start(turn: Turn, api: Catalogue, service: Json, also: list[Json] | None = None) -> Reply:
    """Begin (or go on with) booking `service`; what was already said about person and time is kept."""
    begin(turn, service, also)
    left = draft_of(turn).get("left_at") if standing.says(turn, "as_it_was") and not turn.when else None
    if left and (
        same := await picking.starting(turn, api, services_of(draft_of(turn)), left, where_of(draft_of(turn)))
    ):
        from actions.holding import take_slot

        return await take_slot(turn, api, same)
    return await offer_times(turn, api)


def begin(turn: Turn, service: Json, also: list[Json] | None = None) -> None:
    person.hear_for_whom(turn)
    person.hear_by_the_way(turn)
    draft = draft_of(turn)
    if standing.says(turn, "same_day", "same_time") and draft.get("was") and not (turn.office or turn.place_said):
        draft = {**draft, "office": draft["was"]["office"]}
    left = (turn.service or {}).get("wish") or {}
    if (turn.service or {}).get("code") == service["code"] and "was" not in draft:
        draft = {**left, **draft}  # 还是约吧 after 不约了: where it was, and when
        also = also or left.get("also")
    kept: Json = {key: draft[key] for key in KEPT if key in draft}
    turn.draft = {**kept, "service": service, "also": also or [], "key": str(uuid.uuid4())}
    turn.take_up(service)


async def offer_times(turn: Turn, api: Catalogue, anyhow: bool = False) -> Reply:
    """Free times in the window asked for; none there: why, and the nearest ones."""
    if halls := await _other_halls(turn, api):
        return halls
    draft = draft_of(turn)
    window = None if anyhow else standing.window(turn)
    if turn.gone and not turn.when and (early := await _near(turn, api, EARLY)):
        return ask_time(turn, early, None, "gone", said=turn.gone)
    found = await times.find(turn, api, services_of(draft), window=window, **where_of(draft))
    if found.items:
        turn.draft = {**draft, "window": window, "first": _first_will_do(turn)}
        return await _outright(turn, api, found.items[0]) or ask_time(turn, found.items, window)
    if window and (near := await _near(turn, api, window["start"])):
        hall = draft.get("office") or near[0]["office"]["slug"]
        reason = await times.closed_then(turn, api, hall, window) or found.reason or word("times.none")
        return ask_time(turn, near, window, "because", reason=reason)
    if draft.get("office"):
        turn.draft = {**draft, "office": None, "anywhere": True}
        if near := await _near(turn, api, (window or {}).get("start") or EARLY):
            return ask_time(turn, near, window, "elsewhere")
    if draft.get("also"):
        return await _one_by_one(turn, api)
    turn.pending, turn.draft = None, person_of(draft)
    wait = choice(word("do.wait"), do="wait", services=services_of(draft), when=window)
    return Reply().say("utter_no_times", choices=[wait, *cards.menu()], name=names_of(draft))


def _first_will_do(turn: Turn) -> bool:
    """最早那个, said now or with the wish; a time named later is looked at anew."""
    said_now = turn.when is not None and turn.when["text"] in turn.text
    return picking.any_of_them(turn) or (bool(draft_of(turn).get("first")) and not said_now)


async def _outright(turn: Turn, api: Catalogue, slot: Json) -> Reply | None:
    """下周四上午最早那个，我叫…，电话…: nothing is left to choose or to ask."""
    from actions.holding import take_slot

    draft = draft_of(turn)
    told = draft.get("first") and draft.get("window") and {"name", "phone"} <= draft.keys()
    return await take_slot(turn, api, slot) if told else None


async def _one_by_one(turn: Turn, api: Catalogue) -> Reply:
    """No hall takes them all: the first is booked now, the others at once after it."""
    draft = draft_of(turn)
    turn.draft = {**draft, "also": [], "then": draft["also"]}
    rest = word("list.and").join(str(service["name"]) for service in draft["also"])
    told = Reply().tell(word("booking.one_by_one", first=draft["service"]["name"], rest=rest))
    return Reply(told.specs + (await offer_times(turn, api)).specs)


async def _near(turn: Turn, api: Catalogue, to: str) -> list[Json]:
    draft = draft_of(turn)
    return await times.nearest(turn, api, services_of(draft), to, **where_of(draft))


async def _other_halls(turn: Turn, api: Catalogue) -> Reply | None:
    """哪个大厅都行, 换个近点的, 去柳溪镇约: where; None when the text says nothing about it."""
    draft = draft_of(turn)
    if turn.choice is not None:
        return None
    if standing.says(turn, "any_hall"):
        turn.draft = {**draft, "office": None, "anywhere": True}
        return None
    if turn.office or turn.place_said:
        turn.draft = {**draft, "office": turn.office or turn.place_said, "anywhere": False}
        return None
    if not standing.says(turn, "other_hall"):
        return None
    first = await times.at_each_hall(turn, api, services_of(draft))
    if len(first) < 2:
        turn.draft = {**draft, "anywhere": True}
        return None
    named = [choice(cards.slot_label_hall(item), do="book_at", office=item["office"]["slug"]) for item in first]
    pending = {"kind": "slot", "service": draft["service"]["code"], "window": turn.when}
    return ask(turn, pending, "utter_which_hall_to_book", named, name=names_of(draft))


async def book_at(turn: Turn, api: Catalogue, office: str) -> Reply:
    """A hall was chosen for the booking in the making."""
    if turn.draft is None or "service" not in turn.draft:
        return Reply().say("utter_choice_gone", choices=cards.menu())
    turn.draft = {**turn.draft, "office": office, "anywhere": False}
    return await offer_times(turn, api)


def ask_time(turn: Turn, items: list[Json], window: Json | None, intro: str = "", **variables: Any) -> Reply:
    """The times as a card, then the same as choices with their numbers."""
    draft = draft_of(turn)
    offered = times.options(items, "slot")
    if intro == "because":
        offered.append(choice(word("do.wait"), do="wait", services=services_of(draft), when=window))
    elif not intro and turn.earliest and not turn.when:
        intro = "earliest"
        variables = {"time": cards.moment(items[0]["start"]), "office": cards.office_name(items[0]["office"])}
    elif window and not intro:
        intro = "then"
    if intro in ("then", "because") and window:
        said = times.in_words(window)
        intro = intro if "said" in said else f"{intro}_on"
        variables = {**variables, **said}
    told = word(f"slots.{intro or 'free'}", name=names_of(draft), **variables)
    if at_once_asked(turn):
        told = word("slots.at_once") + told
    pending = {"kind": "slot", "service": draft["service"]["code"], "offered": items, "window": window}
    if window and intro.startswith("because"):
        pending["day"] = times.whole_day(_closest(items, window["start"]))
    shown = Reply().card(cards.slots(draft["service"], items, told))
    return ask(turn, pending, "utter_choose_time", offered, shown)


def _closest(items: list[Json], to: str) -> str:
    wanted = datetime.fromisoformat(to)
    return str(min(items, key=lambda item: abs(datetime.fromisoformat(item["start"]) - wanted))["start"])


async def take_up_again(turn: Turn, api: Catalogue, service: Json, kept: Json) -> Reply:
    """The booking that was left off, at the time and place wished for it."""
    turn.draft = {**draft_of(turn), **{key: value for key, value in kept.items() if key != "also"}}
    return await start(turn, api, service, kept.get("also"))
