"""The gateway's door into Rasa, tried on the real server."""

from __future__ import annotations

import sqlite3
from typing import Any

import httpx
import pytest

from tests.bot.servers import Actions, Bot, Json, says


def facets(call: Json) -> list[str]:
    return [entity["value"] for entity in call["tracker"]["latest_message"]["entities"]]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}])
@pytest.mark.parametrize(("method", "path"), [("POST", "/turn"), ("POST", "/understand"), ("GET", "/health")])
def test_without_the_secret_nothing_is_answered(bot: Bot, header: dict[str, str], method: str, path: str) -> None:
    with httpx.Client(base_url=str(bot.http.base_url)) as stranger:
        reply = stranger.request(method, path, headers=header, json={"sender": "x", "text": "你好"})
    assert reply.status_code == 401
    assert reply.json() == {"error": "unauthorized"}


def test_rasas_own_channels_and_api_are_closed(bot: Bot) -> None:
    root = str(bot.http.base_url).split("/webhooks")[0]
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/tracker", "/domain"):
        assert bot.http.post(root + path, json={"sender": "x", "message": "你好"}).status_code == 404


def test_a_sentence_reaches_the_action_of_its_kind_with_facets_and_metadata(bot: Bot, actions: Actions) -> None:
    linked = [{"code": "residence-permit-apply", "name": "居住证申领"}]
    bot.turn("办居住证要带啥，要跑几趟", masked="办〇要带啥，要跑几趟", services=linked, elder=False)
    [call] = actions.calls
    assert call["next_action"] == "action_service"
    assert sorted(facets(call)) == ["materials", "trips"]
    heard = call["tracker"]["latest_message"]
    assert heard["metadata"]["services"] == linked
    assert heard["intent"]["confidence"] > 0.5


def test_a_text_with_blank_lines_stays_one_message(bot: Bot, actions: Actions) -> None:
    text = "第一行\n\n第二段\n\n\n第三段"
    actions.act = says({"text": text})
    assert bot.turn("办居住证要带啥") == [{"type": "text", "text": text}]


def test_choices_keep_their_payloads(bot: Bot, actions: Actions) -> None:
    buttons = [{"label": "新办", "value": "新办居住证", "payload": {"service": "residence-permit-apply"}}]
    actions.act = says({"text": "哪一件？", "buttons": buttons})
    assert bot.turn("居住证的事") == [{"type": "choices", "text": "哪一件？", "choices": buttons}]


def test_a_card_passes_as_it_is_and_in_order(bot: Bot, actions: Actions) -> None:
    card = {"type": "card", "kind": "guide", "title": "居住证申领", "text": "…", "data": {"a": [1]}, "actions": []}
    actions.act = says({"text": "先说一句"}, {"custom": card})
    assert bot.turn("办居住证要带啥") == [{"type": "text", "text": "先说一句"}, card]


def test_a_failing_action_gives_no_messages(bot: Bot, actions: Actions) -> None:
    def broken(call: Json) -> Json:
        raise RuntimeError("catalogue is down")

    actions.act = broken
    assert bot.turn("办居住证要带啥") == []
    actions.act = says({"text": "好了"})
    assert bot.turn("办居住证要带啥") == [{"type": "text", "text": "好了"}]


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", '/inform{"service": "x"}', " /restart", "/choose ", "/choose{}"]
)
def test_typed_commands_are_only_words(bot: Bot, actions: Actions, text: str) -> None:
    bot.turn("办居住证要带啥", sender=f"slash {text}")
    bot.turn(text, sender=f"slash {text}")
    call = actions.calls[-1]
    assert call["next_action"] not in ("action_choose", "action_inform")
    assert call["tracker"]["slots"]["service"] is None
    said = [event["text"] for event in call["tracker"]["events"] if event["event"] == "user"]
    assert len(said) == 2, "a restart would have wiped the first turn"


def test_a_choice_from_the_gateway_reaches_its_action(bot: Bot, actions: Actions) -> None:
    bot.turn("/choose", choice={"payload": {"act": "book"}})
    assert actions.calls[-1]["next_action"] == "action_choose"
    assert actions.calls[-1]["tracker"]["latest_message"]["metadata"]["choice"] == {"payload": {"act": "book"}}


