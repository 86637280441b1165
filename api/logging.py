"""Logs as JSON lines with the request id; personal data is masked before anything is written."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})-?\d{3,4}(\d{4})(?!\d)")
_NAMES = {"name", "on_behalf_of", "person", "applicant"}
_SECRETS = {"phone", "contact", "token", "authorization", "password", "cookie", "secret", "text", "said"}


def masked(text: str) -> str:
    """`110101********1234`, `138****5678`: identity and phone numbers inside any text."""
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    return _LANDLINE.sub(r"\1****\2", text)


def masked_name(name: str) -> str:
    """`张*`."""
    return name[:1] + "*" * max(1, len(name) - 1)


def mask(value: Any, key: str = "") -> Any:
    """The value with everything personal hidden; keys that name secrets are hidden whole."""
    if isinstance(value, Mapping):
        return {inner: mask(item, str(inner)) for inner, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [mask(item, key) for item in value]
    if not isinstance(value, str) or not value:
        return value
    if key in _SECRETS:
        return "***"
    return masked_name(value) if key in _NAMES else masked(value)


def _mask_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: mask(value, key) for key, value in event.items()}


def configure(level: str) -> None:
    """Every log line of the process, structlog's and the standard library's, goes masked to stderr."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _mask_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),  # what is not wanted costs nothing
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("uvicorn.access", "httpx", "httpcore", "jieba"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
