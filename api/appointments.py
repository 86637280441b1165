"""Appointments as others see them: the reply, the papers to bring, and the entry for a calendar."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event
from pydantic import BaseModel

from api.catalogue import Catalogue
from api.offices import brief, moment
from api.schemas.appointment import AppointmentOut, Bring, SlotOut
from api.schemas.base import Named
from api.schemas.place import OfficeBrief
from api.words import word, words
from knowledge.assessment import Assessment, has_rules
from knowledge.bring_list import papers
from knowledge.given import check_facts
from knowledge.model import Office, Service
from knowledge.store.appointments import Appointment
from knowledge.store.booking import FreeStart

REMIND = timedelta(hours=2)


def digest(body: BaseModel) -> str:
    """Equal for equal requests, however the JSON was written."""
    text = json.dumps(body.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def appointment_out(item: Appointment, catalogue: Catalogue) -> AppointmentOut:
    return AppointmentOut(
        id=item.id,
        code=item.code,
        services=[Named(code=code, name=name) for code, name in item.services],
        office=office_out(item.office, catalogue),
        start=item.start,
        end=item.end,
        status=item.status,
        bring=[Bring(**paper) for paper in item.bring],
        cancel_before=item.cancel_before,
        visitor=item.visitor,
        relation=item.relation,
    )


def slot_out(item: FreeStart, offices: Mapping[str, OfficeBrief]) -> SlotOut:
    start = item.start
    return SlotOut(slot_id=start.id, office=offices[start.office], start=start.start, end=start.end, free=item.free)


def office_out(slug: str, catalogue: Catalogue) -> OfficeBrief:
    """An office that has left the catalogue since is still named."""
    office = catalogue.snapshot.offices.get(slug)
    if office is None:
        return OfficeBrief(slug=slug, name=slug, address=None, phone=None, hours=None)
    return catalogue.prepared(("office", slug), lambda: brief(office, catalogue.day))


def bring(
    services: Sequence[Service], office: Office, facts: Mapping[str, Any] | None, catalogue: Catalogue
) -> list[dict[str, Any]]:
    """The papers this person brings: with facts those of their case, without facts those of everybody. Each once.

    Raises UnknownFact for a fact nobody declared.
    """
    known = check_facts(facts or {}, catalogue.snapshot.facts)
    assessed = [_assessed(service, office, known, catalogue) for service in services]
    return [
        Bring(
            id=item.id, name=item.name, form=item.form, copies=item.copies, note=item.note, when=item.when
        ).model_dump()
        for item in papers(services, assessed, at_counter=True)
    ]


def proxy_facts(relation: str | None) -> dict[str, Any]:
    """What coming for somebody else says about the case, so that the proxy's papers are on the list."""
    if relation is None:
        return {}
    kinds = words("proxy")
    found = next((kind for kind, said in kinds["relations"].items() if any(part in relation for part in said)), None)
    kin = found in kinds["family"]
    facts = {"applicant_is_self": kinds["who"]["family" if kin else "others"]}
    return {**facts, "proxy_relation": found} if found else facts


def _assessed(service: Service, office: Office, facts: Mapping[str, Any], catalogue: Catalogue) -> Assessment | None:
    if not facts or not has_rules(service):
        return None
    return catalogue.assessor(service.code, office.place, catalogue.day).assess(facts)


def _called(paper: Mapping[str, Any]) -> str:
    when = paper.get("when")
    return word("calendar.sometimes", name=paper["name"], when=when) if when else str(paper["name"])


def ics(item: Appointment, catalogue: Catalogue, now: datetime) -> bytes:
    """One event. The same id with a higher SEQUENCE replaces it in the calendar of the phone."""
    office = office_out(item.office, catalogue)
    said = {
        "services": word("calendar.and").join(name for _, name in item.services),
        "office": office.name,
        "address": office.address or "",
        "code": item.code,
        "time": f"{item.start:%H:%M}",
    }
    papers = word("calendar.and").join(_called(paper) for paper in item.bring) or word("calendar.nothing")
    until = moment(item.cancel_before or item.start)
    event = Event()
    event.add("uid", f"{item.id}@yikan")
    event.add("dtstamp", now)
    event.add("dtstart", item.start)
    event.add("dtend", item.end)
    event.add("sequence", int((item.changed_at - item.created_at).total_seconds()))
    event.add("status", "CANCELLED" if item.status == "cancelled" else "CONFIRMED")
    event.add("summary", word("calendar.summary", **said))
    event.add("location", office.address or office.name)
    event.add("description", word("calendar.description", **said, bring=papers, cancel_before=until))
    event.add_component(_reminder(word("calendar.reminder", **said)))
    calendar = Calendar()
    calendar.add("prodid", f"-//{word('calendar.product')}//yikan//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _reminder(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -REMIND)
    return alarm
