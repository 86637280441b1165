"""Backups: taken under load, put back into either database, refused when damaged. On SQLite and on PostgreSQL."""

from __future__ import annotations

import gzip
import itertools
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from knowledge.store import make_engine, transaction
from knowledge.store.audit import AuditStore
from knowledge.store.booking import Book, Person
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.users import UserStore
from knowledge.store.vault import key_file, open_vault
from tests.databases import execute
from yikan.bench.booking_hall import NOW, OFFICE, SERVICE, prepare
from yikan.commands import app

TIMES = [f"{OFFICE}~20261125{hour:02}{minute:02}" for hour in range(9, 12) for minute in (0, 15, 30, 45)]


class County:
    """A database with a large hall; `book` acknowledges an appointment by its id."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self.data, self.vault = url, data, open_vault(data)
        self.engine = make_engine(url)
        self._numbers = itertools.count()
        with transaction(self.engine, write=True) as session:
            self.snapshot = CatalogueStore(session).snapshot(NOW.date())
            AuditStore(session).record("lin", "close", OFFICE, origin="here", now=NOW)
            UserStore(session).add("lin", "desk", "A-long-password-1", now=NOW)

    def book(self) -> str:
        number = next(self._numbers)
        person, service = Person(f"居民{number}", f"138{number:08}"), self.snapshot.published[SERVICE].service
        with transaction(self.engine, write=True) as session:
            book = Book(session, self.vault, self.snapshot, now=NOW)
            slot = TIMES[number % len(TIMES)]
            return book.book("p1", slot, [service], person, key=f"k{number}", digest="d").id

    def yikan(self, *arguments: str, url: str | None = None, data: Path | None = None) -> Result:
        env = {"YIKAN_DATABASE_URL": url or self.url, "YIKAN_DATA_DIR": str(data or self.data), "COLUMNS": "200"}
        return CliRunner(env={**env, "YIKAN_NOW": NOW.isoformat()}).invoke(app, list(arguments))


@pytest.fixture
def county(url: str, tmp_path: Path) -> Iterator[County]:
    """On both databases."""
    prepare(url)
    made = County(url, tmp_path / "data")
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    prepare(fresh(folder))
    return folder


@pytest.fixture
def lite(prepared: Path, tmp_path: Path) -> Iterator[County]:
    """On SQLite only, for what has nothing to do with the kind of database."""
    shutil.copytree(prepared, tmp_path / "data")
    made = County(fresh(tmp_path / "data"), tmp_path / "data")
    yield made
    made.engine.dispose()


def rows(url: str, query: str) -> list[str]:
    engine = make_engine(url)
    try:
        with transaction(engine, write=False) as session:
            return sorted(str(tuple(row)) for row in session.execute(text(query)))
    finally:
        engine.dispose()


def fresh(folder: Path) -> str:
    return f"sqlite:///{folder}/yikan.db"


def saved(county: County, folder: Path, *options: str) -> Path:
    done = county.yikan("backup", str(folder), *options)
    assert done.exit_code == 0, done.output
    return folder


def test_under_load_nothing_acknowledged_before_the_start_is_missing(county: County, tmp_path: Path) -> None:
    before, later, stop = [county.book() for _ in range(20)], list[str](), threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            later.append(county.book())

    others = [threading.Thread(target=go_on) for _ in range(3)]
    for other in others:
        other.start()
    try:
        saved(county, tmp_path / "b")
    finally:
        stop.set()
        for other in others:
            other.join()
    assert later, "nobody booked meanwhile"
    new = tmp_path / "new"
    done = county.yikan("restore", str(tmp_path / "b"), url=fresh(new), data=new)
    assert done.exit_code == 0, done.output
    kept = {row[2:-3] for row in rows(fresh(new), "SELECT id FROM appointment")}
    assert set(before) <= kept <= {*before, *later}
    checked = county.yikan("verify", url=fresh(new), data=new)
    assert checked.exit_code == 0, checked.output


def test_what_is_restored_is_what_was_saved(county: County, tmp_path: Path) -> None:
    for _ in range(3):
        county.book()
    saved(county, tmp_path / "b")
    new = tmp_path / "new"
    assert county.yikan("restore", str(tmp_path / "b"), url=fresh(new), data=new).exit_code == 0
    for table in ("slot", "slot_claim", "idempotency", "catalogue_document", "service_version", "audit", "outbox"):
        query = f"SELECT count(*) FROM {table}"
        assert rows(fresh(new), query) == rows(county.url, query), table
    same = "SELECT id, code, name, phone, person, status FROM appointment"
    assert rows(fresh(new), same) == rows(county.url, same)
    engine = make_engine(fresh(new))
    with transaction(engine, write=True) as session:
        kept = CatalogueStore(session).snapshot(NOW.date())
        assert kept.published == county.snapshot.published
        service = kept.published[SERVICE].service
        book = Book(session, open_vault(new), kept, now=NOW)
        assert book.book("p1", TIMES[0], [service], Person("后来的", "13900000001"), key="later", digest="d")
        again = book.book("p1", TIMES[0], [service], Person("居民0", "13800000000"), key="k0", digest="d")
        assert again.visitor.startswith("居")
    engine.dispose()


def test_a_backup_goes_back_into_the_same_kind_of_database(
    county: County, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The other way round too: what came from either database goes into an empty one of PostgreSQL."""
    server: str = request.getfixturevalue("postgres")
    name = f"back_{'lite' if county.url.startswith('sqlite') else 'server'}"
    execute(server, f"CREATE DATABASE {name}")
    target = server.replace("/postgres?", f"/{name}?")
    county.book()
    saved(county, tmp_path / "b")
    new = tmp_path / "new"
    done = county.yikan("restore", str(tmp_path / "b"), url=target, data=new)
    assert done.exit_code == 0, done.output
    engine = make_engine(target)
    with transaction(engine, write=True) as session:  # new ids go on behind the loaded ones
        kept = CatalogueStore(session).snapshot(NOW.date())
        book = Book(session, open_vault(new), kept, now=NOW)
        service = kept.published[SERVICE].service
        book.book("p1", TIMES[1], [service], Person("后来的", "13900000001"), key="later", digest="d")
        UserStore(session).add("zhou", "desk", "A-long-password-1", now=NOW)
    engine.dispose()
    assert county.yikan("verify", url=target, data=new).exit_code == 0


