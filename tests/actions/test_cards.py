"""Cards are pure and their texts complete: golden files show every one (YIKAN_GOLDEN=write makes them anew)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from actions import cards
from tests.actions.samples import SERVICE, answer, appointment, assessment, office

GOLDEN = Path(__file__).parent / "golden"
OFFICES = {"police-liuxi": "柳溪派出所"}
SLOT = {
    "slot_id": "s1",
    "office": {"slug": "police-liuxi", "name": "柳溪派出所"},
    "start": "2026-11-25T09:00:00+08:00",
    "end": "2026-11-25T09:20:00+08:00",
    "free": 2,
}
TICKET = {
    "number": "T20261121001",
    "kind": "callback",
    "status": "received",
    "created_at": "2026-11-21T10:00:00+08:00",
    "due": "2026-11-23T10:00:00+08:00",
}
BUNDLE = {"slug": "newborn", "name": "新生儿出生", "services": [SERVICE], "plan": []}

MADE = {
    "guide": cards.guide(answer()),
    "guide_without_booking": cards.guide(answer(bookable=False, assessable=False)),
    "assessment": cards.assessment(SERVICE, assessment(), OFFICES),
    "assessment_none": cards.assessment(
        SERVICE, assessment(trips={"min": 0, "max": 0, "plan": []}, improvements=[]), {}
    ),
    "assessment_range": cards.assessment(
        SERVICE, assessment(outcome="undetermined", trips={"min": 0, "max": 2, "plan": []}), {}
    ),
    "assessment_ineligible": cards.assessment(
        SERVICE,
        assessment(
            outcome="ineligible",
            trips={"min": None, "max": None, "plan": []},
            evidences=[],
            reasons=[
                {
                    "requirement": "r",
                    "text": "住满半年",
                    "failed": "还没住满半年。",
                    "result": False,
                    "because": [],
                    "source": "条例第二条",
                }
            ],
        ),
        {},
    ),
    "assessment_benefit": cards.assessment(SERVICE, assessment(benefit=True), OFFICES),
    "assessment_unregistered": cards.assessment(SERVICE, assessment(registered=False, outcome="undetermined"), {}),
    "slots": cards.slots(SERVICE, [SLOT], "“居住证申领”能约这些时间："),
    "appointment": cards.appointment(appointment()),
    "appointment_cancelled": cards.appointment(appointment(status="cancelled")),
    "office": cards.office(office(), ("phone", "hours")),
    "office_unregistered": cards.office(office(phone=None, hours=None, next_opening=None), ()),
    "report": cards.report(TICKET),
    "boundary": cards.boundary(office()),
    "boundary_without_hall": cards.boundary(None),
    "bundle": cards.bundle(BUNDLE),
}


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_card_is_as_it_was(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(MADE[name], ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if os.environ.get("YIKAN_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("name", sorted(MADE))
def test_every_card_says_something_complete_without_placeholders(name: str) -> None:
    card: dict[str, Any] = MADE[name]
    assert card["title"] and card["text"].strip()
    assert "{" not in card["text"] and "None" not in card["text"]


def test_a_benefit_that_is_still_open_is_not_called_fitting() -> None:
    open_still = cards.assessment(SERVICE, assessment(benefit=True, outcome="undetermined"), {})["text"]
    assert "初步符合" not in open_still
    assert "初步符合" in cards.assessment(SERVICE, assessment(benefit=True, outcome="eligible"), {})["text"]
