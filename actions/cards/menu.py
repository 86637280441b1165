"""What we can and cannot do, and a person's own records."""

from __future__ import annotations

from actions.cards.base import Json, card, moment
from actions.reply import choice
from actions.words import word, words


def boundary(office_item: Json | None, unregistered: bool = False) -> Json:
    """What we do not do, what we can, and whom to ask. `unregistered`: a matter of some office, not one of ours."""
    phone = (office_item or {}).get("phone") or word("unregistered")
    name = (office_item or {}).get("name") or word("boundary.hall")
    hours = (office_item or {}).get("hours") or word("unregistered")
    kind, title = ("unregistered_text", "unregistered") if unregistered else ("text", "title")
    text = word(f"boundary.{kind}", name=name, phone=phone, hours=hours)
    data = {"can": words("boundary.can"), "cannot": words("boundary.cannot"), "office": office_item}
    return card("boundary", word(f"boundary.{title}"), text, data, menu())


def own_copy(link: Json) -> Json:
    """A link to one's own records; it says until when it works."""
    text = word("copy.text", until=moment(link["expires_at"]))
    download = {"label": word("copy.open"), "url": link["url"]}
    data = {"expires_at": link["expires_at"], "kept": link["kept"]}
    return card("records", word("copy.title"), text, data, [download])


def menu() -> list[Json]:
    return [choice(label, do=do) for do, label in words("menu").items()]
