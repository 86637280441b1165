"""Two things in one sentence, of which each has its own answer: 对，改吧。手续费多少, 我约的几点来着？要带户口本吗."""

from __future__ import annotations

import re
from typing import Any

from actions import cards, manage
from actions.asked import of_clause
from actions.asking import asks, clauses
from actions.beside import OF_THE_TALK
from actions.client import Catalogue
from actions.numbers import number_in
from actions.paper_details import paper_detail
from actions.papers import paper_asked
from actions.pending import QUIET, answer_pending, resume
from actions.reply import Reply
from actions.service import answer_facets
from actions.stated import stated_in_guide
from actions.ticket_filed import about_filed
from actions.ticket_reading import agrees
from actions.ticket_talk import ticket_talk
from actions.turn import Turn
from actions.words import word, words

Json = dict[str, Any]

CONFIRMED = ("confirm_booking", "confirm_move", "confirm_cancel", "confirm_ticket")
CHANGES = ("correction", "wrong", "no_yes", "move", "instead_of_it", "wants_time", "calls_off")


async def two_parts(turn: Turn, api: Catalogue) -> Reply | None:
    """Both replies; None where it is one thing that is said."""
    if turn.choice is not None or len(clauses(turn.text)) < 2:
        return None
    return await _yes_and_asks(turn, api) or await _booked_and_asks(turn, api)


async def _yes_and_asks(turn: Turn, api: Catalogue) -> Reply | None:
    """A plain yes before a question is carried out; a mere 好 or 嗯 may only lead over to it."""
    kind = (turn.pending or {}).get("kind")
    yes, rest = _yes_first(turn.text)
    if kind not in CONFIRMED or not yes or not asks(rest, softly=True) or _changes(turn, rest):
        return None
    before = turn.intent, turn.text
    turn.intent, turn.text = "affirm", yes
    done = await (ticket_talk if kind == "confirm_ticket" else answer_pending)(turn, api)
    if done is None or (turn.pending or {}).get("kind") == kind:
        turn.intent, turn.text = before
        return done
    return await _and_asked(turn, api, done, rest)


def _yes_first(text: str) -> tuple[str, str]:
    """The clauses that only say yes, one of them plainly, and those behind them; no plain yes: an empty one."""
    parts = clauses(text)
    ahead = 0
    while ahead < len(parts) and _says_yes(parts[ahead]):
        ahead += 1
    said = [part for part in parts[:ahead] if _plainly_yes(part)]
    return (said[0] if said else ""), "，".join(parts[ahead:])


def _says_yes(part: str) -> bool:
    yes = (*words("said.plain_yes"), *words("said.agree"))
    return part in yes or part.strip(words("said.trailing")) in yes or agrees(part)


def _plainly_yes(part: str) -> bool:
    """对, and 是的没错, which begins or ends with one that is plain."""
    bare = part.strip(words("said.trailing"))
    plain = tuple(words("said.plain_yes"))
    return bare in plain or (agrees(part) and (bare.startswith(plain) or bare.endswith(plain)))


def _changes(turn: Turn, rest: str) -> bool:
    """对，能改到下午吗, 对，电话是…: the summary is not agreed to as it stands."""
    return bool(turn.when or number_in(rest)) or any(
        phrase in rest for kind in CHANGES for phrase in words(f"said.{kind}")
    )


async def _booked_and_asks(turn: Turn, api: Catalogue) -> Reply | None:
    """When or where one's appointment is, and something else of the matter."""
    parts = clauses(turn.text)
    of_it = [part for part in parts if re.search(word("said.my_booking"), part)]
    rest = "，".join(part for part in parts if part not in of_it and asks(part, softly=True))
    open_question = (turn.pending or {}).get("kind", QUIET[0])
    if open_question not in (*QUIET, "slot") or not of_it or not rest or not (items := await manage.mine(turn, api)):
        return None
    code = (turn.service or {}).get("code")
    own = [item for item in items if code in {service["code"] for service in item["services"]}] or items[:1]
    shown = Reply([{"card": cards.appointment(item)} for item in own[:1]])
    return resume(turn, await _and_asked(turn, api, shown, rest))


async def _and_asked(turn: Turn, api: Catalogue, reply: Reply, rest: str) -> Reply:
    """The reply, then what the rest asks of the matter in hand."""
    turn.text, turn.intent, turn.stated = rest, "service", None
    turn.facets = _facets(turn, rest)
    for listen in (about_filed, stated_in_guide, paper_asked, paper_detail):
        if answer := await listen(turn, api):
            return Reply([*reply.specs, *answer.specs])
    if turn.service and turn.facets:
        answer = await answer_facets(turn, api, turn.service, turn.facets)
        return Reply([*reply.specs, *answer.specs])
    return reply


def _facets(turn: Turn, rest: str) -> tuple[str, ...]:
    """Those heard in the whole sentence; where that was taken for talk of the appointment, by the words of the rest."""
    heard = tuple(facet for facet in turn.facets if facet not in OF_THE_TALK)
    if heard or (heard := tuple(facet for clause in clauses(rest) for facet in of_clause(clause))):
        return heard
    said = [
        (len(each), facet) for facet, phrases in words("said.facet_words").items() for each in phrases if each in rest
    ]
    return (max(said)[1],) if said else ()
