"""Whether the bot can really do its work. Rasa hides a broken tracker store behind one in memory; this looks."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore


def health(agent: Any | None) -> dict[str, str]:
    """`status` is `ok` when a model is loaded and the tracker store can be written."""
    model = str(agent.model_id) if agent and agent.processor else "none"
    tracker = _tracker(agent.tracker_store) if agent else "not loaded"
    well = tracker == "ok" and model != "none"
    return {"status": "ok" if well else "degraded", "model": model, "tracker": tracker}


def _tracker(store: Any) -> str:
    """`ok`, or what is wrong, in a few words for the log and /readyz."""
    primary = getattr(store, "_tracker_store", store)  # Rasa wraps it and offers no way to ask
    if not isinstance(primary, SQLTrackerStore):
        return f"in memory ({type(primary).__name__})"
    file = primary.engine.url.database
    if primary.engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
        return "the database file is gone"
    try:
        _write_nothing(primary.engine)
    except sa.exc.SQLAlchemyError as error:
        return f"not usable: {type(error).__name__}: {str(error.__cause__ or error)[:120]}"
    return "ok"


def _write_nothing(engine: Any) -> None:
    """Begins a write, reads the table, and lets go: fails where a turn could not be stored."""
    with engine.connect() as connection:
        raw = connection.connection
        cursor = raw.cursor()
        try:
            if engine.dialect.name == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("SELECT 1 FROM events LIMIT 1")
        except Exception as error:
            raise sa.exc.OperationalError("health", None, error) from error
        finally:
            raw.rollback()
            cursor.close()
