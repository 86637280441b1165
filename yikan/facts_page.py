"""Write docs/facts.md from the catalogue: `python -m yikan.facts_page`. A test keeps it fresh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from knowledge.catalogue import Snapshot
from knowledge.conditions import tests_in
from knowledge.decision import base_fact, conditions_of
from knowledge.given import SUBJECTS
from knowledge.importers.sample import load_sample
from knowledge.model import Fact

PAGE = Path(__file__).parents[1] / "docs" / "facts.md"

HEAD = """# 个人情况字典 · Facts

本页由 `python -m yikan.facts_page` 从 `knowledge/data/facts.yml` 生成，请勿手改。

预检接口 `POST /api/v1/services/{{code}}/assessment` 的 `facts` 用这里的名称和选项值。
每一项属于一个对象，写成 `名称@对象`，对象有 {subjects}，不写就是 `applicant`（要办事的人）。
事项后面括号里的是要写明的对象：`birth-registration（child）` 用的是 `birth_date@child`。
`bool` 类型里 `true` 是对问句答“是”；`null` 是不知道或不想说。
标“敏感”的只用于当次判断，先说明用途再问。
问句本身说了是谁的（孩子、去世的亲人），带不带 `@对象` 一样；改过的旧名称、旧选项照样收，写在“也接受”里。

| 名称 | 类型 | 问句 | 选项值 | 敏感 | 用到它的事项 |
|---|---|---|---|---|---|
"""


def facts_page(sample: Snapshot) -> str:
    """The whole page as text."""
    users: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, published in sample.published.items():
        for condition in conditions_of(published.service):
            for test in tests_in(condition):
                users[base_fact(test.fact)][code].add(test.fact.partition("@")[2])
    rows = [
        _row(fact, [_user(fact, *item) for item in sorted(users[fact.id].items())]) for fact in sample.facts.values()
    ]
    return HEAD.format(subjects="、".join(f"`{subject}`" for subject in SUBJECTS)) + "\n".join(rows) + "\n"


def _user(fact: Fact, code: str, subjects: set[str]) -> str:
    """A service and whose fact it uses, where that is not (only) the applicant's or the one the question names."""
    named = [subject or "applicant" for subject in sorted(subjects) if not fact.about or subject != fact.about]
    return code if named in ([], ["applicant"]) else f"{code}（{'、'.join(named)}）"


def _row(fact: Fact, users: list[str]) -> str:
    options = "、".join(option.value for option in fact.options) or "—"
    kind = f"{fact.type}（{fact.unit}）" if fact.unit else fact.type
    also = "、".join(f"`{name}`" for name in _also(fact))
    question = f"{fact.question}；也接受 {also}" if also else fact.question
    return (
        f"| `{fact.id}` | {kind} | {question} | {options} | {'是' if fact.sensitive else ''} "
        f"| {'、'.join(users) or '—'} |"
    )


def _also(fact: Fact) -> Iterator[str]:
    """The coarser fact, the older ids and the older values that are taken too."""
    if fact.coarser:
        yield fact.coarser
    if fact.about:
        yield f"{fact.id}@{fact.about}"
    yield from fact.known_as
    yield from fact.accepts


if __name__ == "__main__":
    PAGE.write_text(facts_page(load_sample()), "utf-8")
