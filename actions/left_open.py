"""Which question waits for an answer at the end of a turn: a note for the gateway, never shown.

Where a talk ends with it, the gateway counts service and question for the admin; nothing that was said is in it.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def left_open(pending: Json | None) -> Json | None:
    """{"type": "open", "service": code or "", "question": a fact or the kind of question}; None: nothing is open."""
    if not pending:
        return None
    service, question = pending.get("service"), pending.get("question")
    code = service.get("code") if isinstance(service, dict) else service
    fact = question.get("fact") if isinstance(question, dict) else None
    return {"type": "open", "service": str(code or ""), "question": str(fact or pending["kind"])}
