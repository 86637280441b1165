"""The gateway's door into Rasa: a turn, a look at what is understood, and health. Loopback only, one shared secret."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from components import results
from components.health import health

logger = logging.getLogger(__name__)
CHOOSE = "/choose"
_CHOICE = {"intent": {"name": "choose", "confidence": 1.0}, "intent_ranking": [], "entities": []}
Json = dict[str, Any]


class TurnOutput(OutputChannel):
    """Collects what the actions say, each message whole."""

    def __init__(self) -> None:
        self.messages: list[Json] = []

    @classmethod
    def name(cls) -> str:
        """Of the channel."""
        return "gateway"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """One text is one message; blank lines do not split it."""
        self.messages.append({"type": "text", "text": text})

    async def send_text_with_buttons(self, recipient_id: str, text: str, buttons: list[Json], **kwargs: Any) -> None:
        """Choices as given, payloads too: the gateway keeps those to itself."""
        self.messages.append({"type": "choices", "text": text, "choices": buttons})

    async def send_custom_json(self, recipient_id: str, json_message: Json, **kwargs: Any) -> None:
        """A card as it is."""
        self.messages.append(json_message)


class GatewayInput(InputChannel):
    """The only channel. Whoever knows the secret names the sender, so only the gateway may know it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    @classmethod
    def name(cls) -> str:
        """The part of the address after /webhooks/."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "GatewayInput":
        """Refuses to start without a secret: an unset variable would leave `${…}` as the password."""
        secret = str((credentials or {}).get("secret") or "")
        if not secret or secret.startswith("${"):
            raise RasaException(
                "YIKAN_BOT_SECRET is not set. Start the bot with `yikan up`, or set it to a random value."
            )
        results.install()
        return cls(secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The four routes."""
        routes = Blueprint("gateway")

        @routes.on_request
        async def known(request: Request) -> HTTPResponse | None:
            return None if self._allowed(request) else _problem(401, "unauthorized")

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await _turn(request, on_new_message)

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            return await _forget(request)

        @routes.post("/understand")
        async def understand(request: Request) -> HTTPResponse:
            return await _understand(request)

        @routes.get("/health")
        async def is_well(request: Request) -> HTTPResponse:
            await _warm(request)
            return response.json(health(getattr(request.app.ctx, "agent", None)))

        return routes

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("authorization") or ""
        return hmac.compare_digest(given.encode(), b"Bearer " + self._secret)


async def _turn(request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> HTTPResponse:
    body, fault = _body(request, ("sender", "text"))
    if fault:
        return fault
    if not _ready(request):
        return _problem(503, "not-ready")
    output = TurnOutput()
    await on_new_message(_message(body, output))
    return response.json({"messages": output.messages}, ensure_ascii=False)


async def _warm(request: Request) -> None:
    """Reads one text: the first takes seconds (dictionaries, graphs), and no resident should wait for that.

    Every probe waits until it has been read; one that gives up does not stop the reading.
    """
    context = request.app.ctx
    if not _ready(request):
        return
    if not hasattr(context, "warming"):
        first = context.agent.processor.parse_message(UserMessage("1", sender_id="understand"))
        context.warming = asyncio.get_running_loop().create_task(first)
    await asyncio.wait({context.warming})


async def _forget(request: Request) -> HTTPResponse:
    """Drops every event kept of a sender. The gateway calls it between turns, never during one."""
    body, fault = _body(request, ("sender",))
    if fault:
        return fault
    if not _ready(request):
        return _problem(503, "not-ready")
    store = request.app.ctx.agent.tracker_store
    await getattr(store, "_tracker_store", store).forget(body["sender"])  # Rasa wraps it and passes nothing else on
    return response.json({"forgotten": True})


async def _understand(request: Request) -> HTTPResponse:
    """Uses the model alone: no tracker is read or written."""
    body, fault = _body(request, ("text",))
    if fault:
        return fault
    if not _ready(request):
        return _problem(503, "not-ready")
    message = UserMessage(harmless(body["text"]), sender_id="understand", metadata=body.get("metadata") or {})
    parsed = await request.app.ctx.agent.processor.parse_message(message)
    return response.json(understood(parsed), ensure_ascii=False)


def understood(parsed: Json) -> Json:
    """Rasa's parse in the words of the contract."""
    from components.decision import KIND_OF_ACT

    intent = parsed["intent"]["name"]
    facets = [entity["value"] for entity in parsed["entities"] if entity["entity"] == "facet"]
    kind = KIND_OF_ACT.get(intent, intent)
    return {"kind": kind, "facets": facets, "confidence": round(parsed["intent"]["confidence"], 4), "intent": intent}


def harmless(text: str) -> str:
    """A leading slash would make Rasa read an intent, slots and all; the wide one is just a character."""
    bare = text.lstrip()
    return "／" + bare[1:] if bare.startswith("/") else text


def _message(body: Json, output: TurnOutput) -> UserMessage:
    """Only exactly `/choose` is a command, and it needs no parsing; everything else is something a person said."""
    text, chosen = body["text"], body["text"] == CHOOSE
    return UserMessage(
        text if chosen else harmless(text),
        output,
        body["sender"],
        parse_data={"text": text, **_CHOICE} if chosen else None,
        input_channel=GatewayInput.name(),
        metadata=body.get("metadata") or {},
    )


def _body(request: Request, needed: tuple[str, ...]) -> tuple[Json, HTTPResponse | None]:
    """The JSON body with its needed strings and an optional metadata object, or the reply that says what is wrong."""
    try:
        body = json.loads(request.body or b"")
    except ValueError:
        return {}, _problem(422, "not-json")
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in needed):
        return {}, _problem(422, "needs-" + "-and-".join(needed))
    if not isinstance(body.get("metadata", {}), (dict, type(None))):
        return {}, _problem(422, "metadata-not-an-object")
    return body, None


def _ready(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return bool(agent and agent.is_ready())


def _problem(status: int, name: str) -> HTTPResponse:
    return response.json({"error": name}, status=status)
