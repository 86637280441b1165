"""An import into the database, in one transaction: read, checked, and all of it written or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from api.clock import Clock
from knowledge.catalogue import Snapshot
from knowledge.errors import NotFound
from knowledge.importers.checked import check_guides
from knowledge.importers.files import Opened, read_opened
from knowledge.importers.guides import Guides, Progress
from knowledge.importers.rulebook import load_rulebook
from knowledge.model import Place
from knowledge.places import Places
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.documents import digest_of
from yikan.database import write
from yikan.import_report import Report, report
from yikan.settings import Settings

BATCH = 100  # services written between two movements of the bar
Steps = Callable[[str], Progress]


def imported(opened: Opened, source: str, place: str | None, dry_run: bool, settings: Settings, steps: Steps) -> Report:
    """`source` is the name of the file; rows without a region belong to `place`; `steps` starts a stretch of work."""
    with write(settings, keep=not dry_run) as session:
        snapshot = CatalogueStore(session).snapshot(Clock(settings.now).now().date())
        home = _home(snapshot, place) if place else []
        guides = read_opened(opened, home, snapshot, _own(snapshot, settings), steps("读取 reading"))
        check_guides(_new(guides, session), snapshot, load_rulebook(), Clock(settings.now).now().date())
        return report(source, guides, _publish(session, settings, source, guides, steps), dry_run)


def _new(guides: Guides, session: Session) -> Guides:
    """The same with only what would change: a document that is in the catalogue already was let pass before."""
    kept = CatalogueStore(session).digests()
    return replace(guides, services=[s for s in guides.services if kept.get(s.code) != digest_of(s)])


def _publish(session: Session, settings: Settings, source: str, guides: Guides, steps: Steps) -> dict[str, str]:
    """Service code → created, changed or unchanged; nothing is written when a row was refused."""
    if guides.refused:
        return {}
    store = CatalogueStore(session)
    now = Clock(settings.now).now()
    before = store.digests()
    move = steps("写入 writing")
    for start in range(0, len(guides.services), BATCH):
        part = guides.services[start : start + BATCH]
        places = guides.places if start == 0 else ()
        store.publish_import(part, source, on=now.date(), now=now, places=places)
        move(min(start + BATCH, len(guides.services)), len(guides.services))
    after = store.digests()
    return {s.code: _what_happened(before.get(s.code), after[s.code]) for s in guides.services}


def _what_happened(before: str | None, after: str) -> str:
    if before is None:
        return "created"
    return "unchanged" if before == after else "changed"


def _home(snapshot: Snapshot, name: str) -> list[Place]:
    """The named place and its parents, outermost first. Raises NotFound for a name nobody knows."""
    places = Places.of(snapshot.places, snapshot.offices)
    slug = next((found.slug for found in places.resolve(name) if found.kind == "place"), None)
    if slug is None:
        raise NotFound(f"不认识的地方：{name}。请用 slug、名称或别名(见 GET /api/v1/places)。")
    return [snapshot.places[step] for step in reversed(places.ancestors(slug))]


def _own(snapshot: Snapshot, settings: Settings) -> list[Place]:
    """The deployment's own place; none where its catalogue was not loaded yet."""
    return _home(snapshot, settings.place) if settings.place in snapshot.places else []
