"""A copy of everything kept about a session (PIPL): a link that works for ten minutes, since a browser sends no token.

The link is sealed with the deployment's own key: nobody can make one, and it names no session in the clear.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from fastapi import APIRouter, Response

from api.dependencies import Held, Now, Resident, Transactional, Unit
from api.errors import responses
from api.schemas.privacy import CopyLink, Kept
from api.words import word
from knowledge.errors import NotFound
from knowledge.store.privacy import personal_copy
from knowledge.store.vault import PREFIX, Vault

router = APIRouter(tags=["privacy"], route_class=Transactional)

VALID = timedelta(minutes=10)
PURPOSE = "copy"


@router.post("/api/v1/me/copy", status_code=201, response_model=CopyLink, responses=responses(401))
def make_link(session: Resident, held: Held, work: Unit, now: Now) -> CopyLink:
    """A link to everything kept about this session, and how much that is."""
    until = now + VALID
    sealed = held.vault.seal(f"{PURPOSE}|{until.isoformat()}|{session}").removeprefix(PREFIX)
    found = personal_copy(work.session, held.vault, session)
    kept = Kept(**{kind: len(items) for kind, items in found.items()})
    return CopyLink(url=f"/copies/{sealed}", expires_at=until, kept=kept)


@router.get("/copies/{sealed}", include_in_schema=False)
def download(sealed: str, held: Held, work: Unit, now: Now) -> Response:
    """The copy as a JSON file. One and the same answer for forged, foreign and expired links."""
    session = _session_of(held.vault, sealed, now)
    content = json.dumps(personal_copy(work.session, held.vault, session), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="yikan-my-records.json"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/json", headers=headers)


def _session_of(vault: Vault, sealed: str, now: datetime) -> str:
    try:
        purpose, until, session = vault.open(PREFIX + sealed).split("|")
    except (InvalidTag, ValueError):
        raise NotFound(word("problems.details.copy")) from None
    if purpose != PURPOSE or datetime.fromisoformat(until) <= now:
        raise NotFound(word("problems.details.copy"))
    return session
