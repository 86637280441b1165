"""The catalogue as kept: versions of services, single documents, and what is in force on a day.

    CatalogueStore(session)
      .stamp() -> int
      .snapshot(on: date, previous: Snapshot | None = None) -> Snapshot     `previous`: versions read before are reused
      .versions(code) -> list[Version]                                      newest first
      .version(code, version) -> Version                                    NotFound
      .published_on(code, on: date) -> Published | None                     what was, is or will be in force that day
      .open_versions() -> list[Version]                                     drafts and waiting ones, newest first
      .save_draft(service, author, why, *, now, source="edit") -> Version   the open draft of the code is replaced
      .submit(code, version, *, now) -> Version
      .publish(code, version, reviewer, on, why, *, now) -> Version         `on`: first day in force
      .withdraw(code, reviewer, on, why, *, now) -> Version
      .put(kind, documents, who, *, now) -> Counts                          these; others of the kind stay
      .replace(kind, documents, who, *, now) -> Counts                      kind: place office bundle fact calendar
      .replace_places/_offices/_bundles/_facts/_calendar(documents, who, *, now) -> Counts
      .replace_rules(rules, who, *, now) -> Counts
      .seed(sample: Snapshot, *, now) -> Counts                             idempotent; keeps later edits
      .publish_import(services, source, *, on, now, places=()) -> Counts    unchanged ones make no version

A snapshot depends on the day: a version with a later `effective_from` takes over at midnight without a new stamp, so a
reader keeps (stamp, day).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, func, select, true, update
from sqlalchemy.orm import Session

from knowledge.catalogue import Published, Snapshot
from knowledge.errors import Forbidden, NotFound, Refused
from knowledge.model import Bundle, CalendarDay, Fact, Office, Place, Service, Value
from knowledge.rules import Rules
from knowledge.store.documents import Counts, DocumentStore, digest_of, dump
from knowledge.store.inserting import table_of
from knowledge.store.problems import sentence
from knowledge.store.tables.catalogue import StampRow, VersionRow
from knowledge.store.tables.staff import UserRow

LONG_AGO = date(2000, 1, 1)
IN_FORCE = ("published", "superseded", "withdrawn")
SEED = "seed"
_STAMP = select(table_of(StampRow).c.value)
_SHARED_STAMP = _STAMP.with_for_update(read=True)

V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Version:
    """One version with its history: who wrote it and why, who let it pass, from when it counts, who ended it."""

    code: str
    version: int
    status: str
    service: Service
    source: str
    author: str
    reviewer: str | None
    why: str
    review_note: str | None
    created_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    effective_from: date | None
    ended_on: date | None
    ended_by: str | None
    ended_why: str | None


def in_force(versions: Sequence[Version], on: date) -> Version | None:
    """The one of a service's versions that counts on a day: the latest to begin; none from its last day on."""
    begun = [v for v in versions if v.status in IN_FORCE and v.effective_from and v.effective_from <= on]
    latest = max(begun, key=lambda v: (v.effective_from, v.version), default=None)
    return None if latest is None or (latest.ended_on and latest.ended_on <= on) else latest


def standing(version: Version, versions: Sequence[Version], on: date) -> str:
    """What a version is on a day: as its status, but a published one may still be `coming`, or already superseded."""
    if version.status not in IN_FORCE or version.effective_from is None:
        return version.status
    if version.effective_from > on:
        return "coming" if version.status == "published" else version.status
    if in_force(versions, on) == version:
        return "published"
    return "withdrawn" if version.status == "withdrawn" else "superseded"


