"""What is paid is asked of the benefit that a matter leads to, never of what it costs to have a paper made."""

from __future__ import annotations

import pytest

from knowledge.importers.sample import load_sample
from knowledge.paying import paid_after

SAMPLE = load_sample()


def after(code: str, text: str) -> str | None:
    return paid_after(text, SAMPLE.published[code].service, SAMPLE.published, SAMPLE.bundles.values())


@pytest.mark.parametrize("text", ["办下来每个月能补多少", "评上二级有没有补贴", "一年领多少"])
def test_a_card_leads_to_its_benefit(text: str) -> None:
    assert after("disability-card-apply", text) == "disability-subsidy"


@pytest.mark.parametrize("text", ["补办要多少钱", "领证交多少钱", "补一本要几天", "几时领新证"])
def test_what_a_card_costs_is_no_benefit(text: str) -> None:
    assert after("disability-card-apply", text) is None


def test_a_benefit_is_asked_itself() -> None:
    assert after("unemployment-benefit", "一个月能领多少") is None
