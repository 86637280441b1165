"""Training sentences as written, and more of them as people also say it.

Five kinds of variation, all drawn from one fixed seed: another service or place in the same question, several
questions in one breath, questions at the end of a story, the same about matters of other authorities, and the noise of
speech and typing (fillers, particles, lost punctuation, a wrong character).
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from components.features import Seen
from components.names import Names
from components.text import PLACE_MARK, SERVICE_MARK, Wording, plain

SEED = 20_261_121
NOISE = "的了个是一下有在不呢啊嘛"
FOREIGN = "oos"
ANY = ""  # the kind of a sentence that only teaches what is not asked
STRANGE = 0.25  # share of marked names that are a matter of others: what the gateway marks is ours, whatever it is
NEED_TOLD, ASKED_LAST = 0.5, 0.8  # shares of the stories that name a service, and that end with the question
PARTLY = 0.2  # share of such matters of which the gateway took a part for one of ours (商标〇 for 商标注册)


@dataclass(frozen=True)
class Sentence:
    """`typed` as a person would type it, `masked` with 〇 and ◇; `weight` is how much it counts in training."""

    typed: str
    masked: str
    kind: str
    facets: frozenset[str]
    weight: float = 1.0
    origin: int = -1

    def seen(self, wording: Wording) -> Seen:
        """The two views the features are made of."""
        return wording.canonical(self.masked), plain(self.typed)


@dataclass(frozen=True)
class Phrases:
    """Pieces of questions (`lexicon/phrases.yml`)."""

    needs: Sequence[str]
    facets: Mapping[str, Sequence[str]]
    joins: Sequence[str]
    starts: Sequence[str]
    ends: Sequence[str]


@dataclass(frozen=True)
class Stories:
    """What people tell before they ask, and what they ask then, by facet (`lexicon/stories.yml`)."""

    told: Sequence[str]
    asked: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Pattern:
    """Sentences of one kind put together from parts (`lexicon/patterns.yml`)."""

    kind: str
    facets: Sequence[str]
    many: int
    parts: Sequence[Sequence[str]]


class Variations:
    """Makes sentences; the same seed and data always give the same ones."""

    def __init__(self, names: Names, phrases: Phrases, matters: Sequence[str] = (), seed: int = SEED) -> None:
        self._names, self._phrases, self._matters, self._seed = names, phrases, matters, seed
        self._random = random.Random(seed)

    def written(self, text: str, kind: str, facets: Iterable[str], origin: int) -> Sentence:
        """A sentence of the data: marks are filled with names, names are masked."""
        self._draw_for(text)
        typed = self.fill(plain(text))
        return Sentence(typed, self._names.mask(plain(text)), kind, frozenset(facets), origin=origin)

    def fill(self, text: str, strange: float = 0.0) -> str:
        """Names where the marks stand; a share of `strange` of the services are matters of others."""
        while SERVICE_MARK in text and self._names.services:
            among = self._matters if self._matters and self._random.random() < strange else self._names.services
            text = text.replace(SERVICE_MARK, self._random.choice(among), 1)
        while PLACE_MARK in text and self._names.places:
            text = text.replace(PLACE_MARK, self._random.choice(self._names.places), 1)
        return text

    def others(self, sentence: Sentence, many: int, weight: float) -> list[Sentence]:
        """`many` noisy copies: new names, fillers around, sometimes unmasked, sometimes mistyped."""
        self._draw_for(f"others {sentence.masked}")
        return [self._noisy(replace(sentence, weight=weight)) for _ in range(many)]

    def joined(self, many: int, weight: float) -> list[Sentence]:
        """`many` questions of one to three pieces about one need."""
        self._draw_for("joined")
        return [self._noisy(self._question(weight)) for _ in range(many)]

    def told(self, stories: Stories, many: int, weight: float) -> list[Sentence]:
        """`many` stories: what is told asks nothing, whatever words stand in it."""
        self._draw_for("told")
        return [self._noisy(self._story(stories, weight)) for _ in range(many)]

    def foreign(self, many: int, weight: float) -> list[Sentence]:
        """`many` questions as of `joined`, about a matter of others that nobody marked: none of our business."""
        self._draw_for("foreign")
        asked = [self._question(weight) for _ in range(many if self._matters else 0)]
        return [self._noisy(self._estranged(question)) for question in asked]

    def patterned(self, pattern: Pattern, topics: Sequence[str], weight: float) -> list[Sentence]:
        """Sentences of `pattern`; `{topic}` becomes one of `topics`."""
        self._draw_for(f"pattern {pattern.parts}")
        return [self._noisy(self._assembled(pattern, topics, weight)) for _ in range(pattern.many)]

    def _draw_for(self, what: str) -> None:
        """Each sentence has draws of its own, so that one more of them does not change all others."""
        self._random.seed(f"{self._seed} {what}")

    def _assembled(self, pattern: Pattern, topics: Sequence[str], weight: float) -> Sentence:
        chosen = [self._random.choice(list(part)) for part in pattern.parts]
        text = self._random.choice(("", "", " ")).join(piece for piece in chosen if piece)
        text = text.replace("{topic}", self._random.choice(list(topics)))
        return Sentence(text, text, pattern.kind, frozenset(pattern.facets), weight)

    def _question(self, weight: float) -> Sentence:
        facets = self._random.sample(sorted(self._phrases.facets), self._random.choice((1, 2, 2, 2, 3, 3)))
        pieces = [self._random.choice(list(self._phrases.facets[facet])) for facet in facets]
        need, text = self._random.choice(list(self._phrases.needs)), pieces[0]
        for piece in pieces[1:]:
            text += self._random.choice(list(self._phrases.joins)) + piece
        bridge = self._random.choice(("", "", "，", " "))
        masked = f"{text}，{need}" if need and self._random.random() < 0.12 else f"{need}{bridge}{text}".strip("， ")
        return Sentence(masked, masked, "service", frozenset(facets), weight)

    def _story(self, stories: Stories, weight: float) -> Sentence:
        facets = self._random.sample(sorted(stories.asked), self._random.choice((0, 1, 1, 1, 1, 2)))
        asked = [self._random.choice(list(stories.asked[facet])) for facet in facets]
        told = self._random.sample(list(stories.told), self._random.choice((1, 1, 2, 2, 3)))
        need = self._random.choice(list(self._phrases.needs)) if self._random.random() < NEED_TOLD else ""
        clauses = [*told, need, *asked] if self._random.random() < ASKED_LAST else [need, *asked, *told]
        between = self._random.choice(("，", "，", " ", "。", ""))
        masked = between.join(clause for clause in clauses if clause)
        specific = frozenset(facets) - {"overview"} or frozenset(facets)
        return Sentence(masked, masked, "service" if facets else ANY, specific, weight)

    def _estranged(self, question: Sentence) -> Sentence:
        matter = self._random.choice(self._matters)
        if len(matter) > 3 and self._random.random() < PARTLY:
            matter = matter[:-2] + SERVICE_MARK
        about = question.masked.replace(SERVICE_MARK, matter)
        masked = about if matter in about else matter + about
        return Sentence(masked, masked, FOREIGN, frozenset(), question.weight)

    def _noisy(self, sentence: Sentence) -> Sentence:
        masked = sentence.masked
        long = len(masked) > 3 or sentence.kind in ("service", "office", "booking", "manage", "help")
        if long and self._random.random() < 0.4:
            masked = self._random.choice(list(self._phrases.starts)) + masked
        if long and self._random.random() < 0.35:
            masked += self._random.choice(list(self._phrases.ends))
        if self._random.random() < 0.3:
            masked = "".join(character for character in masked if character not in "，。、？！,.?! ")
        if len(masked) > 5 and self._random.random() < 0.15:
            masked = self._mistyped(masked)
        marked = self._random.random() >= 0.15
        typed = self.fill(masked, STRANGE if marked else 0.0)
        return replace(sentence, typed=typed, masked=masked if marked else typed)

    def _mistyped(self, text: str) -> str:
        place = self._random.randrange(1, len(text) - 1)
        if text[place] in (SERVICE_MARK, PLACE_MARK):
            return text
        middle = self._random.choice(("", text[place] * 2, self._random.choice(NOISE) + text[place]))
        return text[:place] + middle + text[place + 1 :]
