"""Every service, asked as plainly as anybody does: by its name and what people call it, whole and by one facet."""

from __future__ import annotations

import re
from typing import Any

import pytest

from knowledge.importers.sample import load_sample
from tests.conversations.talk import Talk

SERVICES = sorted(load_sample().published)
ENDINGS = ("怎么办", "咋个办", "咋弄啊")
# What an answer to a facet must have in it; every other service is asked one of them.
FACETS = (
    ("{}要带些啥", "带|免交|不用交"),
    ("{}要钱不", "收费|不收|元|费|未登记"),
    ("{}要几天", "工作日|天|当场|即时|未登记"),
    ("{}在哪儿办", "路|街|号|中心|派出所"),
    ("{}打哪个电话问", r"\d{4}-\d{7}|\d{5}|未登记"),
    ("{}手机上弄得成不", "能|可以|手机|网"),
    ("{}可以喊别人去弄不", "代办|本人|别人|家里人|家长|监护人|成年|替|代|儿女|亲属"),
)


def named(code: str) -> list[str]:
    """What people call it, long enough to be its own name; the name where they call it nothing else."""
    service = load_sample().published[code].service
    return [alias for alias in service.aliases if len(alias) >= 4 and not re.search("[办弄咋]", alias)] or [
        service.name
    ]


def of(talk: Talk, code: str) -> dict[str, Any]:
    cards = [m for m in talk.last if m.get("kind") == "guide"]
    assert cards, talk.text
    assert cards[0]["data"]["service"]["code"] == code, talk.text
    return cards[0]


@pytest.mark.parametrize("code", SERVICES)
def test_a_bare_need_is_answered_with_the_whole_guide(talk: Talk, code: str) -> None:
    service = load_sample().published[code].service
    talk.say(f"我要办{service.name}")
    assert of(talk, code)["text"].startswith((service.summary or "")[:8])


@pytest.mark.parametrize("code", SERVICES[::2])
def test_one_facet_is_answered_by_what_it_asks(talk: Talk, code: str) -> None:
    asked, answered = FACETS[SERVICES.index(code) % len(FACETS)]
    talk.say(asked.format(load_sample().published[code].service.name))
    assert re.search(answered, of(talk, code)["text"]), talk.text


@pytest.mark.parametrize("code", SERVICES[::3])
def test_what_people_call_it_is_it(talk: Talk, code: str) -> None:
    number = SERVICES.index(code)
    name = named(code)[number % len(named(code))]
    talk.say(name + ENDINGS[number % len(ENDINGS)])
    if "哪一件" in talk.text:  # a word for several (营业执照)
        assert load_sample().published[code].service.name in talk.labels
        return
    of(talk, code)
