"""Telephone numbers of residents, and how personal data is shown.

normal_phone(text) -> str | None      E.164; None unless a mainland mobile or a landline with area code
mask_phone(e164) -> "138****5678"     mask_name("张三丰") -> "张**"
"""

from __future__ import annotations

import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberType

_FINE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_CHINA = 86


def normal_phone(text: str) -> str | None:
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), "CN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != _CHINA or number.extension or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) not in _FINE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(e164: str) -> str:
    national = e164.removeprefix("+86")
    return f"{national[:3]}****{national[-4:]}"


def mask_name(name: str) -> str:
    return name[:1] + "*" * max(1, len(name) - 1)
