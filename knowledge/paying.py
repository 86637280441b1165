"""What a matter that pays nothing leads to: 有了证一个月补多少 asks of the benefit after it in a life event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

from knowledge.catalogue import Published
from knowledge.model import Bundle, Service
from knowledge.search.statements import pays


def paid_after(
    text: str, service: Service, published: Mapping[str, Published], bundles: Iterable[Bundle]
) -> str | None:
    """The code of that benefit, the first of several; None where no money is asked after, or this is one itself."""
    if pays(service) or not _asks().search(text):
        return None
    after = (member.service for bundle in bundles for member in bundle.members if service.code in member.after)
    return next((code for code in after if code in published and pays(published[code].service)), None)


@cache
def _asks() -> re.Pattern[str]:
    data = yaml.safe_load(files("knowledge").joinpath("data/turning.yml").read_text(encoding="utf-8"))
    return re.compile(data["pays"])
