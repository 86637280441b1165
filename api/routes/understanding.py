"""What we understand of a text, without any effect, and what a free answer says of a fact. For our own processes."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.dependencies import Held, InForce, own_process
from api.errors import responses
from api.gateway import Gateway
from api.placing import place_slug
from api.routes.chat import readable
from api.schemas.understanding import FactHeard, HeardQuery, UnderstandQuery, Understood
from api.talking import gateway
from knowledge.decision import base_fact, make_axes
from knowledge.errors import Unavailable
from knowledge.model import Fact
from knowledge.sayings import answer, volunteered

router = APIRouter(prefix="/api/v1", tags=["understanding"])

Json = dict[str, Any]


@router.post(
    "/understand", response_model=Understood, responses=responses(403, 422), dependencies=[Depends(own_process)]
)
async def understand(body: UnderstandQuery, held: Held, catalogue: InForce, turns: Gateway = Depends(gateway)) -> Json:
    """Kind, facets, services, place and time of a text. No side effects. Without the bot the kind is `unclear`."""
    text = readable(body.text)
    place = place_slug(catalogue, body.place) if body.place else held.settings.place
    linked = turns.reader.read(text, place)
    try:
        heard = await turns.bot.understand(text, {"text": text, **linked})
    except Unavailable:
        heard = {"kind": "unclear", "facets": [], "confidence": 0.0}
    return {
        "text": body.text,
        "kind": heard["kind"],
        "facets": heard["facets"],
        "services": linked["services"],
        "place": linked["office"] or linked["place"],
        "when": linked["when"],
        "confidence": heard["confidence"],
    }


@router.post(
    "/facts/heard", response_model=FactHeard, responses=responses(403, 404, 422), dependencies=[Depends(own_process)]
)
def facts_heard(body: HeardQuery, held: Held, catalogue: InForce) -> Json:
    """What a sentence answers to the question about `fact`, and which other facts of the service it tells."""
    snapshot = catalogue.snapshot
    service = catalogue.service(body.service).service
    keys = [axis.key for axis in make_axes(service, snapshot.facts, held.clock.now().date())]
    facts: dict[str, Fact] = {key: snapshot.facts[base_fact(key)] for key in keys}
    asked = snapshot.facts.get(base_fact(body.fact)) if body.fact else None
    others = volunteered([(k, f) for k, f in facts.items() if k != body.fact and k not in body.known], body.text)
    if asked is None or body.fact is None:
        return {"found": False, "value": None, "others": others}
    heard = answer(asked, body.text)
    subject = body.fact.partition("@")[2]
    named = {f"{key}@{subject}" if subject else key: value for key, value in heard.others.items()}
    return {"found": heard.found, "value": heard.value, "others": {**others, **named}}
