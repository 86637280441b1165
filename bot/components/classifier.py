"""The bot's understanding as a Rasa component: text in; intent, ranking and facet entities out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.decision import Understanding
from components.lexicon import FOLDER, TABLES, Lexicon
from components.understanding import Linked, Understander, Written, learn

FACET, PERHAPS = "facet", "perhaps"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KindFacetClassifier(GraphComponent):
    """Sets intent, ranking, one `facet` entity per thing asked; reads `masked` and `services` of the metadata."""

    def __init__(self, storage: ModelStorage, resource: Resource, understander: Understander | None = None) -> None:
        self._storage, self._resource, self._understander = storage, resource, understander

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KindFacetClassifier:
        """An untrained one."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KindFacetClassifier:
        """The one trained earlier; raises what reading its files raises: without understanding no bot may start."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Understander.load(Path(folder)))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Word tables and the code beside this file count as training data: Rasa's cache must see them change."""
        files = [FOLDER / f"{table}.yml" for table in TABLES] + sorted(Path(__file__).parent.glob("*.py"))
        digest = hashlib.sha256(Lexicon.read().to_json().encode())
        for file in files:
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every sentence with an intent and keeps the result."""
        written = [
            Written(str(example.get(TEXT)), str(example.get(INTENT)), tuple(_facets(example)))
            for example in training_data.intent_examples
        ]
        self._understander = learn(written, Lexicon.read())
        with self._storage.write_to(self._resource) as folder:
            self._understander.save(Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Fills in what each message means."""
        if self._understander is None:
            raise RuntimeError("KindFacetClassifier was asked to understand before it was trained or loaded.")
        for message in messages:
            told = message.get("metadata") or {}
            linked = Linked.of(told.get("services") or ())
            _write(message, self._understander.understand(str(message.get(TEXT) or ""), told.get("masked"), linked))
        return messages


def _facets(example: Message) -> list[str]:
    """The block's `metadata: {facets: […]}`, which Rasa keeps under `metadata.intent`."""
    return list(((example.get("metadata") or {}).get("intent") or {}).get("facets") or [])


def _entity(kind: str, value: str) -> dict[str, str]:
    return {"entity": kind, "value": value, "extractor": "KindFacetClassifier"}


def _write(message: Message, understood: Understanding) -> None:
    intent = {"name": understood.intent, "confidence": understood.confidence}
    message.set(INTENT, intent, add_to_output=True)
    ranking = [{"name": name, "confidence": confidence} for name, confidence in understood.ranking[:5]]
    message.set("intent_ranking", ranking, add_to_output=True)
    found = [_entity(FACET, value) for value in understood.facets]
    found += [_entity(PERHAPS, value) for value in understood.perhaps]
    message.set(ENTITIES, found, add_to_output=True)
