"""The knowledge base over HTTP: who may do what, and a change that is in search a moment after it is published."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from api.dependencies import short
from api.documents import read_yaml, to_yaml
from knowledge.difference import Change, changes
from knowledge.importers.sample import load_sample
from knowledge.model import Service
from knowledge.store.audit import AuditStore
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.users import UserStore
from tests.api.conftest import OwnApi
from tests.builders import NOW, a_complete_service

CODE = "legal-aid"
PAGE = f"/admin/services/{CODE}"
PASSWORD = "Lasting-key-88"
HTML = {"Accept": "text/html"}


def csrf_in(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text[:400]
    return found[1]


class Browser:
    """A member of staff in a browser of their own."""

    def __init__(self, own_api: OwnApi, name: str) -> None:
        self.http = httpx.Client(base_url=own_api.url, headers=HTML, follow_redirects=True, timeout=30, verify=False)
        self.signed = self.post("/admin/login", self.http.get("/admin/login"), name=name, password=PASSWORD)

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def post(self, path: str, seen: httpx.Response, **fields: Any) -> httpx.Response:
        return self.http.post(path, data={"csrf": csrf_in(seen), **fields})

    def edit(self, change: dict[str, Any], why: str = "核对过") -> httpx.Response:
        """Change the whole document of the service."""
        page = self.get(f"{PAGE}/document")
        document = {**yaml.safe_load(text_in(page)), **change}
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        return self.post(f"{PAGE}/document", page, document=text, why=why)

    def step(self, number: int, what: str, **fields: Any) -> httpx.Response:
        return self.post(f"{PAGE}/{number}/{what}", self.get(PAGE), **fields)


SignIn = Callable[..., Browser]


@pytest.fixture
def sign_in(own_api: OwnApi) -> Iterator[SignIn]:
    """`sign_in(name, role)`: a new account, signed in."""
    browsers: list[Browser] = []

    def signed(name: str, role: str, must_change: bool = False) -> Browser:
        with short(own_api.parts, write=True) as work:
            UserStore(work.session).add(name, role, PASSWORD, now=NOW, must_change=must_change)
        browsers.append(Browser(own_api, name))
        return browsers[-1]

    yield signed
    for browser in browsers:
        browser.http.close()


def text_in(page: httpx.Response) -> str:
    found = re.search(r"<textarea name=\"document\"[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert found
    return html.unescape(found[1])


def found_by(own_api: OwnApi, q: str) -> list[str]:
    items = own_api.client.get("/api/v1/services", params={"q": q}).json()["items"]
    return [item["code"] for item in items]


def test_one_admin_alone_publishes_and_it_is_seen_at_once(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    assert "草稿存好了" in zhou.edit({"aliases": ["打官司没钱请律师", "嘟嘟叭叭"]}).text
    assert found_by(own_api, "嘟嘟叭叭")[:1] != [CODE]
    assert "已提交审核" in zhou.step(2, "submit").text
    assert "马上就是新的" in zhou.step(2, "publish", why="两处电话都打过").text
    published = time.monotonic()
    while found_by(own_api, "嘟嘟叭叭")[:1] != [CODE]:
        assert time.monotonic() - published < 1
    guide = own_api.client.get(f"/api/v1/services/{CODE}").json()
    assert (guide["version"], guide["aliases"]) == (2, ["打官司没钱请律师", "嘟嘟叭叭"])
    with short(own_api.parts, write=False) as work:
        deeds = [entry.what for entry in AuditStore(work.session).entries(limit=4)]
        assert AuditStore(work.session).verify().ok
    assert deeds == ["publish", "submit", "draft", "sign-in"]


def test_a_draft_is_reviewed_before_it_is_published(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    zhou.edit({"summary": "改过的说明"})
    assert zhou.step(2, "publish", why="着急").status_code == 422


def test_of_two_the_author_does_not_pass_their_own_work(own_api: OwnApi, sign_in: SignIn) -> None:
    author, reviewer = sign_in("author", "publisher"), sign_in("reviewer", "publisher")
    author.edit({"summary": "改过的说明"})
    author.step(2, "submit")
    assert author.step(2, "publish", why="自己看过").status_code == 403
    assert "已退回" in reviewer.step(2, "return", why="少了依据").text
    author.edit({"summary": "补了依据的说明"})
    author.step(2, "submit")
    assert "补了依据的说明" in reviewer.get(PAGE).text
    assert reviewer.step(2, "publish", why="依据对").status_code == 200
    assert own_api.client.get(f"/api/v1/services/{CODE}").json()["summary"] == "补了依据的说明"


def test_the_form_changes_the_main_fields_and_keeps_the_rules(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    before = load_sample().published[CODE].service
    papers = before.evidences
    fields = {
        "name": before.name,
        "aliases": "律师帮忙\n免费律师",
        "source": before.source,
        "checked_on": "2026-11-24",
        "fee_amount": "12.5",
        "fee_text": "复印费",
        "fee_basis": "复印收费办法",
        "fee_items": "复印费12.5元",
        "fee_online": "false",
        "kind": "promise",
        "remedy": before.remedy,
        "promised_value": "3",
        "promised_unit": "workday",
        "trips": "1",
        "trips_reason": "要签字",
        "consult": "0999-6001234",
        "e_id": [*(paper.id for paper in papers), ""],
        "e_name": [*(paper.name for paper in papers), "低保证"],
        **{f"e_{name}": ["写明了"] * (len(papers) + 1) for name in ("form", "source")},
        "e_when_text": [*(paper.when_text or "" for paper in papers), ""],
        "online": before.online,
        **{f"e_{name}": [""] * (len(papers) + 1) for name in ("copies", "note")},
        "q": ["要等多久？", ""],
        "a": ["三个工作日。", ""],
        "asked": ["几天能有信\n 好久批得下来 \n", ""],
        "why": "按新规定改",
    }
    assert "草稿存好了" in zhou.post(f"{PAGE}/form", zhou.get(PAGE), **fields).text
    zhou.step(2, "submit")
    published = zhou.step(2, "publish", why="核过")
    assert published.status_code == 200, published.text[published.text.find("不改不能发布") :][:600]
    after = own_api.parts.cache.current().service(CODE).service
    assert after.aliases == ("律师帮忙", "免费律师")
    assert (after.fee.amount, after.fee.charged, after.fee.online_payment) == (12.5, True, False)
    assert after.fee.items == ("复印费12.5元",)
    assert [(item.q, item.a) for item in after.faq] == [("要等多久？", "三个工作日。")]
    assert after.faq[0].asked == ("几天能有信", "好久批得下来")
    assert [paper.name for paper in after.evidences] == [*(paper.name for paper in papers), "低保证"]
    assert [paper.when for paper in after.evidences][:-1] == [paper.when for paper in papers]
    assert after.steps == before.steps
    assert after.requirements == before.requirements


def test_a_fault_of_the_form_is_told_and_nothing_is_lost(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    sent = {"name": "法律援助", "source": "x", "fee_amount": "很多", "summary": "刚写的话", "why": "试试"}
    page = zhou.post(f"{PAGE}/form", zhou.get(PAGE), **sent)
    assert page.status_code == 422
    assert "fee.amount：应该是数字" in page.text
    assert "刚写的话" in page.text


def test_a_fault_of_the_document_is_shown_beside_its_line(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    page = zhou.edit({"duration": "两格"})
    assert page.status_code == 422
    line = [n for n, text in enumerate(text_in(page).split("\n"), 1) if text.startswith("duration:")]
    assert re.search(rf'<li id="l{line[0]}"[^>]*><code>duration: 两格</code> <strong>应该是整数', page.text)
    broken = zhou.post(f"{PAGE}/document", zhou.get(f"{PAGE}/document"), document="name: [", why="x")
    assert broken.status_code == 422
    assert "格式不对" in broken.text


def test_a_new_service_is_made_from_a_document(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    text = to_yaml(a_complete_service(offerings=[{"place": "office-county", "level": "county"}]))
    made = zhou.post("/admin/services/new/document", zhou.get("/admin/services/new"), document=text, why="新开的事")
    assert "草稿存好了" in made.text
    taken = zhou.post("/admin/services/new/document", zhou.get("/admin/services/new"), document=text, why="又一次")
    assert taken.status_code == 422
    assert "已经有事项了" in taken.text
    seen = zhou.get("/admin/services/ferry-pass")
    zhou.post("/admin/services/ferry-pass/1/submit", seen)
    zhou.post("/admin/services/ferry-pass/1/publish", seen, why="可以")
    time.sleep(0.4)
    assert own_api.client.get("/api/v1/services/ferry-pass").status_code == 200
    zhou.post("/admin/services/ferry-pass/withdraw", zhou.get("/admin/services/ferry-pass"), why="停办")
    time.sleep(0.4)
    assert own_api.client.get("/api/v1/services/ferry-pass").status_code == 404


def test_an_earlier_version_can_be_taken_up_again(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    zhou.edit({"summary": "写错的说明"})
    zhou.step(2, "submit")
    zhou.step(2, "publish", why="没细看")
    assert "写错的说明" in zhou.get(f"{PAGE}/versions/2").text
    assert "草稿存好了" in zhou.step(1, "restore").text
    assert "照第 1 版恢复" in zhou.get(PAGE).text


def test_a_draft_with_faults_is_kept_and_shown_with_its_remedy(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    page = zhou.edit({"remedy": None, "summary": "刚写的话"})
    assert "草稿存好了" in page.text
    assert "刚写的话" in page.text
    assert "必须先改" in page.text and "“救济途径”是空的" in page.text and "C19-remedy" in page.text


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(sign_in: SignIn) -> None:
    zhou, wu = sign_in("zhou", "admin"), sign_in("wu", "editor")
    opened = wu.get(f"{PAGE}/document")
    base = re.search(r'name="base" value="([^"]+)"', opened.text)
    assert base
    zhou.edit({"summary": "周先存的"})
    late = text_in(opened).replace("name: ", "name: 吴后改的")
    page = wu.post(f"{PAGE}/document", opened, document=late, why="改名", base=base[1])
    assert page.status_code == 422
    assert "zhou已经存过新的一版" in page.text and "吴后改的" in page.text
    assert "周先存的" in wu.get(PAGE).text
    again = wu.post(f"{PAGE}/form", opened, name="吴后改的", source="x", why="改名", base=base[1])
    assert again.status_code == 422 and "吴后改的" in again.text


def test_publishing_is_refused_while_there_is_an_error(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    zhou.edit({"trips": {"published": 1, "reason": None}})
    zhou.step(2, "submit")
    refused = zhou.step(2, "publish", why="两处电话都打过")
    assert refused.status_code == 422
    assert "还不能发布" in refused.text and "V02-trip-needs-reason" in refused.text
    assert "两处电话都打过" in refused.text
    assert own_api.client.get(f"/api/v1/services/{CODE}").json()["version"] == 1


def test_a_service_that_fails_its_proof_is_not_published_and_the_answers_that_break_it_are_named(
    own_api: OwnApi, sign_in: SignIn
) -> None:
    zhou = sign_in("zhou", "admin")
    steps = yaml.safe_load(text_in(zhou.get(f"{PAGE}/document")))["steps"]
    steps[0]["ways"] = [way for way in steps[0]["ways"] if way["mode"] == "online"]
    zhou.edit({"steps": steps})
    zhou.step(2, "submit")
    refused = zhou.step(2, "publish", why="两处电话都打过")
    assert refused.status_code == 422
    assert "没有一种办法能用" in refused.text and "P-stuck" in refused.text
    assert "不方便用手机" in refused.text, "the question whose answer breaks it"
    assert own_api.client.get(f"/api/v1/services/{CODE}").json()["version"] == 1


def test_warnings_are_published_with_a_reason_that_is_kept(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    zhou.edit({"outputs": [{"name": "援助决定书", "type": "批文"}], "depth": None})
    zhou.step(2, "submit")
    assert "提醒，写明为什么可以发布" in zhou.get(PAGE).text
    assert zhou.step(2, "publish", why="").status_code == 422
    assert zhou.step(2, "publish", why="样本县里还没给").status_code == 200
    with short(own_api.parts, write=False) as work:
        entry = AuditStore(work.session).entries(limit=1)[0]
        kept = CatalogueStore(work.session).version(CODE, 2)
    assert entry.detail["despite"] == ["C31-depth", "V17-result-sample"]
    assert entry.detail["why"] == kept.review_note == "样本县里还没给"


def test_a_version_page_tells_the_changed_fields_and_how_plainly_it_speaks(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    zhou.edit({"summary": "申请人到经办机构办。", "hours": "周一至周五"})
    page = zhou.get(f"{PAGE}/versions/2").text
    assert "一句话说明" in page and "<ins>申请人到经办机构办。</ins>" in page
    assert "<ins>周一至周五</ins>" in page
    assert re.search(r"好不好懂：\d+ 分", page)
    assert "“申请人”可以说成“您”" in page


def test_a_version_for_tomorrow_is_shown_as_coming(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    zhou.edit({"summary": "明天的说明"})
    zhou.step(2, "submit")
    zhou.step(2, "publish", why="明天起", on="2026-11-25")
    page = zhou.get(PAGE).text
    assert "在用第 1 版" in page and "到日子生效" in page
    assert own_api.client.get(f"/api/v1/services/{CODE}").json()["version"] == 1
    assert own_api.client.get(f"/api/v1/services/{CODE}", params={"on": "2026-11-25"}).json()["version"] == 2


@pytest.mark.parametrize(
    ("role", "read", "write", "audit"),
    [("desk", 401, 401, 401), ("editor", 200, 200, 403), ("auditor", 200, 403, 200), ("admin", 200, 200, 200)],
)
def test_each_role_does_its_own_part(sign_in: SignIn, role: str, read: int, write: int, audit: int) -> None:
    browser = sign_in("somebody", role)
    assert browser.get(PAGE).status_code == read
    assert browser.get("/admin/services/new").status_code == write
    assert browser.get("/admin/audit").status_code == audit
    token = browser.get("/admin/login")
    assert browser.post(f"{PAGE}/1/publish", token, why="x").status_code in (401, 403, 422)


def test_a_form_from_elsewhere_is_refused(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    forged = zhou.http.post(f"{PAGE}/document", data={"csrf": "guessed", "document": "x", "why": "x"})
    assert forged.status_code == 403


def test_a_one_time_password_opens_nothing_but_its_change(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin", must_change=True)
    assert zhou.signed.url.path == "/admin/password"
    assert zhou.get(PAGE).status_code == 401
    fresh = "Another-key-99"
    done = zhou.post("/admin/password", zhou.signed, password=PASSWORD, fresh=fresh, again=fresh)
    assert done.url.path == "/admin"
    assert zhou.get(PAGE).status_code == 200


def test_a_sentence_nobody_understood_becomes_a_task(own_api: OwnApi, sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    own_api.client.post("/api/v1/unresolved", json={"text": "那个<b>嘟嘟</b>13812345678"}, headers=own_api.ours)
    page = zhou.get("/admin/tasks")
    assert "那个&lt;b&gt;嘟嘟&lt;/b&gt;138****5678" in page.text
    key = re.search(r'name="key" value="([^"]+)"', page.text)
    assert key
    assert "现在没有" in zhou.post("/admin/tasks/done", page, key=key[1]).text


# --- to be checked again ----------------------------------------------------------------------------------------


@contextmanager
def next_year(own_api: OwnApi) -> Iterator[None]:
    """The same system on a day when its guides are past their checks."""
    clock = own_api.parts.clock
    start = clock._start
    own_api.parts.cache.current()
    clock._start = NOW + timedelta(days=365)
    own_api.parts.cache.expire()
    yield
    clock._start = start


def dates_of(own_api: OwnApi) -> tuple[str, str, bool]:
    guide = own_api.client.get(f"/api/v1/services/{CODE}").json()
    return guide["checked_on"], guide["verify_by"], guide["overdue"]


def test_an_overdue_guide_is_a_task_and_one_step_checks_it(own_api: OwnApi, sign_in: SignIn) -> None:
    with next_year(own_api):
        zhou = sign_in("zhou", "admin")
        tasks = zhou.get("/admin/tasks")
        assert f"{PAGE}/checked" in tasks.text
        assert dates_of(own_api)[2] is True
        done = zhou.post(f"{PAGE}/checked", tasks)
        assert f"{PAGE}/checked" not in done.text
        assert dates_of(own_api) == ("2027-11-24", "2028-05-24", False)
        with short(own_api.parts, write=False) as work:
            versions = CatalogueStore(work.session).versions(CODE)
        assert [(v.version, v.status, v.author) for v in versions][0] == (2, "published", "zhou")
        assert changes(versions[1].service, versions[0].service) == [
            Change("checked_on", "2026-11-21", "2027-11-24"),
            Change("verify_by", versions[1].service.verify_by.isoformat(), "2028-05-24"),
        ]


def test_of_two_somebody_else_passes_the_check(own_api: OwnApi, sign_in: SignIn) -> None:
    with next_year(own_api):
        writer, other = sign_in("writer", "editor"), sign_in("other", "publisher")
        page = writer.post(f"{PAGE}/checked", writer.get("/admin/tasks"))
        assert "有改动正在处理" in page.text
        assert dates_of(own_api)[2] is True
        assert writer.post(f"{PAGE}/checked", page).status_code == 422
        other.step(2, "publish", why="我也看过")
        assert dates_of(own_api)[2] is False


def test_what_an_editor_writes_is_shown_as_text(sign_in: SignIn) -> None:
    zhou = sign_in("zhou", "admin")
    page = zhou.edit({"summary": "<script>alert(1)</script>"})
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


# --- documents --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", [p.service for p in load_sample().published.values()], ids=lambda s: s.code)
def test_every_document_survives_the_editor(service: Service) -> None:
    read = read_yaml(to_yaml(service))
    assert read.faults == ()
    assert read.service == service


def test_references_and_endless_texts_are_refused() -> None:
    assert read_yaml("a: &x [1]\nb: *x").faults[0].detail.startswith("请不要用")
    assert read_yaml("a" * 200_001).service is None
    assert read_yaml("code: \x07").faults[0].detail
    assert read_yaml("checked_on: 2026-13-77").service is None


def test_the_audit_speaks_chinese_of_every_deed() -> None:
    """Every kind of entry the program writes has a Chinese name on the page."""
    from api.words import words

    written = set[str]()
    for path in Path("api").glob("*.py"):
        written |= set(re.findall(r'\.record\(\s*[\w.]+,\s*"([a-z-]+)"', path.read_text("utf-8")))
    assert len(written) > 10
    assert written <= set(words("audit.what"))
