"""What the supervisor runs: a command, how to see that it is well, and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """`command` is asked at every start and may raise YikanError: then nothing is started and it is asked again later.

    `probe` is a loopback address that answers 200 when well, `headers` go with it. `after` names the program that must
    be up (or late) first. `ready_within` in seconds.
    """

    name: str
    label: str
    command: Callable[[], Sequence[str]]
    cwd: Path
    env: Mapping[str, str]
    probe: str
    headers: Mapping[str, str] = field(default_factory=dict)
    after: str | None = None
    ready_within: float = 120.0
    renewable: bool = False
