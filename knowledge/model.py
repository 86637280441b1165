"""The catalogue's vocabulary as frozen values (names follow CPSV-AP and HSDS; see docs/architecture.md).

A service document is one YAML file under knowledge/data/services; `Service.model_validate(yaml)` is its only
reader. Facts are data here, judgement is code elsewhere. Unregistered fields stay None and are shown as 未登记.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=80)]


class Value(BaseModel):
    """Base of all documents: immutable, and a misspelt field is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- conditions and facts ---------------------------------------------------------------------------------------


class Test(Value):
    """One comparison. The value of a date fact may be relative to the day of assessment: `today-80y`, `today+3m`.

    `in` takes a list; `between` takes [low, high], both inclusive.
    `fact` may carry a subject: `birth_date@child`.
    """

    fact: str
    op: Literal["=", "!=", "<", "<=", ">", ">=", "in", "between"]
    value: Any


class All(Value):
    all: tuple[Condition, ...]


class AnyOf(Value):
    any: tuple[Condition, ...]


class Not(Value):
    not_: Condition = Field(alias="not")
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


Condition = Test | All | AnyOf | Not
All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()


class Option(Value):
    value: str
    said: tuple[str, ...] = ()  # how people say it, for free answers
    told: tuple[str, ...] = ()  # how people tell it without being asked; `…` a few characters, (a|b) either


class Fact(Value):
    """Something about a person. For bool, true means yes to the question as asked.

    `derived_from`: this fact is a coarser form of another (age of birth_date).
    `change`: what the person could do so that `better` becomes the value; only changeable facts feed improvements.
    """

    id: Slug
    type: Literal["bool", "choice", "number", "date"]
    question: str
    questions: dict[str, str] = {}  # by subject, where the wording differs: {"child": "孩子是哪天出生的？"}
    why: str
    options: tuple[Option, ...] = ()
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    sensitive: bool = False
    shared_source: str | None = None  # 可查: who already knows it
    coarser: str | None = None  # id of a coarser fact accepted for this one
    about: Literal["spouse", "child", "deceased"] | None = None  # whom the question itself names: `id` is `id@about`
    known_as: tuple[str, ...] = ()  # older ids taken for this one
    accepts: dict[str, dict[str, Any]] = {}  # older values, and the facts they say
    given_by: tuple[str, ...] = ()  # services that make the answer yes, once done in the same errand
    tells: dict[str, str] = {}  # by service: the date (key) that this number of days tells, counted back
    implies: dict[str, dict[str, Any]] = {}  # present values ("true", "0", "*" for any), and the facts that follow
    changeable: bool = False
    better: bool | str | None = None
    change: str | None = None
    yes_said: tuple[str, ...] = ()
    no_said: tuple[str, ...] = ()
    yes_told: tuple[str, ...] = ()  # as `told` of an option
    no_told: tuple[str, ...] = ()
    named: tuple[str, ...] = ()  # words beside which a number or a day is this fact: 住了 … 个月


# --- services ---------------------------------------------------------------------------------------------------


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


class Mode(StrEnum):
    ONLINE = "online"
    KIOSK = "kiosk"
    MAIL = "mail"
    AGENT = "agent"  # village agent or staff carry it onward: no trip
    HOME = "home"  # staff come to the home: no trip
    PHONE = "phone"
    COUNTER = "counter"


class Way(Value):
    """办理方式 of one step. A visit is needed when `mode` is counter or kiosk.

    `at`: kinds of office that can do it (village, township, county, police, marriage, disabled), nearest first;
    empty: every office that offers the service. `presence`: who must be there (anyone: a proxy may come).
    """

    mode: Mode
    text: str
    at: tuple[str, ...] = ()
    presence: Literal["none", "anyone", "relative", "person", "both"] = "none"
    reason: str | None = None
    when: Condition | None = None
    days: int | None = None  # overrides the step's waiting
    fee: float | None = None


class Step(Value):
    """环节. `days`: working days of waiting before the next step; 0 within the same visit."""

    id: Slug
    text: str
    days: int = 0
    when: Condition | None = None
    scenarios: tuple[str, ...] = ()
    ways: tuple[Way, ...]


class Prerequisite(Value):
    """An outing elsewhere that is needed first (assessment at a hospital, photo): not a trip, but named."""

    id: Slug
    text: str
    where: str
    outings: int = 1
    when: Condition | None = None


class Limit(Value):
    value: int
    unit: Literal["workday", "day", "immediate"]


