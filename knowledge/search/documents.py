"""What of a service is searched: its names (one phrase each), and its other words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.catalogue import Published
from knowledge.model import Service
from knowledge.search.lexicon import Lexicon
from knowledge.search.statements import LIKED, statements_of
from knowledge.search.terms import Cutter
from knowledge.text import normalise


@dataclass(frozen=True)
class Phrase:
    """One way to say the service. `source` is what a hit on it is called: name, alias."""

    text: str
    source: str
    things: Mapping[str, float]
    acts: frozenset[str]


@dataclass(frozen=True)
class Document:
    """One service as the index sees it. `main` acts stand in the name, `side` acts in aliases and scenarios."""

    code: str
    name: str
    topic: str
    places: frozenset[str]
    home: str | None
    phrases: tuple[Phrase, ...]
    main: frozenset[str]
    side: frozenset[str]
    department: str
    primary: Mapping[str, float]
    letters: Mapping[str, float]
    meant: tuple[str, ...]  # the texts whose vectors stand for the service
    evidence: frozenset[str]
    secondary: Mapping[str, float]
    stated: tuple[str, ...] = ()  # what its guide states: the texts whose vectors are kept beside those
    distinct: str | None = None  # what tells it from services of like names

    def hard(self, lexicon: Lexicon) -> frozenset[str]:
        return self.main - lexicon.soft_acts


def document_of(published: Published, cut: Cutter, offices: Mapping[str, str], sayings: Iterable[str] = ()) -> Document:
    """`offices` maps an office slug to its place; `sayings` are learned wordings, treated like aliases."""
    service = published.service
    phrases = tuple(_phrases(service, sayings, cut))
    named = cut(normalise(service.name)).acts
    scenarios = [cut(normalise(s.name)) for s in service.scenarios]
    side = frozenset(act for p in phrases for act in p.acts).union(*(s.acts for s in scenarios))
    evidence = cut(" ".join(normalise(e.name) for e in service.evidences)).things
    others = _merged([evidence, *(s.things for s in scenarios), *(cut(t).things for t in _other_texts(service))])
    primary = _merged(p.things for p in phrases)
    return Document(
        code=service.code,
        name=service.name,
        topic=service.topic or "",
        places=_places(service, offices),
        home=service.home,
        phrases=phrases,
        main=named,
        side=side - named,
        department=normalise(service.department or ""),
        primary=primary,
        letters=dict.fromkeys((piece for p in phrases for piece in letters_of(p.text)), 1.0),
        meant=(*(p.text for p in phrases), *_summed_up(service)),
        evidence=frozenset(evidence),
        distinct=service.distinct,
        stated=tuple(dict.fromkeys(s.meant for s in statements_of(service) if s.kind in LIKED)) if service.faq else (),
        secondary={term: weight for term, weight in others.items() if term not in primary},
    )


def letters_of(text: str) -> Iterator[str]:
    """The characters of a text alone and in pairs: what a half-typed name has in common with the whole one."""
    yield from text
    yield from (text[i : i + 2] for i in range(len(text) - 1))


def _phrases(service: Service, sayings: Iterable[str], cut: Cutter) -> Iterator[Phrase]:
    seen = set()
    for source, text in [("name", service.name), *(("alias", a) for a in (*service.aliases, *sayings))]:
        text = normalise(text)
        if text and text not in seen:
            seen.add(text)
            terms = cut(text)
            acts = terms.acts or (frozenset({"apply"}) if terms.lean else frozenset())
            yield Phrase(text, source, terms.things, acts)


def _summed_up(service: Service) -> Iterator[str]:
    if service.summary:
        yield normalise(f"{service.name}: {service.summary}")


def _other_texts(service: Service) -> Iterator[str]:
    for text in (service.department, service.topic, service.summary, service.audience):
        if text:
            yield normalise(text)
    yield from (normalise(entry.q) for entry in service.faq)


def _places(service: Service, offices: Mapping[str, str]) -> frozenset[str]:
    """Every place the service belongs to or is had at; none: everywhere."""
    at = {offices.get(offering.place, offering.place) for offering in service.offerings}
    return frozenset(at | ({service.home} if service.home else set()))


def _merged(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    merged: dict[str, float] = {}
    for part in parts:
        for term, weight in part.items():
            merged[term] = max(weight, merged.get(term, 0.0))
    return merged
