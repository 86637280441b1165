from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from knowledge.catalogue import Published, Snapshot
from knowledge.errors import Forbidden, NotFound, Refused
from knowledge.model import Place, Service
from knowledge.store import is_current, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.documents import Counts
from knowledge.store.tables import Base
from knowledge.store.users import UserStore
from tests.knowledge.store.conftest import NOW

TODAY = NOW.date()


def service(code: str = "a-paper", name: str = "开个证明", **fields: object) -> Service:
    return Service.model_validate({"code": code, "name": name, "source": "示例县", **fields})


def sample(*services: Service) -> Snapshot:
    published = {s.code: Published(s, 1, TODAY) for s in services}
    return Snapshot(stamp=0, published=published, places={"town": Place(slug="town", name="某镇", kind="township")})


def publish(session: Session, version_of: Service, author: str = "小王", reviewer: str = "小李", **when: date) -> int:
    store = CatalogueStore(session)
    draft = store.save_draft(version_of, author, "试一试", now=NOW)
    store.submit(draft.code, draft.version, now=NOW)
    store.publish(draft.code, draft.version, reviewer, when.get("on", TODAY), "看过了", now=NOW)
    return draft.version


def test_migrating_twice_is_harmless_and_matches_the_tables(engine: Engine, url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrate(url)
    assert is_current(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_draft_is_not_in_the_snapshot(session: Session) -> None:
    CatalogueStore(session).save_draft(service(), "小王", "新事项", now=NOW)
    assert CatalogueStore(session).snapshot(TODAY).published == {}


def test_publishing_shows_at_once_and_moves_the_stamp(session: Session) -> None:
    store = CatalogueStore(session)
    before = store.stamp()
    publish(session, service())
    assert store.snapshot(TODAY).published["a-paper"].service.name == "开个证明"
    assert store.stamp() == before + 1


def test_the_newer_version_supersedes_the_older(session: Session) -> None:
    publish(session, service())
    publish(session, service(name="开证明"))
    store = CatalogueStore(session)
    assert store.snapshot(TODAY).published["a-paper"].version == 2
    assert [v.status for v in store.versions("a-paper")] == ["published", "superseded"]


def test_a_version_for_tomorrow_waits_until_tomorrow(session: Session) -> None:
    publish(session, service())
    publish(session, service(name="明天的"), on=TODAY + timedelta(days=1))
    store = CatalogueStore(session)
    assert store.snapshot(TODAY).published["a-paper"].service.name == "开个证明"
    assert store.snapshot(TODAY + timedelta(days=1)).published["a-paper"].service.name == "明天的"


def test_a_withdrawn_service_is_gone_from_its_day_on(session: Session) -> None:
    publish(session, service())
    store = CatalogueStore(session)
    store.withdraw("a-paper", "小李", TODAY + timedelta(days=1), "取消了", now=NOW)
    assert "a-paper" in store.snapshot(TODAY).published
    assert "a-paper" not in store.snapshot(TODAY + timedelta(days=1)).published


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE service_version SET digest = 'x' WHERE code = 'a-paper'",
        "UPDATE service_version SET document = '{}' WHERE code = 'a-paper'",
        "UPDATE service_version SET author = 'x' WHERE code = 'a-paper'",
        "UPDATE service_version SET review_note = NULL WHERE code = 'a-paper'",
        "UPDATE service_version SET effective_from = '2020-01-01' WHERE code = 'a-paper'",
        "UPDATE service_version SET status = 'draft' WHERE code = 'a-paper'",
        "DELETE FROM service_version WHERE code = 'a-paper'",
    ],
)
def test_the_database_refuses_to_change_a_published_version(engine: Engine, statement: str) -> None:
    with transaction(engine, write=True) as session:
        publish(session, service())
    with pytest.raises(DBAPIError, match="published version"), transaction(engine, write=True) as session:
        session.execute(text(statement))


def test_one_person_alone_may_review_and_it_is_recorded(session: Session) -> None:
    UserStore(session).add("admin", "admin", "Geheim-123", now=NOW)
    publish(session, service(), author="admin", reviewer="admin")
    assert CatalogueStore(session).versions("a-paper")[0].reviewer == "admin"


def test_from_two_writers_on_nobody_passes_their_own_work(session: Session) -> None:
    UserStore(session).add("admin", "admin", "Geheim-123", now=NOW)
    UserStore(session).add("editor", "editor", "Geheim-123", now=NOW)
    with pytest.raises(Forbidden):
        publish(session, service(), author="admin", reviewer="admin")
    assert publish(session, service(), author="editor", reviewer="admin") == 1


