"""Rules about fees: who pays is told what for, on which basis, and how."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.validation.effective import Effective
from knowledge.validation.finding import Breach


def fee_registered(case: Effective) -> Iterator[Breach]:
    if case.fee.charged is None and case.fee.amount is None and not case.fee.text:
        yield Breach("fee")


def fee_has_basis(case: Effective) -> Iterator[Breach]:
    if case.fee.charged and not case.fee.basis:
        yield Breach("fee.basis")


def fee_has_items(case: Effective) -> Iterator[Breach]:
    if case.fee.charged and not case.fee.items:
        yield Breach("fee.items")


def fee_tells_payment(case: Effective) -> Iterator[Breach]:
    if case.fee.charged and case.fee.online_payment is None:
        yield Breach("fee.online_payment")


def free_has_no_payment(case: Effective) -> Iterator[Breach]:
    if case.fee.charged is False and case.fee.online_payment:
        yield Breach("fee.online_payment")


def amount_agrees(case: Effective) -> Iterator[Breach]:
    """Free and yet an amount, or charged and nothing."""
    fee = case.fee
    if (fee.charged is False and fee.amount) or (fee.charged and fee.amount == 0 and not fee.rules):
        yield Breach("fee.amount", {"amount": f"{fee.amount:g}"})
