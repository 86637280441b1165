"""Who may answer a turn before the action of its intent does, in order; the first reply counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from actions.another_case import another_case
from actions.asked import other_may_go, plainly_asked
from actions.beside import beside_booking
from actions.booking import booked_outright, booking_talk
from actions.bundle import plan_asked, talk_of_event
from actions.by_words import appointment_talk
from actions.check_answers import answer_like_a_need, answer_like_an_act, what_if, worked_out_otherwise
from actions.client import Catalogue
from actions.closing import closing_talk
from actions.danger import danger_now, danger_talk
from actions.follow_up import compared, follow_up
from actions.frequent import frequent_question
from actions.going_back import going_back
from actions.guesses import guess_refused
from actions.market import market_asked
from actions.not_ours import not_ours
from actions.nowhere import nowhere
from actions.offered_times import offered_time_asked
from actions.office import hall_question
from actions.own_case import own_case
from actions.paper_details import paper_detail
from actions.papers import paper_asked
from actions.pausing import overhear, rested
from actions.pending import answer_pending
from actions.privacy import own_records
from actions.rate import rate_talk
from actions.reply import Reply
from actions.result_asked import result_asked
from actions.result_so_far import result_so_far
from actions.result_told import told_after_result
from actions.ruled import case_compared, rule_asked
from actions.stated import stated_in_guide
from actions.ticket_begins import begins_beside
from actions.ticket_talk import ticket_talk
from actions.told import told_by_the_way
from actions.told_again import told_again
from actions.turn import Turn
from actions.two_parts import two_parts
from actions.upset import upset_talk
from actions.waiting import waiting_talk
from actions.which import some_kind
from actions.wish import check_wished, label_typed

Listener = Callable[[Turn, Catalogue], Awaitable[Reply | None]]

AN_ACT: tuple[Listener, ...] = (told_after_result, check_wished, answer_like_an_act, plainly_asked)
ALWAYS: tuple[Listener, ...] = (
    danger_now,
    guess_refused,
    told_after_result,
    rested,
    danger_talk,
    label_typed,
    own_records,
    closing_talk,
    result_so_far,
    market_asked,
    offered_time_asked,
    two_parts,
    answer_like_a_need,
    other_may_go,
    begins_beside,
    beside_booking,
    ticket_talk,
    rate_talk,
    compared,
    case_compared,
    frequent_question,
    upset_talk,
    not_ours,
    appointment_talk,
    plan_asked,
    told_again,
    going_back,
    overhear,
    result_asked,
)
UNLESS_AN_ACT: tuple[Listener, ...] = (
    nowhere,
    some_kind,
    waiting_talk,
    booked_outright,
    another_case,
    own_case,
    worked_out_otherwise,
    stated_in_guide,
    check_wished,
    follow_up,
    paper_asked,
    paper_detail,
    what_if,
    rule_asked,
    plainly_asked,
    answer_pending,
    booking_talk,
    hall_question,
    talk_of_event,
    told_by_the_way,
)


async def first_reply(turn: Turn, api: Catalogue, listeners: Iterable[Listener]) -> Reply | None:
    """None when nobody has anything to say."""
    for listen in listeners:
        reply = await listen(turn, api)
        if reply is not None:
            return reply
    return None
