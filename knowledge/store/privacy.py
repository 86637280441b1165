"""Everything kept about one session, for the person it is about (PIPL: right to a copy).

personal_copy(session, vault, session_id) -> dict      JSON; names and numbers in full, for they are their own
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.store.chat import ChatStore
from knowledge.store.tables.booking import AppointmentAccessRow, AppointmentRow
from knowledge.store.tables.talk import RatingRow, TicketRow
from knowledge.store.vault import Vault

Json = dict[str, Any]


def personal_copy(session: Session, vault: Vault, session_id: str) -> Json:
    """Talk, appointments, tickets and ratings, oldest first. Moments are ISO with offset."""
    return {
        "messages": _messages(session, session_id),
        "appointments": _appointments(session, vault, session_id),
        "tickets": _tickets(session, vault, session_id),
        "ratings": _ratings(session, session_id),
    }


def _messages(session: Session, session_id: str) -> list[Json]:
    turns = ChatStore(session).history(session_id, limit=5_000)
    return [
        {
            "at": turn.created_at.isoformat(),
            "said": turn.text,
            "answered": [message.get("text") for message in turn.reply or []],
        }
        for turn in turns
    ]


def _appointments(session: Session, vault: Vault, session_id: str) -> list[Json]:
    mine = select(AppointmentAccessRow.appointment_id).filter_by(session_id=session_id)
    rows = session.scalars(select(AppointmentRow).where(AppointmentRow.id.in_(mine)).order_by(AppointmentRow.start))
    return [
        {
            "code": row.code,
            "office": row.office,
            "start": row.start.isoformat(),
            "status": row.status,
            "name": vault.open(row.name),
            "phone": vault.open(row.phone),
            "on_behalf_of": vault.open(row.on_behalf_of) if row.on_behalf_of else None,
        }
        for row in rows
    ]


def _tickets(session: Session, vault: Vault, session_id: str) -> list[Json]:
    rows = session.scalars(select(TicketRow).filter_by(session_id=session_id).order_by(TicketRow.created_at))
    return [
        {
            "number": row.number,
            "kind": row.kind,
            "status": row.status,
            "text": vault.open(row.text),
            "contact": vault.open(row.contact) if row.contact else None,
            "department": row.department,
            "answer": vault.open(row.answer) if row.answer else None,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def _ratings(session: Session, session_id: str) -> list[Json]:
    rows = session.scalars(select(RatingRow).filter_by(session_id=session_id).order_by(RatingRow.created_at))
    return [
        {
            "subject": row.subject_kind,
            "grade": row.grade,
            "reason": row.reason,
            "text": row.text,
            "at": row.created_at.isoformat(),
        }
        for row in rows
    ]
