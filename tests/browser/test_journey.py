"""The whole line in a real browser against the whole system: ask, check, book, cancel."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.serving import ROOT, System
from tests.browser.talking import REPLIES, greeted, say, tap

PICTURE = ROOT / "docs" / "images" / "chat.png"
MOST_QUESTIONS = 15
NEWCOMER = ("外省", "租房")  # answers of somebody who may have the permit; to all else the first choice


def check_trips(page: Page) -> Locator:
    """Answer every question until the result card stands."""
    last = tap(page, page.get_by_role("button", name="算算我要跑几趟").last)
    for _ in range(MOST_QUESTIONS):
        if last.locator(".card-assessment").count():
            return last.locator(".card-assessment")
        last = answer(page, last.locator(".choices button"))
    raise AssertionError(f"no result after {MOST_QUESTIONS} answers: {last.inner_text()}")


def answer(page: Page, choices: Locator) -> Locator:
    """The newcomer's answer where it is offered, else the first; a number is typed."""
    if choices.count() == 1:  # nothing but "does not know"
        return say(page, "住满八个月了")
    for said in NEWCOMER:
        offered = choices.filter(has_text=said)
        if offered.count():
            return tap(page, offered.first)
    return tap(page, choices.first)


def book(page: Page, name: str, phone: str) -> Locator:
    """From the button on a card to the appointment: first time offered, name, phone, yes."""
    last = tap(page, page.get_by_role("button", name="预约时间").last)
    last = tap(page, last.locator(".choices button").first)
    last = say(page, name)
    last = say(page, phone)
    expect(last).to_contain_text(name)
    last = tap(page, last.locator(".choices button").first)
    return last.locator(".card-appointment")


def test_ask_check_book_and_cancel_in_one_conversation(system: System, open_page: OpenPage) -> None:
    page = greeted(open_page(system.url))
    answer = say(page, "刚搬来县里租房子，居住证都得备齐哪些东西？")
    expect(answer.locator(".card-guide")).to_contain_text("居住证")

    result = check_trips(page)
    expect(result.locator(".verdict")).to_contain_text("符合")
    expect(result.locator(".trips strong")).to_be_visible()
    keep_picture(page)

    booked = book(page, "洪小满", "13912345678")
    expect(booked).to_contain_text("已约好")
    code = booked.locator(".code strong").inner_text()
    assert len(code) == 8

    asked = tap(page, booked.get_by_role("button", name="取消预约"))
    cancelled = tap(page, asked.locator(".choices button").first).locator(".card-appointment")
    expect(cancelled).to_contain_text("已取消")
    expect(cancelled).to_contain_text(code)

    said = page.locator(REPLIES).count()
    page.reload()
    expect(page.locator(REPLIES)).to_have_count(said)
    expect(page.locator(".card-appointment").last).to_contain_text("已取消")


def keep_picture(page: Page) -> None:
    """The README's picture, only when asked for: YIKAN_SCREENSHOTS=1."""
    if os.environ.get("YIKAN_SCREENSHOTS") == "1":
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(PICTURE))


def test_the_calendar_file_of_an_appointment_is_downloaded(system: System, open_page: OpenPage) -> None:
    page = greeted(open_page(system.url))
    say(page, "办个居住证得预备啥")
    booked = book(page, "蓝采薇", "13912340001")
    with page.expect_download() as download:
        booked.get_by_role("button", name="存到手机日历").click()
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_markup_sent_by_a_resident_stays_text(system: System, open_page: OpenPage) -> None:
    page = greeted(open_page(system.url))
    say(page, "<script>window.hit = 1</script>")
    expect(page.locator(".row.resident .bubble").last).to_contain_text("<script>window.hit = 1</script>")
    page.reload()
    expect(page.locator(".row.resident .bubble").last).to_contain_text("<script>")
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("elder", [False, True])
def test_real_cards_fit_a_narrow_screen(elder: bool, system: System, open_page: OpenPage) -> None:
    page = greeted(open_page(system.url, width=360, height=740))
    if elder:
        page.get_by_role("button", name="长辈版").click()
    say(page, "娃儿刚出生要上户口，得准备些什么？")
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
