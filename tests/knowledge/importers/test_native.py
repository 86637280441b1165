"""What is exported reads back as it was: every service, every format, every odd text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importers.files import read_file
from knowledge.importers.guides import Guides
from knowledge.importers.native_cells import decode, encode
from knowledge.importers.native_layout import layout
from knowledge.importers.native_write import WRITERS, document_of, places_for, write_file
from knowledge.importers.sample import load_sample
from knowledge.model import Place, Service

SHARED = Path(__file__).parents[4] / "shared" / "data" / "changchun"
SUFFIX = {"xlsx": ".xlsx", "csv": ".csv", "jsonl": ".jsonl", "yaml": ".yml"}
FORMATS = sorted(WRITERS)
ODD = ["=1+1", "+86", "-", "@x", "\tx", "\r\n", "'=1", "'", " a ", "", "甲\n乙", "json:1", "long:1", "_x000D_", "#N/A"]
ODD += ["😀", "\x00\x0b", "nan", "是", "1e5", "\u2028", "\ufeffa", '"', ",", "字" * 40_000, "\x01" * 6_000, "null"]
texts = st.text(max_size=40) | st.sampled_from(ODD)


def there_and_back(folder: Path, kind: str, services: list[Service], places: list[Place] | None = None) -> Guides:
    path = folder / f"services{SUFFIX[kind]}"
    write_file(path, kind, services, places or [])
    return read_file(path)


def same(guides: Guides, services: list[Service]) -> bool:
    assert guides.refused == []
    return [document_of(s) for s in guides.services] == [document_of(s) for s in services]


def a_service(**fields: Any) -> Service:
    return Service.model_validate({"code": "card", "name": "办证", "source": "测试", **fields})


@pytest.mark.parametrize("kind", FORMATS)
def test_the_sample_county_reads_back_unchanged(tmp_path: Path, kind: str) -> None:
    sample = load_sample()
    services = [published.service for published in sample.published.values()]
    guides = there_and_back(tmp_path, kind, services, places_for(services, sample.places))
    assert same(guides, services)
    assert guides.total == sum(guides.rows_of.values())


@pytest.mark.skipif(not SHARED.is_dir(), reason="public data files are not on this machine")
@pytest.mark.parametrize("kind", FORMATS)
def test_imported_guides_read_back_unchanged(tmp_path: Path, kind: str) -> None:
    imported = read_file(SHARED / "guides.xlsx")
    guides = there_and_back(tmp_path, kind, imported.services, imported.places)
    assert same(guides, imported.services)
    assert kind == "csv" or {place.slug: place for place in guides.places} == {p.slug: p for p in imported.places}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_survives_every_format(tmp_path: Path, kind: str, text: str) -> None:
    bare = {"place": "lake", "level": "county", "time_limit": {}, "evidences": []}
    asked = [{"q": text, "a": "y"}]
    service = a_service(summary=text, aliases=[text, "x"], mistakes=[text], faq=asked, offerings=[bare])
    assert same(there_and_back(tmp_path, kind, [service]), [service])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(summary=st.none() | texts, aliases=st.lists(texts, max_size=3), answers=st.lists(texts, max_size=2))
def test_any_text_survives_a_workbook(
    tmp_path: Path, summary: str | None, aliases: list[str], answers: list[str]
) -> None:
    faq = [{"q": "问", "a": answer} for answer in answers]
    service = a_service(summary=summary, aliases=aliases, faq=faq)
    assert same(there_and_back(tmp_path, "xlsx", [service]), [service])


@given(value=st.none() | st.booleans() | st.integers() | texts | st.lists(texts), listed=st.booleans())
def test_a_cell_says_exactly_one_thing_and_is_never_a_formula(value: Any, listed: bool) -> None:
    text = encode(value, listed=listed)
    assert text
    assert text[0] not in "=+-@\t\r"
    if isinstance(value, str) and not listed:
        assert decode(text) == value
    if isinstance(value, list):
        assert decode(text, listed=listed) == value


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    write_file(tmp_path / "a.xlsx", "xlsx", [a_service(summary="=cmd|' /C calc'!A0")], [])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name)


def edited(path: Path, change: Callable[[Any], None]) -> Guides:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return read_file(path)


def a_workbook(folder: Path) -> Path:
    steps = [{"id": "s1", "text": "交材料", "ways": [{"mode": "counter", "text": "窗口"}]}]
    service = a_service(evidences=[{"id": "e1", "name": "表"}, {"id": "e2", "name": "证"}], steps=steps)
    write_file(folder / "a.xlsx", "xlsx", [service], [])
    return folder / "a.xlsx"


def test_a_row_added_by_hand_without_a_number_comes_last(tmp_path: Path) -> None:
    guides = edited(a_workbook(tmp_path), lambda book: book["材料"].append(["card", None, "e3", "照片"]))
    assert [paper.name for paper in guides.services[0].evidences] == ["表", "证", "照片"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "row", "word"),
    [
        ("材料", "B3", "1", 3, "序号"),
        ("环节·办法", "B2", "7.1", 2, "序号"),
        ("环节·办法", "C2", "drone", 2, "只能是"),
        ("材料", "C3", "不行", 3, "字母"),
        ("材料", "A2", "nobody", 2, "编码"),
        ("事项", "B2", None, 2, "必填"),
        ("材料", "D2", "long:9", 2, "长文本"),
        ("材料", "D2", "json:[", 2, "JSON"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_row(
    tmp_path: Path, sheet: str, cell: str, value: str | None, row: int, word: str
) -> None:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    guides = edited(a_workbook(tmp_path), change)
    assert any(remark.row == row and word in remark.reason for remark in guides.refused), guides.refused


def test_an_unknown_column_is_refused_not_dropped(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["事项"]["Z1"], book["事项"]["Z2"] = "颜色", "红"

    assert [remark.field for remark in edited(a_workbook(tmp_path), change).refused] == ["颜色"]


def test_places_come_after_what_they_lie_in_and_known_ones_are_left_alone(tmp_path: Path) -> None:
    sample = load_sample()
    services = [sample.published["elder-card"].service]
    places = places_for(services, sample.places)
    slugs = [place.slug for place in places]
    assert all(place.parent is None or slugs.index(place.parent) < slugs.index(place.slug) for place in places)
    write_file(tmp_path / "a.xlsx", "xlsx", services, places)
    assert read_file(tmp_path / "a.xlsx", catalogue=sample).places == []


def test_every_title_leads_back_to_its_field() -> None:
    labels = layout().labels
    assert len(set(labels.values())) == len(labels)
    assert all(layout().path(layout().title(name)) == name for name in labels)
