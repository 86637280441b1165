"""What an appointment itself has to say in time: the day before, shortly before, and a question afterwards.

    plan(session, id, start, rules, *, now) -> None        reminders of a time that was just fixed
    forget(session, id) -> None                            that time is no more
    invite(session, id, rules, *, now) -> None             how was it? never forced, asked once

Written in the transaction of the deed. What would be due already is not sent: whoever books has just been told.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from knowledge.calendar import ZONE
from knowledge.rules import Rules
from knowledge.store.outbox import Outbox

REMINDERS = ("reminder-day", "reminder-soon")
INVITATION = "rating"


def plan(session: Session, id_: str, start: datetime, rules: Rules, *, now: datetime) -> None:
    local, given = start.astimezone(ZONE), rules.reminders
    eve = datetime.combine(local.date() - timedelta(days=1), time.fromisoformat(given.day_before_at), ZONE)
    soon = start - timedelta(hours=given.hours_before)
    mark, data = f"{id_}:{start:%Y%m%d%H%M}:{now.isoformat()}", {"start": start.isoformat()}
    times = [(kind, due) for kind, due in zip(REMINDERS, (eve, soon), strict=True) if due > now]
    wanted = [(kind, due, f"{kind}:{mark}", data) for kind, due in times]
    Outbox(session).put_all(id_, wanted, now=now)


def forget(session: Session, id_: str) -> None:
    Outbox(session).drop(id_, *REMINDERS)


def invite(session: Session, id_: str, rules: Rules, *, now: datetime) -> None:
    due = now + timedelta(minutes=rules.reminders.rating_minutes)
    Outbox(session).put(INVITATION, id_, due, now=now, key=f"{INVITATION}:{id_}")
