"""Learning from written sentences, understanding new ones, keeping what was learned. Knows nothing of Rasa."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from components.decision import Signs, Thresholds, Understanding, decide
from components.features import Vocabulary
from components.lexicon import Lexicon
from components.linear import ALWAYS_ASKS, Examples, Linear, fit
from components.sentences import Sentence, Variations
from components.text import PLACE_MARK, SERVICE_MARK, clauses_of, plain, shorten

COPIES, COPY_WEIGHT = 2, 0.35
JOINED, JOINED_WEIGHT = 2500, 0.3
FOREIGN, FOREIGN_WEIGHT = 2000, 0.5
TOLD, TOLD_WEIGHT = 6000, 0.5
PATTERN_WEIGHT = 0.25
MOST_CLAUSES = 5
COMMANDS = frozenset({"choose"})  # sent by the gateway, never said by a person


@dataclass(frozen=True)
class Written:
    """A sentence of the training data."""

    text: str
    intent: str
    facets: tuple[str, ...]


@dataclass(frozen=True)
class Linked:
    """The services the gateway thinks of: their `names`, and how well the best one fits, from 0 to 1."""

    names: str = ""
    score: float = 0.0

    @classmethod
    def of(cls, services: Sequence[Mapping[str, Any]]) -> "Linked":
        """From the gateway's list, best first."""
        score = float(services[0].get("score") or 0.0) if services else 0.0
        return cls(" ".join(str(service["name"]) for service in services), score)


NOTHING = Linked()


@dataclass(frozen=True)
class Understander:
    """A trained model with its word tables."""

    model: Linear
    lexicon: Lexicon
    thresholds: Thresholds

    def understand(self, text: str, masked: str | None = None, linked: Linked = NOTHING) -> Understanding:
        """`masked` as the gateway marks it; without it the names known at training are marked here."""
        read = self.lexicon.wording.read
        typed = shorten(read(plain(text)))
        marked = shorten(read(plain(masked))) if masked else self.lexicon.names.mask(typed)
        seen = [(self.lexicon.wording.canonical(mark), part) for part, mark in _parts(typed, marked)]
        whole, *parts = self.model.score(seen)
        return decide(whole, parts, self._signs(text, typed, marked, linked), self.thresholds)

    def _signs(self, text: str, typed: str, marked: str, linked: Linked) -> Signs:
        named = SERVICE_MARK in marked or PLACE_MARK in marked
        strange = self.lexicon.matters.meant(typed, marked, linked.names)
        spoken = self.lexicon.wording.read(plain(text))
        danger, hint = self.lexicon.crisis.in_(spoken), self.lexicon.crisis.hinted(spoken)
        listed = self.lexicon.lists.asked(marked)
        return Signs(danger, named, self.model.vocabulary.babble(typed), strange, linked.score, listed, hint)

    def save(self, folder: Path) -> None:
        """Two files: numbers, and everything else."""
        model = self.model
        arrays = {"idf": model.vocabulary.idf, "words": model.words, "sense": model.sense, "bias": model.bias}
        np.savez_compressed(folder / "weights.npz", **arrays)
        rest = {
            "grams": list(model.vocabulary.columns),
            "kinds": model.kinds,
            "facets": model.facets,
            "thresholds": asdict(self.thresholds),
            "lexicon": self.lexicon.raw,
        }
        (folder / "model.json").write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Understander":
        """What `save` wrote; arrays that would need pickle are refused."""
        rest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            vocabulary = Vocabulary({gram: column for column, gram in enumerate(rest["grams"])}, arrays["idf"])
            kinds, facets = tuple(rest["kinds"]), tuple(rest["facets"])
            model = Linear(vocabulary, kinds, facets, arrays["words"], arrays["sense"], arrays["bias"])
        return cls(model, Lexicon.of(rest["lexicon"]), Thresholds(**rest["thresholds"]))


def _parts(typed: str, marked: str) -> list[tuple[str, str]]:
    """The whole sentence, then its clauses where both views fall into the same ones: each may ask something, the last
    ones most likely."""
    said, marks = clauses_of(typed), clauses_of(marked)
    if len(said) < 2 or len(said) != len(marks):
        return [(typed, marked)]
    clauses = [pair for pair in zip(said, marks, strict=True) if len(pair[0]) > 1]
    return [(typed, marked), *clauses[-MOST_CLAUSES:]]


def learn(written: Sequence[Written], lexicon: Lexicon) -> Understander:
    """Trains on the sentences and their variations."""
    sentences = expand([each for each in written if each.intent not in COMMANDS], lexicon)
    return Understander(fit(_examples(sentences, lexicon)), lexicon, Thresholds())


def expand(written: Sequence[Written], lexicon: Lexicon) -> list[Sentence]:
    """The sentences as written, noisy copies of each, and questions joined from phrases, of ours and of others."""
    vary = Variations(lexicon.names, lexicon.phrases, lexicon.matters.all)
    base = [vary.written(each.text, each.intent, each.facets, number) for number, each in enumerate(written)]
    told = [sentence for sentence in base if sentence.facets or sentence.kind != ALWAYS_ASKS]
    copies = [copy for sentence in told for copy in vary.others(sentence, COPIES, COPY_WEIGHT)]
    patterned = [made for each in lexicon.patterns for made in vary.patterned(each, lexicon.topics, PATTERN_WEIGHT)]
    made = vary.joined(JOINED, JOINED_WEIGHT) + vary.foreign(FOREIGN, FOREIGN_WEIGHT)
    made += vary.told(lexicon.stories, TOLD, TOLD_WEIGHT)
    return base + copies + made + patterned


def _examples(sentences: Sequence[Sentence], lexicon: Lexicon) -> Examples:
    return Examples(
        [sentence.seen(lexicon.wording) for sentence in sentences],
        [sentence.kind for sentence in sentences],
        [sorted(sentence.facets) for sentence in sentences],
        [sentence.weight for sentence in sentences],
    )