def test_nothing_is_written_over(lite: County, tmp_path: Path) -> None:
    folder = saved(lite, tmp_path / "b")
    assert lite.yikan("backup", str(folder)).exit_code == 1
    refused = lite.yikan("restore", str(folder))
    assert refused.exit_code == 1 and "已经有内容" in refused.output
    assert lite.yikan("verify").exit_code == 0


def test_a_damaged_backup_is_refused_and_leaves_nothing(lite: County, tmp_path: Path) -> None:
    lite.book()
    folder, new = saved(lite, tmp_path / "b"), tmp_path / "new"
    file = folder / "tables" / "appointment.jsonl.gz"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    for command in (["verify", str(folder)], ["restore", str(folder)]):
        done = lite.yikan(*command, url=fresh(new), data=new)
        assert done.exit_code == 1 and "appointment.jsonl.gz" in done.output
    file.write_bytes(whole)
    assert lite.yikan("restore", str(folder), url=fresh(new), data=new).exit_code == 0


def test_an_unfinished_backup_is_none(lite: County, tmp_path: Path) -> None:
    folder = saved(lite, tmp_path / "b")
    (folder / "manifest.json").unlink()
    done = lite.yikan("restore", str(folder), url=fresh(tmp_path / "new"), data=tmp_path / "new")
    assert done.exit_code == 1 and "manifest.json" in done.output


def test_the_key_can_be_kept_apart_and_only_the_right_one_opens(lite: County, tmp_path: Path) -> None:
    lite.book()
    folder, new = saved(lite, tmp_path / "b", "--without-key"), tmp_path / "new"
    assert not list(folder.rglob("*.key"))
    other = tmp_path / "other.key"
    other.write_bytes(b"x" * 32)
    for options in ([], ["--key", str(other)]):
        assert lite.yikan("restore", str(folder), *options, url=fresh(new), data=new).exit_code == 1
    key = key_file(lite.data)
    assert lite.yikan("restore", str(folder), "--key", str(key), url=fresh(new), data=new).exit_code == 0
    assert key_file(new).read_bytes() == key.read_bytes()
    assert key_file(new).stat().st_mode & 0o777 == 0o600


def test_a_lost_key_costs_names_and_phones_and_nothing_else(lite: County, tmp_path: Path) -> None:
    lite.book()
    folder, new = saved(lite, tmp_path / "b", "--without-key"), tmp_path / "new"
    done = lite.yikan("restore", str(folder), "--key-lost", url=fresh(new), data=new)
    assert done.exit_code == 0, done.output
    same = "SELECT id, code, slot_id, status FROM appointment"
    assert rows(fresh(new), same) == rows(lite.url, same)
    assert lite.yikan("verify", url=fresh(new), data=new).exit_code == 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE slot SET used = used - 1 WHERE used > 0",
        "DELETE FROM slot_claim",
        "UPDATE catalogue_document SET digest = 'other' WHERE slug = (SELECT min(slug) FROM catalogue_document)",
        "UPDATE audit_head SET seq = seq + 1",
        "DELETE FROM appointment_service",
    ],
)
def test_a_hand_in_the_database_is_found(lite: County, damage: str) -> None:
    lite.book()
    assert lite.yikan("verify").exit_code == 0
    with transaction(lite.engine, write=True) as session:
        session.execute(text(damage))
    done = lite.yikan("verify")
    assert done.exit_code == 1 and "✗" in done.output


def test_another_key_is_found(lite: County) -> None:
    lite.book()
    key_file(lite.data).write_bytes(b"x" * 32)
    assert lite.yikan("verify").exit_code == 1


def test_the_files_hold_no_name_and_no_number(lite: County, tmp_path: Path) -> None:
    lite.book()
    folder = saved(lite, tmp_path / "b")
    text = "".join(gzip.decompress(file.read_bytes()).decode() for file in folder.rglob("*.gz"))
    assert "居民0" not in text and "13800000000" not in text
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}
