"""What searching keeps: vectors with their version, and counts of choices without a person."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine, inspect

from knowledge.search.kept import WIDTH, key_of
from knowledge.store import transaction
from knowledge.store.choices import ChoiceStore
from knowledge.store.tables.search import VectorsRow
from knowledge.store.vectors import Kept, VectorStore

TODAY = date(2026, 11, 23)
MODEL = "a-model"


def kept(code: str, version: int, *texts: str) -> Kept:
    rows = np.eye(WIDTH, dtype=np.float32)[: len(texts)]
    return Kept(code, version, tuple(map(key_of, texts)), rows)


def test_vectors_come_back_as_they_were_kept(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        VectorStore(session, MODEL).write([kept("water-new", 1, "报装", "接水"), kept("water-new", 2, "开户")])
    with transaction(engine, write=False) as session:
        (found,) = VectorStore(session, MODEL).read({("water-new", 1), ("never-there", 1)})
        assert VectorStore(session, "another-model").read() == []
    assert found.keys == (key_of("报装"), key_of("接水"))
    np.testing.assert_array_equal(found.rows, np.eye(WIDTH)[:2])


def test_a_torn_row_is_not_read(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        session.add(VectorsRow(code="water-new", version=1, model=MODEL, keys=key_of("报装"), rows=b"torn"))
    with transaction(engine, write=False) as session:
        assert VectorStore(session, MODEL).read() == []


def test_vectors_of_versions_out_of_force_and_of_other_models_are_removed(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        VectorStore(session, "another-model").write([kept("water-new", 2, "开户")])
        VectorStore(session, MODEL).write([kept("water-new", 1, "报装"), kept("water-new", 2, "开户")])
        assert VectorStore(session, MODEL).prune({("water-new", 2)}) == 2
        assert [(one.code, one.version) for one in VectorStore(session, MODEL).read()] == [("water-new", 2)]


def test_choices_are_added_up_over_places_and_recent_days(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        store = ChoiceStore(session)
        for place in ("qinghe", "qinghe", None):
            store.count(place, "id-card-renew", on=TODAY)
        store.count("qinghe", "id-card-renew", on=TODAY - timedelta(days=100))
        assert store.since(TODAY - timedelta(days=90)) == {"id-card-renew": 3}
        assert store.forget(TODAY - timedelta(days=90)) == 1


def test_a_choice_is_kept_without_text_or_person(engine: Engine) -> None:
    columns = {column["name"] for column in inspect(engine).get_columns("service_choice")}
    assert columns == {"place", "day", "code", "times"}
