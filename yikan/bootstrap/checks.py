"""`make check`: everything that can be judged without running the program. All are run."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Dict, Sequence, Tuple

from yikan.bootstrap.environments import BOT_PYTHON, PYTHON
from yikan.bootstrap.say import Stop, line
from yikan.bootstrap.shell import ROOT, answer_with_output

PACKAGES = ("knowledge", "api", "actions", "yikan")
BIN = PYTHON.parent
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SQLALCHEMY_WARN_20": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Only names: `rasa data validate` reads the files, it connects to nothing.
    "YIKAN_BOT_SECRET": "validate",
    "YIKAN_ACTIONS_URL": "http://127.0.0.1:1/webhook",
    "YIKAN_TRACKER_DB": ":memory:",
}
RASA_VALIDATE = ("-m", "rasa", "data", "validate", "--fail-on-warnings", "--domain", "domain", "--data", "data")

Check = Tuple[str, Sequence[str], str, Dict[str, str]]


def _checks() -> list[Check]:
    here = str(ROOT)
    return [
        ("rasa data validate", [str(BOT_PYTHON), *RASA_VALIDATE], f"{here}/bot", QUIET_RASA),
        ("mypy --strict", [str(BIN / "mypy"), *PACKAGES], here, {}),
        ("ruff check", [str(BIN / "ruff"), "check", "--quiet", "."], here, {}),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], here, {}),
        ("yamllint", [str(BIN / "yamllint"), "--strict", "."], here, {}),
        ("import contracts", [str(BIN / "lint-imports"), "--no-cache"], here, {}),
    ]


def check() -> None:
    """Raises Stop naming what failed; each failure's own words are printed first."""
    checks = _checks()
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        results = list(pool.map(_one, checks))
    failed = [name for (name, *_), passed in zip(checks, results) if not passed]
    if failed:
        raise Stop(f"检查未通过 checks failed: {', '.join(failed)}", "见上面的输出 (see the output above)")


def _one(check: Check) -> bool:
    name, command, cwd, env = check
    code, output = answer_with_output(command, cwd, env)
    line(f"{'✗' if code else '✓'} {name}")
    if code:
        print(output, flush=True)
    return code == 0


def fmt() -> None:
    """Mend what ruff can mend by itself, then format."""
    answer_with_output([str(BIN / "ruff"), "check", "--fix", "--quiet", "."], str(ROOT), {})
    code, output = answer_with_output([str(BIN / "ruff"), "format", "."], str(ROOT), {})
    line(output.strip())
    if code:
        raise Stop("ruff format 失败 (failed)", "见上面的输出 (see the output above)")
