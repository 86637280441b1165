"""Small documents with defaults: name only what the test is about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from api.clock import ZONE
from api.view import Here
from knowledge.calendar import Calendar
from knowledge.catalogue import Published, Snapshot
from knowledge.model import Office, Place, Service

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)  # a Tuesday
LONG_AGO = date(2000, 1, 1)
HALL = "hall"


def a_service(**fields: Any) -> Service:
    """Done at the hall, in one step, by anybody."""
    known: dict[str, Any] = {
        "code": "ferry-pass",
        "name": "过渡证办理",
        "offerings": [{"place": HALL, "level": "township"}],
        "steps": [
            {"id": "apply", "text": "交申请", "ways": [{"mode": "counter", "text": "到窗口交", "presence": "anyone"}]}
        ],
        "source": "渡口管理办法",
    }
    return Service.model_validate({**known, **fields})


def an_imported(**fields: Any) -> Service:
    """Known by its place and source only, as foreign guides are."""
    known: dict[str, Any] = {
        "code": "import-1",
        "name": "渔船检验",
        "profile": "imported",
        "bookable": False,
        "offerings": [{"place": "lake", "level": "county"}],
        "source": "外地指南",
    }
    return Service.model_validate({**known, **fields})


def an_office(**fields: Any) -> Office:
    """Open on weekdays from nine to five."""
    known: dict[str, Any] = {
        "slug": HALL,
        "name": "渡口镇便民服务中心",
        "kind": "township",
        "place": "ferry",
        "address": "渡口镇水边街1号",
        "phone": "0571-5550100",
        "periods": [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "17:00"}],
    }
    return Office.model_validate({**known, **fields})


PLACES = (
    Place(slug="lake", name="大湖县", kind="county"),
    Place(slug="ferry", name="渡口镇", kind="township", parent="lake"),
    Place(slug="reed", name="芦苇村", kind="village", parent="ferry"),
    Place(slug="far", name="远山县", kind="county"),
)


def published(service: Service, version: int = 1) -> Published:
    return Published(service, version, LONG_AGO)


def here(
    *services: Service, place: str | None = "ferry", now: datetime = NOW, offices: tuple[Office, ...] = (an_office(),)
) -> Here:
    """A small county with these services, seen from a place at a moment."""
    snapshot = Snapshot(
        stamp=1,
        published={service.code: published(service) for service in services},
        places={item.slug: item for item in PLACES},
        offices={item.slug: item for item in offices},
    )
    return Here(snapshot, Calendar(), place, now)


def a_complete_service(**fields: Any) -> Service:
    """With everything a service of our own must tell, so that nothing is to be mended before it is published."""
    known: dict[str, Any] = {
        "aliases": ["坐船证", "过渡", "渡口证", "办个船票证"],
        "topic": "交通出行",
        "department": "渡口镇人民政府",
        "kind": "promise",
        "audience": "常坐渡船的人",
        "serves": ["person"],
        "depth": "II",
        "summary": "带身份证到窗口，办一张过渡证。",
        "legal_basis": [{"law": "渡口管理办法", "articles": ["第二条"]}],
        "requirements": [{"id": "local", "text": "住在渡口镇"}],
        "evidences": [{"id": "id-card", "name": "身份证", "form": "原件", "copies": 1, "source": "公安机关"}],
        "steps": [
            {
                "id": "apply",
                "text": "交申请",
                "ways": [{"mode": "counter", "text": "到窗口交", "presence": "anyone", "reason": "要当面核对"}],
            }
        ],
        "time_limit": {"promised": {"value": 3, "unit": "workday"}},
        "fee": {"amount": 0, "charged": False, "text": "不收钱"},
        "trips": {"published": 1, "reason": "要当面核对"},
        "outputs": [{"name": "过渡证", "type": "证照", "sample": "大厅公示栏"}],
        "online": "网上只能预约。",
        "proxy": "可以代办。",
        "progress": "打电话问。",
        "faq": [{"q": "要钱吗？", "a": "不要。"}, {"q": "多久？", "a": "三天。"}, {"q": "能代办吗？", "a": "能。"}],
        "remedy": "打投诉电话，也可以申请行政复议。",
        "phones": {"consult": "0571-5550100", "complain": "0571-5550199"},
        "checked_on": "2026-11-21",
    }
    return a_service(**{**known, **fields})
