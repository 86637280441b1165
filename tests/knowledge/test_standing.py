"""What somebody is, told beside what they ask for, is not what they need."""

from __future__ import annotations

import pytest

from knowledge.linking import link
from knowledge.standing import without_standing
from tests.knowledge.indexed import county


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("咱家吃低保，娃读书学校有没有资助", "student-aid"),
        ("低保户火化能不能免钱", "funeral-subsidy"),
        ("有居住证，娃能不能在这边上小学", "school-enrol-primary"),
        ("我离了婚，户口怎么迁回娘家", "household-migration"),
    ],
)
def test_the_rest_of_the_sentence_tells_the_service(said: str, code: str) -> None:
    assert link(county(), county().places, said, "qinghe").services[0].code == code


@pytest.mark.parametrize("said", ["想吃低保", "吃低保要啥条件", "我是低保户", "能不能给我家评个低保户"])
def test_where_only_that_is_told_or_wished_for_it_is_the_matter(said: str) -> None:
    assert link(county(), county().places, said, "qinghe").services[0].code == "subsistence-allowance"


def test_positions_stay() -> None:
    said = "俺是低保户，房子漏了"
    freed = without_standing(said)
    assert len(freed) == len(said) and freed.endswith("，房子漏了") and "低保" not in freed
