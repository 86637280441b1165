"""The imported workbook of Changchun: one resident's talk, every answer from the file."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_a_lost_disability_card_in_chaoyang(system: str, changchun: str) -> None:
    with Talk(system, place="朝阳区") as talk:
        _a_talk(talk, changchun)


def _a_talk(talk: Talk, changchun: str) -> None:
    talk.say("我的残疾证丢了，咋补办啊？")
    assert talk.card("guide")["data"]["service"] == {"code": changchun, "name": "残疾人证挂失补办"}
    talk.say("去哪里办？")
    assert "延安大街1149号" in talk.text
    talk.say("补办要带啥东西？")
    assert "居民身份证" in talk.text and "居住证" in talk.text and "请向窗口核实" in talk.text
    talk.say("补办要交钱不？")
    assert "不收费" in talk.text
    talk.say("电话多少")
    assert "15204315404" in talk.text or "15204315406" in talk.text
    talk.say("周末能办不？")
    assert "星期一至星期五" in talk.text
