"""Cards: pure functions from API replies to messages. Every card's `text` alone is a complete plain answer."""

from actions.cards.assessment import assessment, better_lines, bring_lines, failure_text, share_url, trips_line
from actions.cards.base import ONE_LOOK, card, clock, day, fitting, moment, office_name
from actions.cards.booking import appointment, services_text, slot_label, slot_label_hall, slots
from actions.cards.event import bundle, event_answer, together
from actions.cards.guide import go_on, guide, next_steps
from actions.cards.menu import boundary, menu, own_copy
from actions.cards.office import Asked, facilities, office
from actions.cards.ticket import goes_to, report, ticket_line, ticket_status

__all__ = [
    "Asked",
    "ONE_LOOK",
    "appointment",
    "assessment",
    "better_lines",
    "bring_lines",
    "failure_text",
    "boundary",
    "bundle",
    "card",
    "clock",
    "day",
    "event_answer",
    "fitting",
    "go_on",
    "goes_to",
    "guide",
    "menu",
    "moment",
    "next_steps",
    "facilities",
    "office",
    "office_name",
    "own_copy",
    "report",
    "services_text",
    "share_url",
    "slot_label",
    "slot_label_hall",
    "slots",
    "ticket_line",
    "ticket_status",
    "together",
    "trips_line",
]
