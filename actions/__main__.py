"""Run the action server on loopback: `python -m actions`."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.base import Connection
from actions.config import Config
from actions.words import words


class Executor(ActionExecutor):  # type: ignore[misc]  # rasa_sdk ships no types
    """Our actions never read the domain, so Rasa need not send it with every turn (bot/endpoints.yml)."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        return {}


def main() -> None:
    """Blocks until the process is told to stop. One process, one client, all turns on one loop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the API logs each of these calls itself
    # rasa-sdk 3.21 warns that Rasa 3.6.21 is another minor version; tests/conversations prove what we use of it.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = Executor()
    executor.register_package("actions")
    Connection.get()  # the client and the words are there before the first resident is
    words("menu")
    app = create_app(executor)
    app.run(host="127.0.0.1", port=Config.from_environment().port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
