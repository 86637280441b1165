"""Telephone numbers and card numbers in free text, however they are written.

phone_in(text)        a whole number, in digits or spelled out (一三八…)
number_in(text)       the same, or what is meant for a mobile one though digits are missing
wrong_length(text)    how many digits such a one has
in_digits(text)       spelled numbers written in digits
"""

from __future__ import annotations

import re

from actions.words import words

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?\d{7,8})(?!\d)")
_NUMBER = re.compile(r"(?<![\dX-])(?:\+?86[- ]?)?(1[3-9][\d -]{5,12}\d)(?![\dXx])")
_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE_DIGITS = 11
_SPELLED = re.compile(r"(?:[零〇一二两三四五六七八九幺][ -]?){7,12}")


def phone_in(text: str) -> str | None:
    """A number in digits, or spelled out one by one (一三八…, 幺三八…)."""
    text = in_digits(text)
    found = _MOBILE.search(text) or _LANDLINE.search(text)
    return found[1] if found else None


def number_in(text: str) -> str | None:
    """A phone number, or what is meant for a mobile one though digits are missing."""
    if phone := phone_in(text):
        return phone
    found = _NUMBER.search(in_digits(text))
    return found[1] if found else None


def wrong_length(text: str) -> int | None:
    """How many digits what is meant for a mobile number has, where that is not eleven."""
    number = None if phone_in(text) else number_in(text)
    digits = re.sub(r"\D", "", number or "")
    return len(digits) if digits and len(digits) != _MOBILE_DIGITS else None


def id_told(text: str) -> bool:
    """Whether a number of an identity card was sent, which nobody asked for."""
    return _ID_CARD.search(text) is not None


def in_digits(text: str) -> str:
    return _SPELLED.sub(lambda run: "".join(str(words("spelled")[c]) for c in run[0] if c not in " -"), text)


def masked(phone: str) -> str:
    return phone[:3] + "****" + phone[-4:]
