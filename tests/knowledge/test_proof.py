"""The proof finds every kind of fault, shows the answers that break a service, and passes the sample county."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.assessment import Assessor
from knowledge.catalogue import Snapshot
from knowledge.importers.proof_words import proof_words
from knowledge.importers.sample import load_sample
from knowledge.model import Fact, Office, Option, Service
from knowledge.offering import offices_of
from knowledge.proof import QUICK, THOROUGH, Depth, Proof, prove_service
from knowledge.proof.economy import fewest_mean

ON = date(2026, 11, 21)
CODES = sorted(path.stem for path in (Path(__file__).parents[2] / "knowledge/data/services").glob("*.yml"))
TOWN = Office(slug="office-t", name="镇", kind="township", place="t")
FACTS = {
    fact.id: fact
    for fact in (
        Fact(id="phone", type="bool", question="会用手机办吗？", why="定渠道"),
        Fact(id="age", type="number", question="多大年纪？", why="定条件", unit="周岁", minimum=0, maximum=120),
        Fact(id="born", type="date", question="哪天生的？", why="定条件"),
        Fact(
            id="home",
            type="choice",
            question="户口在哪？",
            why="定条件",
            options=(Option(value="本县"), Option(value="外县")),
        ),
    )
}
PHONE = {"fact": "phone", "op": "=", "value": True}
OLD = {"fact": "age", "op": ">=", "value": 60}
NOBODY = {"all": [PHONE, {"not": PHONE}]}
A_DAY = {"value": 1, "unit": "day"}
EVERYBODY = {"any": [PHONE, {"not": PHONE}]}


def document(**changes: Any) -> dict[str, Any]:
    """A sound service of two answers, with top-level fields replaced."""
    sound: dict[str, Any] = {
        "code": "s",
        "name": "事",
        "source": "测试",
        "online": "能。手机上办。",
        "requirements": [{"id": "old", "text": "满60周岁", "when": OLD}],
        "evidences": [{"id": "card", "name": "身份证"}],
        "steps": [{"id": "apply", "text": "申请", "ways": [way("online", when=PHONE), way("counter")]}],
        "trips": {"published": 1},
    }
    return {**sound, **changes}


def way(mode: str, **more: Any) -> dict[str, Any]:
    return {"mode": mode, "text": f"{mode}办", **more}


def proof(changes: dict[str, Any], depth: Depth = THOROUGH) -> Proof:
    service = Service.model_validate(document(**changes))
    return prove_service(service, FACTS, ON, [TOWN], proof_words().lexicon, depth)


def said(changes: dict[str, Any]) -> str:
    return "\n".join(proof_words().fault(fault) for fault in proof(changes).faults)


def steps(*ways: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"steps": [{"id": "apply", "text": "申请", "ways": list(ways), **more}]}


def test_a_sound_service_passes_with_every_case_looked_at() -> None:
    found = proof({})
    assert found.sound and found.exact and not found.faults
    assert (found.partitions, found.trips) == (4, (0, 1))
    assert found.asked is not None and found.asked.mean == found.asked.best == 1.5


FAULTS: dict[str, dict[str, Any]] = {
    "nobody": {"requirements": [{"id": "r", "text": "条件", "when": NOBODY}]},
    "stuck": steps(way("online", when=PHONE)),
    "no-office": steps(way("online", when=PHONE), way("counter", at=["county"])),
    "unusable-condition": {"requirements": [{"id": "r", "text": "x", "when": {"fact": "no", "op": "=", "value": 1}}]},
    "comparison-always": {"requirements": [{"id": "r", "text": "x", "when": {"fact": "age", "op": ">=", "value": 0}}]},
    "comparison-never": {"requirements": [{"id": "r", "text": "x", "when": {"fact": "age", "op": ">", "value": 120}}]},
    "requirement-never": {"requirements": [{"id": "r", "text": "条件", "when": NOBODY}]},
    "requirement-always": {"requirements": [{"id": "r", "text": "条件", "when": EVERYBODY}]},
    "scenario-never": {"scenarios": [{"id": "x", "name": "情形", "when": {"not": OLD}}]},
    "scenario-always": {"scenarios": [{"id": "x", "name": "情形", "when": OLD}]},
    "evidence-never": {"evidences": [{"id": "e", "name": "证", "when": {"not": OLD}, "when_text": "不满60的"}]},
    "evidence-always": {"evidences": [{"id": "e", "name": "证", "when": OLD, "when_text": "满60的"}]},
    "exemption-never": {
        "evidences": [{"id": "e", "name": "证", "exempt": [{"kind": "shared", "when": NOBODY, "reason": "查得到"}]}]
    },
    "exemption-always": {
        "evidences": [{"id": "e", "name": "证", "exempt": [{"kind": "shared", "when": OLD, "reason": "查得到"}]}]
    },
    "step-never": {
        "steps": [*document()["steps"], {"id": "x", "text": "复核", "when": NOBODY, "ways": [way("agent")]}]
    },
    "step-always": {"steps": [*document()["steps"], {"id": "x", "text": "复核", "when": OLD, "ways": [way("agent")]}]},
    "way-never": steps(way("online", when=PHONE), way("mail", when={"not": OLD}), way("counter")),
    "way-always": steps(way("online", when=PHONE), way("kiosk", when=OLD), way("counter")),
    "prerequisite-never": {"prerequisites": [{"id": "p", "text": "体检", "where": "医院", "when": NOBODY}]},
    "prerequisite-always": {"prerequisites": [{"id": "p", "text": "体检", "where": "医院", "when": OLD}]},
    "fee-never": {"fee": {"amount": 0, "rules": [{"when": NOBODY, "amount": 20, "text": "收20"}]}},
    "limit-never": {"time_limit": {"rules": [{"when": {"not": OLD}, "promised": A_DAY, "text": "快"}]}},
    "zero-but-presence": {"trips": {"published": 0}, "online": None, **steps(way("counter"))},
    "published-outside": {"trips": {"published": 2}},
    "longer-than-promised": {
        "time_limit": {"promised": {"value": 3, "unit": "workday"}},
        **steps(way("online", when=PHONE), way("counter"), days=5),
    },
    "longer-than-immediate": {
        "time_limit": {"promised": {"value": 0, "unit": "immediate"}},
        **steps(way("online", when=PHONE), way("counter", days=2)),
    },
    "online-promised": {"trips": {"published": 1}, **steps(way("counter"))},
    "online-denied": {"online": "不能在网上办。"},
    "online-unsaid": {"online": None},
    "mail-promised": {"outputs": [{"name": "证", "collect": ["邮寄"]}]},
    "paper-unlisted": {"proxy": "能。带委托书来。"},
    "paper-without-when": {"evidences": [{"id": "e", "name": "证", "when": PHONE}]},
    "paper-without-rule": {"evidences": [{"id": "e", "name": "证", "when_text": "会用手机的"}]},
    "office-kind-missing": steps(way("online", when=PHONE), way("counter", at=["township", "county"])),
    "useless-question": {
        "scenarios": [{"id": "x", "name": "情形", "when": {"fact": "home", "op": "=", "value": "本县"}}]
    },
}


@pytest.mark.parametrize("rule", FAULTS)
def test_the_fault_is_found_and_keeps_the_service_from_being_published(rule: str) -> None:
    found = proof(FAULTS[rule])
    assert rule in {fault.rule for fault in found.faults if fault.grave}
    assert not found.sound


def test_every_fault_the_words_know_can_be_provoked() -> None:
    """But those of the engine itself, and the one that is checked with a service of a million cases below."""
    assert set(proof_words().rules) - set(FAULTS) == {"too-many", "engine-differs", "more-questions-than-needed"}


def test_a_clerk_reads_which_answers_break_it_and_where_to_mend() -> None:
    told = said(steps(way("online", when=PHONE)))
    assert "“申请”这一步，没有一种办法能用" in told
    assert "会用手机办吗？ → 否" in told
    assert "多大年纪" not in told, "what does not matter to the fault is left out"
    assert "怎么改：给“办理步骤 → 申请”加一种" in told


def test_numbers_and_dates_are_told_as_ranges() -> None:
    told = said(steps(way("online", when={"fact": "age", "op": "<", "value": 80})))
    assert "多大年纪？ → 80周岁及以上" in told
    assert "哪天生的？ → 1966-11-21及以前" in said(
        steps(way("online", when={"fact": "born", "op": ">", "value": "today-60y"}))
    )


def test_a_letter_that_is_not_needed_need_not_be_listed() -> None:
    assert proof({"proxy": "能。不用委托书。"}).sound


def test_more_cases_than_can_be_looked_at_are_sampled_with_a_seed_and_said_to_be() -> None:
    found = proof({}, Depth(cases=3))
    assert not found.exact and (found.partitions, found.checked) == (4, 3)
    assert proof_words().summary(found) == "共 4 种情况，用固定种子抽 3 种核对"
    assert found == proof({}, Depth(cases=3))


def test_what_a_sample_never_saw_does_not_stand_against_publishing() -> None:
    rare = {"scenarios": [{"id": "x", "name": "情形", "when": {"fact": "age", "op": "between", "value": [99, 100]}}]}
    seen = [proof(rare, Depth(cases=1)).faults]
    assert not any(fault.grave for faults in seen for fault in faults if fault.rule.startswith(("scenario", "way")))


def test_a_service_of_more_cases_than_the_engine_can_hold_is_refused_within_the_sample() -> None:
    facts = {f"f{i}": Fact(id=f"f{i}", type="bool", question=f"第{i}个？", why="试") for i in range(24)}
    evidences = [
        {"id": key, "name": f"材料{key}", "when": {"fact": key, "op": "=", "value": True}, "when_text": "有的"}
        for key in facts
    ]
    service = Service.model_validate(document(evidences=evidences))
    found = prove_service(service, FACTS | facts, ON, [TOWN], proof_words().lexicon, QUICK)
    assert "too-many" in {fault.rule for fault in found.faults if fault.grave}
    assert found.checked == 20_000 < found.partitions


def test_a_service_without_rules_has_nothing_to_prove() -> None:
    found = proof({"requirements": [], "evidences": [], "steps": [], "trips": {}})
    assert found.sound and not found.registered
    assert "没有登记规则" in proof_words().line(found)


class Forgetful(Assessor):
    """An engine that forgets what was said about telephones."""

    def assess(self, given: Any) -> Any:
        return super().assess({key: value for key, value in given.items() if key != "phone"})


def test_an_engine_that_says_something_else_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.proof.Assessor", Forgetful)
    assert "engine-differs" in {fault.rule for fault in proof({}).faults}


# --- the sample county -------------------------------------------------------------------------------------------


@cache
def _sample() -> Snapshot:
    return load_sample()


def _proof_of(code: str, change: Callable[[Service], Service] = lambda service: service) -> Proof:
    sample = _sample()
    service = change(sample.published[code].service)
    offices = offices_of(service, sample.places, sample.offices, "qinghe", ON)
    return prove_service(service, sample.facts, ON, offices, proof_words().lexicon, QUICK)


@pytest.mark.parametrize("code", CODES)
def test_every_service_of_the_sample_county_is_proven(code: str) -> None:
    found = _proof_of(code)
    assert found.exact or (found.partitions > THOROUGH.cases and found.checked >= THOROUGH.cases)
    assert found.registered
    assert found.sound, "\n".join(proof_words().fault(fault) for fault in found.faults)


@pytest.mark.parametrize("code", ["elder-card", "divorce-register", "property-query", "elder-allowance"])
def test_the_questions_are_as_few_as_exhaustive_search_finds(code: str) -> None:
    sample = _sample()
    service = sample.published[code].service
    engine = Assessor(service, sample.facts, ON, offices_of(service, sample.places, sample.offices, "qinghe", ON))
    asked = _proof_of(code).asked
    assert asked is not None and asked.exact
    assert asked.mean == pytest.approx(fewest_mean(engine.grid, engine.start))


def test_a_service_without_its_last_way_is_refused_with_the_answers_of_those_it_fails() -> None:
    def online_only(service: Service) -> Service:
        first, *rest = service.steps
        return service.model_copy(update={"steps": (first.model_copy(update={"ways": first.ways[:1]}), *rest)})

    found = _proof_of("elder-card", online_only)
    assert not found.sound
    assert any("手机" in proof_words().fault(fault) for fault in found.faults if fault.rule == "stuck")
