"""How well a text and one service agree: evidence from each phrase, moved by the acts both speak of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod

from knowledge.search.documents import Document, Phrase
from knowledge.search.lexicon import Lexicon
from knowledge.search.terms import Terms

_CONTAINED = 3.0  # mass, in idf units, that a whole name or alias said word for word has at least


@dataclass(frozen=True)
class Query:
    """A text made ready: `core` is it without fillers and facets; `mended`: pinyin or typo, where it was mended;
    `asks`: it holds words of a question (要带什么) that any service could be asked."""

    text: str
    core: str
    terms: Terms
    mended: str | None = None
    asks: bool = False


def phrase_evidence(query: Query, phrase: Phrase, idf: Callable[[str], float], lexicon: Lexicon) -> tuple[float, float]:
    """(score 0…1, share of its things said) for one name or alias.

    The score is the share of the phrase that was said, times how telling the said things are.
    """
    weights = lexicon.weights
    said = whole = 0.0
    strong, weak = False, 0
    for term, weight in phrase.things.items():
        mass = weight * idf(term)
        whole += mass
        if term in query.terms.things:
            said += min(mass, query.terms.things[term] * idf(term))
            strong, weak = strong or weight >= weights["pair"], weak + 1
    acted = acting = 0.0
    for act in phrase.acts:
        worth = weights["soft_act"] if act in lexicon.soft_acts else weights["act"]
        acting += worth
        if act in query.terms.acts or (act == "apply" and query.terms.lean):
            acted += worth
    share = said / whole if whole else 0.0
    if query.core and query.core == phrase.text:
        return 1.0, 1.0
    if phrase.text in query.text and whole and share > 0.99:
        said = max(said, _CONTAINED)
        return said / (said + weights["alone"]), 1.0
    if not said:
        return 0.0, 0.0
    certainty = said / (said + weights["alone"]) * (1.0 if strong else weights["weak_only"] ** (1 / weak))
    return (said + acted) / (whole + acting) * certainty, share


def act_factor(query: Query, document: Document, lexicon: Lexicon, offered: frozenset[str]) -> float:
    """More for a service that does what is to be done, less for one that does something else.

    `offered` are the acts of all candidates: an act that nobody offers excludes nobody.
    """
    weights = lexicon.weights
    wanted = query.terms.acts & offered
    hard = wanted - lexicon.soft_acts
    if hard:
        if hard & document.main:
            return weights["agree"] if document.main - lexicon.soft_acts <= wanted else 1.0
        if hard & document.side:
            return 1.0
        return weights["conflict"]
    if (wanted or query.terms.lean) and document.main - lexicon.soft_acts:
        return weights["conflict"] if not wanted & document.main else 1.0
    if wanted & document.main:
        return weights["agree"]
    if not query.terms.acts and not query.terms.lean:
        rarest = max((lexicon.act_order[act] for act in document.hard(lexicon)), default=-1)
        return float(weights["unsaid"] ** (rarest + 1))
    return weights["lean"] if query.terms.lean and "apply" in document.main else 1.0


@dataclass(frozen=True)
class Weighed:
    """What the words alone say for one service: `share` of the best phrase's things was said, `matched` names the
    weightiest evidence."""

    score: float
    share: float
    matched: str


def weigh(
    query: Query, document: Document, names: float, others: float, idf: Callable[[str], float], lexicon: Lexicon
) -> Weighed:
    """All word evidence of one candidate. `names` and `others`: shares of the text's mass found in its two fields."""
    weights = lexicon.weights
    best, share, source = 0.0, 0.0, "words"
    for phrase in document.phrases:
        score, said = phrase_evidence(query, phrase, idf, lexicon)
        if (score, said) > (best, share):
            best, share = score, said
            source = phrase.source if phrase.text in query.text or phrase.text == query.core else "words"
    literal = weights["literal"] if source != "words" else 0.0
    parts = {source: 1 - (1 - best) * (1 - literal), "evidence": weights["secondary"] * others}
    parts["words"] = 1 - (1 - (best if source == "words" else 0.0)) * (1 - weights["words"] * names)
    matched = source if source != "words" and best >= 0.5 else max(parts, key=lambda kind: parts[kind])
    matched = query.mended or matched
    return Weighed(1 - prod(1 - min(part, 1.0) for part in parts.values()), share, matched)


def fallen_back(query: Query, offered: frozenset[str], lexicon: Lexicon) -> Query:
    """An act that no related service does stands for the next one: 损坏 → 换领."""
    acts = set()
    for act in query.terms.acts:
        others = lexicon.falls_back.get(act, ())
        acts.add(act if act in offered else next((other for other in others if other in offered), act))
    return replace(query, terms=replace(query.terms, acts=frozenset(acts)))
