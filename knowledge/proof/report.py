"""What a proof found: faults with the answers that show them, and how much was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.partition import Axis, Cell


@dataclass(frozen=True)
class Answer:
    """One question answered with one cell: all values in it are treated alike."""

    axis: Axis
    cell: Cell


@dataclass(frozen=True)
class Fault:
    """`rule` names the sentence in knowledge/data/proof.yml, `about` fills it in; `answers` are a counter-example.

    A fault that is not `grave` is worth a look but does not keep a service from being published.
    """

    rule: str
    about: Mapping[str, str | int | float] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    grave: bool = True


@dataclass(frozen=True)
class Asked:
    """Questions until the end: the mean over all answers (cells weighing as options), and the best mean there is.

    `best` is None where the states of knowledge are too many to search; then `bound` (most questions) is all we know.
    `exact`: every path was walked, otherwise a seeded sample of them; `optimal`: the engine says its order is the best.
    """

    mean: float
    best: float | None
    bound: int
    exact: bool
    optimal: bool


@dataclass(frozen=True)
class Proof:
    """One service. `partitions` is how many distinct cases there are, `checked` how many were looked at."""

    code: str
    name: str
    partitions: int
    checked: int
    facts: int
    trips: tuple[int, int] | None
    asked: Asked | None
    faults: tuple[Fault, ...]
    registered: bool = True

    @property
    def exact(self) -> bool:
        return self.partitions == self.checked

    @property
    def sound(self) -> bool:
        """Nothing stands against publishing."""
        return not any(fault.grave for fault in self.faults)
