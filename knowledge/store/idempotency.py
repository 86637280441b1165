"""The same request again: keys of a session, kept for a day, written in the transaction of what they made.

remember(session, session_id, key, digest, appointment_id, *, now) -> str | None
                    None: the key is new and now stands for `appointment_id`; else the appointment it made before.
                    IdempotencyConflict when it was used for another request
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.errors import IdempotencyConflict
from knowledge.store.inserting import dialect_of, table_of
from knowledge.store.problems import sentence
from knowledge.store.tables.booking import IdempotencyRow

KEPT = timedelta(hours=24)


def remember(
    session: Session, session_id: str, key: str, digest: str, appointment_id: str, *, now: datetime
) -> str | None:
    """The insert decides: of two equal requests at once one waits for the other."""
    values = {"session_id": session_id, "key": key, "digest": digest, "appointment_id": appointment_id}
    made = session.execute(_claim(dialect_of(session)), {**values, "created_at": now, "worn_out": now - KEPT})
    if made.first() is not None:
        return None
    row = session.scalars(select(IdempotencyRow).filter_by(session_id=session_id, key=key)).one()
    if row.digest != digest:
        raise IdempotencyConflict(sentence("idempotency-conflict"))
    return row.appointment_id


@cache
def _claim(dialect: str) -> Any:
    """Gives the key back where it is new, or was used too long ago to count; nothing where it stands for something."""
    table = table_of(IdempotencyRow)
    made = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    names = ("digest", "appointment_id", "created_at")
    again = made.on_conflict_do_update(
        index_elements=["session_id", "key"],
        set_={name: made.excluded[name] for name in names},
        where=table.c.created_at <= bindparam("worn_out", type_=table.c.created_at.type),
    )
    return again.returning(table.c.key)
