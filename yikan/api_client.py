"""One call to the running API: its JSON, or the sentence with which it refused."""

from __future__ import annotations

from typing import Any

import httpx

from knowledge.errors import Invalid, Unavailable


def call(http: httpx.Client, method: str, path: str, **more: Any) -> dict[str, Any]:
    """Raises Invalid with the API's own detail for a problem document, Unavailable when nothing sensible answers."""
    try:
        reply = http.request(method, path, **more)
        found: dict[str, Any] = reply.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unavailable(f"系统没有正常回应({type(error).__name__})。请看 var/log/yikan.log。") from error
    if reply.is_success:
        return found
    refused = Unavailable if reply.is_server_error else Invalid
    raise refused(str(found.get("detail") or found.get("title") or reply.status_code))
