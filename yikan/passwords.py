"""One-time passwords: made here, shown once, changed at the first sign-in."""

from __future__ import annotations

import secrets
import string

# Without look-alikes (0 O o, 1 l I), so that a printed one can be typed.
SMALL = "".join(c for c in string.ascii_lowercase if c not in "lo")
CAPITAL = "".join(c for c in string.ascii_uppercase if c not in "IO")
DIGIT = "23456789"
LENGTH = 14


def one_time() -> str:
    """About 80 bits, with all three classes that the account rules want."""
    while True:
        made = "".join(secrets.choice(SMALL + CAPITAL + DIGIT) for _ in range(LENGTH))
        if all(set(made) & set(kind) for kind in (SMALL, CAPITAL, DIGIT)):
            return made
