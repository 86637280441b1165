"""An act alone tells the other service of the same thing; what names a thing of its own tells none."""

from __future__ import annotations

import pytest

from knowledge.search.sisters import sister
from tests.knowledge.indexed import county


@pytest.mark.parametrize(
    ("in_hand", "said", "other"),
    [
        ("id-card-renew", "俺妈那张让贼偷了，咋弄", "id-card-replace"),
        ("id-card-replace", "我老公的没丢，是到期了", "id-card-renew"),
        ("individual-business-open", "往后干不动了想注销", "individual-business-close"),
        ("homestead-building", "完工以后还验收不", "homestead-acceptance"),
        ("residence-permit-apply", "老王那张快到期了", "residence-permit-endorse"),
    ],
)
def test_an_act_of_one_service_of_the_same_thing_is_that_service(in_hand: str, said: str, other: str) -> None:
    assert sister(county(), in_hand, said) == other


@pytest.mark.parametrize(
    ("in_hand", "said"),
    [
        ("household-cancel-death", "他的身份证找不着了"),  # a thing of its own
        ("id-card-renew", "到期了还能用不"),  # the act of the one in hand
        ("id-card-renew", "要带啥"),
        ("mediation", "丢了咋办"),
        ("no-such-service", "丢了咋办"),
    ],
)
def test_other_sentences_point_nowhere(in_hand: str, said: str) -> None:
    assert sister(county(), in_hand, said) is None
