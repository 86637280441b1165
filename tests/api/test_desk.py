"""The desk over HTTP: who gets in, what they see, and that nobody's name or number is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from api.bot import Bot
from api.catalogue import CatalogueCache
from api.clock import ZONE, Clock
from api.dependencies import Parts
from api.desk import mount_desk
from api.errors import install
from api.limits import Limits
from api.metrics import Metrics
from api.pages import mount_web
from api.settings import Settings
from knowledge.importers.sample import load_sample
from knowledge.store.audit import AuditStore
from knowledge.store.booking import Book, Person
from knowledge.store.catalogue import CatalogueStore
from knowledge.store.engine import make_engine, transaction
from knowledge.store.migration import migrate
from knowledge.store.users import UserStore
from knowledge.store.vault import open_vault
from tests.browser.serving import serve

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)  # a Tuesday
OFFICE = "office-county"
SERVICE = "residence-permit-apply"
ONCE, OWN = "Once-only-77", "Lasting-key-88"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    data = tmp_path_factory.mktemp("desk")
    settings = Settings(data_dir=data, now=NOW)
    migrate(settings.database)
    engine = make_engine(settings.database)
    with transaction(engine, write=True) as session:
        CatalogueStore(session).seed(load_sample(), now=NOW)
    clock = Clock(NOW)
    yield Parts(
        settings=settings,
        clock=clock,
        engine=engine,
        vault=open_vault(data),
        cache=CatalogueCache(engine, clock),
        bot=Bot((), ""),
        limits=Limits(settings),
        metrics=Metrics(),
    )
    engine.dispose()


@pytest.fixture(scope="module")
def url(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = FastAPI()
    app.state.parts = parts
    install(app)
    mount_desk(app)
    mount_web(app, tmp_path_factory.mktemp("dist"))
    with serve(app) as served:
        yield served.url


@pytest.fixture
def desk(url: str) -> Iterator[httpx.Client]:
    """A browser at the desk, signed in as nobody yet."""
    with httpx.Client(base_url=url, headers={"Accept": "text/html"}, follow_redirects=True, timeout=30) as browser:
        yield browser


def add_user(parts: Parts, name: str, role: str = "desk", must_change: bool = False) -> None:
    with transaction(parts.engine, write=True) as session:
        if UserStore(session).get(name) is None:
            UserStore(session).add(name, role, ONCE, now=NOW, must_change=must_change)


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found.group(1)


def post(desk: httpx.Client, path: str, page: str, **fields: str) -> httpx.Response:
    """Fill in the form of `page` and send it to `path`."""
    return desk.post(path, data={**fields, "csrf": csrf(desk.get(page))})


def sign_in(desk: httpx.Client, parts: Parts, name: str = "linlin", role: str = "desk") -> None:
    add_user(parts, name, role)
    done = post(desk, "/desk/login", "/desk/login", name=name, password=ONCE)
    assert "退出" in done.text


def book(parts: Parts, name: str, phone: str, at: int, made: timedelta = timedelta(days=5)) -> str:
    """An appointment at the county hall, `at`-th time of the day; returns its code."""
    with transaction(parts.engine, write=True) as session:
        snapshot = CatalogueStore(session).snapshot(NOW.date())
        service = snapshot.published[SERVICE].service
        book = Book(session, parts.vault, snapshot, now=NOW - made)
        day = NOW.date() if made else NOW.date() + timedelta(days=1)
        times = [free for free in book.slots([service], [snapshot.offices[OFFICE]], day, day) if free.free > 0]
        return book.book("resident", times[at].start.id, [service], Person(name, phone), key=phone, digest=phone).code


def test_strangers_are_sent_to_sign_in(desk: httpx.Client) -> None:
    for path in ("/desk", "/desk/counter", "/desk/password"):
        reply = desk.get(path)
        assert reply.url.path == "/desk/login", path
    assert desk.get("/desk/guides/residence-permit-apply").status_code == 401


def test_a_form_from_elsewhere_is_refused(desk: httpx.Client, parts: Parts) -> None:
    add_user(parts, "linlin")
    refused = desk.post("/desk/login", data={"name": "linlin", "password": ONCE, "csrf": "guessed"})
    assert refused.status_code == 403
    assert desk.get("/desk").url.path == "/desk/login"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: httpx.Client, parts: Parts) -> None:
    add_user(parts, "linlin")
    token = csrf(desk.get("/desk/login"))
    data = {"name": "linlin", "password": ONCE, "csrf": token}
    cookies = desk.post("/desk/login", data=data, follow_redirects=False).headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("yikan_staff="))
    assert "HttpOnly" in session and "samesite=lax" in session.lower()


def test_a_wrong_password_is_told_and_audited(desk: httpx.Client, parts: Parts) -> None:
    add_user(parts, "linlin")
    refused = post(desk, "/desk/login", "/desk/login", name="linlin", password="not this one")
    assert refused.status_code == 401 and "账号或密码不对" in refused.text
    with transaction(parts.engine, write=False) as session:
        last = AuditStore(session).entries(limit=1)[0]
    assert (last.what, last.object, last.result) == ("sign-in", "linlin", "refused")


def test_five_failures_lock_the_account(desk: httpx.Client, parts: Parts) -> None:
    add_user(parts, "clumsy")
    for _ in range(5):
        post(desk, "/desk/login", "/desk/login", name="clumsy", password="wrong")
    refused = post(desk, "/desk/login", "/desk/login", name="clumsy", password=ONCE)
    assert refused.status_code == 401 and "10 分钟" in refused.text


def test_an_auditor_has_no_business_at_the_desk(desk: httpx.Client, parts: Parts) -> None:
    add_user(parts, "auditor", "auditor")
    assert post(desk, "/desk/login", "/desk/login", name="auditor", password=ONCE).status_code == 401
    assert desk.get("/desk").url.path == "/desk/login"


def test_a_one_time_password_opens_nothing_but_its_change(desk: httpx.Client, parts: Parts) -> None:
    add_user(parts, "fresh", must_change=True)
    first = post(desk, "/desk/login", "/desk/login", name="fresh", password=ONCE)
    assert first.url.path == "/desk/password"
    assert desk.get("/desk/counter").url.path == "/desk/password"
    assert desk.get("/desk/guides/residence-permit-apply").status_code == 401
    differ = post(desk, "/desk/password", "/desk/password", password=ONCE, fresh=OWN, again=OWN + "x")
    assert differ.status_code == 422 and "两遍" in differ.text
    weak = post(desk, "/desk/password", "/desk/password", password=ONCE, fresh="short", again="short")
    assert weak.status_code == 422
    done = post(desk, "/desk/password", "/desk/password", password=ONCE, fresh=OWN, again=OWN)
    assert done.url.path == "/desk" and "退出" in done.text


def test_signing_out_closes_the_desk(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    assert post(desk, "/desk/logout", "/desk").url.path == "/desk/login"
    assert desk.get("/desk").url.path == "/desk/login"


def test_the_search_works_without_javascript(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    page = desk.get("/desk", params={"q": "jzz", "code": SERVICE})
    assert f'data-code="{SERVICE}"' in page.text
    for part in ("材料", "受理条件", "在哪办", "来源"):
        assert part in page.text


def test_an_unknown_service_is_a_page_that_says_so(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    gone = desk.get("/desk", params={"code": "<b>none</b>"})
    assert gone.status_code == 404 and "<b>none" not in gone.text


def test_a_visitor_is_checked_in_by_code_once(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    code = book(parts, "欧阳青禾", "13712340003", at=0)
    done = post(desk, "/desk/check-in", "/desk/counter", code=f" {code.lower()} ", office=OFFICE)
    assert done.status_code == 200 and "欧*** 已签到" in done.text
    assert "欧阳青禾" not in done.text and "13712340003" not in done.text and "137****0003" in done.text
    again = post(desk, "/desk/check-in", "/desk/counter", code=code, office=OFFICE)
    assert again.status_code == 409 and 'role="alert"' in again.text
    with transaction(parts.engine, write=False) as session:
        kinds = [entry.what for entry in AuditStore(session).entries(limit=20)]
    assert kinds.count("check-in") == 1


def test_a_code_nobody_has_is_told_with_the_list_in_sight(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    refused = post(desk, "/desk/check-in", "/desk/counter", code="AAAA3333", office=OFFICE)
    assert refused.status_code == 409 and 'role="alert"' in refused.text and "预约码签到" in refused.text


def test_an_appointment_of_another_day_is_not_checked_in(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    code = book(parts, "鲁小满", "13712340004", at=0, made=timedelta(0))
    assert post(desk, "/desk/check-in", "/desk/counter", code=code, office=OFFICE).status_code == 409


def test_an_appointment_at_another_hall_names_that_hall(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    code = book(parts, "段小满", "13712340005", at=1)
    other = next(slug for slug in parts.cache.current().snapshot.offices if slug != OFFICE)
    refused = post(desk, "/desk/check-in", "/desk/counter", code=code, office=other)
    assert refused.status_code == 409 and "青禾县政务服务中心" in refused.text


def test_the_hall_chosen_last_is_remembered(desk: httpx.Client, parts: Parts) -> None:
    sign_in(desk, parts)
    other = next(slug for slug in parts.cache.current().snapshot.offices if slug != OFFICE)
    desk.get("/desk/counter", params={"office": other})
    assert f'<option value="{other}" selected>' in desk.get("/desk/counter").text
