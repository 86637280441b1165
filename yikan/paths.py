"""Where things lie in the repository."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOT = ROOT / "bot"
BOT_PYTHON = BOT / ".venv" / "bin" / "python"
MODELS = BOT / "models"
TEST_SENTENCES = ROOT / "tests" / "nlu"
PYTHON = Path(sys.executable)
