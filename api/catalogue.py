"""The catalogue in memory: one immutable value for readers, reloaded when the stamp of the database or the day changes.

    cache = CatalogueCache(engine, clock)
    cache.current() -> Catalogue        at most 0.3 s behind the stamp; Unavailable while the first load runs long
    cache.warm()                        load in the background (at start)

Unchanged documents are not read again, and a change touches only its own entries of the search index.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

import structlog
from sqlalchemy import Engine

from api.clock import Clock
from api.vectors import KeptVectors
from api.view import Here
from api.words import word
from knowledge.assessment import Assessor, has_rules
from knowledge.calendar import Calendar
from knowledge.catalogue import Published, Snapshot
from knowledge.errors import NotFound, Unavailable
from knowledge.linking import Linked, link
from knowledge.model import Bundle, Office
from knowledge.needs import Need, plain_need
from knowledge.offering import offices_of
from knowledge.places import Places
from knowledge.questions import SharedPlanners
from knowledge.search import Hit, Meaning, SearchIndex
from knowledge.search.statements import Book, Statement, statements_of
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.choices import ChoiceStore
from knowledge.store.engine import transaction
from knowledge.when import When, market_of, over, parse_when

log = structlog.get_logger(__name__)

CHECK_EVERY_S = 0.3
PATIENCE_S = 10.0
MOST_ASSESSORS = 400
MOST_PREPARED = 100
MOST_REHEARSED = 200  # services
REHEARSE_AFTER_S = 15.0
BEHIND = 15  # niceness of a thread
QUIET_S = 2.0  # nobody has asked for so long: time for work that nobody waits for

Ready = TypeVar("Ready")
MOST_UPDATES = 30
COUNT_EVERY_S = 300.0
CHOICES_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Catalogue:
    """What is in force on `day`, ready to be asked."""

    snapshot: Snapshot
    day: date
    index: SearchIndex
    _assessors: dict[tuple[str, int, str | None, date], Assessor] = field(default_factory=dict)
    _prepared: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _books: dict[tuple[str, int], Book] = field(default_factory=dict)
    _planners: SharedPlanners = field(default_factory=SharedPlanners)

    @property
    def places(self) -> Places:
        return self.index.places

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.snapshot.calendar)

    def service(self, code: str) -> Published:
        found = self.snapshot.published.get(code)
        if found is None:
            raise NotFound(word("problems.details.service", code=code[:40]))
        return found

    def office(self, slug: str) -> Office:
        found = self.snapshot.offices.get(slug)
        if found is None:
            raise NotFound(word("problems.details.office", office=slug[:40]))
        return found

    def bundle(self, slug: str) -> Bundle:
        found = self.snapshot.bundles.get(slug)
        if found is None:
            raise NotFound(word("problems.details.bundle", bundle=slug[:40]))
        return found

    def find(self, text: str, place: str | None, limit: int) -> list[Hit]:
        return self.index.find(text, place=place, limit=limit)

    def link(self, text: str, place: str | None) -> Linked:
        return link(self.index, self.places, text, place)

    def need(self, text: str, place: str | None) -> Need | None:
        """The service that a text plainly asks for, whatever is in hand."""
        return plain_need(self.index, self.places, text, place)

    def when(self, text: str, now: datetime, where: str | None = None) -> When | None:
        """`where`: slug of the office or place whose market days count (赶集那天)."""
        return parse_when(text, now, self.calendar, market_of(self.snapshot, where))

    def gone(self, text: str, now: datetime) -> str | None:
        """The time that is wished though it is over (昨天上午的)."""
        return over(text, now, self.calendar)

    def here(self, place: str | None, now: datetime) -> Here:
        """Where and when somebody asks, for `api.answers.answer` and `api.guide.guide`."""
        return Here(self.snapshot, self.calendar, place, now)

    def offices_of(self, code: str, place: str | None, on: date) -> Sequence[Office]:
        """Where the service is offered, nearest first."""
        snapshot = self.snapshot
        return offices_of(self.service(code).service, snapshot.places, snapshot.offices, place, on)

    def assessor(self, code: str, place: str | None, on: date) -> Assessor:
        """Prepared once per version, place and day; the order of the questions once for all that ask alike."""
        published = self.service(code)
        key = (code, published.version, place, on)
        found = self._assessors.get(key)
        if found is None:
            while len(self._assessors) >= MOST_ASSESSORS:
                self._assessors.pop(next(iter(self._assessors)), None)
            found = Assessor(published.service, self.snapshot.facts, on, self.offices_of(code, place, on))
            found.planner = self._planners.shared(found.planner)
            self._assessors[key] = found
        return found

    def book(self, code: str) -> Book:
        """What the guide of a service states, with the notes of its life events; made ready once per version."""
        bundles = [b for b in self.snapshot.bundles.values() if any(m.service == code for m in b.members)]
        return self._book((code, self.service(code).version), statements_of(self.service(code).service, bundles))

    def notes(self, slug: str) -> Book:
        """What the guide of a life event states itself."""
        return self._book((slug, 0), statements_of(None, [self.bundle(slug)]))

    @property
    def meaning(self) -> Meaning | None:
        """The sentence encoder, where there is one."""
        nearness = self.index.stock.nearness
        return nearness.meaning if nearness else None

    def _book(self, key: tuple[str, int], statements: Sequence[Statement]) -> Book:
        known = self._books.get(key)
        if known is None or known.statements != statements:
            known = self._books[key] = Book.of(statements, self.meaning)
        return known

    def rehearse(self, code: str) -> None:
        """Work out the first question of a service and read what it states before anybody asks. A failure is logged."""
        try:
            self.assessor(code, None, self.day).assess({})
            self.book(code)
        except Exception:
            log.exception("question_not_rehearsed", code=code)

    def with_versions(self, others: Mapping[str, Published]) -> Catalogue:
        """The same catalogue with other versions of some services (see api/dated.py); what is prepared is shared."""
        return replace(self, snapshot=replace(self.snapshot, published={**self.snapshot.published, **others}))

    def prepared(self, key: tuple[Any, ...], prepare: Callable[[], Ready]) -> Ready:
        """What is dear to prepare (joint assessments), kept as long as this catalogue is in force."""
        if key not in self._prepared:
            while len(self._prepared) >= MOST_PREPARED:
                self._prepared.pop(next(iter(self._prepared)), None)
            self._prepared[key] = prepare()
        found: Ready = self._prepared[key]
        return found


class CatalogueCache:
    """Shared by all requests of a process. One thread reloads; the others go on with what they have."""

    def __init__(self, engine: Engine, clock: Clock, meaning: Meaning | None = None) -> None:
        self._engine, self._clock = engine, clock
        self._vectors = KeptVectors(engine, meaning) if meaning else None
        self._held: Catalogue | None = None
        self._checked = self._counted = self._asked = 0.0
        self._loading, self._learning = threading.Lock(), threading.Lock()
        self._closed = threading.Event()

    def warm(self) -> None:
        """Load without keeping anybody waiting. A failure is logged; the next reader tries again."""
        threading.Thread(target=self._warm, name="catalogue", daemon=True).start()

    def close(self) -> None:
        """Background work ends: nobody asks any more, and what it holds must not live on."""
        self._closed.set()

    @property
    def loaded(self) -> Catalogue | None:
        """What is in memory now, without looking whether it changed."""
        return self._held

    @property
    def fresh(self) -> Catalogue | None:
        """What is in memory, where it was compared with the database a moment ago."""
        self._asked = time.monotonic()
        return self._held if self._asked - self._checked < CHECK_EVERY_S else None

    def current(self) -> Catalogue:
        if (fresh := self.fresh) is not None:
            return fresh
        held = self._held
        if not self._loading.acquire(timeout=0 if held is not None else PATIENCE_S):
            if held is None:
                raise Unavailable(word("problems.details.unavailable"))
            return held
        try:
            return self._refreshed()
        finally:
            self._loading.release()

    def expire(self) -> None:
        """The next reader looks whether something changed: called by whoever has just changed it."""
        self._checked = 0.0

    def settle(self) -> Catalogue:
        """What is current, with all vectors learnt: waits for as long as that takes."""
        self.current()
        self._learn()
        return self.current()

    def _warm(self) -> None:
        try:
            held = self.current()
            if self._vectors:
                self._vectors.meaning.query("")  # the model itself takes a second to load
                self._vectors.meaning.learn([s.meant for s in statements_of(None, held.snapshot.bundles.values())])
            for published in list(held.snapshot.published.values())[:1]:  # so do the dictionaries of the first reading
                held.link(published.service.name, None)
                held.when(published.service.name, self._clock.now(), None)
        except Exception:
            log.exception("catalogue_not_loaded")

    def _refreshed(self) -> Catalogue:
        held, day = self._held, self._clock.now().date()
        with transaction(self._engine, write=False) as session:
            store = CatalogueStore(session)
            loads = held is None or held.day != day or store.stamp() != held.snapshot.stamp
            if held is None or loads:
                snapshot = store.snapshot(day, held.snapshot if held else None)
                if self._vectors:
                    self._vectors.read(session, snapshot, again=held is not None and same(snapshot, held.snapshot))
                held = prepare(snapshot, day, held, self._vectors.meaning if self._vectors else None)
            if loads or time.monotonic() - self._counted > COUNT_EVERY_S:
                chosen = ChoiceStore(session).since(day - CHOICES_KEPT)
                held = replace(held, index=held.index.with_choices(chosen))
                self._counted = time.monotonic()
            self._held = held  # only now: who reads meanwhile never gets one that is half ready
        if loads:
            log.info("catalogue_loaded", stamp=held.snapshot.stamp, services=len(held.snapshot.published))
            self._learn_in_background()
            threading.Thread(target=self._rehearse, args=(held,), name="questions", daemon=True).start()
        self._checked = time.monotonic()
        return held

    def _rehearse(self, catalogue: Catalogue) -> None:
        """Later than the start, when processes are busiest, and only while nobody asks: nobody waits for it."""
        if self._closed.wait(REHEARSE_AFTER_S):
            return
        asking = (code for code, item in catalogue.snapshot.published.items() if has_rules(item.service))
        for code in itertools.islice(asking, MOST_REHEARSED):
            while (left := self._asked + QUIET_S - time.monotonic()) > 0:
                if self._closed.wait(left):
                    return
            held = self._held
            if held is None or held.snapshot is not catalogue.snapshot or self._closed.is_set():
                return
            catalogue.rehearse(code)

    def _learn_in_background(self) -> None:
        """Sentence vectors take long the first time: readers search without them until they are there."""
        if self._vectors and self._held and self._vectors.missing(self._held.index, self._held.snapshot):
            threading.Thread(target=self._learn_behind, name="meaning", daemon=True).start()

    def _learn_behind(self) -> None:
        """With whatever the processors have left: almost all of it runs outside Python, so nobody waits for it."""
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
        self._learn()

    def _learn(self) -> None:
        with self._learning:
            try:
                while self._vectors and (held := self._held) and self._vectors.learn(held.index, held.snapshot):
                    with self._loading:
                        if held := self._held:
                            self._held = replace(held, index=held.index.with_meaning(self._vectors.meaning))
                    log.info("meaning_loaded")
            except Exception:
                log.exception("meaning_not_loaded")


def prepare(
    snapshot: Snapshot, day: date, former: Catalogue | None = None, meaning: Meaning | None = None
) -> Catalogue:
    """Everything readers need for one snapshot; a former index is only brought up to date.

    A new stamp on the very same documents asks for a new index: `yikan reindex` was called.
    """
    if former is None or not _same_ground(snapshot, former.snapshot) or same(snapshot, former.snapshot):
        planners = former._planners if former else SharedPlanners()
        return Catalogue(snapshot, day, SearchIndex.build(snapshot, meaning=meaning), _planners=planners)
    index, before, after = former.index, former.snapshot.published, snapshot.published
    for code in before.keys() - after.keys():
        index = index.without(code)
    for code, published in after.items():
        if before.get(code) is not published:
            index = index.updated(published)
    return Catalogue(snapshot, day, index, _planners=former._planners)


def same(snapshot: Snapshot, former: Snapshot) -> bool:
    """Whether nothing but the stamp differs."""
    return snapshot.stamp != former.stamp and replace(snapshot, stamp=former.stamp) == former


def _same_ground(snapshot: Snapshot, former: Snapshot) -> bool:
    """Whether places and offices are the same and few services differ: else a new index is quicker."""
    changed = sum(former.published.get(code) is not item for code, item in snapshot.published.items())
    same = snapshot.places == former.places and snapshot.offices == former.offices
    return same and changed <= MOST_UPDATES
