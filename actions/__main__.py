"""Run the action server on loopback: `python -m actions`."""

from __future__ import annotations

import logging
import warnings

from rasa_sdk.endpoint import run

from actions.config import Config

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # rasa-sdk 3.21 warns that Rasa 3.6.21 is another minor version; tests/conversations prove what we use of it.
    warnings.filterwarnings("ignore", module="rasa_sdk")
    run("actions", port=Config.from_environment().port)
