"""The chat page alone, before a scripted API: what is drawn, and that nothing a resident wrote is ever lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import samples
from tests.browser.conftest import OpenPage
from tests.browser.fake import Script, text
from tests.browser.serving import Served


def say(page: Page, said: str) -> None:
    box = page.get_by_role("textbox")
    box.fill(said)
    box.press("Enter")


def answers(page: Page) -> int:
    return page.locator(".row.assistant:not(.waiting)").count()


def test_a_sentence_gets_its_reply_in_the_log(fake: Served, open_page: OpenPage) -> None:
    page = open_page(fake.url)
    say(page, "渡桥要啥手续")
    log = page.get_by_role("log")
    expect(log).to_contain_text("收到：渡桥要啥手续")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.locator(".row.resident .bubble")).to_contain_text("渡桥要啥手续")


def test_markup_in_a_message_is_shown_as_text(fake: Served, script: Script, open_page: OpenPage) -> None:
    nasty = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    script.replies[nasty] = [text(nasty), {**samples.GUIDE, "title": nasty, "text": nasty}]
    page = open_page(fake.url)
    say(page, nasty)
    expect(page.locator(".row.assistant .bubble").last).to_contain_text(nasty)
    expect(page.locator(".card h2")).to_have_text(nasty)
    assert page.evaluate("window.hit") is None


def test_a_link_that_is_no_web_address_is_left_out(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["通行证"] = [samples.GUIDE]
    page = open_page(fake.url)
    say(page, "通行证")
    expect(page.get_by_role("link", name="完整指南")).to_have_attribute("href", "/guides/bridge-pass")
    expect(page.get_by_text("坏链接")).to_have_count(0)


def test_a_choice_sends_its_value_and_shows_its_label(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["通行证"] = [samples.CHOICES]
    page = open_page(fake.url)
    say(page, "通行证")
    page.get_by_role("button", name="1 新办通行证").click()
    expect(page.locator(".row.resident .bubble").last).to_contain_text("新办通行证")
    expect(page.get_by_role("log")).to_contain_text("收到：办理渡桥通行证（首次）")
    assert script.received[-1]["text"] == "办理渡桥通行证（首次）"
    page.reload()
    expect(page.locator(".row.resident .bubble").last).to_have_text("您：新办通行证")


def test_numbers_stand_only_on_the_choices_offered_last(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["通行证"] = [samples.CHOICES]
    page = open_page(fake.url)
    say(page, "通行证")
    expect(page.locator(".choices .number")).to_have_count(2)
    say(page, "通行证")
    expect(page.locator(".choices")).to_have_count(2)
    expect(page.locator(".choices .number")).to_have_count(2)


@pytest.mark.parametrize("kind", sorted(samples.CARDS))
def test_every_card_is_drawn_and_fits_a_narrow_screen(
    kind: str, fake: Served, script: Script, open_page: OpenPage
) -> None:
    card = samples.CARDS[kind]
    script.replies["看"] = [card]
    page = open_page(fake.url, width=360, height=640)
    say(page, "看")
    drawn = page.locator(f".card-{kind}")
    expect(drawn.get_by_role("heading", name=card["title"], exact=True)).to_be_visible()
    page.get_by_role("button", name="长辈版").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_assessment_shows_trips_plan_and_personal_papers(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["几趟"] = [samples.ASSESSMENT]
    page = open_page(fake.url)
    say(page, "几趟")
    card = page.locator(".card-assessment")
    expect(card.locator(".trips strong")).to_have_text("1")
    expect(card.locator(".plan")).to_contain_text("柳湾镇便民服务中心")
    expect(card.locator("s")).to_have_text("户籍底册")
    expect(card).to_contain_text("部门之间已经共享")
    expect(card).to_contain_text("这样一趟都不用跑")


def test_the_calendar_file_is_fetched_with_the_token(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["约"] = [samples.APPOINTMENT]
    page = open_page(fake.url)
    say(page, "约")
    with page.expect_download() as download:
        page.get_by_role("button", name="存到手机日历").click()
    assert download.value.suggested_filename == "appt-1.ics"
    assert script.bearers == ["token-1"]


def test_free_times_are_told_in_words_and_tapped_in_the_choices_below(
    fake: Served, script: Script, open_page: OpenPage
) -> None:
    script.replies["有号吗"] = [samples.SLOTS]
    page = open_page(fake.url)
    say(page, "有号吗")
    expect(page.get_by_role("heading", name="可约的时间")).to_be_visible()
    expect(page.get_by_text("下面这些时间还有号")).to_be_visible()
    expect(page.locator(".card-slots button")).to_have_count(0)


def test_a_card_with_damaged_data_shows_its_plain_text(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["坏"] = [samples.BROKEN]
    page = open_page(fake.url)
    say(page, "坏")
    expect(page.get_by_role("log")).to_contain_text("按文字也能看懂。")


def test_a_short_break_is_bridged_with_the_same_message_id(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.broken = 2
    page = open_page(fake.url)
    say(page, "断断续续")
    expect(page.get_by_role("log")).to_contain_text("收到：断断续续")
    assert len({item["message_id"] for item in script.received}) == 1


def test_a_lasting_break_keeps_the_text_with_a_retry_button(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.broken = 3
    page = open_page(fake.url)
    say(page, "送不出去")
    again = page.get_by_role("button", name="再试一次")
    expect(again).to_be_visible()
    again.click()
    expect(page.get_by_role("log")).to_contain_text("收到：送不出去")
    expect(page.get_by_role("button", name="再试一次")).to_have_count(0)


def test_an_unsent_text_survives_a_reload(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.broken = 3
    page = open_page(fake.url)
    say(page, "别丢了我")
    expect(page.get_by_role("button", name="再试一次")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("log")).to_contain_text("收到：别丢了我")


def test_a_reload_during_a_slow_reply_still_brings_it(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.delay_s = 2
    page = open_page(fake.url)
    say(page, "Slow one")
    expect(page.get_by_role("img", name="正在回复")).to_be_visible()
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("收到：Slow one")
    expect(page.locator(".row.resident")).to_have_count(1)


def test_a_refused_text_goes_back_into_the_input(fake: Served, open_page: OpenPage) -> None:
    page = open_page(fake.url)
    say(page, "太长")
    expect(page.get_by_text("一次说得太多了，请分几次说。")).to_be_visible()
    page.get_by_role("button", name="改一改").click()
    expect(page.get_by_role("textbox")).to_have_value("太长")


def test_an_expired_session_is_renewed_and_the_text_still_answered(
    fake: Served, script: Script, open_page: OpenPage
) -> None:
    page = open_page(fake.url)
    expect(page.get_by_role("log")).to_contain_text("您好，我是一看就办。")
    script.expired.add("token-1")
    say(page, "过了好久")
    expect(page.get_by_role("log")).to_contain_text("为您开了新的对话")
    expect(page.get_by_role("log")).to_contain_text("收到：过了好久")


def test_history_stands_again_after_a_reload(fake: Served, script: Script, open_page: OpenPage) -> None:
    page = open_page(fake.url)
    say(page, "第一句")
    expect(page.get_by_role("log")).to_contain_text("收到：第一句")
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("收到：第一句")
    assert script.sessions == 1


def test_a_slow_reply_shows_typing_and_then_says_so(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.delay_s = 5
    page = open_page(fake.url)
    say(page, "慢慢来")
    expect(page.get_by_role("img", name="正在回复")).to_be_visible()
    expect(page.get_by_text("还在查，请稍等一下…")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("收到：慢慢来")
    expect(page.get_by_role("img", name="正在回复")).to_have_count(0)


def test_the_elder_version_is_one_tap_and_stays(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["看"] = list(samples.CARDS.values())
    page = open_page(fake.url, width=360, height=740)
    page.get_by_role("button", name="长辈版").click()
    page.reload()
    say(page, "看")
    expect(page.locator(".card")).to_have_count(len(samples.CARDS))
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('#page *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert smallest >= 20
    heights = page.evaluate("[...document.querySelectorAll('button, .button')].map(b => b.offsetHeight)")
    assert min(heights) >= 60


@pytest.mark.parametrize("said", ["我要办事", "我的预约", "找人帮忙"])
def test_help_and_the_usual_wishes_are_always_one_tap_away(said: str, fake: Served, open_page: OpenPage) -> None:
    page = open_page(fake.url)
    page.get_by_role("button", name=said).click()
    expect(page.get_by_role("log")).to_contain_text(f"收到：{said}")


def test_the_page_works_by_keyboard_alone(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["通行证"] = [samples.CHOICES]
    page = open_page(fake.url)
    say(page, "通行证")
    expect(page.locator(".choices")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if re.search("换发通行证", page.evaluate("document.activeElement.textContent")):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("收到：换发渡桥通行证")


@pytest.mark.parametrize(("width", "zoom"), [(360, 1), (1280, 2), (1280, 4)])
def test_nothing_scrolls_sideways(width: int, zoom: float, fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["看"] = [*samples.CARDS.values(), samples.CHOICES, text("长" * 300 + "A" * 300)]
    page = open_page(fake.url, width=width, height=800, zoom=zoom)
    say(page, "看")
    expect(page.locator(".choices")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_all_text_has_enough_contrast(fake: Served, script: Script, open_page: OpenPage) -> None:
    script.replies["看"] = [*samples.CARDS.values(), samples.CHOICES]
    page = open_page(fake.url)
    say(page, "看")
    expect(page.locator(".choices")).to_be_visible()
    assert page.evaluate(LOW_CONTRAST) == []


LOW_CONTRAST = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  return [...document.querySelectorAll('#page *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => { const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
      return [e.textContent.slice(0, 20), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })
    .filter(([, ratio]) => ratio < 4.5);
}"""
