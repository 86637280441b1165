"""What waits for the admin beside sentences not understood: where talks stopped, bad ratings, sentences to train on.

OpenQuestionStore(session)
  .count(service, question, *, now) -> None              once per talk that ended there; reopens what was done
  .open(limit=100) -> list[OpenQuestion]                 most frequent first
  .done(service, question, who, *, now) -> None
BadRatingStore(session)
  .open(limit=100) -> list[BadRating]                    newest first
  .done(id_, who, *, now) -> None
SentenceStore(session)
  .add(text, intent, facets, who, *, now) -> None        `text` masked: 〇 a service, ◇ a place; again: the new meaning
  .all() -> list[TrainingSentence]
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.store.tables.talk import OpenQuestionRow, RatingRow, TrainingSentenceRow

BAD = 2


@dataclass(frozen=True)
class OpenQuestion:
    """`service` is a code, "" where the question was about none."""

    service: str
    question: str
    times: int
    last_at: datetime


@dataclass(frozen=True)
class BadRating:
    id: int
    subject: str
    subject_id: str
    grade: int
    reason: str
    text: str | None
    at: datetime


@dataclass(frozen=True)
class TrainingSentence:
    text: str
    intent: str
    facets: tuple[str, ...]


class OpenQuestionStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def count(self, service: str, question: str, *, now: datetime) -> None:
        key = (service[:80], question[:80])
        row = self.session.get(OpenQuestionRow, key)
        row = row or OpenQuestionRow(service=key[0], question=key[1], times=0, first_at=now)
        row.times, row.last_at, row.done_at, row.done_by = row.times + 1, now, None, None
        self.session.add(row)
        self.session.flush()

    def open(self, limit: int = 100) -> list[OpenQuestion]:
        rows = select(OpenQuestionRow).where(OpenQuestionRow.done_at.is_(None))
        rows = rows.order_by(OpenQuestionRow.times.desc(), OpenQuestionRow.last_at.desc()).limit(limit)
        return [OpenQuestion(row.service, row.question, row.times, row.last_at) for row in self.session.scalars(rows)]

    def done(self, service: str, question: str, who: str, *, now: datetime) -> None:
        mark = update(OpenQuestionRow).filter_by(service=service, question=question)
        self.session.execute(mark.values(done_at=now, done_by=who))


class BadRatingStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def open(self, limit: int = 100) -> list[BadRating]:
        rows = select(RatingRow).where(RatingRow.grade <= BAD, RatingRow.done_at.is_(None))
        return [
            BadRating(row.id, row.subject_kind, row.subject_id, row.grade, row.reason or "", row.text, row.created_at)
            for row in self.session.scalars(rows.order_by(RatingRow.created_at.desc()).limit(limit))
        ]

    def done(self, id_: int, who: str, *, now: datetime) -> None:
        self.session.execute(update(RatingRow).where(RatingRow.id == id_).values(done_at=now, done_by=who))


class SentenceStore:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, text: str, intent: str, facets: Sequence[str], who: str, *, now: datetime) -> None:
        key = hashlib.sha256(text.encode()).hexdigest()
        row = self.session.get(TrainingSentenceRow, key) or TrainingSentenceRow(text_hash=key, text=text)
        row.intent, row.facets, row.added_at, row.added_by = intent, list(facets), now, who
        self.session.add(row)
        self.session.flush()

    def all(self) -> list[TrainingSentence]:
        rows = self.session.scalars(select(TrainingSentenceRow).order_by(TrainingSentenceRow.added_at))
        return [TrainingSentence(row.text, row.intent, tuple(row.facets)) for row in rows]
