"""Only a model that was trained here and scores no lower ever runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from yikan.model import ModelRefused, inputs_digest, live, promote, verified
from yikan.training import worse


def a_candidate(folder: Path, content: str = "a model") -> Path:
    candidate = folder / "candidate.tar.gz"
    candidate.write_text(content)
    return candidate


def test_without_a_model_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="yikan train"):
        verified(tmp_path)


def test_a_promoted_model_is_verified_and_its_hash_stands_beside_it(tmp_path: Path) -> None:
    record = promote(a_candidate(tmp_path), "inputs", {"kind": 0.9}, tmp_path / "models")
    path = verified(tmp_path / "models")
    assert path.read_text() == "a model"
    assert (path.parent / f"{path.name}.sha256").read_text() == f"{record.sha256}  {path.name}\n"
    assert live(tmp_path / "models") == record


def test_a_model_that_was_changed_afterwards_is_refused(tmp_path: Path) -> None:
    promote(a_candidate(tmp_path), "inputs", {}, tmp_path)
    verified(tmp_path).write_text("another model")
    with pytest.raises(ModelRefused, match="校验值不符"):
        verified(tmp_path)


def test_the_model_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    models = tmp_path / "models"
    files = [promote(a_candidate(tmp_path, content), "inputs", {}, models).file for content in ("1", "2", "3")]
    assert {path.name for path in models.glob("*.tar.gz")} == set(files[1:])
    assert {path.name for path in models.glob("*.sha256")} == {f"{file}.sha256" for file in files[1:]}


def test_promoting_the_same_model_again_keeps_it(tmp_path: Path) -> None:
    for _ in range(2):
        promote(a_candidate(tmp_path), "inputs", {}, tmp_path / "models")
    assert verified(tmp_path / "models").is_file()


def test_a_changed_sentence_changes_the_digest_and_a_cache_does_not(tmp_path: Path) -> None:
    for name in ("config.yml", "requirements.lock"):
        (tmp_path / name).write_text(name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "fee.yml").write_text("- 多少钱")
    before = inputs_digest(tmp_path)
    (tmp_path / "data" / "__pycache__").mkdir()
    (tmp_path / "data" / "__pycache__" / "x.pyc").write_text("cache")
    assert inputs_digest(tmp_path) == before
    (tmp_path / "data" / "fee.yml").write_text("- 要不要钱")
    assert inputs_digest(tmp_path) != before


@pytest.mark.parametrize(
    ("scores", "before", "lower"),
    [
        ({"kind": 0.9, "facets_f1": 0.8}, None, ()),
        ({"kind": 0.9, "facets_f1": 0.8}, {"kind": 0.9, "facets_f1": 0.8}, ()),
        ({"kind": 0.95, "facets_f1": 0.79}, {"kind": 0.9, "facets_f1": 0.8}, ()),
        ({"kind": 0.91, "facets_f1": 0.75}, {"kind": 0.9, "facets_f1": 0.8}, ("facets_f1",)),
        ({"facets_f1": 0.9}, {"kind": 0.9, "facets_f1": 0.8}, ("kind",)),
    ],
)
def test_a_candidate_is_worse_when_its_scores_fell_taken_together(
    scores: dict[str, float], before: dict[str, float] | None, lower: tuple[str, ...]
) -> None:
    assert worse(scores, before) == lower
