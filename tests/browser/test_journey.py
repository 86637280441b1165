"""The whole line in a real browser against the whole system: ask, check, book, cancel; the clerk; the admin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.bookings import OFFICE, book_for_today
from tests.browser.serving import ROOT, System
from tests.browser.talking import REPLIES, greeted, say, tap

PICTURE = ROOT / "docs" / "images" / "chat.png"
MOST_QUESTIONS = 15


def check_trips(page: Page) -> Locator:
    """Answer every question with its first choice until the result card stands."""
    last = tap(page, page.get_by_role("button", name="算算我要跑几趟").last)
    for _ in range(MOST_QUESTIONS):
        if last.locator(".card-assessment").count():
            return last.locator(".card-assessment")
        last = tap(page, last.locator(".choices button").first)
    raise AssertionError(f"no result after {MOST_QUESTIONS} answers: {last.inner_text()}")


def book(page: Page, name: str, phone: str) -> Locator:
    """From the button on a card to the appointment: first time offered, name, phone, yes."""
    last = tap(page, page.get_by_role("button", name="预约时间").last)
    last = tap(page, last.locator(".choices button, .slots button:enabled").first)
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
    expect(result.locator(".trips strong, .verdict").first).to_be_visible()
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


def sign_in(page: Page, name: str, password: str, fresh: str = "Qinghe-2026-desk") -> None:
    """Sign in at the desk; a one-time password is replaced on the way."""
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")
    if page.get_by_role("heading", name="请设置自己的密码").is_visible():
        page.get_by_label("现在的密码").fill(password)
        page.get_by_label("新密码", exact=True).fill(fresh)
        page.get_by_label("再输一遍新密码").fill(fresh)
        page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="前台")).to_be_visible()


def test_a_clerk_looks_up_and_checks_in_by_keyboard_alone(system: System, open_page: OpenPage) -> None:
    code = book_for_today(system, "章北辰", "13912340002")
    desk = open_page(f"{system.url}/desk")
    sign_in(desk, "xiaolin", system.add_user("xiaolin", "desk"))
    desk.keyboard.type("jzz")
    expect(desk.get_by_role("option").first).to_contain_text("居住证")
    desk.keyboard.press("Enter")
    expect(desk.locator("#guide")).to_contain_text("材料")
    expect(desk.locator("#guide")).to_contain_text("在哪办")

    desk.goto(f"{system.url}/desk/counter?office={OFFICE}")
    expect(desk.get_by_label("预约码签到")).to_be_focused()
    desk.keyboard.type(code.lower())
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("章** 已签到")
    expect(desk.locator("tr.checked_in")).to_have_count(1)
    for secret in ("章北辰", "13912340002"):
        expect(desk.get_by_role("main")).not_to_contain_text(secret)

    desk.keyboard.type(code)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_be_visible()


def test_the_desk_fits_a_narrow_screen(system: System, open_page: OpenPage) -> None:
    desk = open_page(f"{system.url}/desk", width=360, height=740)
    sign_in(desk, "xiaozhou", system.add_user("xiaozhou", "desk"))
    for path in ("/desk", "/desk?code=residence-permit-apply", "/desk/counter"):
        desk.goto(f"{system.url}{path}")
        assert desk.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_desk_is_closed_to_strangers(system: System, open_page: OpenPage) -> None:
    desk = open_page(f"{system.url}/desk/counter")
    expect(desk.get_by_role("heading", name="前台登录")).to_be_visible()
