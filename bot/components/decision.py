"""From probabilities to one answer: the intent, what is asked, how sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.linear import Scores

UNCLEAR, CRISIS, OOS = "unclear", "crisis", "oos"
DOUBTFUL = 0.4  # a service that fits no better says nothing
OF_A_SERVICE = frozenset({"service", "booking"})
MAYBE_A_LIST = frozenset({"service", "office", UNCLEAR, OOS, "inform", "smalltalk"})  # what a list may be taken for
IF_ANYTHING = frozenset({OOS, "smalltalk"})  # what babble is likely taken for
OF_A_HALL = frozenset({"where", "hours", "phone"})
OF_AN_APPOINTMENT = frozenset({"my_booking", "cancel_booking", "reschedule"})
# What may be asked in a sentence of each kind; kinds not named here carry no facets.
ASKABLE: Mapping[str, frozenset[str]] = {
    "office": frozenset({"overview", "where", "hours", "phone"}),
    "booking": frozenset({"book", "materials", "where", "fee", "trips", "time_limit"}),
    "manage": OF_AN_APPOINTMENT,
    "report": frozenset({"progress"}),
}
# The public kind of each act inside a talk (contract: stop, back, repeat and restart are `meta`).
KIND_OF_ACT: Mapping[str, str] = {
    **dict.fromkeys(("affirm", "deny", "inform", "choose"), UNCLEAR),
    **dict.fromkeys(("stop", "back", "repeat", "restart"), "meta"),
}


@dataclass(frozen=True)
class Thresholds:
    """`kind`: below it a sentence is unclear; `facet`: from it on a facet is asked; `part`: the share that the clause
    which asks it most clearly has in that.

    `foreign`: how much likelier a sentence that names neither service nor place is none of our business;
    `trust`: that share of it where the gateway surely links the sentence to a service of ours;
    `perhaps`, `doubt`: from there on what is asked, and that a service is meant, is possible though it seems foreign;
    `strange`: the share of what seems to be about a service that is not, where a matter of other authorities is named;
    `calm`: in a story, words of danger count for nothing where danger is less likely than that; `hint`: words that may
    be a farewell count where a clause is as likely danger.
    """

    kind: float = 0.2
    foreign: float = 2.0
    trust: float = 0.2
    strange: float = 0.95
    facet: float = 0.43
    part: float = 0.5
    calm: float = 0.06
    hint: float = 0.4
    perhaps: float = 0.5
    doubt: float = 0.05


@dataclass(frozen=True)
class Understanding:
    """`ranking` names every intent, most likely first; `perhaps`: what is asked if it is about a service after all."""

    intent: str
    confidence: float
    facets: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    perhaps: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the public vocabulary."""
        return KIND_OF_ACT.get(self.intent, self.intent)


@dataclass(frozen=True)
class Signs:
    """What the words alone say: `danger` by crisis words, `hint` by words that may be a farewell, `named` a service or
    a place is, `babble` no word is one;

    `strange` when a matter of other authorities is named that the gateway did not mark as ours. `linked`: how well the
    best service fits, as the gateway finds, from 0 to 1. `listed`: what is asked in a row, where
    the sentence is little more than that.
    """

    danger: bool
    named: bool
    babble: bool = False
    strange: bool = False
    linked: float = 0.0
    listed: tuple[str, ...] = ()
    hint: bool = False


def decide(whole: Scores, clauses: Sequence[Scores], signs: Signs, thresholds: Thresholds) -> Understanding:
    """Danger overrules; an unsure sentence is unclear; what the whole and one of its clauses ask is asked."""
    danger = _in_danger(whole, clauses, signs, thresholds)
    kinds = _leaning(whole.kinds, OOS, _foreign(signs, thresholds))
    if signs.strange:
        kinds = _estranged(kinds, thresholds.strange)
    if danger:
        kinds = dict.fromkeys(kinds, 0.0) | {CRISIS: 1.0}
    ranking = tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])))
    intent, confidence = ranking[0]
    if confidence < thresholds.kind or (signs.babble and intent in IF_ANYTHING):
        intent = UNCLEAR
    if signs.listed and not danger and not signs.strange and intent in MAYBE_A_LIST:
        intent = intent if intent == "office" and set(signs.listed) <= OF_A_HALL else "service"
        return Understanding(intent, max(confidence, thresholds.facet), signs.listed, ranking)
    facets = _heard(whole.facets, clauses, thresholds.part)
    asked = tuple(_asked(intent, facets, thresholds.facet))
    return Understanding(intent, confidence, asked, ranking, _perhaps(ranking, facets, thresholds))


