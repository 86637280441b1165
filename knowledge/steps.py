"""The status machine of an appointment: every step that exists, and who takes it. Pure; drawn in docs/appointments.md.

may(before, after) -> bool
diagram() -> str            mermaid, from the table below and nothing else
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`label` stands at the arrow of the diagram."""

    before: str
    after: str
    label: str


FIRST = "confirmed"
STEPS = (
    Step("confirmed", "confirmed", "本人改约；大厅关门改期"),
    Step("confirmed", "checked_in", "窗口签到（当天）"),
    Step("confirmed", "cancelled", "本人取消；窗口取消；大厅关门取消"),
    Step("confirmed", "missed", "到点没来"),
    Step("checked_in", "serving", "叫号后开始办"),
    Step("checked_in", "missed", "叫号没人应"),
    Step("checked_in", "confirmed", "大厅突然关门改期"),
    Step("checked_in", "cancelled", "大厅突然关门取消"),
    Step("serving", "finished", "办完"),
)
STATUSES = ("confirmed", "checked_in", "serving", "finished", "missed", "cancelled")
INACTIVE = ("missed", "cancelled")
_ALLOWED = frozenset((step.before, step.after) for step in STEPS)


def may(before: str, after: str) -> bool:
    return (before, after) in _ALLOWED


def diagram() -> str:
    """Ends are the statuses nothing leads out of."""
    lines = ["stateDiagram-v2", f"    [*] --> {FIRST}: 预约成功"]
    lines += [f"    {step.before} --> {step.after}: {step.label}" for step in STEPS]
    ends = [status for status in STATUSES if not any(step.before == status for step in STEPS)]
    return "\n".join([*lines, *(f"    {end} --> [*]" for end in ends)]) + "\n"
