"""A season, a last day, how long it holds: heard in what is asked, found in what a guide states."""

from __future__ import annotations

import pytest

from knowledge.model import Question, Requirement, Service, TimeLimit
from knowledge.model.terms import Output
from knowledge.search.particulars import asked, told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("这个一般几月份登记", ["season"]),
        ("每年啥时候报", ["season"]),
        ("一般啥时候办", ["when_done"]),
        ("啥时候办好", []),
        ("最晚哪天去交", ["deadline"]),
        ("办下来能用几年", ["validity"]),
        ("补贴领得到几个月", ["how_long"]),
        ("多大岁数才行", ["age"]),
        ("社保要交够几年才能领", ["since"]),
        ("会不会来人到家里看", ["inspection"]),
        ("几月份报名，证管多久", ["season", "validity"]),
        ("多久能拿到手", []),
        ("最晚几点下班", []),
        ("他生日是几月几号", []),
        ("我交了几年了", []),
    ],
)
def test_what_is_asked_by_its_kind_is_heard(text: str, kinds: list[str]) -> None:
    assert [each.kind for each in asked(text)] == kinds


def guide(**fields: object) -> Service:
    return Service.model_validate({"code": "a", "name": "补贴", "source": "示例", **fields})


def said(service: Service, text: str) -> str | None:
    found = told(service, asked(text)[0])
    return found.said if found else None


def test_the_sentence_that_tells_it_is_the_answer() -> None:
    service = guide(time_limit=TimeLimit(text="本县承诺5个工作日审完；每年3至5月登记，过后要等明年"))
    assert said(service, "几月份报名") == "每年3至5月登记，过后要等明年"


def test_a_promise_of_the_office_is_no_last_day_of_the_resident() -> None:
    service = guide(time_limit=TimeLimit(text="本县承诺10个工作日内审完"))
    assert said(service, "最晚什么时候去申请") is None


def test_a_question_of_the_guide_counts_where_it_asks_for_the_same() -> None:
    service = guide(
        faq=(
            Question(q="没领过的能补吗？", a="一年内都行，早点来。"),
            Question(q="多久之内要来？", a="半年内来都行。"),
        )
    )
    assert said(service, "最晚多久去领") == "半年内来都行。"


def test_a_result_says_how_long_it_holds() -> None:
    service = guide(outputs=(Output(name="许可证", validity="3年；到期前30天换"),))
    assert said(service, "这证有效期多长") == "许可证：3年；到期前30天换"


def test_the_condition_tells_since_when() -> None:
    service = guide(requirements=(Requirement(id="paid", text="连着交满6个月", source="示例"),))
    assert said(service, "交够几个月才能办") == "连着交满6个月"
