"""Life events: told in ordinary speech, shown as a plan, gone through with progress."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_opening_a_small_restaurant_is_a_plan_of_several_matters(talk: Talk) -> None:
    talk.say("我想在街上开家面馆，需要跑哪些部门")
    card = talk.card("bundle")
    assert card["data"]["bundle"]["slug"] == "open-restaurant"
    assert len(card["data"]["services"]) >= 3
    assert talk.labels == [service["name"] for service in card["data"]["services"]][:6]


def test_a_death_in_the_family_is_met_with_the_plan_and_its_first_matter(talk: Talk) -> None:
    talk.say("我公公前天走了，都有啥要办的")
    assert talk.card("bundle")["data"]["bundle"]["slug"] == "after-death"
    talk.say("先弄哪个")
    assert talk.card("guide")["data"]["service"]["code"] == "household-cancel-death"


def test_one_matter_of_an_event_is_answered_by_itself(talk: Talk) -> None:
    talk.say("我公公前天走了，户口本上要咋销")
    assert not talk.has_card("bundle")
    assert talk.card("guide")["data"]["service"]["code"] == "household-cancel-death"


def test_what_is_done_moves_the_plan_along(talk: Talk) -> None:
    talk.say("我公公前天走了，都有啥要办的")
    services = talk.card("bundle")["data"]["services"]
    talk.say("第一件")
    talk.say("这件办好了")
    assert talk.card("guide")["data"]["service"]["code"] == services[1]["code"]
    talk.say("看看还剩哪些")
    assert talk.card("bundle")["data"]["done"] == [services[0]["code"]]
    assert services[0]["name"] not in talk.labels


def test_a_numbered_matter_is_asked_about_from_the_plan(talk: Talk) -> None:
    talk.say("我公公前天走了，都有啥要办的")
    services = talk.card("bundle")["data"]["services"]
    talk.say("第二件要准备哪些材料")
    card = talk.card("guide")
    assert card["data"]["service"]["code"] == services[1]["code"]
    assert card["data"]["evidences"]


def test_papers_of_the_whole_event_are_named_once(talk: Talk) -> None:
    talk.say("我公公前天走了，一共要备哪些材料")
    assert talk.has_card("bundle")
    talk.say("全部要带哪些东西")
    assert "相同的只带一份" in talk.text


def test_two_matters_in_one_sentence_are_both_answered(talk: Talk) -> None:
    talk.say("居住证要签注，再把社保卡丢了的也补上")
    codes = {message["data"]["service"]["code"] for message in talk.last if message.get("kind") == "guide"}
    assert codes == {"residence-permit-endorse", "social-card-replace"}
    talk.say("各要带些啥")
    asked = [message["data"] for message in talk.last if message.get("kind") == "guide"]
    assert {data["service"]["code"] for data in asked} == codes
    assert all("evidences" in data for data in asked)
