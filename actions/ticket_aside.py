"""Said while a ticket is in the making, and no part of it: somebody else answers, and the ticket waits.

A question of a matter or a hall leaves the ticket's step open; for a booking see actions/ticket_waits.py. Another
ticket is noted, to be begun after this one.
"""

from __future__ import annotations

from typing import Any

from actions.asking import asks as asks_anything
from actions.booking import says_to_book
from actions.client import Catalogue
from actions.pending import resume
from actions.reply import Reply
from actions.ticket import LONGEST, OF_A_PLACE, kind_of
from actions.ticket_clauses import also_reports, matter_of
from actions.ticket_reading import another, asks, counted, names_a_place, place_in, wishes_people
from actions.turn import Turn
from actions.words import says, words

Json = dict[str, Any]

SURE = 0.8  # confidence from which a sentence is what it was taken for; what tells of a report is mostly below
TOLD_OF_IT = ("inform", "office", "booking")  # with a matter in hand no answer to whether one wants to be called


def put_again(turn: Turn, reply: Reply) -> Reply:
    """After an aside the open step of the ticket is put again, each time."""
    assert turn.pending is not None
    turn.pending = {key: value for key, value in turn.pending.items() if key != "resumed"}
    return resume(turn, reply)


def no_part_of_it(turn: Turn) -> bool:
    """要带哪样 with a matter in hand, 柳溪大厅几点开门, 还是走刚才那个律师的."""
    return _of_a_hall(turn) or _of_the_matter(turn) or _goes_back(turn)


def fee_of_the_matter(turn: Turn) -> bool:
    """要带啥，收钱不 with a matter in hand asks for its fee, not for that of the ticket."""
    return turn.service is not None and _surely(turn, "service") and "fee" in turn.facets


def asks_of_nothing(turn: Turn) -> bool:
    """要带些哪样 with no matter in hand: a question all the same, and nothing told."""
    return _surely(turn, "service") and asks_anything(turn.text) and not names_a_place(turn)


def offered(ticket: Json) -> bool:
    """Help or a call that was not taken up yet: no phone was left for it."""
    return ticket["ticket"] not in OF_A_PLACE and not ticket.get("contact")


def of_its_own(turn: Turn, call_back: bool) -> bool:
    """What a call-back is about may be told by a bare name (高龄津贴的事)."""
    needed = turn.turned or (turn.need is not None and turn.need["how"] in ("wish", "asked"))
    told = not call_back and turn.intent == "service" and bool(turn.linked) and not turn.loose
    needed = needed or any(mark in turn.text for mark in words("said.recall"))  # 还是走刚才那个
    needed = needed or no_part_of_it(turn) or (call_back and _told_of_the_matter(turn))
    return needed or told or (asks_anything(turn.text) and not names_a_place(turn))


def _told_of_the_matter(turn: Turn) -> bool:
    return turn.service is not None and turn.intent in TOLD_OF_IT


async def another_ticket(turn: Turn, api: Catalogue, ticket: Json) -> Json | None:
    """Help for a matter while something is reported, a matter that got stuck, or 这个我要反映 of what came before."""
    if ticket["ticket"] not in OF_A_PLACE or not ticket.get("text"):
        return None
    if wishes_people(turn.text) and (turn.linked or turn.intent == "help"):
        return {"kind": "help", "text": turn.text}
    if (
        kind_of(turn.text) == "unresolved"
        and turn.linked
        and not turn.loose
        and await _known(turn, api, ticket["text"])
    ):
        return {"kind": "unresolved", "text": turn.text}
    told = ((turn.service or {}).get("said") or [""])[-1]
    if not told or not _shown_a_guide(turn) or not _reports(turn):
        return None
    kind = kind_of(f"{told}，{turn.text}")
    return {"kind": "unresolved" if kind == "report" else kind, "text": f"{told}，{turn.text}"}


async def second_matter(turn: Turn, api: Catalogue, ticket: Json) -> str | None:
    """A second one while the first waits for its yes: 还有一个…, 也帮我报一下, a street lamp beside a stuck matter.

    After a bare 还有 or 也报 only what is of another kind, or elsewhere, than the one in the making.
    """
    more, also = another(turn.text), also_reports(turn.text)
    if asks(turn.text):
        return None
    if more is None and not also:
        return matter_of(turn.text) if await _broken_besides(turn, api, ticket) else None
    more = matter_of(more or turn.text)
    if counted(turn.text) or (kind_of(more) != ticket["ticket"] and kind_of(more) != "report"):
        return more or None
    new, old = [
        await api.post("/tickets/classify", turn.sender, {"text": text[:LONGEST]}) for text in (more, ticket["text"])
    ]
    elsewhere = also and place_in(more) and place_in(ticket["text"]) and place_in(more) != place_in(ticket["text"])
    return more if new["known"] and (new["id"] != old["id"] or elsewhere) else None


async def _broken_besides(turn: Turn, api: Catalogue, ticket: Json) -> bool:
    """Something of everybody's is broken: no part of a complaint, of help or of what got stuck at a counter."""
    if ticket["ticket"] == "report" or not says(turn.text, words("tickets.broken") + words("tickets.hazard")):
        return False
    if says(turn.text, words("tickets.ones_own")) or kind_of(turn.text) != "report":
        return False
    return await _known(turn, api, turn.text) and not await _known(turn, api, ticket["text"])


def more_of_the_next(turn: Turn) -> bool:
    """这个我要反映，电话…, right after another one was noted, is said of that."""
    noted = any(spec.get("response") == "utter_ticket_next_noted" for spec in turn.last)
    return noted and _reports(turn) and bool((turn.pending or {}).get("next"))


async def _known(turn: Turn, api: Catalogue, text: str) -> bool:
    """A street lamp is known to be somebody's business; a matter stuck at a counter is none of that."""
    about = await api.post("/tickets/classify", turn.sender, {"text": text[:LONGEST]})
    return bool(about["known"])


def _reports(turn: Turn) -> bool:
    return any(mark in turn.text for mark in words("said.reporting"))


def wishes_to_book(turn: Turn) -> bool:
    """那约下星期二上午: a time is wished for, and that is no place."""
    return _surely(turn, "booking") and says_to_book(turn.text) and turn.when is not None


def _surely(turn: Turn, intent: str) -> bool:
    return turn.intent == intent and turn.confidence >= SURE


def _of_a_hall(turn: Turn) -> bool:
    return _surely(turn, "office") and bool(turn.facets) and asks_anything(turn.text)


def _of_the_matter(turn: Turn) -> bool:
    return turn.service is not None and bool(turn.facets) and asks_of_nothing(turn)


def _goes_back(turn: Turn) -> bool:
    called = any(mark in turn.text for mark in words("said.recall"))
    return called and _surely(turn, "service") and bool(turn.linked or turn.facets)


def _shown_a_guide(turn: Turn) -> bool:
    return any(spec.get("card", {}).get("kind") in ("guide", "assessment") for spec in turn.last)