def test_slots_are_kept_between_turns_and_apart_between_senders(bot: Bot, actions: Actions) -> None:
    card = {"code": "elder-card", "name": "老年人优待证办理"}
    actions.act = lambda call: {"events": [{"event": "slot", "name": "service", "value": card}], "responses": []}
    bot.turn("老年证", sender="slots one")
    bot.turn("老年证要几张照片", sender="slots one")
    assert actions.calls[-1]["tracker"]["slots"]["service"] == card
    bot.turn("要带啥", sender="slots two")
    assert actions.calls[-1]["tracker"]["slots"]["service"] is None


def test_a_long_talk_keeps_what_it_remembers_and_reads_only_a_window(bot: Bot, actions: Actions) -> None:
    card = {"code": "legal-aid", "name": "法律援助申请"}
    actions.act = lambda call: {"events": [{"event": "slot", "name": "service", "value": card}], "responses": []}
    bot.turn("法律援助", sender="long talk")
    actions.act = says({"text": "好"})
    for number in range(30):
        assert bot.turn(f"那要多少钱 {number}", sender="long talk") == [{"type": "text", "text": "好"}]
    tracker = actions.calls[-1]["tracker"]
    assert tracker["slots"]["service"] == card
    said = [event["text"] for event in tracker["events"] if event["event"] == "user"]
    assert said[-3:] == ["那要多少钱 27", "那要多少钱 28", "那要多少钱 29"]
    assert len(tracker["events"]) < 60
    with sqlite3.connect(bot.tracker) as database:
        [kept] = database.execute("SELECT count(*) FROM events WHERE sender_id = 'long talk' AND type_name = 'user'")
    assert kept == (31,)


def test_understanding_leaves_no_trace(bot: Bot, actions: Actions) -> None:
    def events() -> int:
        with sqlite3.connect(bot.tracker) as database:
            count: int = database.execute("SELECT count(*) FROM events").fetchone()[0]
            return count

    bot.turn("你好")
    before = events()
    heard = len(actions.calls)
    found = bot.understand("办居住证要带啥、多少钱", masked="办〇要带啥、多少钱")
    assert found["kind"] == "service" and sorted(found["facets"]) == ["fee", "materials"]
    assert set(found) == {"kind", "facets", "confidence", "intent"}
    assert events() == before and len(actions.calls) == heard


@pytest.mark.parametrize(
    ("text", "kind", "intent"), [("不办了", "meta", "stop"), ("是的", "unclear", "affirm"), ("2", "unclear", "inform")]
)
def test_acts_inside_a_talk_are_named_by_the_contracts_kinds(bot: Bot, text: str, kind: str, intent: str) -> None:
    found = bot.understand(text)
    assert (found["kind"], found["intent"], found["facets"]) == (kind, intent, [])


@pytest.mark.parametrize(
    "text", ["", "   ", "？", "😀😀", "/", "a" * 2000, "的" * 2000, "\u0000\u200b", "<script>alert(1)</script>"]
)
def test_odd_text_is_understood_as_something(bot: Bot, actions: Actions, text: str) -> None:
    bot.turn(text)
    assert actions.calls[-1]["next_action"].startswith("action_")


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        '{"text": "x"}',
        '{"sender": 1, "text": "x"}',
        '{"sender": "a", "text": "x", "metadata": []}',
        "{}",
    ],
)
def test_a_malformed_turn_is_refused(bot: Bot, body: str) -> None:
    assert bot.http.post("/turn", content=body).status_code == 422


def test_health_is_ok_and_names_the_model(bot: Bot) -> None:
    found: dict[str, Any] = bot.http.get("/health").json()
    assert found["status"] == "ok" and found["tracker"] == "ok" and len(found["model"]) == 32


def test_it_starts_within_a_minute(bot: Bot) -> None:
    assert bot.started_in_s < 60


def test_a_forgotten_sender_leaves_no_event(bot: Bot) -> None:
    bot.turn("办居住证要带啥", sender="to-be-forgotten")
    bot.turn("办居住证要带啥", sender="somebody-else")
    assert bot.http.post("/forget", json={"sender": "to-be-forgotten"}).json() == {"forgotten": True}
    with sqlite3.connect(bot.tracker) as tracker:
        left = {row[0] for row in tracker.execute("select distinct sender_id from events")}
    assert "to-be-forgotten" not in left
    assert "somebody-else" in left
