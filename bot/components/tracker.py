"""A tracker store whose turns cost the same however long the talk: it reads what is remembered and what was said last.

Rasa reads and replays every event of a conversation at every turn. Nothing of ours looks back that far: what a talk
remembers is in its slots, so the last value of each slot and the latest events are enough.
"""

import itertools
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet

LATEST = 40  # events; a turn makes about six


class ShortTrackerStore(SQLTrackerStore):
    """`SQLTrackerStore` over a window of events. Everything stays in the database; only less of it is read."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.engine.dialect.name == "sqlite":
            self._keep_connections()

    def _keep_connections(self) -> None:
        """SQLAlchemy 1.4 opens a file of SQLite anew for every session, and each commit waits for the disk twice.

        With a write-ahead log a power cut may cost the last words of a talk, never the file; bookings are not here.
        """
        self.engine.dispose()
        self.engine = sa.create_engine(
            self.engine.url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False, "timeout": 30}
        )
        sa.event.listen(self.engine, "connect", _prepare)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    def _event_query(self, session: Any, sender_id: str, fetch_events_from_all_sessions: bool) -> Any:
        """The events a turn needs, oldest first. Rasa counts the same query to know which events are new."""
        if fetch_events_from_all_sessions:
            return super()._event_query(session, sender_id, True)
        event = self.SQLEvent
        mine = session.query(event.id).filter(event.sender_id == sender_id)
        latest = mine.order_by(event.id.desc()).limit(LATEST).subquery()
        remembered = (
            session.query(sa.func.max(event.id))
            .filter(event.sender_id == sender_id, event.type_name == SlotSet.type_name)
            .group_by(event.action_name)
        )
        begun = mine.filter(event.type_name == SessionStarted.type_name)
        opened = session.query(sa.func.min(event.id)).filter(
            event.sender_id == sender_id, event.type_name == ActionExecuted.type_name
        )
        wanted = sa.or_(
            event.id.in_(session.query(latest.c.id)),
            event.id.in_(remembered),
            event.id.in_(begun),
            event.id.in_(opened),
        )
        return session.query(event).filter(event.sender_id == sender_id, wanted).order_by(event.id)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> Any:
        tracker = await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        if tracker is not None and not fetch_events_from_all_sessions:
            tracker.kept = len(tracker.events)
        return tracker

    def _additional_events(self, session: Any, tracker: Any) -> Any:
        """Those since the tracker was read or kept last: nobody else writes to a talk during its turn."""
        known = getattr(tracker, "kept", None)
        tracker.kept = len(tracker.events)
        if known is None:
            return super()._additional_events(session, tracker)
        return itertools.islice(tracker.events, known, len(tracker.events))

    async def forget(self, sender_id: str) -> None:
        """Every event of a sender, for good."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()


def _prepare(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
