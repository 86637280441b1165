"""Who comes to an appointment, checked, and as it is kept: sealed, with hashes to compare by.

    Person(name, phone, on_behalf_of=None, relation=None)
    checked(person) -> Person                    names in one form, the number as E.164; Invalid
    key_of(vault, person) -> str                 one person for the quotas
    sealed(vault, person, code) -> dict          the columns of `appointment` that are about a person
    new_code() -> str                            what a person keeps to find the appointment again

Everything here is done before a transaction begins: nobody waits for it.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from knowledge.errors import Invalid
from knowledge.phone import normal_phone
from knowledge.store.problems import sentence
from knowledge.store.vault import Vault

LETTERS = "34679ACDEFGHJKMNPQRTWXY"  # no look-alikes: 0O 1IL 2Z 5S 8B UV
CODE_LENGTH = 8


@dataclass(frozen=True)
class Person:
    """Who comes. Quotas count (phone, name), or the name of the person somebody comes for."""

    name: str
    phone: str
    on_behalf_of: str | None = None
    relation: str | None = None

    @property
    def visitor(self) -> str:
        """Whose business it is."""
        return self.on_behalf_of or self.name


def checked(person: Person) -> Person:
    """Raises Invalid unless there is a name and a mainland number."""
    name, behalf = _plain(person.name), _plain(person.on_behalf_of or "")
    phone = normal_phone(person.phone)
    if not name:
        raise Invalid(sentence("name-invalid"), errors=[{"field": "name", "detail": sentence("name-invalid")}])
    if phone is None:
        raise Invalid(sentence("phone-invalid"), errors=[{"field": "phone", "detail": sentence("phone-invalid")}])
    return Person(name, phone, behalf or None, _plain(person.relation or "") or None)


def key_of(vault: Vault, person: Person) -> str:
    """Phone and name, or phone and the name of the one they come for."""
    return vault.digest("person", person.phone, person.visitor.replace(" ", "").casefold())


def sealed(vault: Vault, person: Person, code: str) -> dict[str, Any]:
    behalf = json.dumps([person.on_behalf_of, person.relation]) if person.on_behalf_of else None
    return {
        "code": code,
        "name": vault.seal(person.name),
        "phone": vault.seal(person.phone),
        "on_behalf_of": vault.seal(behalf) if behalf else None,
        "person": key_of(vault, person),
        "tail": tail_of(vault, code, person.phone[-4:]),
    }


def tail_of(vault: Vault, code: str, phone_tail: str) -> str:
    """What a lookup compares: good for one appointment only, so that equal tails do not show in the table."""
    return vault.digest("tail", code, phone_tail)


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def _plain(text: str) -> str:
    """Single spaces, no control characters; full-width letters become plain ones."""
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    return "".join(c for c in spaced if c.isprintable())
