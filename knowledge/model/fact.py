"""Facts about a person, and conditions over them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from knowledge.model.value import Slug, Value


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
    told_of_one: tuple[str, ...] = ()  # the same, where the matter does not ask it of both (我老婆: 已婚)


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
    noted: tuple[str, ...] = ()  # in short what was told: of a bool if so and if not, else with {value}
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
    of_all: bool = False  # of everybody who lives together: whoever is spoken of, it is the same
    given_by: tuple[str, ...] = ()  # services that make the answer yes, once done in the same errand
    tells: dict[str, str] = {}  # by service: the date (key) that this number of days tells, counted back
    implies: dict[str, dict[str, Any]] = {}  # present values ("true", "0", "*" for any), and the facts that follow
    changeable: bool = False
    better: bool | str | None = None
    change: str | None = None
    yes_label: str | None = None  # how the choices put yes and no, where 是 could be taken the wrong way round
    no_label: str | None = None
    lasting: bool = False  # true of a person whatever the matter is: told once, it holds for the next one
    planned: bool = False  # what somebody means to do: a wish tells it (想卖凉菜)
    yes_said: tuple[str, ...] = ()
    no_said: tuple[str, ...] = ()
    yes_told: tuple[str, ...] = ()  # as `told` of an option
    no_told: tuple[str, ...] = ()
    named: tuple[str, ...] = ()  # words beside which a number or a day is this fact: 住了 … 个月
