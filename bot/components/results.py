"""What the action server sends back, checked in a few lines.

Rasa checks every reply against a JSON schema that it builds and verifies anew each time: a third of a whole turn. The
action server is ours and answers on loopback only; that it speaks the protocol is proved by tests. What is left to
see is that a reply has the two lists Rasa goes through. Imported by the channel, which every server of ours loads.
"""

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException


def check_result(result: Any) -> bool:
    """True for `{"events": [{"event": …}], "responses": [{…}]}`, where either may be missing. Raises RasaException."""
    if not isinstance(result, dict):
        raise RasaException("the action server answered with something else than an object")
    for name in ("events", "responses"):
        items = result.get(name) or []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise RasaException(f"the action server's {name} are not a list of objects")
    if not all(isinstance(event.get("event"), str) for event in result.get("events") or []):
        raise RasaException("an event of the action server has no name")
    return True


def install() -> None:
    """Rasa offers no setting for it."""
    RemoteAction._validate_action_result = lambda self, result: check_result(result)
