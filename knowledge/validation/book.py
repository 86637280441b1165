"""The rule book: what each rule is called, how grave a breach is in each profile, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["error", "warning"]


class RuleText(BaseModel):
    """`about` is the rule in one line; `message` names the field and the remedy, with {placeholders} of the breach."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    native: Severity
    imported: Severity
    about: str
    message: str


class RuleBook(BaseModel):
    """Rules in the order they are told, and the word lists they need.

    `phone`: regular expression of one complete number. `days`, `doors`: words of which hours and an address need one.
    `topics`: topic → whom it may serve. `joint_words`: regular expression of words that
    betray that several departments decide together.
    `shared`: papers the offices can look up themselves. `fields`: dotted field → its Chinese name.
    `recheck_months`: how long a check holds, by profile, where the service does not say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[RuleText, ...]
    phone: str
    days: tuple[str, ...]
    doors: tuple[str, ...]
    topics: Mapping[str, tuple[str, ...]]
    joint_words: str
    shared: tuple[str, ...]
    fields: Mapping[str, str]
    recheck_months: Mapping[str, int]

    @cached_property
    def by_id(self) -> Mapping[str, RuleText]:
        return {rule.id: rule for rule in self.rules}
