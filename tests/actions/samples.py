"""API replies as the cards get them; builders with defaults."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

SERVICE = {"code": "residence-permit-apply", "name": "居住证申领"}


def answer(**changed: Any) -> Json:
    data = {"service": SERVICE, "checked_on": "2026-11-21", "source": "居住证暂行条例"}
    return {
        "title": "居住证申领",
        "text": "要带：居民身份证（原件）。",
        "data": data,
        "facets": ["materials"],
        "missing": [],
        "bookable": True,
        "assessable": True,
    } | changed


def assessment(**changed: Any) -> Json:
    return {
        "outcome": "eligible",
        "trips": {
            "min": 1,
            "max": 1,
            "plan": [{"visit": 1, "office": "police-liuxi", "do": ["交材料、当面签名"], "bring": ["id_card"]}],
        },
        "next_question": None,
        "questions_left": {"min": 0, "max": 0},
        "prerequisites": [],
        "evidences": [
            {"id": "id_card", "name": "居民身份证", "bring": True, "exempt": False},
            {"id": "household_book", "name": "户口簿", "bring": False, "exempt": True, "exempt_reason": "公安已共享"},
        ],
        "reasons": [
            {
                "requirement": "half_year",
                "text": "住满半年",
                "result": True,
                "because": ["live_here_months"],
                "source": "条例第二条",
            }
        ],
        "improvements": [{"text": "办的时候选邮寄到家", "trips_after": 0}],
        "benefit": False,
        "registered": True,
        "uses": ["live_here_months"],
        "service": SERVICE,
        "checked_on": "2026-11-21",
        "source": "居住证暂行条例",
    } | changed


def appointment(**changed: Any) -> Json:
    return {
        "id": "a1",
        "code": "K7M2P9QX",
        "services": [SERVICE],
        "office": {"slug": "police-liuxi", "name": "柳溪派出所"},
        "start": "2026-11-25T09:00:00+08:00",
        "end": "2026-11-25T09:20:00+08:00",
        "status": "confirmed",
        "bring": [{"id": "id_card", "name": "居民身份证"}],
        "cancel_before": "2026-11-25T07:00:00+08:00",
    } | changed


def office(**changed: Any) -> Json:
    return {
        "slug": "office-county",
        "name": "青禾县政务服务中心",
        "address": "青禾县湖东街道人民路1号",
        "phone": "0999-6010001",
        "hours": "08:30–12:00，14:00–17:30",
        "open_now": False,
        "next_opening": "2026-11-23T08:30:00+08:00",
        "counters": [],
        "facilities": ["自助区", "停车场"],
    } | changed
