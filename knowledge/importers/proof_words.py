"""Read the sentences and the lexicon of the proof: knowledge/data/proof.yml."""

from __future__ import annotations

from functools import cache

import yaml

from knowledge.importers.sample import ROOT
from knowledge.proof.wording import ProofWords


@cache
def proof_words() -> ProofWords:
    """Read once a process. A file that does not fit raises pydantic's ValidationError."""
    return ProofWords.model_validate(yaml.safe_load((ROOT / "proof.yml").read_text("utf-8")))
