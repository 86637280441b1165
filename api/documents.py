"""A service document as an editor sees it: YAML text, form fields, faults with their line, and what changed.

to_yaml(service) -> str
read_yaml(text) -> Read                    the service, or the faults of the text
read_form(service, form) -> Read           the service with the form's fields instead of its own
difference(old, new) -> list[Line]         line by line, with a mark
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import yaml
from pydantic import ValidationError

from api.errors import field_errors
from api.words import word
from knowledge.model import Service

Json = dict[str, Any]

LONGEST = 200_000
_WIDE = 4096  # no folded lines: a line of the editor is a field


@dataclass(frozen=True)
class Fault:
    """`line` counts from 1; None where the field is missing altogether or came from a form."""

    line: int | None
    field: str
    detail: str


@dataclass(frozen=True)
class Read:
    service: Service | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Line:
    """`mark` is `+`, `-` or a blank."""

    mark: str
    text: str


def to_yaml(service: Service) -> str:
    """What equals its default is left out; `read_yaml` gives the same service back."""
    document = service.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=_WIDE)


def read_yaml(text: str) -> Read:
    if len(text) > LONGEST:
        return Read(None, (Fault(None, "", word("admin.too_long", most=LONGEST)),))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            return Read(None, (Fault(None, "", word("admin.no_aliases")),))
        document, tree = yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Read(None, (Fault(mark.line + 1 if mark else None, "", word("admin.broken_yaml")),))
    except (yaml.YAMLError, ValueError):  # a character YAML forbids, or a date that is none
        return Read(None, (Fault(None, "", word("admin.broken_yaml")),))
    return _validated(document, tree)


def _validated(document: Any, tree: yaml.Node | None = None) -> Read:
    try:
        return Read(Service.model_validate(document))
    except ValidationError as error:
        found = error.errors()
        said = field_errors(found)
        faults = [_fault(raw["loc"], item, raw, tree) for raw, item in zip(found, said, strict=True)]
        return Read(None, tuple(dict.fromkeys(faults)))


def _fault(loc: Sequence[Any], said: Mapping[str, str], raw: Mapping[str, Any], tree: yaml.Node | None) -> Fault:
    own = raw.get("ctx", {}).get("error")
    detail = str(own) if raw["type"] == "value_error" else said["detail"]
    return Fault(_line(tree, loc) if tree else None, ".".join(str(part) for part in loc), detail)


def _line(node: yaml.Node, loc: Sequence[Any]) -> int:
    """The line of the deepest part of `loc` that stands in the text."""
    line = node.start_mark.line
    for part in loc:
        inner = _child(node, part)
        if inner is not None:
            node, line = inner
    return int(line) + 1


def _child(node: yaml.Node, part: Any) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item, item.start_mark.line
    return None


def difference(old: Service | None, new: Service) -> list[Line]:
    """Changed lines with three lines around them; nothing when they are equal."""
    before = to_yaml(old).splitlines() if old else []
    found = difflib.unified_diff(before, to_yaml(new).splitlines(), lineterm="")
    return [Line(text[:1], text[1:]) for text in list(found)[2:]]


# --- the form ---------------------------------------------------------------------------------------------------

_TEXTS = ("name", "summary", "department", "topic", "hours", "online", "proxy", "progress", "remedy", "source")


def read_form(service: Service, form: Mapping[str, Sequence[str]]) -> Read:
    """The form knows the main fields; rules, steps and everything else stay as they are.

    `form` maps a field to its values in the order of the page; an emptied evidence or question is removed.
    """
    document = service.model_dump(mode="json", by_alias=True)
    for name in _TEXTS:
        document[name] = _text(form, name)
    document["aliases"] = _lines(form, "aliases")
    document["mistakes"] = _lines(form, "mistakes")
    document["checked_on"], document["verify_by"] = _text(form, "checked_on"), _text(form, "verify_by")
    document["kind"] = _text(form, "kind")
    document["phones"] = {"consult": _text(form, "consult"), "complain": _text(form, "complain")}
    document["fee"] = _fee(document["fee"], form)
    limit = document["time_limit"]
    document["time_limit"] = {**limit, "text": _text(form, "limit_text"), **_limits(form)}
    trips = {"published": _text(form, "trips"), "reason": _text(form, "trips_reason")}
    document["trips"] = {name: value for name, value in trips.items() if value is not None}
    document["evidences"] = _evidences(document["evidences"], form)
    document["faq"] = _questions(form)
    return _validated(document)


def _questions(form: Mapping[str, Sequence[str]]) -> list[Json]:
    """Each with the other ways to ask it, one a line."""
    questions, answers, ways = (form.get(name, ()) for name in ("q", "a", "asked"))
    rows = zip_longest(questions, answers, ways, fillvalue="")
    return [{"q": q.strip(), "a": a.strip(), "asked": _split(asked)} for q, a, asked in rows if q.strip()]


def _text(form: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next((value.strip() for value in form.get(name, ()) if value.strip()), None)


def _lines(form: Mapping[str, Sequence[str]], name: str) -> list[str]:
    return _split(_text(form, name) or "")


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _fee(known: Json, form: Mapping[str, Sequence[str]]) -> Json:
    amount = _text(form, "fee_amount")
    charged = known["charged"]
    if amount is not None and amount.replace(".", "", 1).isdigit():
        charged = float(amount) > 0
    texts = {"text": _text(form, "fee_text"), "basis": _text(form, "fee_basis"), "items": _lines(form, "fee_items")}
    return {**known, "amount": amount, "charged": charged, "online_payment": _text(form, "fee_online"), **texts}


def _limits(form: Mapping[str, Sequence[str]]) -> Json:
    found: Json = {}
    for kind in ("promised", "statutory"):
        value, unit = _text(form, f"{kind}_value"), _text(form, f"{kind}_unit")
        if unit == "immediate":
            value = "0"
        found[kind] = {"value": value, "unit": unit} if value is not None and unit else None
    return found


def _evidences(known: Sequence[Json], form: Mapping[str, Sequence[str]]) -> list[Json]:
    """Rows in the order of the page. A known one keeps its rules; a new one gets an id of its own."""
    by_id = {item["id"]: item for item in known}
    columns = [form.get(f"e_{name}", ()) for name in ("id", "name", "form", "copies", "source", "when_text", "note")]
    flags = set(form.get("e_ask", ())), set(form.get("e_site", ()))
    found: list[Json] = []
    for row, (id_, name, shape, copies, source, when, note) in enumerate(zip(*columns, strict=False)):
        if not name.strip():
            continue
        item = {**by_id.get(id_, {}), "id": id_ or _new_id(by_id, found), "name": name.strip()}
        item |= {"form": shape.strip() or None, "copies": copies.strip() or None, "source": source.strip() or None}
        item |= {"when_text": when.strip() or None, "note": note.strip() or None}
        found.append({**item, "ask_counter": str(row) in flags[0], "filled_on_site": str(row) in flags[1]})
    return found


def _new_id(known: Mapping[str, Json], added: Sequence[Json]) -> str:
    taken = {*known, *(item["id"] for item in added)}
    return next(f"paper-{n}" for n in range(1, len(taken) + 2) if f"paper-{n}" not in taken)
