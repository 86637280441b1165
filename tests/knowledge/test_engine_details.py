"""What fits the case besides outcome and trips, and how many questions are left: by hand, to the last figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from knowledge.assessment import Assessor, EvidenceNeed
from knowledge.decision import LARGEST_GRID, numbered
from knowledge.errors import Invalid
from knowledge.model import Evidence, Fact, Limit, Option, Step, Way
from knowledge.partition import Span
from knowledge.questions import Planner, SharedPlanners, open_masks
from knowledge.trips import fewest_visits
from tests.knowledge.test_engine import COUNTY, FACTS, OLD, ON, TOWN, engine, service

PHONE = {"fact": "phone", "op": "=", "value": True}
MAIL = {"fact": "mail", "op": "=", "value": True}
HOME = {"fact": "home", "op": "=", "value": "甲"}


def test_the_fee_and_the_limit_are_those_of_the_first_case_that_fits() -> None:
    fee = {
        "amount": 20,
        "charged": True,
        "text": "20元",
        "rules": [{"when": HOME, "amount": 0, "text": "免"}, {"when": OLD, "amount": 40, "text": "40元"}],
    }
    limit = {
        "promised": {"value": 10, "unit": "workday"},
        "rules": [{"when": OLD, "promised": {"value": 20, "unit": "workday"}, "text": "年纪大的"}],
    }
    found = engine(fee=fee, time_limit=limit)
    old, young = {"birth_date": "1950-01-01"}, {"birth_date": "2000-01-01"}

    def told(**facts: Any) -> tuple[Any, ...]:
        answer = found.assess(facts)
        paid = answer.fee
        return (paid and (paid.amount, paid.charged, paid.text)), answer.limit

    slow, usual = Limit(value=20, unit="workday"), Limit(value=10, unit="workday")
    assert told(home="甲", **old) == ((0, False, "免"), slow)
    assert told(home="乙", **old) == ((40, True, "40元"), slow)
    assert told(home="乙", **young) == ((20, True, "20元"), usual)
    assert told(home="乙") == (None, None)
    assert told(home="甲") == ((0, False, "免"), None)
    assert told() == (None, None)


def test_an_improvement_says_what_it_costs_in_days_and_money() -> None:
    online = {"mode": "online", "text": "网上", "when": PHONE, "days": 5}
    counter = {"mode": "counter", "text": "到窗口", "days": 2}
    fee = {"amount": 5, "charged": True, "rules": [{"when": PHONE, "amount": 0, "text": "网上不收"}]}
    found = engine(steps=[{"id": "apply", "text": "申请", "ways": [online, counter]}], fee=fee)
    (better,) = found.assess({"phone": False}).improvements
    assert (better.changes, better.texts, better.trips_after) == (("phone",), ("上网办",), 0)
    assert (better.days_now, better.days, better.fee_now, better.fee) == (2, 5, 5, 0)
    assert found.assess({}).improvements == ()


def test_nobody_is_told_to_change_what_was_not_said() -> None:
    online = {"mode": "online", "text": "网上", "when": PHONE}
    found = engine(steps=[{"id": "apply", "text": "申请", "ways": [online, {"mode": "counter", "text": "到窗口"}]}])
    assert found.assess({"phone": None}).improvements == ()
    assert [item.changes for item in found.assess({"phone": False}).improvements] == [("phone",)]


def test_fewest_and_most_questions_are_counted_to_the_end() -> None:
    """The knock-out first: one question for half of the people, then one of three homes, then perhaps a third."""
    found = engine(
        requirements=[{"id": "phone", "text": "会用手机", "when": PHONE}],
        evidences=[{"id": "a", "name": "甲地的证明", "when": {"all": [HOME, MAIL]}}],
    ).assess({})
    assert found.next_question is not None and found.next_question.key == "phone"
    assert (found.questions_fewest, found.questions_most, found.exact) == (1, 3, True)


def test_the_expected_number_weighs_options_by_their_number() -> None:
    """乙 and 丙 are one cell of two options: two of three people are done after the first question."""
    planner = engine(evidences=[{"id": "a", "name": "证明", "when": {"all": [HOME, MAIL]}}]).planner
    look = planner.outlook(open_masks(planner.grid.axes), frozenset())
    assert look.expected == pytest.approx(1 + 1 / 3)
    assert (planner.grid.axes[look.axis or 0].key, look.fewest, look.most) == ("home", 1, 2)


def test_beyond_the_states_it_may_remember_the_planner_says_so_and_gives_a_bound() -> None:
    exact = engine(
        evidences=[
            {"id": "a", "name": "一", "when": {"all": [PHONE, MAIL]}},
            {"id": "b", "name": "二", "when": {"all": [HOME, MAIL]}},
        ]
    ).planner
    hurried = Planner(exact.grid, states=1)
    masks = open_masks(exact.grid.axes)
    best, bound = exact.outlook(masks, frozenset()), hurried.outlook(masks, frozenset())
    assert (best.exact, bound.exact) == (True, False)
    assert bound.expected >= best.expected and bound.most >= best.most and bound.fewest <= best.fewest
    assert bound.axis is not None and bound.axis in hurried.relevant(masks, frozenset())


def test_what_will_not_be_said_is_not_asked_and_what_depends_on_it_alone_neither() -> None:
    found = engine(evidences=[{"id": "a", "name": "一", "when": {"all": [PHONE, MAIL]}}])
    position = {axis.key: i for i, axis in enumerate(found.grid.axes)}
    masks = open_masks(found.grid.axes)
    hidden = frozenset({position["phone"]})
    assert found.planner.relevant(masks, hidden) == [position["mail"]]
    assert found.planner.relevant(masks, frozenset(position.values())) == []
    assert found.open_facts({"phone": None}) == ["mail"]
    assert found.open_facts({"phone": False}) == []
    assert found.open_facts({}) == ["phone", "mail"]


def test_a_planner_that_forgets_begins_anew_and_says_the_same() -> None:
    grid = engine(evidences=[{"id": "a", "name": "一", "when": {"all": [PHONE, MAIL]}}]).grid
    planner = Planner(grid, most_asked=0)
    masks = open_masks(planner.grid.axes)
    before = planner.outlook(masks, frozenset())
    planner.outlook(masks, frozenset({0}))
    assert planner.outlook(masks, frozenset()) == before
    assert len(planner._asked) == 1


def test_planners_are_shared_only_by_those_that_ask_alike() -> None:
    shared = SharedPlanners(most=2)
    first, same = (engine(evidences=[{"id": "a", "name": "一", "when": PHONE}]).planner for _ in range(2))
    other = engine(evidences=[{"id": "a", "name": "一", "when": HOME}]).planner
    third = engine(evidences=[{"id": "a", "name": "一", "when": {"all": [PHONE, MAIL]}}]).planner
    assert shared.shared(first) is first
    assert shared.shared(same) is first
    assert shared.shared(other) is other, "as many cells, but other weights"
    assert shared.shared(third) is third
    assert shared.shared(same) is same, "the one used longest ago is forgotten"


def test_prerequisites_are_named_where_they_may_be_needed() -> None:
    item = {"id": "p", "text": "体检", "where": "医院", "outings": 2, "when": PHONE}
    found = engine(prerequisites=[item])
    assert found.assess({"phone": True}).prerequisites == (("体检", "医院", 2),)
    assert found.assess({}).prerequisites == (("体检", "医院", 2),)
    assert found.assess({"phone": False}).prerequisites == ()


def test_the_first_exemption_that_fits_gives_the_reason() -> None:
    reasons = [
        {"kind": "shared", "reason": "查得到", "when": PHONE},
        {"kind": "commitment", "reason": "签承诺", "when": MAIL},
    ]
    found = engine(evidences=[{"id": "a", "name": "证", "exempt": reasons}])

    def spared(phone: bool, mail: bool) -> tuple[bool, str | None]:
        (need,) = found.assess({"phone": phone, "mail": mail}).evidences
        return need.exempt, need.exempt_reason

    assert [spared(*told) for told in ((True, True), (True, False), (False, True), (False, False))] == [
        (True, "查得到"),
        (True, "查得到"),
        (True, "签承诺"),
        (False, None),
    ]
    (unsure,) = found.assess({"phone": False}).evidences
    assert (unsure.needed, unsure.exempt) == (True, False)


def test_a_paper_is_brought_unless_it_is_not_needed_spared_or_filled_on_site() -> None:
    paper, form = Evidence(id="a", name="证"), Evidence(id="b", name="表", filled_on_site=True)
    assert EvidenceNeed(paper, True, False).bring and EvidenceNeed(paper, None, False).bring
    assert not EvidenceNeed(paper, False, False).bring
    assert not EvidenceNeed(paper, True, True).bring
    assert not EvidenceNeed(form, True, False).bring


def test_too_many_combinations_are_refused_before_they_are_computed() -> None:
    keys = [f"n{i}" for i in range(5)]
    many = {key: Fact(id=key, type="number", question="几？", why="试", minimum=0, maximum=99) for key in keys}
    tests = [{"fact": key, "op": "=", "value": value} for key in many for value in range(20)]
    assert LARGEST_GRID < 21**5, "each of the twenty values, and the rest"
    with pytest.raises(Invalid):
        Assessor(service(requirements=[{"id": "r", "text": "多", "when": {"any": tests}}]), many, ON, [])


def test_spans_that_only_touch_at_an_open_end_do_not_meet() -> None:
    assert Span(1, 2).meets(Span(2, 3))
    assert not Span(1, 2, high_open=True).meets(Span(2, 3))
    assert not Span(2, 3, low_open=True).meets(Span(1, 2))
    assert Span(1, 4).meets(Span(2, 3)) and Span(2, 3).meets(Span(1, 4))
    assert not Span(1, 2).meets(Span(3, 4)) and not Span(3, 4).meets(Span(1, 2))


@pytest.mark.parametrize(
    ("op", "value", "yes", "no"),
    [
        ("between", [10, 20], (10, 15, 20), (9, 21)),
        ("in", [10, 20], (10, 20), (15,)),
        (">", 10, (11,), (10,)),
        (">=", 10, (10,), (9,)),
        ("!=", 10, (9, 11), (10,)),
    ],
)
def test_numbers_are_compared_as_written(op: str, value: Any, yes: tuple[int, ...], no: tuple[int, ...]) -> None:
    found = engine(requirements=[{"id": "r", "text": "数", "when": {"fact": "age", "op": op, "value": value}}])
    assert [found.assess({"age": age}).outcome for age in yes] == ["eligible"] * len(yes)
    assert [found.assess({"age": age}).outcome for age in no] == ["ineligible"] * len(no)
    assert found.assess({}).outcome == "undetermined"


def test_distinct_results_get_distinct_numbers() -> None:
    left, right = np.array([[0], [1]]), np.array([[0, 1, 2]])
    found = numbered((2, 3), (left, right))
    assert len(set(found.reshape(-1).tolist())) == 6
    assert (numbered((2, 3), (left, left))[0] == numbered((2, 3), (left, left))[0, 0]).all()


def test_a_question_is_worded_for_the_one_it_is_about() -> None:
    facts = {
        **FACTS,
        "where": Fact(
            id="where",
            type="choice",
            question="户口在哪？",
            questions={"child": "孩子户口在哪？"},
            why="试",
            options=tuple(Option(value=v) for v in "甲乙"),
        ),
    }

    def asked(key: str) -> str | None:
        rule = {"id": "r", "text": "本地", "when": {"fact": key, "op": "=", "value": "甲"}}
        question = Assessor(service(requirements=[rule]), facts, date(2026, 11, 21), []).assess({}).next_question
        return question.text if question else None

    assert [asked(key) for key in ("where", "where@child", "where@spouse")] == [
        "户口在哪？",
        "孩子户口在哪？",
        "户口在哪？",
    ]


def test_a_number_without_a_highest_value_may_be_as_high_as_life_makes_it() -> None:
    """And one without a lowest value below every threshold."""
    room = Fact(id="room", type="number", question="几平方？", why="定条件")
    wide = {"id": "wide", "text": "够大", "when": {"fact": "room", "op": ">", "value": 50}}
    found = Assessor(service(requirements=[wide]), {**FACTS, "room": room}, ON, [])
    said = [found.assess({"room": value}).outcome for value in (0, -0.5, 50, 50.5, 900_000)]
    assert said == ["ineligible", "ineligible", "ineligible", "eligible", "eligible"]


def test_the_way_to_an_office_is_counted_once_however_much_is_done_there() -> None:
    """Staying costs no distance, so the second thing is done where the first was, as its ways are written."""

    def step(name: str, *at: str) -> tuple[Step, tuple[Way, ...]]:
        ways = tuple(Way.model_validate({"mode": "counter", "text": kind, "at": [kind]}) for kind in at)
        return Step(id=name, text=name, ways=ways), ways

    steps = [step("a", "county"), step("b", "county", "township"), step("c", "township")]
    plan = fewest_visits(steps, [TOWN, COUNTY], {"office-t": 0, "office-c": 1})
    assert plan is not None
    assert [(visit.office, visit.steps) for visit in plan.visits] == [("office-c", ("a", "b")), ("office-t", ("c",))]


def test_as_many_combinations_as_allowed_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [{"id": "r", "text": "都要", "when": {"all": [PHONE, MAIL]}}]
    monkeypatch.setattr("knowledge.decision.LARGEST_GRID", 4)
    assert engine(requirements=both).assess({"phone": False}).outcome == "ineligible"
    monkeypatch.setattr("knowledge.decision.LARGEST_GRID", 3)
    with pytest.raises(Invalid):
        engine(requirements=both)


def test_a_single_day_between_two_thresholds_is_a_case_of_its_own() -> None:
    after = {"fact": "birth_date", "op": ">", "value": "today-2d"}
    before = {"fact": "birth_date", "op": "<", "value": "today"}
    found = engine(requirements=[{"id": "r", "text": "昨天生的", "when": {"all": [after, before]}}])
    said = [found.assess({"birth_date": day}).outcome for day in ("2026-11-19", "2026-11-20", "2026-11-21")]
    assert said == ["ineligible", "eligible", "ineligible"]


def test_as_many_states_as_may_be_remembered_are_searched_exactly() -> None:
    grid = engine(evidences=[{"id": "a", "name": "一", "when": PHONE}]).grid
    masks = open_masks(grid.axes)
    assert Planner(grid, states=1).outlook(masks, frozenset()).exact
    assert not Planner(grid, states=0).outlook(masks, frozenset()).exact


def test_of_two_questions_alike_the_one_written_first_is_asked() -> None:
    either = [{"id": "r", "text": "都要", "when": {"all": [MAIL, PHONE]}}]
    asked = engine(requirements=either).assess({}).next_question
    assert asked is not None and asked.key == "mail"


def test_one_yuan_is_charged_and_nothing_is_not() -> None:
    fee = {
        "amount": 20,
        "charged": True,
        "rules": [{"when": HOME, "amount": 1, "text": "1元"}, {"when": PHONE, "amount": 0, "text": "免"}],
    }
    found = engine(fee=fee)
    paid = [found.assess(facts).fee for facts in ({"home": "甲"}, {"home": "乙", "phone": True})]
    assert [(item.amount, item.charged) for item in paid if item] == [(1, True), (0, False)]


def test_questions_with_some_of_their_answers_left_are_never_mixed_up() -> None:
    third = {"fact": "home", "op": "=", "value": "丙"}
    papers = [
        {"id": "a", "name": "一", "when": {"all": [HOME, PHONE]}},
        {"id": "b", "name": "二", "when": {"all": [third, MAIL]}},
    ]
    planner = engine(evidences=papers).planner
    assert [axis.key for axis in planner.grid.axes] == ["home", "phone", "mail"]
    first_or_last = 0b101
    assert planner.relevant((first_or_last, 0b11, 0b11), frozenset()) == [0, 1, 2]


def test_the_hurried_planner_counts_what_still_matters_after_each_question() -> None:
    """会用手机 first: half of the people are done, for the others two questions matter."""
    hurried = Planner(
        engine(
            requirements=[{"id": "phone", "text": "会用手机", "when": PHONE}],
            evidences=[{"id": "a", "name": "甲地的证明", "when": {"all": [HOME, MAIL]}}],
        ).grid,
        states=0,
    )
    found = hurried.outlook(open_masks(hurried.grid.axes), frozenset())
    assert hurried.grid.axes[found.axis or 0].key == "phone"
    assert (found.expected, found.fewest, found.most, found.exact) == (2.0, 1, 3, False)


def test_two_papers_that_depend_on_two_things_take_two_questions_at_least() -> None:
    papers = [{"id": "a", "name": "一", "when": PHONE}, {"id": "b", "name": "二", "when": MAIL}]
    found = engine(evidences=papers).assess({})
    assert (found.questions_fewest, found.questions_most) == (2, 2)


def test_of_ways_alike_the_one_written_first_is_taken() -> None:
    ways = tuple(Way.model_validate({"mode": "counter", "text": text}) for text in ("先写的", "后写的"))
    plan = fewest_visits([(Step(id="a", text="a", ways=ways), ways)], [TOWN], {"office-t": 0})
    assert plan is not None
    assert plan.visits[0].do == ("先写的",)


def test_a_service_without_rules_says_that_none_are_registered() -> None:
    found = engine(steps=[]).assess({})
    assert (found.outcome, found.registered) == ("undetermined", False)


def test_a_paper_of_several_cases_is_needed_in_each_of_them() -> None:
    homes = {"first": "甲", "second": "乙", "third": "丙"}
    cases = [
        {"id": name, "name": home, "when": {"fact": "home", "op": "=", "value": home}} for name, home in homes.items()
    ]
    found = engine(scenarios=cases, evidences=[{"id": "p", "name": "证明", "scenarios": ["first", "second"]}])
    assert [bool(found.assess({"home": home}).evidences) for home in "甲乙丙"] == [True, True, False]


def test_the_highest_value_a_number_may_have_is_a_case_too() -> None:
    room = Fact(id="room", type="number", question="几平方？", why="定条件", minimum=0, maximum=100)
    wide = {"id": "wide", "text": "够大", "when": {"fact": "room", "op": ">", "value": 50}}
    found = Assessor(service(requirements=[wide]), {**FACTS, "room": room}, ON, [])
    assert [found.assess({"room": value}).outcome for value in (0, 100)] == ["ineligible", "eligible"]


def test_a_visit_says_how_long_one_waits_for_it() -> None:
    counter = {"mode": "counter", "text": "到窗口"}
    steps = [
        {"id": "look", "text": "看现场", "days": 2, "ways": [{"mode": "home", "text": "上门"}]},
        {"id": "apply", "text": "申请", "days": 3, "ways": [counter]},
        {"id": "sign", "text": "签字", "days": 4, "ways": [counter]},
        {"id": "collect", "text": "领", "ways": [counter]},
    ]
    plan = engine(steps=steps).assess({}).plan
    assert plan is not None
    assert [visit.days_before for visit in plan.visits] == [2, 3, 4]
