"""Free talk → service: verbs decide, bare names are asked about, no need means no service, names are masked."""

from __future__ import annotations

from time import perf_counter

import pytest

from knowledge.linking import Linked, link
from knowledge.search import SearchIndex
from tests.knowledge.indexed import a_service, county, with_far_places


def linked(text: str, place: str = "qinghe", index: SearchIndex | None = None) -> Linked:
    index = index or county()
    return link(index, index.places, text, place)


def code(text: str, place: str = "qinghe") -> str | None:
    services = linked(text, place).services
    return services[0].code if services else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办居住证", "residence-permit-apply"),
        ("办居住证要带啥，要跑几趟", "residence-permit-apply"),
        ("居住证到期了", "residence-permit-endorse"),
        ("居住证要签注", "residence-permit-endorse"),
        ("身份证丢了", "id-card-replace"),
        ("身份证快到期了，换证要带什么", "id-card-renew"),
        ("身份证摔坏了", "id-card-renew"),
        ("我要办身份证", "id-card-first"),
        ("我的残疾证丢了，咋补办啊？", "disability-card-renew"),
        ("办残疾证", "disability-card-apply"),
        ("社保卡怎么办", "social-card-apply"),
        ("社保卡丢了咋办", "social-card-replace"),
        ("营业执照不要了想注销", "individual-business-close"),
        ("旧屋不行了，想拆掉重新起一栋", "homestead-building"),
        ("房子盖好了，要哪个来验", "homestead-acceptance"),
        ("房子裂缝了，有补助修吗", "rural-house-repair"),
    ],
)
def test_a_verb_decides_between_siblings(text: str, expected: str) -> None:
    found = linked(text)
    assert found.services[0].code == expected
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不是补办，是换身份证", "id-card-renew"),
        ("身份证没丢，是到期了", "id-card-renew"),
        ("不是到期，身份证是丢了", "id-card-replace"),
        ("不是注销，是新开个体户", "individual-business-open"),
    ],
)
def test_what_is_denied_does_not_count(text: str, expected: str) -> None:
    assert code(text) == expected


def test_a_question_with_not_is_no_denial() -> None:
    assert code("身份证丢了要不要补") == "id-card-replace"
    assert code("能不能换身份证") == "id-card-renew"


@pytest.mark.parametrize("text", ["身份证", "居住证的事", "医保", "我想问一下社保卡"])
def test_a_bare_name_is_asked_about(text: str) -> None:
    found = linked(text)
    assert found.ambiguous and len(found.services) >= 2


def test_the_commonest_meaning_of_a_bare_name_stands_first() -> None:
    codes = [hit.code for hit in linked("身份证").services]
    assert codes[0] == "id-card-first" and codes[-1] == "id-card-temporary"


def test_a_name_that_only_one_service_has_is_not_asked_about() -> None:
    for text in ("低保", "结婚登记", "法律援助", "有房无房证明"):
        assert linked(text).services and not linked(text).ambiguous, text


@pytest.mark.parametrize(
    "text",
    [
        "今天天气咋样",
        "帮我写首诗",
        "股票能买吗",
        "你是谁",
        "要带啥",
        "电话多少",
        "周末能办不",
        "",
        "😀😀😀",
        "/restart",
        "第二个",
    ],
)
def test_no_need_means_no_service(text: str) -> None:
    found = linked(text)
    assert found.services == () and not found.ambiguous


@pytest.mark.parametrize("text", ["补办要带啥东西？", "那换一张多少钱", "到期了咋弄", "注销要多久"])
def test_a_verb_alone_leaves_the_service_in_hand(text: str) -> None:
    assert linked(text).services == ()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("办居住证要带啥", "办〇要带啥"),
        ("我的残疾证丢了，咋补办啊？", "我的〇,咋补办啊?"),
        ("县大厅几点开门", "◇几点开门"),
        ("在柳溪镇办居住证", "在◇办〇"),
        ("要带啥", "要带啥"),
        ("jzz", "〇"),
        ("shenfenzheng diu le 要带什么", "〇 要带什么"),
        ("在柳溪镇 ban juzhuzheng 要多少钱", "在◇办〇 要多少钱"),
        ("高龄津贴怎么申请", "〇怎么申请"),
    ],
)
def test_names_are_masked_so_that_what_is_asked_can_be_read_alone(text: str, masked: str) -> None:
    assert linked(text).masked == masked


def test_spans_point_at_the_words_of_the_service() -> None:
    text = "办居住证要带啥"
    assert [text[a:b] for a, b in linked(text).spans] == ["居住证"]


def test_a_place_or_office_named_is_told() -> None:
    assert linked("柳溪镇能办老年证吗").place == "liuxi"
    found = linked("县大厅在哪里", "liuxi-beihe")
    assert (found.place, found.office) == ("qinghe", "office-county")


def test_a_named_place_decides_whose_service_is_meant() -> None:
    found = linked("远山区怎么申领居住证", index=with_far_places())
    assert found.services[0].code == "far-permit" and found.place == "farland"


def test_a_service_of_elsewhere_fits_when_nothing_here_does_it() -> None:
    assert linked("残疾证注销", index=with_far_places()).services[0].code == "far-cancel"
    assert linked("残疾证丢了", index=with_far_places()).services[0].code == "disability-card-renew"


def test_a_new_service_needs_no_training() -> None:
    index = county().updated(a_service("beekeeping", "养蜂证办理", aliases=["蜂箱登记"], home="qinghe"))
    found = linked("师傅我想问下，家里养了几箱蜂，养蜂证咋个办嘛", index=index)
    assert found.services[0].code == "beekeeping" and "养蜂证" not in found.masked


def test_a_long_story_is_read_in_milliseconds() -> None:
    text = "同志你好，" + "我家老头去年脑梗住了院，现在半边身子动不了，" * 4 + "想问问残疾证咋办"
    linked(text)
    start = perf_counter()
    for _ in range(20):
        linked(text)
    assert (perf_counter() - start) / 20 < 0.02


def test_services_of_like_names_say_what_tells_them_apart() -> None:
    told = {hit.code: hit.distinct for hit in linked("身份证").services}
    assert len(told) == 4 and None not in told.values() and len(set(told.values())) == 4


def test_a_lost_thing_is_not_looked_for_elsewhere_while_somebody_here_does_part_of_it() -> None:
    codes = [hit.code for hit in linked("居住证丢了", index=with_far_places()).services]
    assert set(codes[:2]) == {"residence-permit-endorse", "residence-permit-apply"}


@pytest.mark.parametrize(
    ("text", "masked"), [("juzhuzheng yao shenme cailiao", "〇 yao 什么 cailiao"), ("gao ling jin tie", "〇")]
)
def test_a_name_in_pinyin_is_marked_and_the_question_stays(text: str, masked: str) -> None:
    assert linked(text).masked == masked
