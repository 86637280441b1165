"""Talking to the real system through the page, one whole turn at a time."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

TURN_MS = 30_000
REPLIES = ".row.assistant:not(.waiting)"


def turn(page: Page, act: Callable[[], None]) -> Locator:
    """Do something that makes a turn, wait for all of the reply; returns the last reply."""
    before = page.locator(REPLIES).count()
    act()
    expect(page.locator(REPLIES).nth(before)).to_be_visible(timeout=TURN_MS)
    expect(page.locator(".row.waiting")).to_have_count(0, timeout=TURN_MS)
    expect(page.get_by_role("button", name="再试一次")).to_have_count(0)
    return page.locator(REPLIES).last


def say(page: Page, said: str) -> Locator:
    def act() -> None:
        box = page.get_by_role("textbox")
        box.fill(said)
        box.press("Enter")

    return turn(page, act)


def tap(page: Page, button: Locator) -> Locator:
    return turn(page, button.click)


def greeted(page: Page) -> Page:
    """The page, once the welcome stands."""
    expect(page.locator(REPLIES).first).to_be_visible(timeout=TURN_MS)
    return page
