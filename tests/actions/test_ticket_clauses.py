"""What each clause is to the ticket that is summed up: a yes, its filing, a wait, more of it, or the matter."""

from __future__ import annotations

import pytest

from actions.ticket_clauses import added, also_reports, drops, held, matter_of, submits
from actions.ticket_filed import asks_of_mine
from actions.ticket_reading import asks


@pytest.mark.parametrize(
    "said",
    [
        "就说这么多 没有要补的了 你帮我递上去吧",
        "看过了 都对 那张投诉就给他们报上去",
        "电话号码还用上回那个 可以交了 谢谢你们",
        "要得 单号发我 就照这个登记吧",
        "名字没写错 电话也对 那就提交",
        "嗯 不改了 麻烦你们报一下嘛",
    ],
)
def test_a_longer_sentence_of_yes_and_politeness_hands_it_on(said: str) -> None:
    assert submits(said)


@pytest.mark.parametrize(
    "said",
    [
        "表我都交了 他们说没收到",
        "登记过了 没人来",
        "先不报",
        "知道了",
        "电话打了三次没人接",
        "把那只狗的事也报上去",
        "上次也报了",
        "他说报上去也没用",
        "没有了",
    ],
)
def test_what_tells_or_only_leads_over_hands_nothing_on(said: str) -> None:
    assert not submits(said)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("先莫交 我再补一点 那儿靠近小学", "我再补一点,那儿靠近小学"),
        ("等会儿再报", ""),
        ("慢点 这个是哪个单位管", "这个是哪个单位管"),
        ("先不提交 还要加一句 昨晚又停了", "还要加一句,昨晚又停了"),
        ("先不提交", None),
        ("先别报了 社保卡咋补", None),
        ("等了三个月还没人来", None),
    ],
)
def test_a_wait_holds_it_and_leaves_the_rest(said: str, rest: str | None) -> None:
    assert held(said) == rest


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ("还要加一句,昨晚又停了", "昨晚又停了"),
        ("对了忘了讲 那段路没护栏", "那段路没护栏"),
        ("把夜里有大车过也写上去", "夜里有大车过"),
        ("补充：在三组", "在三组"),
        ("我补一句", ""),
        ("加油站那边也塌了", None),
        ("再说一遍要带的材料", None),
    ],
)
def test_what_is_to_be_added_is_told_from_its_lead(said: str, more: str | None) -> None:
    assert added(said) == more


def test_only_the_matter_goes_into_the_text() -> None:
    assert matter_of("其实是想问低保 就这样 提交吧") == "其实是想问低保"
    assert matter_of("村小学门口积水好几天 也给我报一下") == "村小学门口积水好几天"
    assert matter_of("积水很深") == "积水很深"


def test_a_number_of_days_told_is_no_question() -> None:
    assert not asks("积水十几天") and not asks("坏了好几天") and asks("要修几天")


@pytest.mark.parametrize(
    "said",
    [
        "我刚才那张帮办单现在什么情况",
        "报的几个事单号都发我看看",
        "我这里一共登记了几件",
        "查一下我的单子",
        "我反映的那件事有人接了没",
        "刚才那个投诉处理了没",
        "我喊人上门那个到哪一步了",
    ],
)
def test_what_is_asked_of_ones_own_tickets(said: str) -> None:
    assert asks_of_mine(said)


@pytest.mark.parametrize(
    "said", ["单位说单子开错了", "发票单子要带哪些", "跑了几趟都说单子不对", "反映了几个月没人理", "医院的清单在哪打"]
)
def test_papers_and_stories_are_no_question_of_tickets(said: str) -> None:
    assert not asks_of_mine(said)


def test_another_matter_is_announced_by_also() -> None:
    assert also_reports("湖滨路的井盖没了 顺便给我报一下") and not also_reports("也没人登记过")


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("知道了 那我不举报了", ""),
        ("嗯 好 那就不报了 居住证要带啥", "居住证要带啥"),
        ("算了 还是交上去吧", None),
        ("好 我再想想", None),
    ],
)
def test_a_no_behind_a_nod_drops_it_and_after_all_does_not(said: str, rest: str | None) -> None:
    assert drops(said) == rest
