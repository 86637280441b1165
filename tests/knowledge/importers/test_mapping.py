"""Another province's table is described by data: which column is which element."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalogue import Snapshot
from knowledge.errors import Invalid
from knowledge.importers.files import read_file
from knowledge.importers.guides import Guides
from knowledge.importers.mapping import Mapping, all_mappings, elements, fitting_mapping, load_mapping
from knowledge.importers.regions import regions_in
from knowledge.importers.sample import load_sample
from knowledge.importers.values import fee_of, level_of, limit_of, trips_of
from knowledge.model import Place, Service

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data" / "changchun"
HOME = [Place(slug="lake", name="平湖县", kind="county")]
PLAIN = Mapping.model_validate({"columns": {"name": "事项"}})


def lines(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects), "utf-8")
    return path


def by_name(guides: Guides) -> dict[str, Service]:
    return {service.name: service for service in guides.services}


def example(name: str) -> str:
    page = (ROOT / "docs" / "import.md").read_text("utf-8")
    found = re.search(rf"<!-- example: {re.escape(name)} -->\n```\w+\n(.*?)```", page, re.S)
    assert found is not None
    return found[1]


def test_the_worked_example_of_the_documentation_does_what_it_says(tmp_path: Path) -> None:
    for name in ("matters.jsonl", "my.yml"):
        (tmp_path / name).write_text(example(name), "utf-8")
    guides = read_file(tmp_path / "matters.jsonl", str(tmp_path / "my.yml"))
    first, second = guides.services
    assert (first.code, first.name, first.aliases) == ("11440000A1", "高龄津贴发放", ("老人钱", "高龄补贴"))
    assert first.time_limit.model_dump()["promised"] == {"value": 30, "unit": "workday"}
    assert (first.trips.published, first.fee.amount, first.fee.charged) == (1, 0, False)
    assert [paper.name for paper in first.evidences] == ["居民身份证", "户口簿"]
    assert first.offerings[0].address_text == "兴中道5号"
    assert second.code.startswith("my-province-")
    assert second.aliases == ()
    assert second.time_limit.model_dump()["promised"] == {"value": 0, "unit": "immediate"}
    assert (second.trips.published, second.fee.amount) == (0, 10)
    assert [(p.name, p.form, p.copies) for p in second.evidences] == [("一寸照片", "原件", 2)]
    assert [(place.name, place.kind) for place in guides.places] == [
        ("广东省", "province"),
        ("中山市", "city"),
        ("东升镇", "township"),
    ]
    assert [remark.field for remark in guides.warnings] == ["remark"]


def test_guide_pages_of_another_province_are_recognised_without_a_mapping(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "export.json",
        {"matter_name": "甲", "handle_time": "30(工作日)", "visit_number": "1", "material_intro": ["表", "证"]},
        {"matter_name": "乙", "handle_time": "办公时间：周一至周五9:00至12:00", "handle_type": "1 (工作日)"},
        {"matter_name": "丙", "handle_time": "无", "visit_number": "无", "material_intro": "无", "charge": "无"},
    )
    found = by_name(read_file(path, own=HOME))
    limits = {name: service.time_limit.promised for name, service in found.items()}
    assert {name: limit and limit.value for name, limit in limits.items()} == {"甲": 30, "乙": 1, "丙": None}
    assert [paper.name for paper in found["甲"].evidences] == ["表", "证"]
    assert found["乙"].offerings[0].hours == "周一至周五9:00至12:00"
    assert (found["丙"].trips.published, found["丙"].evidences, found["丙"].fee.amount) == (None, (), None)
    assert {service.home for service in found.values()} == {"lake"}


def test_a_table_with_the_usual_titles_needs_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("事项名称,承诺办结时限,申请材料,到办事现场次数\n办证,5个工作日,1.表格；2.照片,1次\n", "gb18030")
    (service,) = read_file(path, own=HOME).services
    assert [paper.name for paper in service.evidences] == ["表格", "照片"]
    assert (service.trips.published, service.time_limit.promised and service.time_limit.promised.value) == (1, 5)


def test_two_items_under_one_code_stay_two_with_a_warning(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *({"matter_name": name, "TASK_CODE": "A1"} for name in "甲乙"))
    guides = read_file(path, own=HOME)
    assert len({service.code for service in guides.services}) == 2
    assert any("编码" in remark.reason for remark in guides.warnings)


def test_rows_that_contradict_each_other_are_told_and_the_first_counts(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *({"matter_name": "甲", "consult_phone": f"010-1234567{n}"} for n in (1, 2)))
    guides = read_file(path, own=HOME)
    assert guides.services[0].offerings[0].phones.consult == "010-12345671"  # type: ignore[union-attr]
    assert any((remark.row, remark.field) == (2, "consult_phone") for remark in guides.warnings)


def test_a_region_the_catalogue_knows_is_not_made_again(tmp_path: Path) -> None:
    sample = load_sample()
    path = lines(tmp_path / "a.jsonl", {"matter_name": "甲", "AREA_CODE_TEXT": "青禾县"})
    guides = read_file(path, catalogue=sample)
    assert (guides.places, guides.services[0].home) == ([], "qinghe")


def test_an_unknown_region_is_made_below_the_named_place(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"matter_name": "甲", "AREA_CODE_TEXT": "新塘镇"})
    catalogue = Snapshot(stamp=1, published={}, places={"lake": HOME[0]})
    guides = read_file(path, home=HOME, catalogue=catalogue)
    assert [(place.name, place.kind, place.parent) for place in guides.places] == [("新塘镇", "township", "lake")]


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("columns: {title: a}", "title"),
        ("columns: {promised: a}", "name"),
        ("columns: {name: a}\nrequired: [trips]", "trips"),
        ("columns: {name: {from: a, like: '('}}", "正则"),
        ("columns: {name: a}\nextra: 1", "extra"),
        ("- name", "columns"),
        ("columns: [", "YAML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, written: str, wrong: str) -> None:
    (tmp_path / "m.yml").write_text(written, "utf-8")
    with pytest.raises(Invalid, match=wrong):
        load_mapping(str(tmp_path / "m.yml"))


def test_a_mapping_may_use_chinese_names_for_elements(tmp_path: Path) -> None:
    (tmp_path / "m.yml").write_text("columns: {事项名称: a, 承诺办结时限: b, 申请材料: c}", "utf-8")
    assert list(load_mapping(str(tmp_path / "m.yml")).columns) == ["name", "promised", "evidences"]


def test_an_unknown_mapping_names_those_there_are() -> None:
    with pytest.raises(Invalid, match="changchun.*guangdong"):
        load_mapping("nowhere")


def test_every_mapping_recognises_its_own_head() -> None:
    for mapping in all_mappings():
        assert fitting_mapping([title for c in mapping.columns.values() for title in c.titles]).name == mapping.name


def test_every_element_is_documented() -> None:
    page = (ROOT / "docs" / "import.md").read_text("utf-8")
    assert not {name for name in elements() if name != "parts" and f"`{name}`" not in page}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30(工作日)", 30, "workday"),
        ("1 (工作日)", 1, "workday"),
        ("5个工作日", 5, "workday"),
        ("20日", 20, "day"),
        ("15自然日", 15, "day"),
        ("7", 7, "workday"),
        ("0", 0, "immediate"),
        ("即办", 0, "immediate"),
        ("当场办结", 0, "immediate"),
    ],
)
def test_a_limit_is_read_in_every_usual_spelling(text: str, value: int, unit: str) -> None:
    limit = limit_of(text, PLAIN)
    assert limit is not None
    assert (limit.value, limit.unit) == (value, unit)


@pytest.mark.parametrize("text", ["法定20个工作日，承诺5个工作日", "2个月", "3小时", "按规定", ""])
def test_a_limit_that_cannot_be_one_number_of_days_is_none(text: str) -> None:
    assert limit_of(text, PLAIN) is None


@pytest.mark.parametrize(("text", "times"), [("1", 1), ("0次", 0), ("最多跑一次", 1), ("零跑动", 0), ("看情况", None)])
def test_trips_are_read_as_people_write_them(text: str, times: int | None) -> None:
    assert trips_of(text) == times


@pytest.mark.parametrize(
    ("charged", "text", "amount", "is_charged"),
    [
        ("否", "", 0, False),
        ("", "不收费", 0, False),
        ("是", "10元/证", 10, True),
        ("是", "", None, True),
        ("", "", None, None),
    ],
)
def test_a_fee_is_an_amount_only_where_the_text_is_one(
    charged: str, text: str, amount: float | None, is_charged: bool | None
) -> None:
    fee = fee_of(charged, text, "", PLAIN)
    assert (fee.amount, fee.charged) == (amount, is_charged)


@pytest.mark.parametrize(
    ("text", "level"), [("市级", "city"), ("县级", "county"), ("镇(乡、街道)级", "township"), ("市、县级", None)]
)
def test_a_level_is_known_only_where_the_text_names_one(text: str, level: str | None) -> None:
    assert level_of(text) == level


def test_a_region_in_one_word_is_split_only_where_it_is_made_of_regions() -> None:
    assert regions_in("广东省中山市东升镇") == ["广东省", "中山市", "东升镇"]
    assert regions_in("中韩（长春）国际合作示范区") == ["中韩（长春）国际合作示范区"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="public data files are not on this machine")
@pytest.mark.parametrize(
    ("name", "rows", "services"), [("province-scenarios.xls", 4310, 289), ("guides.xlsx", 3058, 33)]
)
def test_the_public_files_load_completely(name: str, rows: int, services: int) -> None:
    guides = read_file(SHARED / name)
    assert (guides.total, sum(guides.rows_of.values()), len(guides.services)) == (rows, rows, services)
    assert guides.refused == []
    assert all(service.evidences for service in guides.services)


@pytest.mark.skipif(not SHARED.is_dir(), reason="public data files are not on this machine")
def test_merged_cells_give_every_paper_its_item_and_scenario() -> None:
    found = by_name(read_file(SHARED / "province-scenarios.xls"))["高等学校教师资格认定"]
    assert found.department == "吉林省教育厅"
    named = {scenario.id for scenario in found.scenarios}
    assert all(set(paper.scenarios) <= named for paper in found.evidences)
    assert found.home == "jilinsheng"
