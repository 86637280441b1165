"""The clerk at the desk and the people of the knowledge base, in a real browser against the whole system."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.bookings import OFFICE, book_for_today
from tests.browser.conftest import OpenPage
from tests.browser.serving import System
from tests.browser.talking import greeted, say

LASTING = "Qinghe-2026-counter"
NICKNAME = "石墩墩小卡"
AT_ONCE_MS = 1_000


def sign_in(page: Page, system: System, name: str, role: str) -> None:
    """Make the account, sign in with its one-time password, and replace that on the way."""
    once = system.add_user(name, role)
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(once)
    page.keyboard.press("Enter")
    page.get_by_label("现在的密码").fill(once)
    page.get_by_label("新密码", exact=True).fill(LASTING)
    page.get_by_label("再输一遍新密码").fill(LASTING)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_a_clerk_looks_up_and_checks_in_by_keyboard_alone(system: System, open_page: OpenPage) -> None:
    code = book_for_today(system, "章北辰", "13912340002")
    desk = open_page(f"{system.url}/desk")
    sign_in(desk, system, "xiaolin", "desk")
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
    sign_in(desk, system, "xiaozhou", "desk")
    for path in ("/desk", "/desk?code=residence-permit-apply", "/desk/counter"):
        desk.goto(f"{system.url}{path}")
        assert desk.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_desk_is_closed_to_strangers(system: System, open_page: OpenPage) -> None:
    desk = open_page(f"{system.url}/desk/counter")
    expect(desk.get_by_role("heading", name="前台登录")).to_be_visible()


def test_an_edited_guide_is_found_at_once_after_its_review(system: System, open_page: OpenPage) -> None:
    author = open_page(f"{system.url}/admin")
    sign_in(author, system, "bianji", "editor")
    author.goto(f"{system.url}/admin/services/social-card-apply")
    aliases = author.get_by_label("俗称")
    aliases.fill(f"{aliases.input_value()}\n{NICKNAME}")
    author.get_by_label("为什么改").fill("窗口常听到的叫法")
    author.get_by_role("button", name="存成草稿").click()
    author.get_by_role("button", name="提交审核").click()
    expect(author.get_by_role("status")).to_contain_text("已提交审核")

    reviewer = open_page(f"{system.url}/admin")
    sign_in(reviewer, system, "shenhe", "publisher")
    reviewer.goto(f"{system.url}/admin/services/social-card-apply")
    reviewer.get_by_label("审核意见").fill("核对过窗口记录")
    reviewer.get_by_role("button", name="审核通过并发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")

    reviewer.wait_for_timeout(AT_ONCE_MS)
    found = reviewer.request.get(f"{system.url}/api/v1/services", params={"q": NICKNAME}).json()["items"]
    assert found[0]["code"] == "social-card-apply"
    resident = greeted(open_page(system.url))
    answer = say(resident, f"{NICKNAME}咋弄")
    expect(answer).to_contain_text("社会保障卡")
