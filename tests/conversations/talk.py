"""A resident's talk over the public contract, and what one may expect of every turn."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

Message = dict[str, Any]


class Talk:
    """One chat session. `say` sends a text and returns the messages; every turn is checked for what always holds."""

    def __init__(self, base: str, place: str | None = None) -> None:
        self.http = httpx.Client(base_url=base + "/api/v1", timeout=30, verify=False)
        opened = self.http.post("/chat/sessions", json={"place": place} if place else {})
        opened.raise_for_status()
        self.token = opened.json()["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.welcome: list[Message] = opened.json()["messages"]
        self.last: list[Message] = self.welcome

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *error: object) -> None:
        self.http.close()

    def say(self, text: str) -> list[Message]:
        reply = self.http.post("/chat/messages", json={"text": text, "message_id": str(uuid.uuid4())})
        assert reply.status_code == 200, reply.text
        self.last = reply.json()["messages"]
        _always_holds(self.last)
        return self.last

    @property
    def text(self) -> str:
        """Everything the resident reads in the last reply."""
        return "\n".join(message["text"] for message in self.last)

    def card(self, kind: str) -> Message:
        found = [message for message in self.last if message.get("kind") == kind]
        assert found, f"no {kind} card in {[(m['type'], m.get('kind'), m['text'][:60]) for m in self.last]}"
        return found[0]

    def has_card(self, kind: str) -> bool:
        return any(message.get("kind") == kind for message in self.last)

    @property
    def labels(self) -> list[str]:
        return [choice["label"] for message in self.last for choice in message.get("choices", [])]

    def take(self, label: str) -> list[Message]:
        """Tap the first choice or card action whose label holds `label`."""
        offered = [c for m in self.last for c in [*m.get("choices", []), *m.get("actions", [])] if "value" in c]
        found = [c for c in offered if label in c["label"]]
        assert found, f"“{label}” is not offered: {[c['label'] for c in offered]}"
        return self.say(found[0]["value"])

    def live(self) -> list[dict[str, Any]]:
        """This person's appointments that stand."""
        return [item for item in self.appointments() if item["status"] == "confirmed"]

    def tickets(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.http.get("/tickets").json()["items"]
        return items

    def appointments(self) -> list[Message]:
        items: list[Message] = self.http.get("/appointments").json()["items"]
        return items


def _always_holds(messages: list[Message]) -> None:
    assert 1 <= len(messages) <= 3
    for message in messages:
        assert message["text"].strip()
        assert message["type"] in ("text", "choices", "card")
        choices = message.get("choices", [])
        assert len(choices) <= 6 or (len(choices) == 7 and choices[-1]["label"] == "更多")
        for choice in choices:
            assert set(choice) == {"label", "value"}
        if message.get("kind") == "guide":
            assert len(message["text"]) <= 300
            assert message["data"]["service"]["code"]
