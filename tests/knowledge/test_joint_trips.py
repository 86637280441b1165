"""One plan for several services equals the slow second opinion: every way of every step in every interleaving."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.joint_trips import JointPlan, fewest_joint_visits
from knowledge.model import Mode, Office, Step, Way
from knowledge.trips import fewest_visits

VILLAGE = Office(slug="village", name="村", kind="village", place="v")
TOWN = Office(slug="town", name="镇", kind="township", place="t")
FAR_TOWN = Office(slug="far-town", name="邻镇", kind="township", place="n")
COUNTY = Office(slug="county", name="县", kind="county", place="c")
ALL = (VILLAGE, TOWN, FAR_TOWN, COUNTY)
NEAREST = [office.slug for office in ALL]

Chain = list[tuple[Step, list[Way]]]
State = tuple[tuple[int, ...], str | None, tuple[bool, ...]]


def counter(*at: str, days: int | None = None, text: str = "交材料") -> Way:
    return Way(mode=Mode.COUNTER, text=text, at=at, days=days, presence="person")


def online(days: int | None = None) -> Way:
    return Way(mode=Mode.ONLINE, text="网上办", days=days)


def step(name: str, *ways: Way, days: int = 0) -> tuple[Step, list[Way]]:
    return Step(id=name, text=name, days=days, ways=ways), list(ways)


def plan(*chains: Chain, after: dict[int, list[int]] | None = None) -> JointPlan | None:
    return fewest_joint_visits(chains, [ALL] * len(chains), NEAREST, after)


def brute(chains: Sequence[Chain], offices: Sequence[Sequence[Office]], after: dict[int, list[int]]) -> int | None:
    """Dijkstra over single actions: go somewhere, wait, or do one step of one service in one way."""
    start: State = ((0,) * len(chains), None, (False,) * len(chains))
    queue: list[tuple[int, int, State]] = [(0, 0, start)]
    order = itertools.count(1)
    done: set[State] = set()
    while queue:
        cost, _, state = heapq.heappop(queue)
        if all(position == len(chain) for position, chain in zip(state[0], chains, strict=True)):
            return cost
        if state not in done:
            done.add(state)
            for price, following in _actions(state, chains, offices, after):
                heapq.heappush(queue, (cost + price, next(order), following))
    return None


def _actions(
    state: State, chains: Sequence[Chain], offices: Sequence[Sequence[Office]], after: dict[int, list[int]]
) -> Iterator[tuple[int, State]]:
    positions, here, blocked = state
    rested = (False,) * len(chains)
    yield 0, (positions, None, rested)
    for slug in sorted({office.slug for own in offices for office in own}):
        yield 1, (positions, slug, rested)
    for i, chain in enumerate(chains):
        waits = any(positions[j] < len(chains[j]) or blocked[j] for j in after.get(i, []))
        if blocked[i] or waits or positions[i] == len(chain):
            continue
        current, ways = chain[positions[i]]
        for way in ways:
            able = {office.slug for office in offices[i] if not way.at or office.kind in way.at}
            if way.mode == Mode.COUNTER and here not in able:
                continue
            days = current.days if way.days is None else way.days
            moved = (*positions[:i], positions[i] + 1, *positions[i + 1 :])
            yield 0, (moved, here, (*blocked[:i], blocked[i] or bool(days), *blocked[i + 1 :]))


_ways = st.one_of(
    st.builds(lambda days: online(days), st.sampled_from([None, 0, 2])),
    st.builds(
        lambda at, days: counter(*at, days=days),
        st.lists(st.sampled_from(["village", "township", "county"]), min_size=1, max_size=2, unique=True),
        st.sampled_from([None, 0, 4]),
    ),
)


@st.composite
def chains_(draw: st.DrawFn) -> list[Chain]:
    def one(number: int) -> Chain:
        return [
            step(f"s{number}{k}", *draw(st.lists(_ways, min_size=1, max_size=2)), days=draw(st.sampled_from([0, 0, 3])))
            for k in range(draw(st.integers(1, 3)))
        ]

    return [one(number) for number in range(draw(st.integers(1, 3)))]


_some_offices = st.lists(st.sampled_from(ALL), min_size=2, max_size=4, unique_by=lambda o: o.slug).map(
    lambda found: sorted(found, key=ALL.index)
)


@settings(max_examples=150, deadline=None)
@given(chains_(), st.data())
def test_no_interleaving_needs_fewer_visits(chains: list[Chain], data: st.DataObject) -> None:
    offices = [data.draw(_some_offices) for _ in chains]
    pairs = [(i, j) for i in range(len(chains)) for j in range(i)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    after: dict[int, list[int]] = {}
    for later, first in chosen:
        after.setdefault(later, []).append(first)
    found = fewest_joint_visits(chains, offices, NEAREST, after)
    assert (None if found is None else len(found.visits)) == brute(chains, offices, after)
    if found is not None:
        _check_order(found, chains)


def _check_order(found: JointPlan, chains: list[Chain]) -> None:
    """Every step is done exactly once, and what needs an office is done in a visit."""
    done = [item for visit in found.visits for item in visit.done]
    assert sorted((item.service, item.step.id) for item in (*done, *found.remote)) == sorted(
        (i, step_.id) for i, chain in enumerate(chains) for step_, _ in chain
    )
    assert {item.way.mode for item in found.remote} <= {Mode.ONLINE}
    assert {item.way.mode for visit in found.visits for item in visit.done} <= {Mode.COUNTER}
    assert all(visit.done for visit in found.visits)


@settings(max_examples=150, deadline=None)
@given(chains_())
def test_one_service_alone_needs_what_its_own_plan_says(chains: list[Chain]) -> None:
    chain = chains[0]
    alone: Any = fewest_visits(chain, ALL, {slug: rank for rank, slug in enumerate(NEAREST)})
    together = plan(chain)
    assert (together is None) == (alone is None)
    if together is not None:
        assert len(together.visits) == len(alone.visits)


def test_two_services_at_the_same_office_are_one_visit() -> None:
    found = plan([step("a", counter("township"))], [step("b", counter("township"))])
    assert found is not None
    assert [(v.office, [d.step.id for d in v.done]) for v in found.visits] == [("town", ["a", "b"])]


def test_a_service_goes_farther_away_when_that_spares_a_visit() -> None:
    found = plan([step("a", counter("township", "county"))], [step("b", counter("county"))])
    assert found is not None
    assert [visit.office for visit in found.visits] == ["county"]


def test_waiting_of_one_overlaps_waiting_of_the_other() -> None:
    long = [step("a", counter("township"), days=10), step("b", counter("township"))]
    short = [step("c", counter("township"), days=3), step("d", counter("township"))]
    found = plan(long, short)
    assert found is not None
    assert [[d.step.id for d in v.done] for v in found.visits] == [["a", "c"], ["b", "d"]]
    assert [visit.days_before for visit in found.visits] == [0, 10]
    assert found.days == 10


def test_what_comes_after_begins_when_the_first_is_done() -> None:
    first = [step("a", counter("township"), days=5)]
    second = [step("b", counter("township"))]
    assert len(plan(first, second).visits) == 1  # type: ignore[union-attr]
    ordered = plan(second, first, after={0: [1]})
    assert ordered is not None
    assert [[d.step.id for d in v.done] for v in ordered.visits] == [["a"], ["b"]]
    assert [visit.days_before for visit in ordered.visits] == [0, 5]


def test_of_two_offices_alike_the_nearer_is_chosen_and_of_two_ways_the_one_with_less_waiting() -> None:
    slow, quick = counter("township", days=9, text="慢"), counter("township", days=1, text="快")
    found = plan([step("a", slow, quick), step("b", online())], [step("c", counter("township"))])
    assert found is not None
    assert [visit.office for visit in found.visits] == ["town"]
    assert [item.way.text for item in found.visits[0].done] == ["快", "交材料"]
