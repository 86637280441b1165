"""Flat guide tables become services with offerings per region; nothing is dropped, bad files change nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from knowledge.errors import Invalid
from knowledge.importers.files import open_file
from knowledge.importers.guides import Guides, read_guides
from knowledge.importers.items import split_addresses
from knowledge.importers.mapping import fitting_mapping, load_mapping
from knowledge.importers.tables import Table

TITLES = [column.title for column in load_mapping("changchun").columns.values()]


def _row(**changed: str) -> list[str]:
    row = {
        "区划名称": "朝阳区",
        "上级区划名称": "长春市,吉林省",
        "主项名称": "残疾人证挂失补办",
        "业务办理项名称": "居住地申请",
        "承诺办结时限": "5",
        "是否收费": "否",
        "受理条件": "1、已持有证件。\n2、证件丢失。",
        "办理地点": "一楼综合窗口；\n2.二楼窗口",
        "办理时间": "星期一至星期五09：00-17：00",
        "咨询方式": "0431-1234567",
        "情形": "无情形",
        "材料名称": "居民身份证",
    } | changed
    return [row[title] for title in TITLES]


def _read(*rows: list[str]) -> Guides:
    return read_guides(Table(TITLES, list(rows)), load_mapping("changchun"), "test.xlsx")


def test_one_item_is_one_service_with_an_offering_for_each_region() -> None:
    guides = _read(_row(), _row(区划名称="南关区", 承诺办结时限="3"))
    (service,) = guides.services
    assert [offering.time_limit.promised.value for offering in service.offerings] == [5, 3]  # type: ignore[union-attr]
    assert guides.rows_of == {service.code: 2}


def test_papers_that_only_one_sub_item_asks_for_name_it() -> None:
    guides = _read(_row(), _row(材料名称="居住证"), _row(业务办理项名称="户籍地申请"))
    papers = {paper.name: paper.scenarios for paper in guides.services[0].evidences}
    assert papers["居民身份证"] == ()
    assert len(papers["居住证"]) == 1


def test_the_lost_paper_among_its_own_materials_is_marked() -> None:
    guides = _read(_row(材料名称="残疾人证"), _row())
    marked = {paper.name: paper.ask_counter for paper in guides.services[0].evidences}
    assert marked == {"残疾人证": True, "居民身份证": False}


def test_sub_items_that_differ_in_limit_are_kept_apart() -> None:
    guides = _read(_row(), _row(), _row(业务办理项名称="户籍地申请", 承诺办结时限="20"))
    (offering,) = guides.services[0].offerings
    limits = {offering.time_limit.promised.value} | {  # type: ignore[union-attr]
        variant.time_limit.promised.value  # type: ignore[union-attr]
        for variant in offering.variants
    }
    assert limits == {5, 20}


def test_a_township_hangs_below_its_district() -> None:
    guides = _read(_row(), _row(区划名称="太平镇", 上级区划名称="双阳区,长春市,吉林省"))
    town = next(place for place in guides.places if place.name == "太平镇")
    district = next(place for place in guides.places if place.slug == town.parent)
    assert (town.kind, district.name, district.kind) == ("township", "双阳区", "county")


def test_a_row_without_its_item_is_refused_with_number_and_field() -> None:
    guides = _read(_row(), _row(主项名称=""))
    assert [(refusal.row, refusal.field) for refusal in guides.refused] == [(3, "主项名称")]


def test_a_fee_that_is_charged_without_amount_stays_unregistered() -> None:
    (service,) = _read(_row(是否收费="是")).services
    assert (service.fee.charged, service.fee.amount) == (True, None)


def test_addresses_keep_their_order_and_lose_their_numbers() -> None:
    assert split_addresses("1.甲路1号；2、乙路12号\n丙街3号。") == ("甲路1号", "乙路12号", "丙街3号")


def read_table(path: Path) -> Table:
    table = open_file(path).table
    assert table is not None
    return table


def _workbook(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [TITLES, *rows]:
        sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_reads_like_the_same_rows_in_json(tmp_path: Path) -> None:
    rows = [_row(), _row(材料名称="居住证")]
    book = read_table(_workbook(tmp_path / "a.xlsx", rows))
    (tmp_path / "a.json").write_text(json.dumps([dict(zip(TITLES, row, strict=True)) for row in rows]), "utf-8")
    listed = read_table(tmp_path / "a.json")
    assert (book.titles, book.rows) == (listed.titles, listed.rows)
    assert fitting_mapping(book.titles).name == "changchun"


def test_a_csv_of_a_chinese_spreadsheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("事项,材料\n办证,身份证\n".encode("gb18030"))
    assert read_table(tmp_path / "a.csv").rows == [["办证", "身份证"]]


@pytest.mark.parametrize(
    "name", ["broken.xlsx", "broken.xls", "broken.json", "broken.txt", "missing.xlsx", "empty.csv"]
)
def test_a_broken_file_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    if not name.startswith(("missing", "empty")):
        (tmp_path / name).write_bytes(b"PK\x03\x04 this is no table")
    if name.startswith("empty"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(Invalid) as refused:
        read_table(tmp_path / name)
    assert "请" in refused.value.detail


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 2**20))
    with pytest.raises(Invalid, match="太大"):
        read_table(path)


def test_a_workbook_with_a_macro_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "macro.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/vbaProject.bin", b"0")
    with pytest.raises(Invalid, match="宏"):
        read_table(path)


def test_a_table_of_another_layout_names_the_missing_columns() -> None:
    with pytest.raises(Invalid, match="区划名称"):
        fitting_mapping(["甲", "乙"])
