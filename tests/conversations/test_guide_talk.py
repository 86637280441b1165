"""Talk about guides: nothing of a question is dropped, what the guide answers itself comes first, nobody is lost."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk


def guide_of(talk: Talk) -> str:
    return str(talk.card("guide")["data"]["service"]["code"])


@pytest.mark.parametrize(
    ("service", "text", "fields"),
    [
        ("居住证申领", "收费标准、时限、证件", {"fee", "time_limit", "evidences"}),
        ("老年优待证", "步骤、条件、电话", {"steps", "conditions", "phones"}),
        ("社保卡补办", "咋申请要多久收钱不", {"steps", "time_limit", "fee"}),
        ("低保", "地点联系电话办公时间", {"nearest", "phones", "hours"}),
    ],
)
def test_everything_asked_in_a_row_is_answered(talk: Talk, service: str, text: str, fields: set[str]) -> None:
    talk.say(service)
    talk.say(text)
    card = talk.card("guide")
    assert fields <= set(card["data"])


def test_what_the_guide_answers_itself_comes_first(talk: Talk) -> None:
    talk.say("给娃娃上户口")
    talk.say("交医保是不是得等落户")
    assert guide_of(talk) == "birth-registration"
    assert talk.last[0]["text"].startswith("不用等")


def test_a_paper_of_the_matter_in_hand_is_no_other_matter(talk: Talk) -> None:
    talk.say("小学入学报名")
    talk.say("非得有居住证吗")
    assert guide_of(talk) == "school-enrol-primary"
    assert "居住证" in talk.last[0]["text"].splitlines()[0]


def test_where_a_paper_comes_from_is_told_as_the_guide_has_it(talk: Talk) -> None:
    talk.say("食品经营许可新办")
    talk.say("健康证上哪办")
    assert "医院" in talk.text
    assert not any("都不是" in label for label in talk.labels)


def test_asking_whether_i_have_a_share_begins_the_check(talk: Talk) -> None:
    talk.say("公家给八十岁老人的钱，有我的份没")
    assert "算一算" in talk.text or talk.has_card("assessment")


def test_a_death_alone_is_the_whole_event(talk: Talk) -> None:
    talk.say("我家那口子昨晚没了，我什么也不懂")
    assert talk.has_card("bundle")


@pytest.mark.parametrize("text", ["她在广州上班", "我闺女嫁到外地了", "老人一个人过 75了"])
def test_what_is_told_by_the_way_opens_no_list(talk: Talk, text: str) -> None:
    talk.say("低保")
    talk.say(text)
    assert not any("都不是" in label or label == "更多" for label in talk.labels)
    assert "最低生活保障" in talk.text or talk.labels
