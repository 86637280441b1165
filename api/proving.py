"""The proof of a service as findings for the editor: what fails it keeps it from being published.

    proof_findings(service, snapshot, on) -> list[Finding]

While somebody waits for a page the proof goes to QUICK depth (seconds at most) and is remembered: the same document in
the same catalogue on the same day is proven once.
"""

from __future__ import annotations

import threading
from datetime import date

from knowledge.catalogue import Snapshot
from knowledge.importers.proof_words import proof_words
from knowledge.model import Service
from knowledge.offering import offices_of
from knowledge.proof import QUICK, Proof, prove_service
from knowledge.validation import Finding

MOST_REMEMBERED = 100

Key = tuple[str, int, date]

_remembered: dict[Key, Proof] = {}
_lock = threading.Lock()


def proof_findings(service: Service, snapshot: Snapshot, on: date) -> list[Finding]:
    """Errors for what fails the proof, warnings for what is worth a look."""
    words = proof_words()
    return [
        Finding(
            f"P-{fault.rule}",
            "error" if fault.grave else "warning",
            words.rules[fault.rule].field,
            words.fault(fault),
        )
        for fault in proof_of(service, snapshot, on).faults
    ]


def proof_of(service: Service, snapshot: Snapshot, on: date) -> Proof:
    """The proof on that day, remembered. Wherever somebody lives the same offices count, so no place is asked for."""
    key = (service.model_dump_json(), snapshot.stamp, on)
    found = _remembered.get(key)
    if found is None:
        offices = offices_of(service, snapshot.places, snapshot.offices, service.home, on)
        found = prove_service(service, snapshot.facts, on, offices, proof_words().lexicon, QUICK)
        with _lock:
            while len(_remembered) >= MOST_REMEMBERED:
                _remembered.pop(next(iter(_remembered)))
            _remembered[key] = found
    return found
