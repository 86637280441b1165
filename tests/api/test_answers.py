"""An answer is short, complete, and true about what nobody registered."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from api.answers import FIELDS, MOST_FACETS, ROOM, answer
from api.facets import FACETS
from api.fitting import fit_list, fit_text, share
from api.view import Here
from knowledge.calendar import Calendar
from knowledge.errors import Invalid
from knowledge.importers.sample import load_sample
from tests.builders import NOW, a_service, an_imported, an_office, here, published

SAMPLE = load_sample()
PLACES = ("qinghe", "liuxi", "yunling-shang", None)
COMBINATIONS = (("materials", "trips"), ("materials", "where", "hours", "phone", "fee", "time_limit"), tuple(FACETS))


def seen_from(place: str | None) -> Here:
    return Here(SAMPLE, Calendar(SAMPLE.calendar), place, NOW)


@pytest.mark.parametrize("code", sorted(SAMPLE.published))
def test_every_answer_of_the_sample_county_fits(code: str) -> None:
    for place, facets in itertools.product(PLACES, [*((facet,) for facet in FACETS), *COMBINATIONS]):
        found = answer(SAMPLE.published[code], facets, seen_from(place))
        assert 0 < len(found.text) <= ROOM
        assert "None" not in found.text
        assert "{" not in found.text
        assert found.data["service"] == {"code": code, "name": found.title}
        assert {"checked_on", "source"} <= found.data.keys()


def said(service_fields: dict[str, object], *facets: str, place: str | None = "ferry") -> str:
    service = a_service(**service_fields)
    return answer(published(service), facets, here(service, place=place)).text


def test_what_to_bring_comes_with_its_form_and_occasion() -> None:
    papers = [
        {"id": "a", "name": "船员证", "form": "原件"},
        {"id": "b", "name": "委托书", "when_text": "别人代办的"},
        {"id": "c", "name": "申请表", "filled_on_site": True},
        {"id": "d", "name": "户籍底册", "exempt": [{"kind": "shared", "reason": "部门间查得到"}]},
        {"id": "e", "name": "旧证", "ask_counter": True},
    ]
    text = said({"evidences": papers}, "materials")
    assert text.startswith("请带2样：船员证（原件）、旧证")
    assert "看情况还要：别人代办的，带委托书。" in text
    assert "旧证（请向窗口核实）" in text
    assert "不用带：申请表" in text
    assert "免交：户籍底册" in text


def test_a_long_list_is_cut_between_papers_and_says_how_many() -> None:
    papers = [{"id": f"p{n}", "name": f"第{n}号很长很长的材料名称{'证' * 20}"} for n in range(30)]
    text = said({"evidences": papers}, "materials")
    assert "等30项，点“完整指南”看完整清单" in text
    assert text.split("等30项")[0].endswith("证")


def test_a_step_without_papers_needs_none() -> None:
    assert said({}, "materials").startswith("不用带材料")


@pytest.mark.parametrize("facet", ["fee", "time_limit", "process", "online", "trips", "result", "proxy"])
def test_the_unregistered_is_said_to_be_so_with_a_number_to_call(facet: str) -> None:
    offerings = [{"place": "lake", "level": "county", "phones": {"consult": "0571-5550199"}}]
    service = an_imported(offerings=offerings)
    found = answer(published(service), [facet], here(service))
    assert found.missing == [facet]
    assert "未登记" in found.text
    assert "0571-5550199" in found.text


def test_without_a_number_the_counter_is_named() -> None:
    service = an_imported()
    assert "请到窗口问" in answer(published(service), ["fee"], here(service)).text


def test_hours_say_whether_it_is_open_now_and_at_weekends() -> None:
    text = said({}, "hours")
    assert "现在开门，到17:00" in text
    assert "周一至周五 09:00–17:00" in text
    assert "周六、周日不开门" in text


def test_hours_of_a_closed_day_name_the_next_opening() -> None:
    service = a_service()
    saturday = here(service, now=NOW + timedelta(days=4))
    assert "下次开门11月30日（周一）09:00" in answer(published(service), ["hours"], saturday).text


def test_foreign_hours_are_kept_and_silence_about_weekends_is_said() -> None:
    offerings = [{"place": "lake", "level": "county", "hours": "夏令时：星期一至星期五 9:00-17:00"}]
    service = an_imported(offerings=offerings)
    text = answer(published(service), ["hours"], here(service)).text
    assert "夏令时：星期一至星期五 9:00-17:00" in text
    assert "周六、周日没有登记开门" in text


def test_many_addresses_give_the_nearest_and_a_pointer() -> None:
    addresses = [f"{n}号街便民服务中心，{'很远的' * 10}路{n}号" for n in range(12)]
    service = an_imported(offerings=[{"place": "lake", "level": "county", "addresses": addresses}])
    text = answer(published(service), ["where"], here(service)).text
    assert addresses[0] in text
    assert "另有11处" in text


def test_a_foreign_place_is_named() -> None:
    service = an_imported()
    assert "大湖县" in answer(published(service), ["fee"], here(service, place="far")).text


def test_the_published_trips_are_only_typical() -> None:
    text = said({"trips": {"published": 1, "reason": "要核对原件"}}, "trips")
    assert text.startswith("公布的是一般跑1趟（要核对原件）。")
    assert "算算我要跑几趟" in text


def test_a_different_limit_of_one_scenario_is_told_beside_the_usual_one() -> None:
    service = an_imported(
        scenarios=[{"id": "s1", "name": "补发"}],
        offerings=[
            {
                "place": "lake",
                "level": "county",
                "time_limit": {"promised": {"value": 5, "unit": "workday"}},
                "variants": [{"scenarios": ["s1"], "time_limit": {"promised": {"value": 2, "unit": "day"}}}],
            }
        ],
    )
    text = answer(published(service), ["time_limit"], here(service)).text
    assert text.splitlines() == ["承诺5个工作日办好。", "补发：承诺2天办好。"]


def test_the_first_line_answers_the_first_question() -> None:
    text = said(
        {"fee": {"amount": 20, "charged": True}, "time_limit": {"promised": {"value": 3, "unit": "day"}}}, "fee"
    )
    assert text == "收费20元。"


def test_a_card_carries_only_what_was_asked() -> None:
    service = a_service()
    data = answer(published(service), ["fee"], here(service)).data
    assert "fee" in data
    assert "evidences" not in data


def test_an_unknown_facet_is_refused() -> None:
    with pytest.raises(Invalid):
        said({}, "weather")


def test_every_facet_of_the_guide_has_its_fields() -> None:
    booking = {"book", "my_booking", "cancel_booking", "reschedule"}
    assert FIELDS.keys() | booking == FACETS.keys()
    assert max(len(asked) for asked in COMBINATIONS[:2]) <= MOST_FACETS


def test_texts_are_cut_at_sentences() -> None:
    assert fit_text("第一句。第二句很长很长很长很长很长很长。", 15) == "第一句。更多见完整指南。"
    assert fit_text("短。", 10) == "短。"


def test_short_texts_leave_their_room_to_long_ones() -> None:
    def render(length: int) -> str:
        return "长" * length

    texts = share([lambda room: "短", lambda room: render(min(room, 80)), lambda room: render(min(room, 30))], 100)
    assert texts[0] == "短"
    assert texts[2] == render(30)
    assert sum(map(len, texts)) + 2 <= 100


def test_a_list_that_fits_nowhere_is_counted() -> None:
    assert "3项" in fit_list("answers.materials", ["长" * 50] * 3, 30)


# --- one township, one list -------------------------------------------------------------------------------------

COUNTY_HALL = an_office(slug="county-hall", name="大湖县政务服务中心", kind="county", place="lake", address="大湖路1号")
REED_HALL = an_office(slug="reed-hall", name="芦苇村便民服务站", kind="village", place="reed", address="芦苇村1号")
COUNTY = {"place": "county-hall", "level": "county"}
TOWN = {"place": "ferry", "level": "township"}


def nearest_said(*offerings: dict[str, object], place: str = "reed", on: datetime = NOW) -> str:
    service = a_service(offerings=[COUNTY, *offerings])
    halls = (COUNTY_HALL, an_office(), REED_HALL)
    return answer(published(service), ["nearest"], here(service, place=place, now=on, offices=halls)).text


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        ("accept", "芦苇村就能办：芦苇村便民服务站"),
        ("collect", "芦苇村就能办（收了材料替您往上送）：芦苇村便民服务站"),
        ("kiosk", "芦苇村有自助机能办：芦苇村便民服务站"),
        ("advise", "芦苇村只能咨询，办不了。最近能办的是大湖县政务服务中心"),
    ],
)
def test_what_the_village_does_is_said_exactly(role: str, begins: str) -> None:
    assert nearest_said({"place": "reed", "level": "village", "role": role}).startswith(begins)


def test_where_to_go_when_the_village_cannot_comes_nearest_first() -> None:
    text = nearest_said(TOWN)
    assert text.startswith("芦苇村暂时办不了，最近的是渡口镇便民服务中心")
    assert "再远一点还有：大湖县政务服务中心" in text


def test_a_township_list_changes_on_its_day() -> None:
    ahead = {**TOWN, "from": "2026-12-01"}
    before = nearest_said(ahead, place="ferry")
    assert before.startswith("渡口镇暂时办不了，最近的是大湖县政务服务中心")
    assert "从12月1日（周二）起，渡口镇也能办" in before
    assert nearest_said(ahead, place="ferry", on=NOW.replace(month=12, day=1)).startswith("渡口镇就能办")
    ending = {**TOWN, "until": "2026-12-01"}
    assert "这里办到11月30日（周一）为止" in nearest_said(ending, place="ferry")
    assert nearest_said(ending, place="ferry", on=NOW.replace(month=12, day=1)).startswith("渡口镇暂时办不了")


# --- past the day it was to be checked --------------------------------------------------------------------------


def test_a_guide_past_its_day_is_answered_with_a_caution() -> None:
    service = a_service(verify_by="2026-11-23", checked_on="2026-05-01", phones={"consult": "0571-5550100"})
    found = answer(published(service), ["process"], here(service))
    assert "过了核对日期（2026-11-23）" in found.text
    assert "先打0571-5550100问一声" in found.text
    assert "核对）" not in found.text
    assert (found.data["overdue"], found.data["verify_by"]) == (True, "2026-11-23")


def test_on_its_last_day_a_guide_still_counts_as_checked() -> None:
    service = a_service(verify_by="2026-11-24", checked_on="2026-05-01")
    found = answer(published(service), ["process"], here(service))
    assert "过了核对日期" not in found.text
    assert found.data["overdue"] is False


def test_an_imported_guide_grows_old_too() -> None:
    old = replace(published(an_imported()), published_at=NOW - timedelta(days=400))
    service = old.service
    found = answer(old, ["fee"], here(service, place="lake"))
    assert "过了核对日期" in found.text and found.data["overdue"]


@pytest.mark.parametrize("code", sorted(SAMPLE.published))
def test_the_caution_never_makes_an_answer_too_long(code: str) -> None:
    late = replace(seen_from("liuxi"), now=NOW + timedelta(days=400))
    for facets in [*((facet,) for facet in FIELDS), *COMBINATIONS]:
        text = answer(SAMPLE.published[code], facets, late).text
        assert len(text) <= ROOM
        assert "过了核对日期" in text
