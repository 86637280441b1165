"""What an action says: at most three messages, each a domain response or a card, with the choices offered.

A choice is {"label", "value", "payload"}: the resident sees the label, sends the value, and the gateway gives the
payload back to us when it is chosen. Payloads never leave the server.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

Json = dict[str, Any]

MOST_MESSAGES = 3


def choice(label: str, value: str | None = None, **payload: Any) -> Json:
    return {"label": label, "value": value or label, "payload": payload}


@dataclass
class Reply:
    """Collects messages as plain data, so that 再说一遍 can send them again."""

    specs: list[Json] = field(default_factory=list)

    def say(self, response: str, choices: list[Json] | None = None, **variables: Any) -> Reply:
        """A sentence of bot/domain by its name; with choices it becomes a choices message."""
        self.specs.append({"response": response, "choices": choices or [], "variables": variables})
        return self

    def first(self, response: str, **variables: Any) -> Reply:
        """The same with a sentence before it."""
        self.specs.insert(0, {"response": response, "choices": [], "variables": variables})
        return self

    def card(self, card: Json) -> Reply:
        self.specs.append({"card": card})
        return self

    def tell(self, text: str, choices: list[Json] | None = None) -> Reply:
        """A sentence that came from the API (a problem's detail, a question of the catalogue)."""
        kind = {"type": "choices", "text": text, "choices": choices} if choices else {"type": "text", "text": text}
        self.specs.append({"card": kind})
        return self

    def aside(self, text: str) -> Reply:
        """The same, of what only leads over: it makes way first where there are too many messages."""
        self.specs.append({"card": {"type": "text", "text": text}, "idle": True})
        return self

    def send(self, dispatcher: CollectingDispatcher) -> None:
        for spec in self.specs[:MOST_MESSAGES]:
            if "card" in spec:
                dispatcher.utter_message(json_message=spec["card"])
            elif spec["choices"]:
                dispatcher.utter_message(response=spec["response"], buttons=spec["choices"], **spec["variables"])
            else:
                dispatcher.utter_message(response=spec["response"], **spec["variables"])