class CatalogueStore:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.documents = DocumentStore(session)

    # --- reading ----------------------------------------------------------------------------------------------

    def stamp(self, *, share: bool = False) -> int:
        """`share`: nobody changes it before this transaction ends (any number may share)."""
        return self.session.scalar(_SHARED_STAMP if share else _STAMP) or 0

    def freeze(self) -> None:
        """Nobody books and nobody else changes the catalogue before this transaction ends."""
        self.session.execute(select(StampRow.value).with_for_update())

    def snapshot(self, on: date, previous: Snapshot | None = None) -> Snapshot:
        return Snapshot(
            stamp=self.stamp(),
            published=self._published(on, previous.published if previous else {}),
            places={p.slug: p for p in self.documents.read("place", Place)},
            offices={o.slug: o for o in self.documents.read("office", Office)},
            bundles={b.slug: b for b in self.documents.read("bundle", Bundle)},
            facts={f.id: f for f in self.documents.read("fact", Fact)},
            calendar=tuple(self.documents.read("calendar", CalendarDay)),
            rules=next(iter(self.documents.read("rules", Rules)), Rules()),
        )

    def versions(self, code: str) -> list[Version]:
        rows = self.session.scalars(select(VersionRow).filter_by(code=code).order_by(VersionRow.version.desc()))
        return [_version(row) for row in rows]

    def version(self, code: str, version: int) -> Version:
        return _version(self._row(code, version))

    def published_on(self, code: str, on: date) -> Published | None:
        """The version that counts on a day, past or to come, with what is known of the future today."""
        return self._published(on, {}, code).get(code)

    def open_versions(self) -> list[Version]:
        rows = select(VersionRow).where(VersionRow.status.in_(("draft", "in_review")))
        return [_version(row) for row in self.session.scalars(rows.order_by(VersionRow.created_at.desc()))]

    # --- writing ----------------------------------------------------------------------------------------------

    def save_draft(self, service: Service, author: str, why: str, *, now: datetime, source: str = "edit") -> Version:
        """Write the open draft of this code, or make one. A version in review becomes a draft again."""
        row = self._open_draft(service.code) or self._new_row(service.code, now)
        row.document, row.digest = dump(service), digest_of(service)
        row.status, row.author, row.why, row.source, row.submitted_at = "draft", author, why, source, None
        self.session.add(row)
        self.session.flush()
        return _version(row)

    def submit(self, code: str, version: int, *, now: datetime) -> Version:
        row = self._row(code, version)
        self._expect(row, "draft")
        row.status, row.submitted_at = "in_review", now
        self.session.flush()
        return _version(row)

    def publish(self, code: str, version: int, reviewer: str, on: date, why: str, *, now: datetime) -> Version:
        """Put a version in force from `on`. Where two or more people may write, nobody passes their own work."""
        row = self._row(code, version)
        self._expect(row, "draft", "in_review")
        if row.author == reviewer and self.needs_other_eyes():
            raise Forbidden(sentence("review-by-author"))
        self._put_in_force(row, reviewer, on, why, now)
        self._bump()
        return _version(row)

    def withdraw(self, code: str, reviewer: str, on: date, why: str, *, now: datetime) -> Version:
        """From `on` the service is no longer in the catalogue."""
        rows = self.session.scalars(select(VersionRow).filter_by(code=code, status="published")).all()
        if not rows:
            raise NotFound(sentence("no-such-version"))
        for row in rows:
            row.status, row.ended_on, row.ended_by, row.ended_why = "withdrawn", on, reviewer, why
        self._bump()
        return _version(max(rows, key=lambda r: r.version))

    def put(self, kind: str, documents: Iterable[Value], who: str, *, now: datetime) -> Counts:
        counts = self.documents.upsert(kind, documents, who, now)
        if counts.changes:
            self._bump()
        return counts

    def replace(self, kind: str, documents: Iterable[Value], who: str, *, now: datetime) -> Counts:
        counts = self.documents.replace(kind, documents, who, now)
        if counts.changes:
            self._bump()
        return counts

    def replace_places(self, documents: Iterable[Place], who: str, *, now: datetime) -> Counts:
        return self.replace("place", documents, who, now=now)

    def replace_offices(self, documents: Iterable[Office], who: str, *, now: datetime) -> Counts:
        return self.replace("office", documents, who, now=now)

    def replace_bundles(self, documents: Iterable[Bundle], who: str, *, now: datetime) -> Counts:
        return self.replace("bundle", documents, who, now=now)

    def replace_facts(self, documents: Iterable[Fact], who: str, *, now: datetime) -> Counts:
        return self.replace("fact", documents, who, now=now)

    def replace_calendar(self, documents: Iterable[CalendarDay], who: str, *, now: datetime) -> Counts:
        return self.replace("calendar", documents, who, now=now)

    def replace_rules(self, rules: Rules, who: str, *, now: datetime) -> Counts:
        return self.replace("rules", [rules], who, now=now)

    def seed(self, sample: Snapshot, *, now: datetime) -> Counts:
        """Load the sample county. What a person or an import changed since the last seed is left alone."""
        day = now.date()
        counts = self._publish_all([p.service for p in sample.published.values()], SEED, day, now, only_own=True)
        for kind, documents in (
            ("place", sample.places.values()),
            ("office", sample.offices.values()),
            ("bundle", sample.bundles.values()),
            ("fact", sample.facts.values()),
            ("calendar", sample.calendar),
            ("rules", [sample.rules]),
        ):
            counts += self.documents.upsert(kind, documents, SEED, now, only_own=True)
        if counts.changes:
            self._bump()
        return counts

    def publish_import(
        self, services: Sequence[Service], source: str, *, on: date, now: datetime, places: Iterable[Place] = ()
    ) -> Counts:
        """Publish what an importer read, and the places it needs; call inside one transaction, all or nothing."""
        counts = self._publish_all(services, f"import:{source}", on, now, only_own=False)
        new_places = self.documents.upsert("place", places, f"import:{source}", now)
        if counts.changes or new_places.changes:
            self._bump()
        return counts

    # --- how --------------------------------------------------------------------------------------------------

    def _publish_all(self, services: Iterable[Service], source: str, on: date, now: datetime, only_own: bool) -> Counts:
        counts = Counts()
        newest = self._newest()
        for service in services:
            known = newest.get(service.code)
            if known and (known[0] == digest_of(service) or (only_own and known[1] != source)):
                counts += Counts(unchanged=1)
                continue
            row = self._new_row(service.code, now)
            row.document, row.digest = dump(service), digest_of(service)
            row.author, row.why, row.source = source, source, source
            self.session.add(row)
            start = service.effective_from or (on if known else LONG_AGO)
            self._put_in_force(row, source, max(start, known[2]) if known else start, source, now)
            counts += Counts(changed=1) if known else Counts(created=1)
        return counts

    def _put_in_force(self, row: VersionRow, reviewer: str, on: date, why: str, now: datetime) -> None:
        row.status, row.reviewer, row.review_note = "published", reviewer, why
        row.effective_from, row.published_at = on, now
        self.session.flush()
        older = update(VersionRow).where(VersionRow.code == row.code, VersionRow.status == "published")
        older = older.where(VersionRow.version != row.version, VersionRow.effective_from <= on)
        if on <= now.date():
            self.session.execute(older.values(status="superseded"))

    def _published(self, on: date, known: Mapping[str, Published], code: str | None = None) -> dict[str, Published]:
        """A version never changes, so one that was read before is not read again. `code` None: all of them."""
        wanted = self._in_force(on, code)
        missing = [row.id for row in wanted if _same(known.get(row.code), row) is None]
        read = {id_: Service.model_validate(document) for id_, document in self._documents(missing)}
        return {
            row.code: _same(known.get(row.code), row)
            or Published(read[row.id], row.version, row.effective_from, row.published_at)
            for row in wanted
        }

    def _documents(self, ids: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
        for start in range(0, len(ids), 500):  # a statement takes a limited number of values
            part = select(VersionRow.id, VersionRow.document).where(VersionRow.id.in_(ids[start : start + 500]))
            yield from ((id_, document) for id_, document in self.session.execute(part))

    def _in_force(self, on: date, code: str | None = None) -> list[Row[Any]]:
        """id, code, version, effective_from, published_at of the version that counts on that day, one per code."""
        rank = func.row_number().over(
            partition_by=VersionRow.code, order_by=(VersionRow.effective_from.desc(), VersionRow.version.desc())
        )
        ranked = (
            select(VersionRow.id, VersionRow.code, VersionRow.version, VersionRow.effective_from)
            .add_columns(VersionRow.published_at, VersionRow.ended_on, rank.label("rank"))
            .where(VersionRow.status.in_(IN_FORCE), VersionRow.effective_from <= on)
            .where(VersionRow.code == code if code is not None else true())
            .subquery()
        )
        chosen = select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.code)
        return [row for row in self.session.execute(chosen) if row.ended_on is None or row.ended_on > on]

    def digests(self) -> dict[str, str]:
        """What the last published version of each code holds, as a fingerprint: equal ones say the same."""
        return {code: digest for code, (digest, _, _) in self._newest().items()}

    def _newest(self) -> dict[str, tuple[str, str, date]]:
        """(digest, source, effective_from) of the last published version of each code."""
        rows = select(VersionRow.code, VersionRow.digest, VersionRow.source, VersionRow.effective_from)
        rows = rows.where(VersionRow.status.in_(IN_FORCE)).order_by(VersionRow.version)
        return {code: (digest, source, start or LONG_AGO) for code, digest, source, start in self.session.execute(rows)}

    def _row(self, code: str, version: int) -> VersionRow:
        row = self.session.scalar(select(VersionRow).filter_by(code=code, version=version))
        if row is None:
            raise NotFound(sentence("no-such-version"))
        return row

    def _open_draft(self, code: str) -> VersionRow | None:
        open_ = select(VersionRow).where(VersionRow.code == code, VersionRow.status.in_(("draft", "in_review")))
        return self.session.scalar(open_.order_by(VersionRow.version.desc()).limit(1))

    def _new_row(self, code: str, now: datetime) -> VersionRow:
        last = self.session.scalar(select(func.max(VersionRow.version)).where(VersionRow.code == code))
        return VersionRow(code=code, version=(last or 0) + 1, created_at=now)

    def _expect(self, row: VersionRow, *statuses: str) -> None:
        if row.status not in statuses:
            raise Refused(sentence("version-step"), name="illegal-step")

    def needs_other_eyes(self) -> bool:
        """Whether two or more people may write, so that nobody passes their own work."""
        writers = select(func.count()).where(UserRow.active, UserRow.role.in_(("editor", "publisher", "admin")))
        return (self.session.scalar(writers) or 0) > 1

    def _bump(self) -> None:
        self.session.execute(update(StampRow).values(value=StampRow.value + 1))
        self.session.flush()


def _version(row: VersionRow) -> Version:
    fields: dict[str, Any] = {name: getattr(row, name) for name in Version.__dataclass_fields__ if name != "service"}
    return Version(service=Service.model_validate(row.document), **fields)


def _same(old: Published | None, row: Row[Any]) -> Published | None:
    return old if old and (old.version, old.published_at) == (row.version, row.published_at) else None
