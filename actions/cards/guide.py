"""Guides, and what usually comes next with a service."""

from __future__ import annotations

from actions.cards.base import Json, card
from actions.reply import choice
from actions.words import word


def guide(answer: Json) -> Json:
    """The answer to what was asked, with the useful next steps."""
    service = answer["data"]["service"]
    return card("guide", answer["title"], answer["text"], answer["data"], next_steps(service, answer))


def next_steps(service: Json, answer: Json) -> list[Json]:
    code, name = service["code"], service["name"]
    steps = []
    if answer.get("assessable", True):
        steps.append(choice(word("do.check"), word("say.check", name=name), do="check", service=service))
    if answer.get("bookable", True):
        steps.append(choice(word("do.book"), word("say.book", name=name), do="book", service=service))
    return [*steps, {"label": word("do.full_guide"), "url": f"/guides/{code}"}]


def go_on(service: Json) -> list[Json]:
    """What usually comes next with the service in hand, as choices."""
    bare = {"code": service["code"], "name": service["name"]}
    return [
        choice(word("do.check"), word("say.check", name=service["name"]), do="check", service=bare),
        choice(word("do.book"), word("say.book", name=service["name"]), do="book", service=bare),
        choice(word("menu.human"), do="human"),
    ]
