"""An import meets the rules before anything is written: faults stop it, gaps are told."""

from __future__ import annotations

from datetime import date

from knowledge.catalogue import Snapshot
from knowledge.importers.checked import check_guides
from knowledge.importers.guides import Guides
from knowledge.importers.rulebook import load_rulebook
from knowledge.model import Place, Service
from tests.builders import PLACES, a_complete_service, an_imported, an_office

TODAY = date(2026, 11, 24)


def checked(*services: Service, places: tuple[Place, ...] = PLACES) -> Guides:
    guides = Guides(places=list(places))
    for number, service in enumerate(services):
        guides.add(service, 3, 2 + 3 * number)
    offices = {"hall": an_office(complain_phone="0571-5550199")}
    check_guides(guides, Snapshot(stamp=1, published={}, offices=offices), load_rulebook(), TODAY)
    return guides


def test_a_complete_service_of_our_own_passes_in_silence() -> None:
    guides = checked(a_complete_service())
    assert (guides.refused, guides.warnings) == ([], [])


def test_an_incomplete_service_of_our_own_is_refused_at_its_row() -> None:
    guides = checked(a_complete_service(), a_complete_service(code="second", remedy=None))
    assert [(remark.row, remark.field) for remark in guides.refused] == [(5, "remedy")]
    assert "C19-remedy" in guides.refused[0].reason


def test_the_gaps_of_a_foreign_guide_are_one_warning() -> None:
    guides = checked(an_imported())
    assert guides.refused == []
    assert [remark.field for remark in guides.warnings] == ["未登记"]


def test_a_contradiction_in_forty_regions_is_told_once() -> None:
    offer = {"place": "lake", "level": "county", "hours": "9:00-17:00"}
    guides = checked(an_imported(offerings=[offer] * 40))
    assert sum("V13-hours-name-days" in remark.reason for remark in guides.warnings) == 1


def test_a_place_nobody_knows_is_refused_and_one_the_file_brings_is_not() -> None:
    assert [remark.field for remark in checked(an_imported(), places=()).refused] == ["offerings.0.place"]
    assert checked(an_imported()).refused == []
