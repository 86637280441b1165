"""Tables of searching: sentence vectors of a version, and how often a service was chosen."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.store.tables.base import Base


class VectorsRow(Base):
    """The vectors of one version by one model. They may be deleted at any time and are computed again."""

    __tablename__ = "service_vectors"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    model: Mapped[str] = mapped_column(String(40), primary_key=True)
    keys: Mapped[bytes] = mapped_column(LargeBinary)  # one of each text, in the order of the rows
    rows: Mapped[bytes] = mapped_column(LargeBinary)  # float16, one row per key


class ChoiceRow(Base):
    """How often a service was chosen among several, by place and day: no text, no session, nothing of a person."""

    __tablename__ = "service_choice"
    __table_args__ = (CheckConstraint("times > 0", name="counted"),)

    place: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    times: Mapped[int]
