"""While one matter is in hand: what is told or supposed is no new need; a wish, a question about a name, a name are."""

from __future__ import annotations

import pytest

from knowledge.elsewhere import elsewhere
from knowledge.needs import clauses, plain_need
from tests.knowledge.indexed import county


def needed(text: str) -> str | None:
    need = plain_need(county(), county().places, text, "qinghe")
    return need.linked.services[0].code if need else None


@pytest.mark.parametrize(
    "text",
    [
        "我户口是外县的，能办吗",
        "她户口在省城，要带什么",
        "没有身份证，行不行",
        "我有医保，能少交不",
        "娃上学没人管，我自己去",
        "要是开个小店呢，还算不算",
        "我老伴领着养老金",
        "三级残疾证，没变化",
        "那养老金会不会少",
        "我已经办了居住证",
        "低保停了还能领吗",
        "还要带社保卡吗",
    ],
)
def test_what_is_told_or_supposed_changes_no_matter(text: str) -> None:
    assert needed(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我还想办个居住证", "residence-permit-apply"),
        ("那高龄津贴呢", "elder-allowance"),
        ("高龄津贴一个月多少钱", "elder-allowance"),
        ("身份证丢了怎么补", "id-card-replace"),
        ("顺便把老年人优待证也办了", "elder-card"),
        ("我问的是低保，不是迁户口", "subsistence-allowance"),
        ("罚款交完之后，低保要啥材料", "subsistence-allowance"),
    ],
)
def test_a_plain_need_is_another_matter(text: str, code: str) -> None:
    assert needed(text) == code


def test_what_comes_after_counts_and_what_is_denied_does_not() -> None:
    assert list(clauses("违章处理掉之后我换证跑几趟，不是注销")) == ["我换证跑几趟"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("顺便给我做个公证", "公证"),
        ("卖烟的证也想退了", "烟草专卖许可证"),
        ("我也没开公司", None),
        ("遗嘱要公证吗", None),
        ("拿着护照呢", None),
    ],
)
def test_a_matter_of_others_is_known_where_it_is_asked_for(text: str, name: str | None) -> None:
    found = elsewhere(clauses(text))
    assert (found.name if found else None) == name
