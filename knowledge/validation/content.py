"""Rules about the rest of a guide: basis, conditions, outcome, words people know, and when it was last checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.model import Service
from knowledge.validation.finding import Breach, Context

ALIASES, QUESTIONS = 4, 3
_TEXTS = ("summary", "department", "topic", "audience", "proxy", "progress", "online")
_PERMIT = "行政许可"


def has_name(service: Service, context: Context) -> Iterator[Breach]:
    if not service.name.strip():
        yield Breach("name")


def has_source(service: Service, context: Context) -> Iterator[Breach]:
    if not service.source.strip():
        yield Breach("source")


def has_basis(service: Service, context: Context) -> Iterator[Breach]:
    if not service.legal_basis:
        yield Breach("legal_basis")


def basis_has_article(service: Service, context: Context) -> Iterator[Breach]:
    for number, basis in enumerate(service.legal_basis):
        if not basis.articles and not basis.note:
            yield Breach(f"legal_basis.{number}.articles", {"law": basis.law})


def has_steps(service: Service, context: Context) -> Iterator[Breach]:
    if not service.steps:
        yield Breach("steps")


def has_conditions(service: Service, context: Context) -> Iterator[Breach]:
    if not service.requirements and not any(o.requirements_text for o in service.offerings):
        yield Breach("requirements")


def refusal_explained(service: Service, context: Context) -> Iterator[Breach]:
    """Whoever does not meet a condition that is judged hears why, and what to do instead."""
    for number, requirement in enumerate(service.requirements):
        if requirement.when is not None and not requirement.failed:
            yield Breach(f"requirements.{number}.failed", {"text": requirement.text})


def has_remedy(service: Service, context: Context) -> Iterator[Breach]:
    if not service.remedy:
        yield Breach("remedy")


def joint_in_order(service: Service, context: Context) -> Iterator[Breach]:
    """Where departments decide together, people hear which ones, in their order."""
    texts = (service.department or "", *(step.text for step in service.steps))
    found = next(filter(None, (re.search(context.book.joint_words, text) for text in texts)), None)
    if found and len(service.joint) < 2:
        yield Breach("joint", {"word": found[0]})


def audience_matches_topic(service: Service, context: Context) -> Iterator[Breach]:
    allowed = context.book.topics.get(service.topic or "")
    if service.serves and allowed and not set(service.serves) & set(allowed):
        yield Breach("serves", {"topic": service.topic})


def audience_registered(service: Service, context: Context) -> Iterator[Breach]:
    if not service.serves:
        yield Breach("serves")


def topic_known(service: Service, context: Context) -> Iterator[Breach]:
    if service.topic and service.topic not in context.book.topics:
        yield Breach("topic", {"topic": service.topic, "known": "、".join(context.book.topics)})


def has_output(service: Service, context: Context) -> Iterator[Breach]:
    if not service.outputs:
        yield Breach("outputs")


def output_has_type(service: Service, context: Context) -> Iterator[Breach]:
    for number, output in enumerate(service.outputs):
        if not output.type:
            yield Breach(f"outputs.{number}.type", {"output": output.name})


def output_has_sample(service: Service, context: Context) -> Iterator[Breach]:
    for number, output in enumerate(service.outputs):
        if not output.sample:
            yield Breach(f"outputs.{number}.sample", {"output": output.name})


def permit_has_question(service: Service, context: Context) -> Iterator[Breach]:
    if service.power_type == _PERMIT and not service.faq:
        yield Breach("faq")


def enough_aliases(service: Service, context: Context) -> Iterator[Breach]:
    if len(service.aliases) < ALIASES:
        yield Breach("aliases", {"n": len(service.aliases), "least": ALIASES})


def enough_questions(service: Service, context: Context) -> Iterator[Breach]:
    if len(service.faq) < QUESTIONS:
        yield Breach("faq", {"n": len(service.faq), "least": QUESTIONS})


def texts_registered(service: Service, context: Context) -> Iterator[Breach]:
    yield from (Breach(name) for name in _TEXTS if not getattr(service, name))


def kind_registered(service: Service, context: Context) -> Iterator[Breach]:
    if service.kind is None:
        yield Breach("kind")


def depth_registered(service: Service, context: Context) -> Iterator[Breach]:
    if service.depth is None:
        yield Breach("depth")


def has_checked_on(service: Service, context: Context) -> Iterator[Breach]:
    if service.checked_on is None:
        yield Breach("checked_on")


def check_not_ahead(service: Service, context: Context) -> Iterator[Breach]:
    if service.checked_on is not None and service.checked_on > context.on:
        yield Breach("checked_on", {"on": service.checked_on.isoformat()})
