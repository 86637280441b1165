"""What residents leave with us is theirs, gets a number and a day, and a rating is never forced."""

from __future__ import annotations

import httpx
import pytest

from tests.api.conftest import SECRET

TICKET = {"kind": "help", "text": "老人走不动，想请人上门", "place": "北河", "contact": "13800001111"}


def test_a_ticket_gets_a_number_and_a_day(api: httpx.Client, resident: dict[str, str]) -> None:
    made = api.post("/api/v1/tickets", json=TICKET, headers=resident)
    assert made.status_code == 201
    ticket = made.json()
    assert ticket["status"] == "received"
    assert ticket["due"] == "2026-11-25T17:00:00+08:00"
    assert api.get(f"/api/v1/tickets/{ticket['number']}", headers=resident).json() == ticket
    assert ticket in api.get("/api/v1/tickets", headers=resident).json()["items"]


def test_what_belongs_to_others_is_not_found(api: httpx.Client, resident: dict[str, str]) -> None:
    number = api.post("/api/v1/tickets", json=TICKET, headers=resident).json()["number"]
    stranger = {"Authorization": f"Bearer {api.post('/api/v1/chat/sessions', json={}).json()['token']}"}
    assert api.get(f"/api/v1/tickets/{number}", headers=stranger).status_code == 404
    rating = {"subject": {"kind": "ticket", "id": number}, "grade": 5}
    assert api.post("/api/v1/ratings", json=rating, headers=stranger).status_code == 404
    assert api.post("/api/v1/ratings", json=rating, headers=resident).status_code == 201


@pytest.mark.parametrize(
    ("rating", "status"),
    [
        ({"grade": 5}, 201),
        ({"grade": 3, "text": "还行"}, 201),
        ({"grade": 2}, 422),
        ({"grade": 1, "reason": "等太久"}, 201),
        ({"grade": 1, "reason": "天气不好"}, 422),
        ({"grade": 0, "reason": "等太久"}, 422),
        ({"grade": 6}, 422),
    ],
)
def test_a_bad_grade_needs_a_reason_from_the_list(
    api: httpx.Client, resident: dict[str, str], rating: dict[str, object], status: int
) -> None:
    body = {"subject": {"kind": "answer", "id": "m-1"}, **rating}
    assert api.post("/api/v1/ratings", json=body, headers=resident).status_code == status
    assert "等太久" in api.get("/api/v1/ratings/reasons").json()["items"]


def test_our_action_server_speaks_for_a_conversation_and_nobody_else_may(api: httpx.Client) -> None:
    ours = {"X-Yikan-Service": SECRET, "X-Yikan-Sender": "nobody"}
    assert api.get("/api/v1/tickets", headers=ours).status_code == 401
    forged = {**ours, "X-Yikan-Service": "guessed"}
    assert api.post("/api/v1/unresolved", json={"text": "嘟嘟"}, headers=forged).status_code == 401
    assert api.post("/api/v1/unresolved", json={"text": "嘟嘟13800001111"}, headers=ours).status_code == 204


def test_a_token_nobody_was_given_is_refused(api: httpx.Client) -> None:
    reply = api.get("/api/v1/tickets", headers={"Authorization": "Bearer guessed"})
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_report_says_whose_business_it_is_before_and_after(api: httpx.Client, resident: dict[str, str]) -> None:
    text = "巷子口的街灯瞎了十来天"
    before = api.post("/api/v1/tickets/classify", json={"text": text}).json()
    assert (before["name"], before["known"], before["standard"]) == ("路灯", True, True)
    made = api.post("/api/v1/tickets", json={"kind": "report", "text": text}, headers=resident).json()
    assert made["about"] == before
    assert made["due"] == "2026-11-27T17:00:00+08:00"
    assert made["answer"] is None


def test_what_nobody_can_tell_is_handed_out_by_a_person(api: httpx.Client, resident: dict[str, str]) -> None:
    made = api.post("/api/v1/tickets", json={"kind": "report", "text": "天上有个亮点"}, headers=resident).json()
    assert made["about"]["known"] is False
    assert "人工" in made["about"]["department"]


def test_only_reports_are_told_apart(api: httpx.Client, resident: dict[str, str]) -> None:
    made = api.post("/api/v1/tickets", json={**TICKET, "text": "路灯坏了"}, headers=resident).json()
    assert made["about"] is None
