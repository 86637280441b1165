"""A question about a service, as the facets answer it."""

from __future__ import annotations

from dataclasses import dataclass

from api.schemas.guide import Guide
from api.view import View


@dataclass(frozen=True)
class Asked:
    """A service at a place: `seen` for its rules, `guide` for its texts; `about`: the question in words."""

    seen: View
    guide: Guide
    about: str = ""
