"""An action server whose every action does nothing, for a bare Rasa: `python -m yikan.bench.empty_actions PORT`."""

from __future__ import annotations

import sys
import warnings
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Tracker

LOOPBACK = "127.0.0.1"


async def nothing(dispatcher: Any, tracker: Tracker, domain: Any) -> list[Any]:
    """No message, no event."""
    return []


class Everything(dict[str, Any]):
    """Whatever action is asked for, it is the empty one."""

    def get(self, name: str, default: Any = None) -> Any:
        return nothing


def main(port: int) -> None:
    """Blocks until the process is told to stop."""
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = ActionExecutor()
    executor.actions = Everything()
    app = create_app(executor)
    app.run(host=LOOPBACK, port=port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
