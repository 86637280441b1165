"""Tickets at the desk of those who answer them: handed out, answered, and seen by the resident at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import OwnApi
from tests.api.test_admin import SignIn, sign_in

__all__ = ["sign_in"]  # a fixture

Json = dict[str, Any]


class Resident:
    def __init__(self, own_api: OwnApi) -> None:
        self.http = own_api.client
        token = self.http.post("/api/v1/chat/sessions", json={}).json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def report(self, text: str, **more: str) -> Json:
        body = {"kind": "report", "text": text, **more}
        made: Json = self.http.post("/api/v1/tickets", json=body, headers=self.headers).json()
        return made

    def sees(self) -> Json:
        item: Json = self.http.get("/api/v1/tickets", headers=self.headers).json()["items"][0]
        return item


@pytest.fixture
def resident(own_api: OwnApi) -> Resident:
    return Resident(own_api)


def test_an_answer_reaches_the_resident_under_the_number(resident: Resident, sign_in: SignIn) -> None:
    number = resident.report("菜市场门前窨井少了个盖子", contact="13800001111")["number"]
    zhou = sign_in("zhou", "editor")
    listed = zhou.get("/admin/tickets").text
    assert number in listed and "住建局" in listed and "13800001111" not in listed
    page = zhou.get(f"/admin/tickets/{number}")
    assert "13800001111" in page.text
    zhou.post(f"/admin/tickets/{number}", page, status="replied", answer="盖子明天上午补上", topic="manhole")
    assert (resident.sees()["status"], resident.sees()["answer"]) == ("replied", "盖子明天上午补上")


def test_no_ticket_is_answered_without_an_answer_or_goes_back(resident: Resident, sign_in: SignIn) -> None:
    number = resident.report("天上有个亮点")["number"]
    zhou = sign_in("zhou", "editor")
    path = f"/admin/tickets/{number}"
    assert zhou.post(path, zhou.get(path), status="closed").status_code == 422
    zhou.post(path, zhou.get(path), status="in_progress")
    assert zhou.post(path, zhou.get(path), status="received").status_code == 422
    assert resident.sees()["status"] == "in_progress"


def test_what_nobody_could_tell_is_handed_out_by_hand(resident: Resident, sign_in: SignIn) -> None:
    number = resident.report("天上有个亮点")["number"]
    zhou = sign_in("zhou", "editor")
    path = f"/admin/tickets/{number}"
    zhou.post(path, zhou.get(path), status="assigned", topic="street-light")
    assert resident.sees()["about"]["name"] == "路灯"


def test_the_list_is_cut_to_a_status_and_a_department(resident: Resident, sign_in: SignIn) -> None:
    lamp, noise = resident.report("街灯瞎了")["number"], resident.report("广场舞太吵")["number"]
    zhou = sign_in("zhou", "auditor")
    of_police = zhou.get("/admin/tickets?department=公安局&status=received").text
    assert noise in of_police and lamp not in of_police
    assert noise not in zhou.get("/admin/tickets?status=closed").text
    page = zhou.get(f"/admin/tickets/{lamp}")
    assert '<button type="submit">保存' not in page.text
    assert zhou.post(f"/admin/tickets/{lamp}", page, status="assigned").status_code == 403
