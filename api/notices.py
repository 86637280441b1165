"""What a notice says: a chat message with everything in its text, and one tap for what can be done about it.

compose(notice, appointment | None, catalogue) -> message        the shape of the public chat contract
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from api.appointments import appointment_out, office_out
from api.catalogue import Catalogue
from api.offices import moment
from api.words import word, words
from knowledge.bring_list import Paper, text_of
from knowledge.calendar import ZONE
from knowledge.slots import parse_slot
from knowledge.store.appointments import Appointment
from knowledge.store.outbox import Notice

Json = dict[str, Any]

CHANGEABLE = ("reminder-day", "reminder-soon", "moved")


def compose(notice: Notice, item: Appointment | None, catalogue: Catalogue) -> Json:
    said = _of_appointment(item, notice.data, catalogue) if item else _of_waiting(notice.data, catalogue)
    text = word(f"notices.{notice.kind}", **said)
    if item is None:
        return {"type": "choices", "text": text, "choices": _waiting_choices(notice.kind)}
    if notice.kind == "rating":
        return {"type": "choices", "text": text, "choices": [_tap("rate")]}
    shown = appointment_out(item, catalogue).model_dump(mode="json")
    actions = _changes(item) if notice.kind in CHANGEABLE and item.status == "confirmed" else []
    titles = words("notices.titles")
    return {
        "type": "card",
        "kind": "appointment",
        "title": titles[notice.kind],
        "text": text,
        "data": {**shown, "service": shown["services"][0]},
        "actions": actions,
    }


def _of_appointment(item: Appointment, data: Mapping[str, Any], catalogue: Catalogue) -> Json:
    office = office_out(item.office, catalogue)
    papers = [Paper(**paper) for paper in item.bring]
    return {
        "services": _and(name for _, name in item.services),
        "office": office.name,
        "address": office.address or word("notices.no_address"),
        "code": item.code,
        "time": f"{item.start.astimezone(ZONE):%H:%M}",
        "when": moment(item.start),
        "before": moment(item.cancel_before or item.start),
        "bring": text_of(papers) or word("notices.nothing"),
        "reason": data.get("reason") or word("notices.no_reason"),
        "was": moment(datetime.fromisoformat(data["was"]["start"])) if data.get("was") else moment(item.start),
        "others": _and(_slot_text(slot, catalogue) for slot in data.get("alternatives", []))
        or word("notices.none_else"),
        "days": catalogue.snapshot.rules.missed.block_days,
    }


def _of_waiting(data: Mapping[str, Any], catalogue: Catalogue) -> Json:
    published, slot = catalogue.snapshot.published, parse_slot(data.get("slot") or "")
    return {
        "services": _and(published[c].service.name if c in published else c for c in data.get("services", [])),
        "when": moment(slot[1]) if slot else "",
        "office": office_out(slot[0], catalogue).name if slot else "",
        "until": f"{datetime.fromisoformat(data['until']).astimezone(ZONE):%H:%M}" if data.get("until") else "",
    }


def _slot_text(slot_id: str, catalogue: Catalogue) -> str:
    parsed = parse_slot(slot_id)
    return f"{moment(parsed[1])} {office_out(parsed[0], catalogue).name}" if parsed else slot_id


def _and(names: Iterable[str]) -> str:
    return word("notices.and").join(names)


def _waiting_choices(kind: str) -> list[Json]:
    return [_tap("take"), _tap("stop")] if kind == "offer" else [_tap("again")]


def _tap(what: str) -> Json:
    label = words("notices.actions")[what]
    return {"label": label, "value": label}


def _changes(item: Appointment) -> list[Json]:
    labels, said = words("notices.actions"), words("notices.say")
    return [{"label": labels[what], "value": said[what].format(code=item.code)} for what in ("cancel", "move")]
