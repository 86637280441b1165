"""The facts a caller sends, checked and spelled as the rules spell them.

An id may name its subject (`birth_date@child`), or be an older one that now stands for several; a value may be an
older one that now says another fact; a fact may follow from another (who has handed in a divorce application on a day
has handed it in). What is said in the present spelling counts before what follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.decision import base_fact
from knowledge.errors import UnknownFact
from knowledge.model import Fact
from knowledge.partition import parse_value

SUBJECTS = ("applicant", "spouse", "child", "deceased", "other")

Facts = Mapping[str, Any]


def canonical(key: str) -> str:
    """`birth_date@applicant` is `birth_date`. Raises UnknownFact for a subject nobody declared."""
    fact, _, subject = key.partition("@")
    if subject and subject not in SUBJECTS:
        raise UnknownFact(f"“{key}”里的“{subject}”不是登记过的对象，请用 {'、'.join(SUBJECTS)} 之一。")
    return fact if subject in ("", "applicant") else key


def check_facts(given: Facts, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The facts under their canonical keys. Raises UnknownFact for an id or value that no fact declares."""
    said: dict[str, Any] = {}
    implied: dict[str, Any] = {}
    for key, value in given.items():
        name, value = canonical(key), _plain(value)
        for fact in _meant(key, base_fact(name), facts):
            own = fact.id + name[len(base_fact(name)) :]
            if isinstance(value, str) and value in fact.accepts:
                implied |= {f"{other}{own[len(fact.id) :]}": v for other, v in fact.accepts[value].items()}
            else:
                (said if own == name else implied)[own] = _checked_value(key, fact, value)
    said = dict(_with_twins(said, facts))
    told = {**dict(_with_twins(implied, facts)), **said}
    return {**dict(_following(told, facts)), **told}


def granted(given: Facts, codes: Iterable[str], facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The facts, and what doing several services in one errand makes true for the others (失业登记 for 失业金)."""
    done = set(codes)
    return {**given, **{fact.id: True for fact in facts.values() if done & set(fact.given_by)}}


def _meant(key: str, fact_id: str, facts: Mapping[str, Fact]) -> list[Fact]:
    """The fact of this id, or those that took its place."""
    found = [facts[fact_id]] if fact_id in facts else [fact for fact in facts.values() if fact_id in fact.known_as]
    if not found:
        raise UnknownFact(f"没有登记“{key}”这项个人情况，请按 docs/facts.md 里的名称填写。", errors=[{"field": key}])
    return found


def _with_twins(checked: Facts, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Any]]:
    """A fact whose question names its subject is the same fact with and without it: 孩子读到哪里 is of the child."""
    for key, value in checked.items():
        fact = facts[base_fact(key)]
        twin = f"{fact.id}@{fact.about}" if key == fact.id else fact.id
        if fact.about and key in (fact.id, f"{fact.id}@{fact.about}") and twin not in checked:
            yield twin, value
        yield key, value


def _following(told: Facts, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Any]]:
    for key, value in told.items():
        fact = facts[base_fact(key)]
        for other, follows in () if value is None else _implied(fact, value):
            if "@" not in other:
                yield f"{other}{key[len(fact.id) :]}", follows
            elif key == fact.id:  # 您是男的，对方就是女的: of the applicant alone follows something about others
                yield other, follows


def _implied(fact: Fact, value: Any) -> Iterator[tuple[str, Any]]:
    yield from fact.implies.get("*", {}).items()
    yield from fact.implies.get(_written(value), {}).items()


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """The value of an option as it was offered."""
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def _checked_value(key: str, fact: Fact, value: Any) -> Any:
    if value is None:
        return None
    if fact.type in ("number", "date"):
        try:
            parse_value(fact, value)
        except (ValueError, TypeError) as error:
            raise _bad_value(key, fact, str(value)) from error
        return value
    allowed: Sequence[Any] = (True, False) if fact.type == "bool" else [o.value for o in fact.options]
    if any(type(value) is type(option) and value == option for option in allowed):
        return value
    raise _bad_value(key, fact, str(value))


def _bad_value(key: str, fact: Fact, value: str) -> UnknownFact:
    """The question for people, the id for programs."""
    return UnknownFact(
        f"“{fact.question}”这一项不能填“{value}”，请按题目给出的选项或格式填写。",
        errors=[{"field": key, "detail": value}],
    )
