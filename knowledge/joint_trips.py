"""The fewest visits for several services together: which offices to go to, and what of each service is done there.

A visit to an office serves every service that can go on there; a service that waits for days is blocked until the next
visit, and its waiting may overlap another's. Exact in visits, then in distance: between two visits everybody may wait
as long as needed, so after each visit every service stands as far on as it can get, and a search over
these positions, one level per visit, finds all shortest sequences of offices. Among them (and the ways of doing
each step) the fewest working days of waiting win, then the ways written first. Papers depend on the
person's facts, never on the way chosen, so they cannot break a tie.
A service that must come after others begins when those are done, which then finish as early as they can.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.model import Office, Step, Way
from knowledge.trips import AT_OFFICE, Chain, waiting

MOST_TIES = 64  # shortest sequences of offices looked at for the fewest days

Positions = tuple[int, ...]


@dataclass(frozen=True)
class Done:
    """One step of one service (by its number), in one way."""

    service: int
    step: Step
    way: Way

    @property
    def days(self) -> int:
        return waiting(self.step, self.way)


@dataclass(frozen=True)
class JointVisit:
    """`days_before`: working days of waiting since the visit before (or since the beginning)."""

    office: str
    done: tuple[Done, ...]
    days_before: int = 0


@dataclass(frozen=True)
class JointPlan:
    """`days`: working days until everything is finished, waiting side by side."""

    visits: tuple[JointVisit, ...] = ()
    remote: tuple[Done, ...] = ()
    days: int = 0


def fewest_joint_visits(
    chains: Sequence[Chain],
    offices: Sequence[Sequence[Office]],
    nearest: Sequence[str],
    after: Mapping[int, Sequence[int]] | None = None,
) -> JointPlan | None:
    """The best plan, or None when a step of some service cannot be done at all.

    `offices[i]` offer service i; `nearest` are all office slugs, nearest first; `after[i]` come before service i.
    """
    errand = _Errand(chains, offices, nearest, after or {})
    routes = errand.shortest_routes()
    if not routes:
        return None
    return min((errand.filled(route) for route in routes), key=lambda pair: pair[0])[1]


class _Errand:
    """One set of services. Times: 0 before the first visit, 1 the first visit, 2 between it and the second …"""

    def __init__(
        self,
        chains: Sequence[Chain],
        offices: Sequence[Sequence[Office]],
        nearest: Sequence[str],
        after: Mapping[int, Sequence[int]],
    ) -> None:
        self.chains = chains
        self.rank = {slug: number for number, slug in enumerate(nearest)}
        self.after = after
        self.order = _ordered(len(chains), after)
        self.at = [
            [[_places(way, own) for way in ways] for _, ways in c] for c, own in zip(chains, offices, strict=True)
        ]
        self.offices = self._distinct()

    def _distinct(self) -> list[str]:
        """Offices that can do the same things are one; the nearest stands for all."""
        found: dict[tuple[tuple[int, int, int], ...], str] = {}
        every = {slug for chain in self.at for step in chain for places in step for slug in places or ()}
        for slug in sorted(every, key=self.rank.__getitem__):
            can = tuple(
                (i, j, k)
                for i, chain in enumerate(self.at)
                for j, step in enumerate(chain)
                for k, places in enumerate(step)
                if places and slug in places
            )
            found.setdefault(can, slug)
        return list(found.values())

    # --- where to go ------------------------------------------------------------------------------------------------

    def shortest_routes(self) -> list[tuple[str, ...]]:
        """All sequences of offices with the fewest visits and, among these, the least distance (up to MOST_TIES)."""
        goal = tuple(len(chain) for chain in self.chains)
        start = self._rested((0,) * len(self.chains))
        level: dict[Positions, tuple[int, list[tuple[str, ...]]]] = {start: (0, [()])}
        seen = {start}
        while level and goal not in level:
            level = self._next_level(level, seen)
            seen |= set(level)
        return level[goal][1] if level else []

    def _next_level(
        self, level: Mapping[Positions, tuple[int, list[tuple[str, ...]]]], seen: set[Positions]
    ) -> dict[Positions, tuple[int, list[tuple[str, ...]]]]:
        found: dict[Positions, tuple[int, list[tuple[str, ...]]]] = {}
        for positions, (distance, routes) in level.items():
            for office in self.offices:
                reached = self._visit(positions, office)
                if reached in seen:
                    continue
                far = distance + self.rank[office]
                longer = [(*route, office) for route in routes]
                known = found.get(reached)
                if known is None or far < known[0]:
                    found[reached] = (far, longer)
                elif far == known[0]:
                    found[reached] = (far, [*known[1], *longer][:MOST_TIES])
        return found

    def _visit(self, positions: Positions, office: str) -> Positions:
        """How far every service gets by the end of the waiting after a visit."""
        reached = list(positions)
        finished = {i for i, position in enumerate(positions) if position == len(self.chains[i])}
        for i in self.order:
            if i not in finished and finished.issuperset(self.after.get(i, ())):
                reached[i], open_end = self._at_counter(i, positions[i], office)
                if open_end:
                    finished.add(i)
        return self._rested(tuple(reached))

    def _at_counter(self, i: int, position: int, office: str) -> tuple[int, bool]:
        """The farthest position within the visit, and whether the service is finished there without waiting."""
        far, free = position, {position}
        for number in range(position, len(self.chains[i])):
            if number in free:
                step, ways = self.chains[i][number]
                for way, places in zip(ways, self.at[i][number], strict=True):
                    if places is None or office in places:
                        far = max(far, number + 1)
                        if waiting(step, way) == 0:
                            free.add(number + 1)
        return far, len(self.chains[i]) in free

    def _rested(self, positions: Positions) -> Positions:
        """With everything done that needs no visit, however long it takes."""
        reached = list(positions)
        for i in self.order:
            if all(reached[j] == len(self.chains[j]) for j in self.after.get(i, ())):
                while reached[i] < len(self.at[i]) and None in self.at[i][reached[i]]:
                    reached[i] += 1
        return tuple(reached)

    # --- what to do there -------------------------------------------------------------------------------------------

    def filled(self, route: Sequence[str]) -> tuple[tuple[int, int, int], JointPlan]:
        """The plan along one sequence of offices, with its cost: days of waiting, rank of the ways, lateness."""
        cost = (0, 0, 0)
        finish: dict[int, int] = {}
        timed: dict[int, list[tuple[int, Done]]] = {}
        leading = {j for before in self.after.values() for j in before}
        for i in self.order:
            begin = max((finish[j] for j in self.after.get(i, ())), default=0)
            own, finish[i], timed[i] = self._scheduled(i, route, begin, early=i in leading)
            cost = (cost[0] + own[0], cost[1] + own[1], cost[2] + own[2])
        return cost, self._plan(route, timed)

    def _scheduled(
        self, i: int, route: Sequence[str], begin: int, early: bool
    ) -> tuple[tuple[int, int, int], int, list[tuple[int, Done]]]:
        """Cheapest times and ways of one service's steps: cost, the time it is finished, and what is done when."""
        frontier: dict[int, tuple[tuple[int, int, int], list[tuple[int, Done]]]] = {begin: ((0, 0, 0), [])}
        for number, (step, ways) in enumerate(self.chains[i]):
            following: dict[int, tuple[tuple[int, int, int], list[tuple[int, Done]]]] = {}
            for (time, (cost, path)), (rank, way) in itertools.product(frontier.items(), enumerate(ways)):
                days = waiting(step, way)
                for at in range(time, 2 * len(route) + 1):
                    if not _possible(self.at[i][number][rank], at, route):
                        continue
                    own = (cost[0] + days, cost[1] + rank, cost[2] + at)
                    free = at + 1 if days and at % 2 else at
                    if free not in following or own < following[free][0]:
                        following[free] = (own, [*path, (at, Done(i, step, way))])
            frontier = following
        finish = min(frontier, key=lambda time: (time if early else 0, *frontier[time][0]))
        return frontier[finish][0], finish, frontier[finish][1]

    def _plan(self, route: Sequence[str], timed: Mapping[int, list[tuple[int, Done]]]) -> JointPlan:
        day = self._days(route, timed)
        every = [(time, item) for i in sorted(timed) for time, item in timed[i]]
        visits = []
        for number, office in enumerate(route):
            at = 2 * number + 1
            done = tuple(item for time, item in every if time == at and item.way.mode in AT_OFFICE)
            visits.append(JointVisit(office, done, day[at] - (day[at - 2] if number else 0)))
        remote = tuple(item for _, item in every if item.way.mode not in AT_OFFICE)
        return JointPlan(tuple(visits), remote, day[-1])

    def _days(self, route: Sequence[str], timed: Mapping[int, list[tuple[int, Done]]]) -> dict[int, int]:
        """The working day (0: the first) of each visit's time, and under -1 of the end of everything."""
        ready = dict.fromkeys(timed, 0)
        day: dict[int, int] = {}
        today = 0
        for time in range(2 * len(route) + 1):
            here = {i: [done for at, done in timed[i] if at == time] for i in self.order}
            if time % 2:
                today = max([today, *(self._begins(i, ready) for i, done in here.items() if done)])
                day[time] = today
            for i, done in here.items():
                for item in done:
                    ready[i] = max(self._begins(i, ready), today) + item.days
        day[-1] = max([today, *ready.values()])
        return day

    def _begins(self, i: int, ready: Mapping[int, int]) -> int:
        """The first working day on which a service can go on."""
        return max([ready[i], *(ready[j] for j in self.after.get(i, ()))])


def _places(way: Way, offices: Sequence[Office]) -> frozenset[str] | None:
    """Slugs of the offices where it can be done; None: without going anywhere."""
    if way.mode not in AT_OFFICE:
        return None
    return frozenset(office.slug for office in offices if not way.at or office.kind in way.at)


def _possible(places: frozenset[str] | None, time: int, route: Sequence[str]) -> bool:
    return places is None or (time % 2 == 1 and route[time // 2] in places)


def _ordered(number: int, after: Mapping[int, Sequence[int]]) -> list[int]:
    """Services in an order in which predecessors come first."""
    found: list[int] = []
    while len(found) < number:
        ready = [i for i in range(number) if i not in found and set(after.get(i, ())) <= set(found)]
        found += ready or [i for i in range(number) if i not in found]
    return found
