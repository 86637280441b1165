"""The result of a check: verdict, trips, plan, papers, reasons."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from actions.cards.base import Json, card
from actions.reply import choice
from actions.words import word

MOST_REASONS = 2  # that are told of a result
MOST_BETTER = 2  # changes for fewer trips that are told


def assessment(service: Json, result: Json, offices: dict[str, str], first: Sequence[str] = ()) -> Json:
    """The verdict, the visits and the personal bring-list; `offices` names the slugs of the plan.

    `first`: the lines that answer what was asked, so that they come first.
    """
    lines = _assessment_lines(service, result, offices)
    text = "\n".join(dict.fromkeys(line for line in [*first, *lines] if line))
    data = {**result, "service": service, "offices": offices}
    data.setdefault("checked_on", None)
    data.setdefault("source", None)
    return card("assessment", word("assessment.title", name=service["name"]), text, data, _after(service, result))


def _after(service: Json, result: Json) -> list[Json]:
    actions = []
    if result["outcome"] != "ineligible":
        actions.append(choice(word("do.book"), word("say.book", name=service["name"]), do="book", service=service))
    actions.append(choice(word("do.recheck"), word("say.recheck", name=service["name"]), do="recheck", service=service))
    actions.append({"label": word("do.share"), "url": share_url(service, result.get("shareable") or {})})
    return [*actions, {"label": word("do.full_guide"), "url": f"/guides/{service['code']}"}]


def share_url(service: Json, facts: Json) -> str:
    """The chat page with this case. It stands in the fragment, which no browser sends to a server."""
    case = {"code": service["code"], "name": service["name"], "facts": facts}
    text = json.dumps(case, ensure_ascii=False, separators=(",", ":"))
    return "/#case=" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _assessment_lines(service: Json, result: Json, offices: dict[str, str]) -> list[str]:
    if not result.get("registered", True):
        return [word("assessment.unregistered", name=service["name"])]
    if result["outcome"] == "ineligible":
        return [word("assessment.ineligible", name=service["name"]), *_failures(result)]
    verdict = "benefit" if result.get("benefit") and result["outcome"] == "eligible" else result["outcome"]
    return [
        word(f"assessment.{verdict}"),
        *(_left_open(result) if verdict == "undetermined" else []),
        trips_line(result["trips"]),
        *_plan_lines(result["trips"], offices),
        *bring_lines(result["evidences"]),
        _papers("assessment.spared", [e["name"] for e in result["evidences"] if e.get("exempt")]),
        *[
            word("assessment.before" if item["outings"] else "assessment.at_home", **item)
            for item in result.get("prerequisites", [])
        ],
        *better_lines(result),
    ]


def _failures(result: Json) -> list[str]:
    return [
        word("assessment.because", text=failure_text(r), source=r["source"] or "")
        for r in result["reasons"]
        if r["result"] is False
    ][:MOST_REASONS]


def failure_text(reason: Json) -> str:
    """Why it does not fit, with what is missing to the threshold where that is known."""
    return _with_lacks(reason, reason.get("failed") or reason.get("text") or reason["requirement"])


def _left_open(result: Json) -> list[str]:
    """Which conditions nobody can tell yet, so that it is known what to find out."""
    open_ones = [r for r in result["reasons"] if r["result"] is None and r.get("text")]
    return [
        word("assessment.left_open", text=_with_lacks(r, r["text"].rstrip("。；"))) for r in open_ones[:MOST_REASONS]
    ]


def _with_lacks(reason: Json, text: str) -> str:
    return word("assessment.lacking", lacks=reason["lacks"], text=text) if reason.get("lacks") else text


def better_lines(result: Json) -> list[str]:
    """What to change to go fewer times."""
    return [
        word("assessment.better" if item["trips_after"] else "assessment.better_none", **item)
        for item in result.get("improvements", [])[:MOST_BETTER]
    ]


def trips_line(trips: Json) -> str:
    fewest, most = trips["min"], trips["max"]
    if fewest is None or most is None:
        return word("assessment.trips_unknown")
    if fewest != most:
        return word("assessment.trips_range", min=fewest, max=most)
    return word("assessment.trips_none") if most == 0 else word("assessment.trips", n=most)


def _plan_lines(trips: Json, offices: dict[str, str]) -> list[str]:
    return [
        word("assessment.visit", n=v["visit"], office=offices.get(v["office"], v["office"]), do="、".join(v["do"]))
        for v in trips.get("plan") or []
    ]


def bring_lines(evidences: list[Json]) -> list[str]:
    """What is surely brought, and apart what an answer not known decides."""
    brought = [evidence for evidence in evidences if evidence.get("bring")]
    surely = [evidence["name"] for evidence in brought if evidence.get("needed", True) is not None]
    perhaps = [_when(evidence) for evidence in brought if evidence.get("needed", True) is None]
    first = _papers("assessment.bring", surely, empty="" if perhaps else "bring_nothing")
    return [first, _papers("assessment.bring_perhaps", perhaps)]


def _when(evidence: Json) -> str:
    when = evidence.get("needed_when_text")
    return word("assessment.perhaps", name=evidence["name"], when=when) if when else str(evidence["name"])


def _papers(key: str, names: list[str], empty: str | None = None) -> str:
    if not names:
        return word(f"assessment.{empty}") if empty else ""
    return word(key, names="、".join(names))
