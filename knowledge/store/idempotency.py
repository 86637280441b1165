"""The same request again: keys of a session, kept for a day, written in the transaction of what they made.

remember(session, session_id, key, digest, appointment_id, *, now) -> str | None
                    None: the key is new and now stands for `appointment_id`; else the appointment it made before.
                    IdempotencyConflict when it was used for another request
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.errors import IdempotencyConflict
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import IdempotencyRow

KEPT = timedelta(hours=24)


def remember(
    session: Session, session_id: str, key: str, digest: str, appointment_id: str, *, now: datetime
) -> str | None:
    """The insert decides: of two equal requests at once one waits for the other."""
    mine = (IdempotencyRow.session_id == session_id, IdempotencyRow.key == key)
    session.execute(delete(IdempotencyRow).where(*mine, IdempotencyRow.created_at <= now - KEPT))
    values = {"session_id": session_id, "key": key, "digest": digest, "appointment_id": appointment_id}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(IdempotencyRow).values(**values, created_at=now).on_conflict_do_nothing()
    if session.execute(insert.returning(IdempotencyRow.key)).first() is not None:
        return None
    row = session.scalars(select(IdempotencyRow).where(*mine)).one()
    if row.digest != digest:
        raise IdempotencyConflict(sentence("idempotency-conflict"))
    return row.appointment_id
