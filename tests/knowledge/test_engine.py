"""What the engine promises beyond random services: dates, ages, pairs of changes, weights, refusals, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.assessment import Assessor, completed_years
from knowledge.conditions import compare, decide, resolve_date, years_before
from knowledge.errors import Invalid, UnknownFact
from knowledge.given import canonical, check_facts, granted
from knowledge.model import All, AnyOf, Fact, Office, Option, Service
from knowledge.model import Test as Comparison
from knowledge.partition import Span, cut
from knowledge.trips import worthwhile

ON = date(2026, 11, 21)
TOWN = Office(slug="office-t", name="镇", kind="township", place="t")
COUNTY = Office(slug="office-c", name="县", kind="county", place="c")
FACTS = {
    fact.id: fact
    for fact in (
        Fact(
            id="phone", type="bool", question="会用手机？", why="定渠道", changeable=True, better=True, change="上网办"
        ),
        Fact(id="mail", type="bool", question="能寄吗？", why="定领取", changeable=True, better=True, change="邮寄"),
        Fact(id="birth_date", type="date", question="哪天生的？", why="定条件", coarser="age"),
        Fact(id="age", type="number", question="多大？", why="定条件", minimum=0, maximum=120),
        Fact(
            id="home",
            type="choice",
            question="哪里人？",
            why="定条件",
            options=tuple(Option(value=v) for v in "甲乙丙"),
        ),
    )
}
OLD = {"fact": "birth_date", "op": "<=", "value": "today-60y"}


def service(**parts: Any) -> Service:
    way = {"mode": "counter", "text": "到窗口"}
    steps = [{"id": "apply", "text": "申请", "ways": [way]}]
    return Service.model_validate({"code": "s", "name": "事", "source": "测试", "steps": steps, **parts})


def engine(**parts: Any) -> Assessor:
    return Assessor(service(**parts), FACTS, ON, [TOWN, COUNTY])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("today", "2026-11-21"),
        ("today-80y", "1946-11-21"),
        ("today+1y", "2027-11-21"),
        ("today+3m", "2027-02-21"),
        ("today-11m", "2025-12-21"),
        ("today-15d", "2026-11-06"),
        ("today+90d", "2027-02-19"),
        ("0831-6y", "2020-08-31"),
        ("0831", "2026-08-31"),
        ("1933-01-01", "1933-01-01"),
    ],
)
def test_relative_dates_mean_the_day_they_say(said: str, meant: str) -> None:
    assert resolve_date(said, ON) == date.fromisoformat(meant)


def test_the_last_day_of_a_month_stays_within_the_month() -> None:
    assert resolve_date("today+1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert resolve_date("today-1y", date(2024, 2, 29)) == years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("on", "said", "meant"),
    [
        ("2026-02-28", "today+3m", "2026-05-31"),
        ("2026-02-27", "today+3m", "2026-05-27"),
        ("2026-02-28", "today-11m", "2025-03-31"),
        ("2026-04-30", "today+1m", "2026-05-31"),
        ("2026-04-29", "today+1m", "2026-05-29"),
    ],
)
def test_a_term_whose_day_the_month_does_not_have_ends_on_its_last_day(on: str, said: str, meant: str) -> None:
    assert resolve_date(said, date.fromisoformat(on)) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("op", "against", "true"),
    [
        ("=", [2], [2]),
        ("!=", [2], [1, 3, 4]),
        ("<", [2], [1]),
        ("<=", [2], [1, 2]),
        (">", [2], [3, 4]),
        (">=", [2], [2, 3, 4]),
        ("in", [1, 4], [1, 4]),
        ("between", [2, 3], [2, 3]),
    ],
)
def test_a_comparison_is_true_for_exactly_these(op: str, against: list[int], true: list[int]) -> None:
    assert [value for value in (1, 2, 3, 4) if compare(op, value, against)] == true


def test_an_unknown_comparison_is_refused() -> None:
    with pytest.raises(Invalid, match="不认识的比较符"):
        compare("~", 1, [1])


def test_what_is_unknown_names_the_facts_still_missing_and_what_is_settled_names_its_cause() -> None:
    known = {"phone": True, "mail": None, "home": False}
    both = [Comparison(fact=fact, op="=", value=True) for fact in known]

    def truth(test: Comparison) -> bool | None:
        return known[test.fact]

    document = service(requirements=[{"id": "r", "text": "x", "when": {"all": [t.model_dump() for t in both]}}])
    assert decide(document.requirements[0].when, truth) == (False, ("home",))  # type: ignore[arg-type]
    document = service(requirements=[{"id": "r", "text": "x", "when": {"all": [t.model_dump() for t in both[:2]]}}])
    assert decide(document.requirements[0].when, truth) == (None, ("mail",))  # type: ignore[arg-type]
    document = service(requirements=[{"id": "r", "text": "x", "when": {"any": [t.model_dump() for t in both]}}])
    assert decide(document.requirements[0].when, truth) == (True, ("phone",))  # type: ignore[arg-type]


def test_nothing_known_decides_nothing_and_everything_known_decides_all() -> None:
    parts = [Comparison(fact=fact, op="=", value=True) for fact in ("phone", "mail")]
    for when in (All(all=tuple(parts)), AnyOf(any=tuple(parts))):
        assert decide(when, lambda _: None) == (None, ("phone", "mail"))
    assert decide(All(all=tuple(parts)), lambda _: True) == (True, ("phone", "mail"))
    assert decide(AnyOf(any=tuple(parts)), lambda _: False) == (False, ("phone", "mail"))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Span(1, 3), Span(3, 5), True),
        (Span(1, 3, high_open=True), Span(3, 5), False),
        (Span(1, 3), Span(3, 5, low_open=True), False),
        (Span(3, 5), Span(1, 3), True),
        (Span(3, 5, low_open=True), Span(1, 3), False),
        (Span(3, 5), Span(1, 3, high_open=True), False),
        (Span(1, 2), Span(3, 4), False),
        (Span(3, 4), Span(1, 2), False),
        (Span(1, 9), Span(3, 4), True),
    ],
)
def test_spans_meet_where_they_share_a_value(one: Span, other: Span, meet: bool) -> None:
    assert one.meets(other) is meet


def test_options_no_condition_tells_apart_are_one_cell_that_weighs_as_many() -> None:
    axis = cut("home", FACTS["home"], [Comparison(fact="home", op="=", value="甲")], ON)
    assert sorted(cell.weight for cell in axis.cells) == [1, 2]


def test_neighbouring_days_leave_no_empty_stretch_between_them() -> None:
    tests = [Comparison(fact="birth_date", op="<=", value=f"2000-01-0{day}") for day in (1, 2)]
    axis = cut("birth_date", FACTS["birth_date"], tests, ON)
    assert len(axis.cells) == 3
    for day in ("1999-12-31", "2000-01-01", "2000-01-02", "2000-01-03"):
        assert axis.mask(day, ON).bit_count() == 1


def test_only_the_years_known_leaves_a_threshold_open_only_where_it_lies_within_the_year() -> None:
    old = engine(requirements=[{"id": "old", "text": "满60周岁", "when": OLD}])
    assert old.assess({"age": 60}).outcome == "eligible"
    assert old.assess({"age": 59}).outcome == "ineligible"
    later = {"fact": "birth_date", "op": "<=", "value": "today-726m"}
    half = engine(requirements=[{"id": "old", "text": "满60岁半", "when": later}])
    assert half.assess({"age": 60}).outcome == "undetermined"
    assert half.assess({"age": 61}).outcome == "eligible"
    question = half.assess({"age": 60}).next_question
    assert question is not None and question.key == "birth_date"


def test_completed_years_change_on_the_birthday() -> None:
    assert completed_years(date(1966, 11, 21), ON) == 60
    assert completed_years(date(1966, 11, 22), ON) == 59
    assert completed_years(date(1966, 12, 1), ON) == 59


def test_the_applicant_may_be_named_and_a_stranger_is_refused() -> None:
    assert canonical("birth_date@applicant") == canonical("birth_date") == "birth_date"
    assert canonical("birth_date@child") == "birth_date@child"
    with pytest.raises(UnknownFact):
        canonical("birth_date@neighbour")


@pytest.mark.parametrize(
    ("key", "value"),
    [("phone", "true"), ("phone", 1), ("home", "丁"), ("age", -1), ("age", 121), ("age", True), ("birth_date", "昨天")],
)
def test_a_value_the_fact_does_not_have_is_refused(key: str, value: object) -> None:
    with pytest.raises(UnknownFact):
        check_facts({key: value}, FACTS)


@pytest.mark.parametrize(
    ("key", "value"),
    [("phone", False), ("home", "甲"), ("age", 0), ("age", 120), ("birth_date", "1966-11-21"), ("age", None)],
)
def test_a_value_the_fact_has_is_taken(key: str, value: object) -> None:
    assert check_facts({key: value}, FACTS) == {key: value}


def test_what_one_service_of_an_errand_does_is_true_for_the_others() -> None:
    facts = {"done": Fact(id="done", type="bool", question="？", why="。", given_by=("first",))}
    assert granted({"done": False}, ["first", "second"], facts) == {"done": True}
    assert granted({"done": False}, ["second"], facts) == {"done": False}


def _pair() -> Assessor:
    """Only both changes together save the second trip."""
    counter = {"mode": "counter", "text": "到窗口"}
    both = {"all": [{"fact": "phone", "op": "=", "value": True}, {"fact": "mail", "op": "=", "value": True}]}
    apply = {
        "id": "apply",
        "text": "申请",
        "days": 3,
        "ways": [{"mode": "online", "text": "网上", "when": both}, counter],
    }
    collect = {"id": "collect", "text": "领", "ways": [{"mode": "mail", "text": "寄", "when": both}, counter]}
    return engine(steps=[apply, collect])


def test_a_pair_of_changes_is_offered_where_neither_alone_helps() -> None:
    found = _pair().assess({"phone": False, "mail": False})
    assert (found.trips_min, found.trips_max) == (2, 2)
    assert [(item.changes, item.trips_after) for item in found.improvements] == [(("phone", "mail"), 0)]


def test_who_already_does_what_is_better_is_offered_nothing() -> None:
    assert _pair().assess({"phone": True, "mail": True}).improvements == ()
    assert [item.changes for item in _pair().assess({"phone": True, "mail": False}).improvements] == [("mail",)]


def test_who_will_not_say_is_not_asked_again_and_keeps_the_range() -> None:
    found = _pair().assess({"phone": None, "mail": True})
    assert (found.trips_min, found.trips_max) == (0, 2)
    assert found.next_question is None


def test_the_refused_get_reasons_and_nothing_else() -> None:
    found = engine(requirements=[{"id": "old", "text": "满60周岁", "when": OLD}]).assess({"birth_date": "2000-01-01"})
    assert (found.outcome, found.trips_min, found.trips_max, found.plan) == ("ineligible", None, None, None)
    assert found.evidences == () and found.next_question is None
    assert [(reason.result, reason.because) for reason in found.reasons] == [(False, ("birth_date",))]


def test_what_is_filled_in_on_site_or_spared_is_not_brought() -> None:
    spared = [{"kind": "shared", "reason": "查得到", "when": {"fact": "phone", "op": "=", "value": True}}]
    found = engine(
        evidences=[
            {"id": "form", "name": "表", "filled_on_site": True},
            {"id": "card", "name": "证", "exempt": spared},
            {"id": "photo", "name": "相片"},
        ]
    )
    assert [need.evidence.id for need in found.assess({"phone": True}).evidences if need.bring] == ["photo"]
    assert [need.evidence.id for need in found.assess({"phone": False}).evidences if need.bring] == ["card", "photo"]
    reasons = {need.evidence.id: need.exempt_reason for need in found.assess({"phone": True}).evidences}
    assert reasons == {"form": None, "card": "查得到", "photo": None}


def test_the_nearer_office_is_chosen_and_one_visit_serves_two_steps_unless_days_lie_between() -> None:
    way = {"mode": "counter", "text": "到窗口", "at": ["county", "township"]}
    second = {"id": "pay", "text": "缴", "ways": [way]}
    together = engine(steps=[{"id": "apply", "text": "申请", "ways": [way]}, second]).assess({})
    assert together.plan is not None
    assert [visit.office for visit in together.plan.visits] == ["office-t"]
    assert together.plan.visits[0].steps == ("apply", "pay")
    apart = engine(steps=[{"id": "apply", "text": "申请", "days": 2, "ways": [way]}, second]).assess({})
    assert apart.trips_max == 2 and apart.plan is not None and apart.plan.days == 2


def test_a_negated_condition_says_the_opposite_and_stays_open_when_unknown() -> None:
    not_there = {"not": {"fact": "home", "op": "=", "value": "甲"}}
    found = engine(requirements=[{"id": "elsewhere", "text": "不是甲地的", "when": not_there}])
    told = {home: found.assess({"home": home}) for home in ("甲", "乙")}
    assert [(each.outcome, each.reasons[0].result) for each in told.values()] == [
        ("ineligible", False),
        ("eligible", True),
    ]
    assert [(reason.result, reason.because) for reason in found.assess({}).reasons] == [(None, ("home",))]


def test_only_the_cases_a_person_is_in_for_certain_are_named() -> None:
    old = {"id": "old", "name": "六十岁以上", "when": OLD}
    found = engine(scenarios=[old, {"id": "any", "name": "随便"}])
    assert found.assess({"birth_date": "1950-01-01"}).scenarios == ("old",)
    assert found.assess({"birth_date": "2000-01-01"}).scenarios == ()
    assert found.assess({}).scenarios == ()


def test_where_some_answer_leaves_a_step_stuck_no_most_trips_are_promised() -> None:
    online = {"mode": "online", "text": "网上", "when": {"fact": "phone", "op": "=", "value": True}}
    stuck = engine(steps=[{"id": "apply", "text": "申请", "ways": [online]}])
    unsaid = stuck.assess({})
    assert (unsaid.trips_min, unsaid.trips_max, unsaid.worst) == (0, None, None)
    assert stuck.assess({"phone": True}).trips_max == 0
    nothing = stuck.assess({"phone": False})
    assert (nothing.trips_min, nothing.trips_max, nothing.plan, nothing.worst) == (None, None, None, None)


def test_each_reason_for_coming_is_told_once_and_none_is_made_up() -> None:
    def step(name: str, reason: str | None) -> dict[str, Any]:
        return {"id": name, "text": name, "ways": [{"mode": "counter", "text": name, "reason": reason}]}

    steps = [step("apply", "要签字"), step("sign", "要签字"), step("pay", None), step("photo", "要拍照")]
    found = engine(steps=steps).assess({}).plan
    assert found is not None and len(found.visits) == 1
    assert found.visits[0].reasons == ("要签字", "要拍照")
    alone = engine(steps=[step("pay", None)]).assess({}).plan
    assert alone is not None and alone.visits[0].reasons == ()


def test_an_option_is_taken_as_it_was_offered() -> None:
    assert check_facts({"home": {"value": "乙", "label": "乙地"}}, FACTS) == {"home": "乙"}
    assert check_facts({"phone": {"value": False}}, FACTS) == {"phone": False}
    with pytest.raises(UnknownFact):
        check_facts({"home": {"label": "乙"}}, FACTS)


def test_a_way_open_at_one_kind_of_office_does_not_hide_a_wider_one() -> None:
    township = {"mode": "counter", "text": "到镇里", "at": ["township"]}
    county = {"mode": "counter", "text": "到县里", "at": ["county"]}
    anywhere = {"mode": "counter", "text": "到窗口"}
    kept = {
        names: tuple(way.text for way in worthwhile(step, step.ways))
        for names, step in (
            (names, service(steps=[{"id": "s", "text": "办", "ways": ways}]).steps[0])
            for names, ways in (
                ("narrow first", [township, anywhere]),
                ("wide first", [anywhere, township]),
                ("apart", [township, county]),
                ("same twice", [township, {**township, "text": "也到镇里"}]),
            )
        )
    }
    assert kept == {
        "narrow first": ("到镇里", "到窗口"),
        "wide first": ("到窗口",),
        "apart": ("到镇里", "到县里"),
        "same twice": ("到镇里",),
    }


def test_a_slower_way_is_kept_out_and_a_quicker_one_kept() -> None:
    slow = {"mode": "online", "text": "网上", "days": 5}
    quick = {"mode": "counter", "text": "到窗口", "days": 1}
    step = service(steps=[{"id": "s", "text": "办", "days": 3, "ways": [slow, quick]}]).steps[0]
    assert [way.text for way in worthwhile(step, step.ways)] == ["网上", "到窗口"]
    step = service(steps=[{"id": "s", "text": "办", "days": 3, "ways": [{**slow, "days": 1}, quick]}]).steps[0]
    assert [way.text for way in worthwhile(step, step.ways)] == ["网上"]


FROM, UNTIL = date(2026, 12, 1), date(2027, 3, 1)


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (FROM - timedelta(days=1), "eligible"),
        (FROM, "ineligible"),
        (UNTIL - timedelta(days=1), "ineligible"),
        (UNTIL, "eligible"),
    ],
)
def test_a_dated_condition_binds_from_its_first_day_until_the_day_it_ends(on: date, outcome: str) -> None:
    rule = {"id": "old", "text": "满60周岁", "when": OLD, "from": FROM, "until": UNTIL}
    found = Assessor(service(requirements=[rule]), FACTS, on, [TOWN]).assess({"birth_date": "2000-01-01"})
    assert found.outcome == outcome
    assert bool(found.reasons) == (outcome == "ineligible")


def test_before_the_whole_document_is_in_force_nothing_is_claimed() -> None:
    later = service(requirements=[{"id": "old", "text": "满60周岁", "when": OLD}], effective_from=FROM)
    assert not Assessor(later, FACTS, FROM - timedelta(days=1), [TOWN]).assess({}).registered
    assert Assessor(later, FACTS, FROM, [TOWN]).assess({}).registered
