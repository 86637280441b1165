"""The floor of `yikan bench booking`: the same framework, server and database, and nothing but the transaction.

No session, no rules, no idempotency, no history: one conditional update of the time, the claim, and the appointment
with its service, committed as durably as the real ones.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Body, FastAPI, HTTPException
from sqlalchemy import Engine, insert, update

from knowledge.store import make_engine, transaction
from knowledge.store.tables.booking import AppointmentRow, AppointmentServiceRow, ClaimRow, SlotRow
from yikan.bench.booking_hall import SERVICE

DATABASE = "YIKAN_DATABASE_URL"
PATH = "/raw"


def create_app() -> FastAPI:
    app, engine = FastAPI(), make_engine(os.environ[DATABASE])

    @app.post(PATH, status_code=201)
    def raw(
        slot_id: Annotated[str, Body()], name: Annotated[str, Body()], phone: Annotated[str, Body()]
    ) -> dict[str, str]:
        return {"id": _book(engine, slot_id, name, phone)}

    return app


def _book(engine: Engine, slot_id: str, name: str, phone: str) -> str:
    id_, now = secrets.token_hex(16), datetime.now(UTC)
    taken = update(SlotRow).where(SlotRow.id == slot_id, SlotRow.used < SlotRow.capacity).values(used=SlotRow.used + 1)
    row = {
        "id": id_,
        "code": id_[:8],
        "session_id": "floor",
        "office": "floor",
        "slot_id": slot_id,
        "start": now,
        "end": now + timedelta(minutes=15),
        "status": "confirmed",
        "active": True,
        "channel": "public",
        "name": name,
        "phone": phone,
        "person": id_,
        "tail": phone[-4:],
        "bring": [],
        "created_at": now,
        "changed_at": now,
    }
    service = {"appointment_id": id_, "service": SERVICE, "position": 0, "name": SERVICE, "person": id_}
    with transaction(engine, write=True) as session:
        if session.execute(taken.returning(SlotRow.id)).first() is None:
            raise HTTPException(409)
        session.execute(insert(ClaimRow).values(slot_id=slot_id, owner=id_, until=None, channel="public"))
        session.execute(insert(AppointmentRow).values(row))
        session.execute(insert(AppointmentServiceRow).values(**service, slots=1, day=now.date(), active=True))
    return id_
