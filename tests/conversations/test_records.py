"""One's own records: identity numbers are never kept, a copy and an erasure are a sentence away."""

from __future__ import annotations

import sqlite3

import httpx

from tests.browser.serving import System
from tests.conversations.talk import Talk

NUMBER = "530102196607081529"


def history(talk: Talk) -> list[str]:
    items = talk.http.get("/chat/messages").json()["messages"]
    return [item["message"]["text"] for item in items if item["from"] == "resident"]


def kept_anywhere(running: System, text: str) -> list[str]:
    """Files of the deployment in which a text stands."""
    found = []
    for path in running.data.rglob("*"):
        if path.is_file() and text.encode() in path.read_bytes():
            found.append(path.name)
    return found


def test_an_identity_number_reaches_neither_the_history_nor_the_bot(talk: Talk, running: System) -> None:
    talk.say(f"我的身份证号{NUMBER}，帮我看看办居住证要带啥")
    assert talk.card("guide")["data"]["service"]["code"] == "residence-permit-apply"
    assert history(talk) == ["我的身份证号530102********1529，帮我看看办居住证要带啥"]
    assert kept_anywhere(running, NUMBER) == []


def test_records_are_erased_after_a_yes(talk: Talk, running: System) -> None:
    talk.say("我家里那头驴叫阿灰，办居住证要带啥")
    talk.say("把我的记录删了吧")
    assert "我家里那头驴叫阿灰，办居住证要带啥" in history(talk)
    talk.say("是的")
    assert history(talk) == ["是的"]
    with sqlite3.connect(running.data / "tracker.db") as tracker:
        events = [row[0] for row in tracker.execute("select data from events")]
    assert not any("阿灰" in event for event in events)
    talk.say("要带啥")
    assert not talk.has_card("guide")


def test_records_stay_after_a_no(talk: Talk) -> None:
    talk.say("办居住证要带啥")
    talk.say("清空我的记录")
    talk.say("算了")
    assert "办居住证要带啥" in history(talk)


def test_a_copy_of_ones_records_is_downloaded_by_a_link(talk: Talk, system: str) -> None:
    talk.say("办居住证要带啥")
    talk.say("我想导出我的信息")
    link = talk.card("records")["actions"][0]["url"]
    copy = httpx.get(system + link)
    assert "attachment" in copy.headers["content-disposition"]
    assert "办居住证要带啥" in [message["said"] for message in copy.json()["messages"]]
    assert httpx.get(system + link[:-4] + "abcd").status_code == 404