class LimitRule(Value):
    """A limit that differs by case; the first whose condition is true counts."""

    when: Condition
    promised: Limit
    text: str


class TimeLimit(Value):
    statutory: Limit | None = None
    promised: Limit | None = None
    text: str | None = None
    rules: tuple[LimitRule, ...] = ()


class FeeRule(Value):
    when: Condition
    amount: float
    text: str


class Fee(Value):
    """Yuan; `amount` None with `charged` None is unregistered. `items`: what is charged, one line each (收费项目)."""

    amount: float | None = None
    charged: bool | None = None
    basis: str | None = None
    text: str | None = None
    items: tuple[str, ...] = ()
    online_payment: bool | None = None  # 是否网上支付
    rules: tuple[FeeRule, ...] = ()


class Trips(Value):
    published: int | None = None
    reason: str | None = None  # 必须现场办理原因说明


class Output(Value):
    name: str
    type: str | None = None  # 证照, 批文, 其他
    validity: str | None = None
    collect: tuple[str, ...] = ()  # 窗口领取, 邮寄, 电子证照
    sample: str | None = None  # 结果样本: where one can be seen


class Phones(Value):
    consult: str | None = None
    complain: str | None = None


class Question(Value):
    q: str
    a: str


class Variant(Value):
    """What differs, inside one offering, for some scenarios (sub-items with another limit, address or phone)."""

    scenarios: tuple[str, ...]
    time_limit: TimeLimit | None = None
    fee: Fee | None = None
    phones: Phones | None = None
    hours: str | None = None
    addresses: tuple[str, ...] = ()
    address_text: str | None = None
    requirements_text: str | None = None


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


# --- places, offices, time --------------------------------------------------------------------------------------


class Place(Value):
    slug: Slug
    name: str
    kind: Literal["province", "city", "county", "township", "village"]
    parent: Slug | None = None
    aliases: tuple[str, ...] = ()


class Period(Value):
    """An opening period: `days` 1 (Monday) … 7, times "08:30"; `from`/`until` month-day bounds a season ("06-01")."""

    days: tuple[int, ...]
    start: str
    end: str
    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class DatedException(Value):
    """Closed (no periods) or open at other times on one date; an opening overrides a holiday (调休)."""

    on: date
    periods: tuple[Period, ...] = ()
    reason: str


class Closure(Value):
    """Shut for a while, [start, end), whatever the hours say: a storm, a power cut, repairs. Aware datetimes."""

    start: datetime
    end: datetime
    reason: str


class Shift(Value):
    """How many work at a counter in one part of the week or on one date; outside its shifts the counter's own number.

    `days` 1 (Monday) … 7, times and season bounds as in `Period`; `on` makes it a single date, whatever the weekday.
    """

    staffed: int = Field(ge=0)
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    start: str = "00:00"
    end: str = "24:00"
    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    on: date | None = None
    note: str | None = None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Counter(Value):
    """窗口: `staffed` counters share the work; empty `skills` (booking skills): everything the office offers.

    `shifts`: the first that covers a time says how many work there then.
    """

    name: str
    skills: tuple[str, ...] = ()
    staffed: int = 1
    shifts: tuple[Shift, ...] = ()
    note: str | None = None


class Office(Value):
    slug: Slug
    name: str
    kind: Literal["county", "township", "village", "police", "marriage", "disabled", "other"]
    place: Slug
    aliases: tuple[str, ...] = ()
    address: str | None = None
    directions: str | None = None
    phone: str | None = None
    complain_phone: str | None = None
    periods: tuple[Period, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    closures: tuple[Closure, ...] = ()
    market_days: tuple[int, ...] = ()  # lunar day of month modulo 10: (2, 7) is 逢二逢七
    market_periods: tuple[Period, ...] = ()  # extra opening on market days
    kiosk_hours: str | None = None
    slot_minutes: int = 30
    counters: tuple[Counter, ...] = ()
    facilities: tuple[str, ...] = ()
    sample: bool = True


class CalendarDay(Value):
    """One dated fact: a public holiday, a make-up working day, or a local closure; notices come first.

    `confirmed`: no notice is out yet, but an admin says that the days after the holiday beginning here may be booked.
    """

    on: date
    kind: Literal["holiday", "workday", "closure", "confirmed"]
    name: str
    source: str
    office: Slug | None = None


class Booked(Value):
    """A stretch of time [start, end) at an office; aware datetimes."""

    office: Slug
    start: datetime
    end: datetime
