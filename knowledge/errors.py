"""Every error this project raises on purpose.

YikanError
├── Invalid                     the caller's data is wrong (422)
│   ├── UnknownFact             a fact id or option nobody declared (422)
│   └── IdempotencyConflict     the key was used for another request (422)
├── NotFound                    no such thing, or it belongs to somebody else (404)
├── Unauthorised                no session, or an expired one (401)
├── Forbidden                   signed in, but without the role (403)
├── TooMany                     a rate limit was reached (429)
├── Refused                     a rule of the appointment book says no (409); `name` says which
└── Unavailable                 a part we need does not answer (503)

`detail` is Chinese, fit to show to a resident, and says what to do next.
`api/errors.py` holds the one table that maps a class to its HTTP status.
"""

from __future__ import annotations


class YikanError(Exception):
    """Base of all: `name` is the last part of the problem type, `detail` the Chinese sentence to show."""

    name = "error"

    def __init__(self, detail: str, *, name: str | None = None, errors: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors or []
        if name is not None:
            self.name = name


class Invalid(YikanError):
    name = "invalid"


class UnknownFact(Invalid):
    pass


class IdempotencyConflict(Invalid):
    name = "idempotency-conflict"


class NotFound(YikanError):
    name = "not-found"


class Unauthorised(YikanError):
    name = "unauthorised"


class Forbidden(YikanError):
    name = "forbidden"


class TooMany(YikanError):
    """`retry_after` is in whole seconds."""

    name = "too-many"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Refused(YikanError):
    """The booking rules say no; `name` is one of the 409 names of the contract."""

    name = "refused"


class Unavailable(YikanError):
    name = "unavailable"
