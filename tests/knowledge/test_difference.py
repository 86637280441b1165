"""What an editor sees of two versions: the fields that differ, and nothing else."""

from __future__ import annotations

from knowledge.difference import Change, changes
from tests.builders import a_complete_service, a_service

PAPER = {"id": "id-card", "name": "身份证", "form": "原件"}
FORM = {"id": "form", "name": "申请表", "form": "现场填写"}


def test_equal_versions_have_no_changes() -> None:
    assert changes(a_complete_service(), a_complete_service()) == []


def test_a_changed_value_is_told_with_its_field() -> None:
    assert changes(a_service(), a_service(name="新名字")) == [Change("name", "过渡证办理", "新名字")]


def test_a_part_is_named_by_its_id_wherever_it_stands() -> None:
    old = a_service(evidences=[PAPER, FORM])
    new = a_service(evidences=[{"id": "photo", "name": "照片"}, FORM, {**PAPER, "form": "复印件"}])
    assert changes(old, new) == [
        Change("evidences", ["id-card", "form"], ["photo", "form", "id-card"]),
        Change("evidences.id-card.form", "原件", "复印件"),
        Change("evidences.photo", None, {"id": "photo", "name": "照片"}),
    ]


def test_what_was_taken_away_is_told_too() -> None:
    assert changes(a_service(hours="每天"), a_service()) == [Change("hours", "每天", None)]


def test_a_list_of_texts_is_shown_whole() -> None:
    assert changes(a_service(aliases=["甲"]), a_service(aliases=["甲", "乙"])) == [
        Change("aliases", ["甲"], ["甲", "乙"])
    ]


def test_two_offerings_of_one_place_are_kept_apart() -> None:
    offer = {"place": "hall", "level": "township"}
    old = a_service(offerings=[{**offer, "until": "2027-01-01"}, {**offer, "from": "2027-01-01"}])
    new = a_service(offerings=[{**offer, "until": "2027-01-01"}, {**offer, "from": "2027-01-01", "note": "周三"}])
    assert changes(old, new) == [Change("offerings.hall~2.note", None, "周三")]


def test_against_nothing_everything_is_new() -> None:
    assert {change.field for change in changes(None, a_service())} >= {"code", "name", "source"}
