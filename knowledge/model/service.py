"""One service, who offers it where, and the life events it belongs to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from knowledge.model.fact import Condition
from knowledge.model.paper import Basis, Evidence, Requirement, Scenario
from knowledge.model.step import Prerequisite, Step
from knowledge.model.terms import Fee, Output, Phones, Question, TimeLimit, Trips, Variant
from knowledge.model.value import Slug, Value


class Level(StrEnum):
    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


class Power(StrEnum):
    """How the power to decide got to an office: 法定, 下放/赋权, 委托, 延伸, 派驻."""

    STATUTORY = "statutory"
    DELEGATED = "delegated"
    ENTRUSTED = "entrusted"
    EXTENDED = "extended"
    STATIONED = "stationed"


class Offering(Value):
    """承接: where the service can be had, and what differs there.

    `place` is an office slug, or a place slug (then every office below that place at `level` offers it).
    `role`: accepts formally, collects and carries onward, only informs, or a kiosk.
    Fields that are None fall back to the service's own. `address`, `hours`, `phones` are for imported places without an
    office record; several addresses stay in the order of the source, verbatim in `address_text`.
    `scenarios`: the only ones offered here (empty: all); `variants`: what differs for some of them.
    """

    place: Slug
    level: Level
    power: Power = Power.STATUTORY
    role: Literal["accept", "collect", "advise", "kiosk"] = "accept"
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    note: str | None = None
    time_limit: TimeLimit | None = None
    fee: Fee | None = None
    phones: Phones | None = None
    hours: str | None = None
    addresses: tuple[str, ...] = ()
    address_text: str | None = None
    requirements_text: str | None = None
    evidences: tuple[Evidence, ...] | None = None
    scenarios: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Service(Value):
    """事项: one public service as published (one YAML file)."""

    code: Slug
    name: str
    aliases: tuple[str, ...] = ()
    topic: str | None = None
    department: str | None = None
    level: Level | None = None
    kind: Literal["immediate", "promise"] | None = None  # 即办件, 承诺件
    audience: str | None = None
    distinct: Annotated[str, Field(max_length=20)] | None = None  # when this one, beside others of like names: 证丢了
    serves: tuple[Literal["person", "organisation"], ...] = ()  # 自然人, 法人和其他组织; empty: unregistered
    joint: tuple[str, ...] = ()  # 联办机构, in the order they handle it
    depth: Literal["I", "II", "III", "IV"] | None = None  # 网上办理深度: 信息, 预约, 预审, 全程网办
    power_type: str | None = None  # 行政许可, 行政确认, 行政给付, 公共服务 …
    summary: str | None = None
    profile: Literal["native", "imported"] = "native"
    home: Slug | None = None  # the place whose catalogue it belongs to; None: everywhere offered
    benefit: bool = False  # decided after checking: the verdict reads 初步符合
    bookable: bool = True
    booking_skill: str | None = None  # counter skill needed; None: 综合窗口
    duration: int = 1  # slots in a row
    legal_basis: tuple[Basis, ...] = ()
    offerings: tuple[Offering, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    presumed: dict[str, bool | int | str] = {}  # what asking for this service says already: taken unless told otherwise
    scenarios: tuple[Scenario, ...] = ()
    evidences: tuple[Evidence, ...] = ()
    steps: tuple[Step, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    time_limit: TimeLimit = TimeLimit()
    fee: Fee = Fee()
    trips: Trips = Trips()
    outputs: tuple[Output, ...] = ()
    phones: Phones = Phones()
    hours: str | None = None
    online: str | None = None  # how it is done online, in one sentence; None: unregistered
    proxy: str | None = None  # may somebody else do it, in one sentence
    progress: str | None = None
    mistakes: tuple[str, ...] = ()  # what makes people come twice
    faq: tuple[Question, ...] = ()
    remedy: str | None = None
    sample: tuple[str, ...] = ()  # dotted field names whose values are the sample county's own
    effective_from: date | None = None
    rules_until: date | None = None  # from this day on nobody knows the rules: a round of subsidies has ended
    checked_on: date | None = None
    verify_by: date | None = None
    recheck_months: int | None = Field(default=None, ge=1, le=60)  # None: the profile's usual interval
    source: str

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> Service:
        for field in ("requirements", "scenarios", "evidences", "steps", "prerequisites"):
            ids = [item.id for item in getattr(self, field)]
            if len(ids) != len(set(ids)):
                raise ValueError(f"{self.code}: {field} 里有重复的 id")
        known = {s.id for s in self.scenarios}
        named = [(item.id, item.scenarios) for item in self.evidences]
        named += [(item.id, item.scenarios) for item in self.steps]
        for owner, scenarios in named:
            if unknown := set(scenarios) - known:
                raise ValueError(f"{self.code}: {owner} 引用了没有登记的情形 {sorted(unknown)}")
        return self


class Member(Value):
    """One service of a bundle. `after`: codes that come first; `group`: members of one group are alternatives (or)."""

    service: Slug
    after: tuple[str, ...] = ()
    group: str | None = None
    when: Condition | None = None
    when_text: str | None = None


class Bundle(Value):
    """一件事: a life event.

    `events` and `topics` are how people tell it, … standing for a few characters: an event tells it by itself
    (开…饭馆), a topic only beside a word that asks for all of it (see knowledge/bundles.py).
    """

    slug: Slug
    name: str
    aliases: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    summary: str | None = None
    members: tuple[Member, ...]
    shared_evidences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gentle: bool = False  # a sad occasion: short words, no hurry
    source: str = "示例县"
