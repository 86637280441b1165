"""What a service asks for: its law, its conditions, its papers and how they may be spared."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from knowledge.model.fact import Condition
from knowledge.model.value import Slug, Value


class Basis(Value):
    law: str
    articles: tuple[str, ...] = ()
    note: str | None = None
    confidence: Literal["checked", "secondary", "unchecked", "sample"] = "checked"  # 已核, 二手, 待核, 示例县设定


class Requirement(Value):
    """受理条件: `when` true means fulfilled. `text` is shown as the condition, `failed` when it is false.

    It binds from `from` until (not including) `until`, as an offering does.
    """

    id: Slug
    text: str
    when: Condition | None = None
    failed: str | None = None
    source: str | None = None
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Scenario(Value):
    """情形: a named condition; evidences, steps and ways may refer to its condition by `scenario`."""

    id: Slug
    name: str
    when: Condition | None = None
    note: str | None = None
    duration: int | None = Field(default=None, ge=1)  # slots in a row, where this case takes longer or shorter


class Exemption(Value):
    """How an evidence may be spared: data sharing, notified commitment, or handed in later."""

    kind: Literal["shared", "commitment", "later"]
    when: Condition | None = None  # None: always
    reason: str


class Evidence(Value):
    """申请材料. `when` None: everybody needs it (within its scenarios, if any are named)."""

    id: Slug
    name: str
    form: str | None = None  # 原件, 复印件, 原件或电子证照, 现场填写 …
    copies: int | None = None
    source: str | None = None  # who issues it
    when: Condition | None = None
    scenarios: tuple[str, ...] = ()
    when_text: str | None = None
    exempt: tuple[Exemption, ...] = ()
    filled_on_site: bool = False  # written or printed at the counter: nothing to bring
    ask_counter: bool = False  # the guide contradicts itself here: 请向窗口核实
    every_visit: bool = False  # shown again at each later visit, not handed in at the first
    note: str | None = None
