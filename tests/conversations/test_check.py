"""最多跑一次 in talk: free answers, facts told beforehand, corrections, interruptions, leaving and coming back."""

from __future__ import annotations

import base64
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.serving import System, start_system
from tests.conversations.talk import Talk

PERMIT = "居住证"


def to_the_result(talk: Talk, most: int = 15) -> dict[str, Any]:
    """Take the first option of every question that is left."""
    for _ in range(most):
        if talk.has_card("assessment"):
            data: dict[str, Any] = talk.card("assessment")["data"]
            return data
        talk.say("1")
    raise AssertionError(f"the check never ended: {talk.text}")


def asked(talk: Talk) -> str:
    """The question that stands open: the text above the last choices, or the last text."""
    return str(talk.last[-1]["text"])


def test_what_was_told_before_is_not_asked(talk: Talk) -> None:
    talk.say("我是外省的，来青禾八个月了，跟房东租的房子，办居住证要跑几趟")
    seen = []
    for _ in range(12):
        if talk.has_card("assessment"):
            break
        seen.append(asked(talk))
        talk.say("1")
    assert talk.has_card("assessment")
    assert not [text for text in seen if "户口在哪里" in text or "住了几个月" in text or "房子是哪一种" in text]


def test_every_question_says_why_when_asked(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    question = asked(talk)
    talk.say("为什么问这个")
    assert "因为" in talk.text
    assert talk.labels
    assert question


def test_free_answers_are_taken(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    talk.say("我是湖南那边的")
    talk.say("我来了八个多月")
    talk.say("房子是找房东租的")
    data = to_the_result(talk)
    assert data["shareable"]["hukou_place"] == "外省"
    assert data["shareable"]["live_here_months"] == 8


def test_an_earlier_answer_can_be_changed_and_the_rest_is_kept(talk: Talk) -> None:
    talk.say("我是本村户口，来了八个月，房子是租的，办居住证要跑几趟")
    talk.say("不对，我是外省的")
    assert "改过来了" in talk.text
    data = to_the_result(talk)
    assert data["shareable"]["hukou_place"] == "外省"
    assert data["shareable"]["live_here_months"] == 8


def test_the_result_changes_when_an_answer_is_taken_back_after_it(talk: Talk) -> None:
    talk.say("我是外省的，来了八个月，房子是租的，算算办居住证要跑几趟")
    first = to_the_result(talk)
    talk.say("刚才说错了，才来两个月")
    second = to_the_result(talk)
    assert second["shareable"]["live_here_months"] == 2
    assert first["outcome"] != second["outcome"]


def test_a_question_in_between_is_answered_and_the_check_goes_on(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    question = asked(talk)
    talk.say("对了要多少钱")
    assert talk.card("guide")["data"]["service"]["code"] == "residence-permit-apply"
    assert asked(talk) == question
    talk.say("外省的")
    assert asked(talk) != question


def test_one_step_back_asks_the_last_question_again(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    first = asked(talk)
    talk.say("外省的")
    talk.say("上一步")
    assert asked(talk).splitlines()[0] == first.splitlines()[0]


@pytest.mark.parametrize("leaving", ["不办了", "先不说了"])
def test_a_check_left_is_taken_up_where_it_was(talk: Talk, leaving: str) -> None:
    talk.say("我是外省的，算算办居住证要跑几趟")
    question = asked(talk)
    talk.say(leaving)
    assert not talk.has_card("assessment")
    talk.say("接着刚才的")
    assert "不用再说" in talk.text
    assert asked(talk).splitlines()[0] == question.splitlines()[0]
    data = to_the_result(talk)
    assert data["shareable"]["hukou_place"] == "外省"


def test_the_mothers_age_is_taken_and_the_late_fathers_is_not(talk: Talk) -> None:
    talk.say("我妈82了，我爸前年走的时候79，能领高龄津贴吗")
    for _ in range(12):
        if talk.has_card("assessment"):
            break
        assert "多大" not in asked(talk) and "哪年" not in asked(talk)
        talk.say("1")
    assert talk.has_card("assessment")


def test_unknown_is_an_answer_and_is_not_asked_again(talk: Talk) -> None:
    talk.say("算算我办居住证要跑几趟")
    question = asked(talk)
    talk.say("不知道")
    assert asked(talk) != question


def test_the_result_offers_booking_another_case_and_sending_it_on(talk: Talk) -> None:
    talk.say("我是外省的，来了八个月，房子是租的，算算办居住证要跑几趟")
    to_the_result(talk)
    card = talk.card("assessment")
    assert {"预约时间", "换个情况再算", "发给家人"} <= {action["label"] for action in card["actions"]}
    data = card["data"]
    assert data["reasons"] and all(reason["source"] for reason in data["reasons"])
    assert isinstance(data["trips"]["max"], int)


def case_in(card: dict[str, Any]) -> dict[str, Any]:
    url = next(action["url"] for action in card["actions"] if action["label"] == "发给家人")
    assert url.startswith("/#case=")
    coded = url.removeprefix("/#case=")
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    return found


def test_the_link_for_the_family_carries_no_sensitive_answer(talk: Talk) -> None:
    talk.say("我妈82了，户口在本村，能领高龄津贴吗")
    to_the_result(talk)
    facts = case_in(talk.card("assessment"))["facts"]
    assert facts.get("hukou_place") == "本县本乡镇"
    assert not {"age", "birth_date"} & set(facts)


def test_the_reader_of_the_link_is_asked_only_the_rest(talk: Talk, system: str) -> None:
    talk.say("我是外省的，来了八个月，房子是租的，算算办居住证要跑几趟")
    to_the_result(talk)
    case = case_in(talk.card("assessment"))
    told = "；".join(f"{key}={str(value).lower()}" for key, value in case["facts"].items())
    with Talk(system) as reader:
        reader.say(f"帮我算算{case['name']}要跑几趟；{told}")
        data = to_the_result(reader)
        assert data["shareable"].items() >= case["facts"].items()


def test_the_same_list_travels_from_card_to_appointment(talk: Talk) -> None:
    talk.say("我是外省的，来了八个月，房子是租的，算算办居住证要跑几趟")
    data = to_the_result(talk)
    wanted = [paper["name"] for paper in data["evidences"] if paper["bring"]]
    talk.take("预约时间")
    talk.say("1")
    talk.say("王桂英 13800138111")
    talk.say("确认")
    made = talk.card("appointment")["data"]
    assert [paper["name"] for paper in made["bring"]] == wanted


# --- what stays behind --------------------------------------------------------------------------------------------


@pytest.fixture
def short_lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """A system whose sessions end after a few idle seconds."""
    monkeypatch.setenv("YIKAN_SESSION_IDLE_S", "15")
    monkeypatch.setenv("YIKAN_FORGET_EVERY_S", "2")
    with start_system(tmp_path) as running:
        yield running


def holds(folder: Path, secret: str) -> list[str]:
    """The files of the data directory in which a text can be found, plain or escaped as JSON does."""
    forms = {secret.encode(), json.dumps(secret)[1:-1].encode()}
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def rows(folder: Path, file: str, table: str) -> int:
    with sqlite3.connect(folder / file) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_nothing_of_a_private_answer_is_left_when_the_session_is_over(short_lived: System) -> None:
    secret = "我得的是阿尔茨海默综合征第九型"
    with Talk(short_lived.url) as talk:
        talk.say("算算我办低保要跑几趟")
        talk.say(secret)
        talk.say("家里存款都花光了 实在过不下去了")
    assert rows(short_lived.data, "yikan.db", "chat_session") == 1
    _until_forgotten(short_lived)
    assert rows(short_lived.data, "yikan.db", "chat_session") == 0
    assert rows(short_lived.data, "yikan.db", "chat_message") == 0
    assert rows(short_lived.data, "tracker.db", "events") == 0
    assert httpx.get(f"{short_lived.url}/healthz").status_code == 200
    assert [name for name in holds(short_lived.data, secret) if name.endswith(".log")] == []


def _until_forgotten(system: System) -> None:
    deadline = time.monotonic() + 60
    while rows(system.data, "yikan.db", "chat_session") and time.monotonic() < deadline:
        time.sleep(1)
