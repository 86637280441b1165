"""Whose household, since when, what is denied and what a case differs in are heard in the middle of a check."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_a_child_goes_by_the_parent_it_joins(talk: Talk) -> None:
    talk.say("给刚生的娃儿上户口")
    talk.say("帮我算算要跑几趟")
    talk.say("她户口在贵州，我户口在桃园村，娃儿随我")
    assert not talk.has_card("assessment") and "出生医学证明" in talk.text


def test_a_month_is_counted_to_today(talk: Talk) -> None:
    talk.say("居住证怎么办")
    talk.say("帮我算算")
    talk.say("湖南的")
    talk.say("三月底就来了，四月一号在派出所登过记")
    assert "还差" not in talk.text and "几个月" not in talk.text


def test_what_a_month_brings_is_no_year_paid(talk: Talk) -> None:
    talk.say("居民养老金怎么领")
    talk.say("帮我算算")
    talk.say("一共交了16年")
    talk.say("一个月能发好多钱")
    assert "记下了" not in talk.text and "领得多" in talk.text


def test_what_is_denied_is_offered_no_more(talk: Talk) -> None:
    talk.say("到六十岁的养老金怎么领")
    talk.say("帮我算算")
    assert "职工" in talk.labels
    talk.say("从来没进过厂，也没领别的退休金")
    assert "没太听明白" not in talk.text
    assert "居民" in talk.labels and not {"职工", "已经在领"} & set(talk.labels)


def test_why_somebody_is_treated_elsewhere_may_be_told_first(talk: Talk) -> None:
    talk.say("异地就医备案要跑几趟，帮我算算")
    talk.say("我交的合作医疗，这一去要住好几年")
    assert "哪种情况" not in talk.text


def test_a_first_card_asks_nothing_of_an_old_one(talk: Talk) -> None:
    talk.say("小孩首次申领身份证")
    talk.say("帮我算算")
    talk.say("户口在柳溪镇，2018年5月3号生")
    talk.say("走得动")
    talk.say("寄到家")
    assert talk.has_card("assessment") and "可以办" in talk.text


def test_what_a_case_differs_in_is_told(talk: Talk) -> None:
    talk.say("身份证到期了怎么换")
    talk.say("证都断成两截了，跟到期的是不是不一样")
    assert "40元" in talk.text and "一样" in talk.text
