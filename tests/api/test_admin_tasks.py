"""What waits for the admin, and how a sentence nobody understood becomes something the system knows."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from api.dependencies import short
from api.forgetting import forget_expired
from knowledge.store.chat import ChatStore, hash_token
from knowledge.store.tasks import OpenQuestionStore, SentenceStore
from tests.api.conftest import OwnApi
from tests.api.test_admin import CODE, SignIn, sign_in
from tests.builders import NOW

__all__ = ["sign_in"]  # a fixture

SAID = "嘟嘟叭叭咋整"
KEY = hashlib.sha256(SAID.encode()).hexdigest()


@pytest.fixture(autouse=True)
def heard(own_api: OwnApi) -> None:
    own_api.client.post("/api/v1/unresolved", json={"text": SAID}, headers=own_api.ours)


def test_a_sentence_becomes_another_name_in_a_draft(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "editor")
    page = zhou.get("/admin/tasks")
    assert SAID in page.text
    after = zhou.post(f"/admin/tasks/{KEY}/alias", page, service=CODE, text="嘟嘟叭叭")
    assert "草稿存好了" in after.text and "嘟嘟叭叭" in after.text
    assert SAID not in zhou.get("/admin/tasks").text
    assert "嘟嘟叭叭" not in own_api.client.get(f"/api/v1/services/{CODE}").json()["aliases"]


def test_a_sentence_becomes_a_question_with_its_answer_in_a_draft(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "editor")
    page = zhou.get("/admin/tasks")
    zhou.post(f"/admin/tasks/{KEY}/faq", page, service=CODE, text=SAID, answer="打司法局的电话就行")
    assert "打司法局的电话就行" in zhou.get(f"/admin/services/{CODE}/document").text


def test_a_sentence_is_kept_for_the_next_training(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "editor")
    zhou.post(f"/admin/tasks/{KEY}/teach", zhou.get("/admin/tasks"), meaning="service:process")
    with short(own_api.parts, write=False) as work:
        kept = SentenceStore(work.session).all()
    assert [(item.intent, item.facets) for item in kept] == [("service", ("process",))]
    assert SAID not in zhou.get("/admin/tasks").text


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("alias", {"service": "no-such", "text": "嘟嘟"}),
        ("alias", {"service": CODE, "text": "嘟"}),
        ("faq", {"service": CODE, "text": SAID, "answer": " "}),
        ("teach", {"meaning": "service:nothing"}),
    ],
)
def test_half_a_step_is_refused_and_the_sentence_stays(sign_in: SignIn, step: str, fields: dict[str, str]) -> None:
    zhou = sign_in("zhou", "editor")
    refused = zhou.post(f"/admin/tasks/{KEY}/{step}", zhou.get("/admin/tasks"), **fields)
    assert refused.status_code == 422
    assert SAID in refused.text


def test_who_only_reads_changes_nothing(sign_in: SignIn) -> None:
    lin = sign_in("lin", "auditor")
    page = lin.get("/admin/tasks")
    assert lin.post(f"/admin/tasks/{KEY}/teach", page, meaning="oos").status_code == 403


async def test_a_talk_that_ends_with_a_question_is_counted_without_the_person(own_api: OwnApi, sign_in: SignIn) -> None:
    for _ in range(2):
        with short(own_api.parts, write=True) as work:
            store = ChatStore(work.session)
            opened = store.open(hash_token(str(_)), None, now=NOW - timedelta(days=2), idle=timedelta(minutes=5))
            store.save_state(opened.id, {"open": {"service": CODE, "question": "age"}})
    await forget_expired(own_api.parts)
    with short(own_api.parts, write=False) as work:
        assert [(q.service, q.question, q.times) for q in OpenQuestionStore(work.session).open()] == [(CODE, "age", 2)]
    zhou = sign_in("zhou", "editor")
    page = zhou.get("/admin/tasks")
    assert "2 次" in page.text
    assert "2 次" not in zhou.post("/admin/tasks/questions/done", page, service=CODE, question="age").text


def test_a_bad_rating_is_shown_masked_with_its_reason(own_api: OwnApi, sign_in: SignIn) -> None:
    token = own_api.client.post("/api/v1/chat/sessions", json={}).json()["token"]
    rating = {"subject": {"kind": "answer", "id": "m-7"}, "grade": 1, "reason": "等太久", "text": "打13800001111没人接"}
    own_api.client.post("/api/v1/ratings", json=rating, headers={"Authorization": f"Bearer {token}"})
    zhou = sign_in("zhou", "editor")
    page = zhou.get("/admin/tasks")
    assert "等太久" in page.text and "13800001111" not in page.text
    assert "等太久" not in zhou.post("/admin/tasks/ratings/done", page, id="1").text
