"""A stranger who follows docs/add-a-service.md and writes its two files has a service that works everywhere."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.answers import answer
from api.view import Here
from knowledge.assessment import Assessor
from knowledge.calendar import Calendar
from knowledge.catalogue import Snapshot
from knowledge.given import check_facts
from knowledge.importers.rulebook import load_plain_book, load_rulebook
from knowledge.importers.sample import ROOT, load_sample
from knowledge.model import Offering
from knowledge.offering import offices_of
from knowledge.plain import read_plainly
from knowledge.search import SearchIndex
from knowledge.store import make_engine, migrate, transaction
from knowledge.store.catalogue import CatalogueStore
from knowledge.validation import Context, validate
from tests.builders import NOW

PAGE = (Path(__file__).parents[2] / "docs/add-a-service.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))
SERVICE, TRUTH = sorted(BLOCKS)
CODE = Path(SERVICE).stem
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample county with one more file, seeded into a database and read back."""
    root = tmp_path_factory.mktemp("county")
    shutil.copytree(ROOT, root / "data")
    (root / "data" / "services" / f"{CODE}.yml").write_text(BLOCKS[SERVICE], "utf-8")
    migrate(f"sqlite:///{root}/yikan.db")
    engine = make_engine(f"sqlite:///{root}/yikan.db")
    with transaction(engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(root / "data"), now=NOW)
    with transaction(engine, write=False) as session:
        found = CatalogueStore(session).snapshot(TODAY)
    engine.dispose()
    return found


def seen_from(seeded: Snapshot, place: str, days: int = 0) -> Here:
    return Here(seeded, Calendar(seeded.calendar), place, NOW + timedelta(days=days))


def test_the_page_shows_exactly_two_files_of_one_service() -> None:
    assert f"knowledge/data/services/{CODE}.yml" == SERVICE
    assert f"tests/knowledge/truth/{CODE}.yml" == TRUTH


def test_the_service_has_nothing_to_mend_and_reads_plainly(seeded: Snapshot) -> None:
    service = seeded.published[CODE].service
    context = Context(load_rulebook(), seeded.facts, seeded.places, seeded.offices, TODAY)
    assert validate(service, context) == []
    assert read_plainly(service, load_plain_book()).score >= 90


@pytest.mark.parametrize("said", ["钓鱼证", "我想办个钓鱼卡", "水库垂钓卡办理", "diaoyuzheng"])
def test_it_is_found_by_its_names(seeded: Snapshot, said: str) -> None:
    assert SearchIndex.build(seeded).find(said, place="qinghe", limit=1)[0].code == CODE


@pytest.mark.parametrize("case", yaml.safe_load(BLOCKS[TRUTH]), ids=lambda case: case["name"])
def test_its_cases_come_out_as_written(seeded: Snapshot, case: dict[str, Any]) -> None:
    service = seeded.published[CODE].service
    offices = offices_of(service, seeded.places, seeded.offices, case["place"], case["on"])
    found = Assessor(service, seeded.facts, case["on"], offices).assess(check_facts(case["facts"], seeded.facts))
    assert found.outcome == case["outcome"]
    assert (found.trips_min, found.trips_max) == (case["trips"]["min"], case["trips"]["max"])
    brought = {need.evidence.id for need in found.evidences if need.bring}
    assert set(case.get("must_bring", ())) <= brought
    assert not set(case.get("must_not_bring", ())) & brought


def test_it_is_answered_at_once(seeded: Snapshot) -> None:
    said = answer(seeded.published[CODE], ["materials", "fee"], seen_from(seeded, "liuxi")).text
    assert "身份证" in said and "不收" in said
    near = answer(seeded.published[CODE], ["nearest"], seen_from(seeded, "liuxi-beihe")).text
    assert near.startswith("北河村暂时办不了，最近的是柳溪镇便民服务中心")


def test_the_dated_list_of_the_page_moves_one_township_on_its_day(seeded: Snapshot) -> None:
    block = next(part for part in re.findall(r"```\n(offerings:.*?)```", PAGE, re.DOTALL))
    lists = tuple(Offering.model_validate(item) for item in yaml.safe_load(block)["offerings"])
    known = seeded.published[CODE]
    moved = type(known)(known.service.model_copy(update={"offerings": lists}), 2, TODAY)
    days_to_go = (date(2026, 12, 1) - NOW.date()).days
    texts = [answer(moved, ["nearest"], seen_from(seeded, "liuxi", days)).text for days in (0, days_to_go)]
    assert texts[0].startswith("柳溪镇就能办") and "为止" in texts[0]
    assert texts[1].startswith("柳溪镇暂时办不了，最近的是青禾县政务服务中心")
    plans = []
    for on in (date(2026, 11, 30), date(2026, 12, 1)):
        offices = offices_of(moved.service, seeded.places, seeded.offices, "liuxi", on)
        facts = {"birth_date": "1980-01-01", "hukou_place": "本县本乡镇", "no_smartphone": True}
        found = Assessor(moved.service, seeded.facts, on, offices).assess(check_facts(facts, seeded.facts))
        plans.append([visit.office for visit in found.plan.visits])
    assert plans[0] == ["office-liuxi"]
    assert plans[1] != ["office-liuxi"] and len(plans[1]) == 1