def _perhaps(
    ranking: Sequence[tuple[str, float]], facets: Mapping[str, float], thresholds: Thresholds
) -> tuple[str, ...]:
    """手机上怎么弄 may be none of our business, or about what is in hand: the talk decides."""
    if ranking[0][0] != OOS or dict(ranking).get("service", 0.0) < thresholds.doubt:
        return ()
    return tuple(name for name in sorted(facets, key=lambda name: -facets[name]) if facets[name] >= thresholds.perhaps)


def _foreign(signs: Signs, thresholds: Thresholds) -> float:
    """How much likelier it is none of our business, by what is named and by what the gateway thinks of."""
    sure = max(0.0, (signs.linked - DOUBTFUL) / (1 - DOUBTFUL))
    return (1.0 if signs.named else thresholds.foreign) * float(thresholds.trust**sure)


def _estranged(kinds: Mapping[str, float], share: float) -> dict[str, float]:
    """The probabilities where a matter of others is named: only its guide is not ours, a report of it may be."""
    moved = {name: value * share for name, value in kinds.items() if name in OF_A_SERVICE}
    return {
        name: value - moved.get(name, 0.0) + (sum(moved.values()) if name == OOS else 0.0)
        for name, value in kinds.items()
    }


def _leaning(kinds: Mapping[str, float], towards: str, factor: float) -> dict[str, float]:
    """The probabilities with one of them `factor` times likelier, adding up to one again."""
    leaned = {name: value * factor if name == towards else value for name, value in kinds.items()}
    total = sum(leaned.values())
    return {name: value / total for name, value in leaned.items()}


def _in_danger(whole: Scores, clauses: Sequence[Scores], signs: Signs, thresholds: Thresholds) -> bool:
    """By its words, unless a story tells them calmly (the fire is out, what help is there?); or hinted at."""
    if signs.danger:
        return len(clauses) < 2 or whole.kinds[CRISIS] >= thresholds.calm
    return signs.hint and max(scores.kinds[CRISIS] for scores in (whole, *clauses)) >= thresholds.hint


def _heard(whole: Mapping[str, float], clauses: Sequence[Scores], part: float) -> dict[str, float]:
    """How likely each facet is asked, by the whole and by the clause that asks it most clearly: a story holds words of
    every facet, a clause alone may be anything. That a clause is a bare need says nothing."""
    if not clauses:
        return dict(whole)
    clear = {name: max(clause.facets[name] for clause in clauses) for name in whole if name != "overview"}
    return {name: (1 - part) * value + part * clear.get(name, value) for name, value in whole.items()}


def _asked(intent: str, facets: Mapping[str, float], threshold: float) -> list[str]:
    likely = sorted(facets, key=lambda name: (-facets[name], name))
    if intent == "service":
        return _about_a_service([name for name in likely if name not in OF_AN_APPOINTMENT], facets, threshold)
    allowed = [name for name in likely if name in ASKABLE.get(intent, frozenset())]
    if intent == "manage":
        return allowed[:1]
    asked = [name for name in allowed if facets[name] >= threshold]
    return ["book"] + [name for name in asked if name != "book"] if intent == "booking" else asked


def _about_a_service(likely: list[str], facets: Mapping[str, float], threshold: float) -> list[str]:
    """At least one; the bare need only where nothing particular is asked."""
    asked = [name for name in likely if facets[name] >= threshold] or likely[:1]
    return [name for name in asked if name != "overview"] or asked
