"""One message of every kind, with made-up places and papers, as the API sends them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

NOW = "2026-11-21T09:00:00+08:00"
LATER = "2026-11-22T09:00:00+08:00"
SERVICE = {"code": "bridge-pass", "name": "渡桥通行证办理"}
HALL = {
    "slug": "hall",
    "name": "柳湾镇便民服务中心",
    "address": "柳湾镇青石街 12 号一楼",
    "phone": "0571-5550100",
    "hours": "08:30–11:30，13:30–17:00",
    "open_now": False,
    "next_opening": "2026-11-23T08:30:00+08:00",
    "counters": [{"name": "3 号综合窗口"}],
    "facilities": ["轮椅坡道", "饮水机"],
}
OWN = {
    "id": "own",
    "name": "身份证件",
    "form": "原件",
    "copies": 1,
    "source": "公安机关",
    "exempt": False,
    "bring": True,
}
SPARED = {
    "id": "book",
    "name": "户籍底册",
    "form": "原件",
    "exempt": True,
    "exempt_reason": "部门之间已经共享",
    "bring": False,
}
FORM = {"id": "form", "name": "申请表", "exempt": False, "bring": False, "form": "现场填写"}

GUIDE: Json = {
    "type": "card",
    "kind": "guide",
    "title": SERVICE["name"],
    "text": "带上身份证件原件就行，申请表到窗口填。\n收费：不收费。\n在柳湾镇便民服务中心 3 号窗口办。",
    "data": {
        "service": SERVICE,
        "evidences": [OWN, SPARED, FORM],
        "offered_at": [HALL],
        "nearest": HALL,
        "steps": [{"order": 1, "text": "窗口递交材料"}, {"order": 2, "text": "领取通行证"}],
        "conditions": [{"id": "c1", "text": "住在桥两岸", "source": "渡桥管理办法第三条"}],
        "fee": {"amount": 0, "basis": None, "text": None},
        "time_limit": {"promised": {"value": 3, "unit": "workday"}, "statutory": {"value": 10, "unit": "day"}},
        "phones": {"consult": "0571-5550100", "complain": "0571-5550199"},
        "checked_on": "2026-10-08",
        "source": "柳湾镇办事指南",
    },
    "actions": [
        {"label": "算算我要跑几趟", "value": "帮我算算渡桥通行证要跑几趟"},
        {"label": "完整指南", "url": "/guides/bridge-pass"},
        {"label": "坏链接", "url": "javascript:alert(1)"},
    ],
}

ASSESSMENT: Json = {
    "type": "card",
    "kind": "assessment",
    "title": f"{SERVICE['name']}：您的预检结果",
    "text": "按您说的情况：可以办。\n您要跑 1 趟。",
    "data": {
        "service": SERVICE,
        "outcome": "eligible",
        "trips": {
            "min": 1,
            "max": 1,
            "plan": [{"visit": 1, "office": "hall", "do": ["递交材料", "领取通行证"], "bring": ["own"]}],
        },
        "offices": {"hall": HALL["name"]},
        "next_question": None,
        "questions_left": {"min": 0, "max": 0},
        "prerequisites": [{"text": "拍一张证件照", "where": "照相馆", "outings": 1}],
        "evidences": [OWN, SPARED, FORM],
        "reasons": [
            {"requirement": "c1", "text": "住在桥两岸", "result": True, "because": ["home"], "source": "第三条"}
        ],
        "improvements": [{"text": "证件选邮寄到家", "trips_after": 0}],
        "checked_on": "2026-10-08",
        "source": "柳湾镇办事指南",
    },
    "actions": [{"label": "预约时间", "value": "我要预约渡桥通行证办理"}],
}

SLOTS: Json = {
    "type": "card",
    "kind": "slots",
    "title": "可约的时间",
    "text": "下面这些时间还有号：",
    "data": {
        "service": SERVICE,
        "items": [
            {
                "slot_id": f"s{hour}",
                "office": HALL,
                "start": f"2026-11-25T{hour:02}:00:00+08:00",
                "end": f"2026-11-25T{hour:02}:30:00+08:00",
                "free": hour - 9,
            }
            for hour in (9, 10, 11)
        ],
    },
    "actions": [],
}

APPOINTMENT: Json = {
    "type": "card",
    "kind": "appointment",
    "title": "预约凭证",
    "text": "已约好：渡桥通行证办理",
    "data": {
        "id": "appt-1",
        "code": "K7QM2XPA",
        "services": [SERVICE],
        "office": HALL,
        "start": "2026-11-25T10:00:00+08:00",
        "end": "2026-11-25T10:30:00+08:00",
        "status": "confirmed",
        "bring": [OWN],
        "cancel_before": "2026-11-25T08:00:00+08:00",
    },
    "actions": [{"label": "改时间", "value": "改时间"}, {"label": "取消预约", "value": "取消预约"}],
}

OFFICE: Json = {
    "type": "card",
    "kind": "office",
    "title": HALL["name"],
    "text": "今天：08:30–17:00",
    "data": {"office": HALL},
    "actions": [],
}

BUNDLE: Json = {
    "type": "card",
    "kind": "bundle",
    "title": "搬到对岸",
    "text": "一共涉及这些事：",
    "data": {"bundle": {"slug": "move", "name": "搬到对岸"}, "services": [SERVICE], "plan": ["先办通行证", "再迁档"]},
    "actions": [],
}

REPORT: Json = {
    "type": "card",
    "kind": "report",
    "title": "已经登记",
    "text": "反映的问题已登记。",
    "data": {
        "ticket": {"number": "T20261121001", "kind": "report", "status": "received", "created_at": NOW, "due": LATER}
    },
    "actions": [],
}

BOUNDARY: Json = {
    "type": "card",
    "kind": "boundary",
    "title": "这个我帮不上",
    "text": "这件事不归我办。",
    "data": {"can": ["查办事指南"], "cannot": ["看病开药"], "office": HALL},
    "actions": [],
}

UNKNOWN: Json = {
    "type": "card",
    "kind": "hologram",
    "title": "新式卡片",
    "text": "看文字也一样清楚。",
    "data": {},
    "actions": [],
}

BROKEN: Json = {
    "type": "card",
    "kind": "assessment",
    "title": "数据不完整",
    "text": "按文字也能看懂。",
    "data": {"trips": {"min": 1, "max": 1, "plan": [None]}},
    "actions": [],
}

CHOICES: Json = {
    "type": "choices",
    "text": "您要办哪一件？",
    "choices": [
        {"label": "新办通行证", "value": "办理渡桥通行证（首次）"},
        {"label": "换发通行证", "value": "换发渡桥通行证"},
        {"label": "更多", "value": "更多"},
    ],
}

CARDS = {
    card["kind"]: card for card in (GUIDE, ASSESSMENT, SLOTS, APPOINTMENT, OFFICE, BUNDLE, REPORT, BOUNDARY, UNKNOWN)
}