def test_a_published_version_is_not_published_again(session: Session) -> None:
    version = publish(session, service())
    with pytest.raises(Refused) as refused:
        CatalogueStore(session).publish("a-paper", version, "小李", TODAY, "", now=NOW)
    assert refused.value.name == "illegal-step"


def test_an_unknown_version_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        CatalogueStore(session).version("nothing", 1)


def test_seeding_twice_changes_nothing(session: Session) -> None:
    store = CatalogueStore(session)
    assert store.seed(sample(service()), now=NOW).created == 3  # service, place, rules
    stamp = store.stamp()
    assert store.seed(sample(service()), now=NOW) == Counts(unchanged=3)
    assert (store.stamp(), len(store.versions("a-paper"))) == (stamp, 1)


def test_seeding_a_changed_file_makes_a_new_version(session: Session) -> None:
    store = CatalogueStore(session)
    store.seed(sample(service()), now=NOW)
    assert store.seed(sample(service(name="改了")), now=NOW).changed == 1
    assert store.snapshot(TODAY).published["a-paper"].service.name == "改了"


def test_seeding_does_not_undo_what_an_admin_changed(session: Session) -> None:
    store = CatalogueStore(session)
    store.seed(sample(service()), now=NOW)
    publish(session, service(name="管理员改的"))
    store.seed(sample(service()), now=NOW)
    assert store.snapshot(TODAY).published["a-paper"].service.name == "管理员改的"


def test_importing_again_gives_no_new_versions(session: Session) -> None:
    store = CatalogueStore(session)
    rows = [service(f"item-{n}", f"事项{n}") for n in range(3)]
    assert store.publish_import(rows, "guides", on=TODAY, now=NOW) == Counts(created=3)
    assert store.publish_import(rows, "guides", on=TODAY, now=NOW) == Counts(unchanged=3)


def test_a_snapshot_reuses_what_the_previous_one_read(session: Session) -> None:
    store = CatalogueStore(session)
    store.seed(sample(service(), service("other", "别的")), now=NOW)
    first = store.snapshot(TODAY)
    publish(session, service(name="新的"))
    second = store.snapshot(TODAY, first)
    assert second.published["other"] is first.published["other"]
    assert second.published["a-paper"].service.name == "新的"


def test_what_is_stored_reads_back_the_same(session: Session) -> None:
    from knowledge.importers.sample import load_sample

    county = load_sample()
    store = CatalogueStore(session)
    store.seed(county, now=NOW)
    read = store.snapshot(TODAY)
    assert {c: p.service for c, p in read.published.items()} == {c: p.service for c, p in county.published.items()}
    assert (dict(read.offices), list(read.facts), read.rules) == (
        dict(county.offices),
        list(county.facts),
        county.rules,
    )


def test_replacing_removes_what_is_no_longer_named(session: Session) -> None:
    store = CatalogueStore(session)
    store.seed(sample(), now=NOW)
    counts = store.replace_places([Place(slug="new", name="新村", kind="village")], "admin", now=NOW)
    assert (counts.created, counts.removed, list(store.snapshot(TODAY).places)) == (1, 1, ["new"])


def test_each_day_has_its_version(session: Session) -> None:
    publish(session, service(), on=TODAY - timedelta(days=9))
    publish(session, service(name="开证明"), on=TODAY)
    publish(session, service(name="明天的"), on=TODAY + timedelta(days=1))
    store = CatalogueStore(session)
    days = [TODAY - timedelta(days=10), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]
    seen = [store.published_on("a-paper", day) for day in days]
    assert [found.service.name if found else None for found in seen] == [None, "开个证明", "开证明", "明天的"]
    assert store.published_on("nothing", TODAY) is None


def test_an_earlier_version_comes_back_as_a_new_one(session: Session) -> None:
    publish(session, service())
    publish(session, service(name="写错了"))
    store = CatalogueStore(session)
    assert publish(session, store.version("a-paper", 1).service) == 3
    assert store.snapshot(TODAY).published["a-paper"].service.name == "开个证明"


def test_withdrawing_keeps_who_let_it_pass(session: Session) -> None:
    publish(session, service())
    ended = CatalogueStore(session).withdraw("a-paper", "老张", TODAY, "取消了", now=NOW)
    assert (ended.reviewer, ended.review_note, ended.ended_by, ended.ended_why) == ("小李", "看过了", "老张", "取消了")
