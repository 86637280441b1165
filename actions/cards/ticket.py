"""Tickets and their state."""

from __future__ import annotations

from actions.cards.base import Json, card, moment
from actions.words import word


def goes_to(about: Json | None) -> str:
    """（交给：城管局）, or that nobody can tell and a person hands it out; empty where it is no report."""
    if not about:
        return ""
    return word("ticket.goes_to" if about["known"] else "ticket.by_hand", **about)


def report(ticket: Json) -> Json:
    due = moment(ticket["due"]) if ticket.get("due") else word("unregistered")
    text = word("ticket.text", number=ticket["number"], kind=word(f"ticket.kinds.{ticket['kind']}"), due=due)
    text += goes_to(ticket.get("about"))
    return card("report", word("ticket.title"), text, {"ticket": ticket})


def ticket_line(ticket: Json) -> str:
    """One of several in a list: what it is, its number, how far it is."""
    about = ticket.get("about") or {}
    kind = word(f"ticket.kinds.{ticket['kind']}")
    return word(
        "ticket.line",
        kind=word("ticket.kind_about", kind=kind, name=about["name"]) if about.get("known") else kind,
        number=ticket["number"],
        status=word(f"ticket.statuses.{ticket['status']}"),
        created=moment(ticket["created_at"]),
        due=moment(ticket["due"]) if ticket.get("due") else word("unregistered"),
    )


def ticket_status(ticket: Json) -> Json:
    """How far a ticket is."""
    text = word(
        "ticket.status_text",
        number=ticket["number"],
        kind=word(f"ticket.kinds.{ticket['kind']}"),
        status=word(f"ticket.statuses.{ticket['status']}"),
        created=moment(ticket["created_at"]),
        due=moment(ticket["due"]) if ticket.get("due") else word("unregistered"),
        whose=goes_to(ticket.get("about")),
    )
    if ticket.get("answer"):
        text = word("ticket.answered", text=text, answer=ticket["answer"])
    return card("report", word("ticket.status_title"), text, {"ticket": ticket})
