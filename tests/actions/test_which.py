"""Asked which of several services is meant, people see when each of them is the one."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from actions.service import which
from actions.turn import Turn
from knowledge.catalogue import Snapshot
from knowledge.importers.sample import load_sample

Json = dict[str, Any]

# Services whose names share the thing they are about: those that are offered side by side.
SIBLINGS = [
    ["id-card-first", "id-card-renew", "id-card-replace", "id-card-temporary"],
    ["residence-permit-apply", "residence-permit-endorse"],
    ["birth-registration", "birth-service-register", "rural-birth-support"],
    ["household-cancel-death", "household-migration", "funeral-subsidy"],
    ["disability-card-apply", "disability-card-renew", "disability-subsidy"],
    ["individual-business-open", "individual-business-close"],
    ["food-license", "small-restaurant-record", "outdoor-stall"],
    ["social-card-apply", "social-card-replace"],
    ["pension-resident-join", "pension-resident-claim", "pension-alive-check"],
    ["medical-resident-join", "medical-remote", "medical-chronic", "medical-claim"],
    ["homestead-building", "homestead-acceptance", "rural-house-repair"],
    ["property-transfer", "property-query"],
    ["provident-certificate", "provident-withdraw-rent", "public-rental"],
    ["school-enrol-primary", "school-transfer", "student-aid"],
    ["elder-card", "elder-bus-card", "elder-allowance", "veteran-card"],
    ["unemployment-benefit", "unemployment-register", "flexible-job-subsidy"],
    ["subsistence-allowance", "extreme-poverty-support", "temporary-relief", "orphan-allowance"],
    ["marriage-register", "divorce-register"],
    ["farmland-subsidy", "machinery-subsidy", "land-contract-change"],
    ["water-new", "power-new"],
    ["legal-aid", "mediation"],
    ["driver-license-renew", "traffic-violation"],
]


@cache
def sample() -> Snapshot:
    return load_sample()


def a_turn() -> Turn:
    return Turn(
        sender="s", text="身份证", intent="service", facets=(), linked=[], ambiguous=True, when=None, office=None,
        choice=None, service=None, parked=[], place="qinghe", facts={}, pending=None, draft=None, last=[], misses=0,
        _before={},
    )  # fmt: skip


def a_service(name: str, distinct: str | None = None) -> Json:
    return {"code": name, "name": name, "distinct": distinct}


def asked(services: list[Json]) -> Json:
    spec: Json = which(a_turn(), services, {"do": "service", "facets": []}).specs[-1]
    return spec


def test_each_service_has_a_line_that_says_when_it_is_the_one() -> None:
    card = asked([a_service("换领", "快到期"), a_service("补领", "证丢了")])["card"]
    assert card["text"].splitlines()[1:] == ["换领：快到期", "补领：证丢了"]
    assert [option["label"] for option in card["choices"]][:2] == ["换领", "补领"]


def test_services_that_say_nothing_are_asked_about_by_their_names() -> None:
    spec = asked([a_service("换领"), a_service("补领", "证丢了")])
    assert spec["response"] == "utter_which_service"
    assert [option["label"] for option in spec["choices"]][:2] == ["换领", "补领"]


def test_the_question_stays_within_a_message() -> None:
    card = asked([a_service(f"{'很长的事项名称' * 6}{n}", "什么情况下办这一件") for n in range(6)])["card"]
    assert len(card["text"]) <= 300
    assert len(card["choices"]) == 7


def test_the_lines_are_there_when_it_is_asked_again() -> None:
    turn = a_turn()
    which(turn, [a_service("换领", "快到期"), a_service("补领", "证丢了")], {"do": "service", "facets": []})
    assert turn.pending is not None
    assert [service["distinct"] for service in turn.pending["offered"]] == ["快到期", "证丢了"]


@pytest.mark.parametrize("codes", SIBLINGS, ids=lambda codes: str(codes[0]))
def test_services_of_like_names_all_say_what_tells_them_apart(codes: list[str]) -> None:
    told = [sample().published[code].service.distinct for code in codes]
    assert None not in told
    assert len(set(told)) == len(told)
