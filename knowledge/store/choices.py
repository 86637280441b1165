"""What people chose when several services were offered: counted by place and day, never with a text or a person.

ChoiceStore(session)
  .count(place: str | None, code: str, *, on: date) -> None       in the transaction of the turn that chose
  .since(first: date) -> dict[str, int]                           code → times, all places
  .forget(before: date) -> int                                    older days go
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.store.tables.search import ChoiceRow

ANYWHERE = ""


class ChoiceStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def count(self, place: str | None, code: str, *, on: date) -> None:
        """Two at once both count."""
        dialect = postgresql if self.session.get_bind().dialect.name == "postgresql" else sqlite
        insert = dialect.insert(ChoiceRow).values(place=place or ANYWHERE, day=on, code=code, times=1)
        key = [ChoiceRow.place, ChoiceRow.day, ChoiceRow.code]
        self.session.execute(insert.on_conflict_do_update(index_elements=key, set_={"times": ChoiceRow.times + 1}))

    def since(self, first: date) -> dict[str, int]:
        times = select(ChoiceRow.code, func.sum(ChoiceRow.times)).where(ChoiceRow.day >= first).group_by(ChoiceRow.code)
        return {code: int(total) for code, total in self.session.execute(times)}

    def forget(self, before: date) -> int:
        """How many rows went."""
        old = select(func.count()).select_from(ChoiceRow).where(ChoiceRow.day < before)
        gone = self.session.scalar(old) or 0
        self.session.execute(delete(ChoiceRow).where(ChoiceRow.day < before))
        return gone
