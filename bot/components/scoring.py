"""How well a model understands held-out sentences: figures, confusions, worst sentences."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.decision import Understanding
from components.understanding import NOTHING, Linked

OURS = frozenset({"service", "office", "booking", "manage", "report", "help", "rate"})
Understand = Callable[[str, str | None, Linked], Understanding]


@dataclass(frozen=True)
class Case:
    """A held-out sentence: `masked` and `linked` as the gateway sends them, `intent` where an act is meant."""

    text: str
    kind: str
    facets: frozenset[str]
    masked: str | None = None
    intent: str | None = None
    linked: Linked = NOTHING

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Case":
        """From a row of tests/nlu."""
        linked = Linked(**row["linked"]) if "linked" in row else NOTHING
        return cls(
            str(row["text"]), row["kind"], frozenset(row["facets"]), row.get("masked"), row.get("intent"), linked
        )


@dataclass(frozen=True)
class Result:
    """A case with what the model made of it."""

    case: Case
    found: Understanding

    @property
    def right(self) -> bool:
        """Kind, act and facets all as meant."""
        act_right = self.case.intent in (None, self.found.intent)
        return self.case.kind == self.found.kind and act_right and self.case.facets == set(self.found.facets)


def run(understand: Understand, cases: Sequence[Case], linked: bool) -> list[Result]:
    """`linked`: with the masked text and the services the gateway thinks of, as in a real turn."""
    return [
        Result(
            case, understand(case.text, case.masked, case.linked) if linked else understand(case.text, None, NOTHING)
        )
        for case in cases
    ]


def figures(results: Sequence[Result]) -> dict[str, float]:
    """Each from 0 to 1, higher is better; a class without sentences counts as perfect."""
    return {
        "kind_accuracy": _share([r.case.kind == r.found.kind for r in results]),
        "facets_f1": _micro_f1(results),
        "oos_refused": _share([r.found.kind not in OURS for r in results if r.case.kind == "oos"]),
        "crisis_recall": _share([r.found.kind == "crisis" for r in results if r.case.kind == "crisis"]),
        "act_accuracy": _share([r.case.intent == r.found.intent for r in results if r.case.intent]),
    }


def _share(outcomes: Sequence[bool]) -> float:
    return round(sum(outcomes) / len(outcomes), 4) if outcomes else 1.0


def _counts(results: Sequence[Result]) -> tuple[int, int, int]:
    pairs = [(r.case.facets, set(r.found.facets)) for r in results]
    hit = sum(len(meant & found) for meant, found in pairs)
    return hit, sum(len(found - meant) for meant, found in pairs), sum(len(meant - found) for meant, found in pairs)


def _micro_f1(results: Sequence[Result]) -> float:
    hit, extra, missed = _counts(results)
    return round(2 * hit / (2 * hit + extra + missed), 4) if hit + extra + missed else 1.0


def by_kind(results: Sequence[Result]) -> dict[str, Any]:
    """Per kind: how many, how many right, and what the others were taken for."""
    table: dict[str, Any] = {}
    for kind in sorted({r.case.kind for r in results}):
        found = [r.found.kind for r in results if r.case.kind == kind]
        taken = dict(Counter(other for other in found if other != kind))
        table[kind] = {"sentences": len(found), "right": found.count(kind), "taken_for": taken}
    return table


def by_facet(results: Sequence[Result]) -> dict[str, Any]:
    """Per facet: hits, false alarms, misses."""
    names = sorted({name for r in results for name in r.case.facets | set(r.found.facets)})

    def one(name: str) -> list[Result]:
        return [r for r in results if name in r.case.facets | set(r.found.facets)]

    return {
        name: {
            "hit": sum(name in r.case.facets and name in r.found.facets for r in one(name)),
            "extra": sum(name not in r.case.facets for r in one(name)),
            "missed": sum(name not in r.found.facets for r in one(name)),
        }
        for name in names
    }


def worst(results: Sequence[Result], most: int) -> list[dict[str, Any]]:
    """The wrong ones, the surest first."""
    wrong = sorted((r for r in results if not r.right), key=lambda r: -r.found.confidence)
    return [
        {
            "text": r.case.text,
            "meant": [r.case.intent or r.case.kind, *sorted(r.case.facets)],
            "found": [r.found.intent, *sorted(r.found.facets)],
            "confidence": round(r.found.confidence, 3),
        }
        for r in wrong[:most]
    ]
