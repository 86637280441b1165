"""What a guide promises: limits, fee, trips, results, phones, questions, and what differs by region."""

from __future__ import annotations

from typing import Literal

from knowledge.model.fact import Condition
from knowledge.model.value import Value


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
    """A question of the guide with its answer. `asked`: other ways to ask it, by which it is known; never shown."""

    q: str
    a: str
    asked: tuple[str, ...] = ()


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
