"""What strangers' talks misheard: no emergency, a ticket of its own, an answer in one's own words."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_what_is_asked_while_a_ticket_is_given_up_is_answered(talk: Talk) -> None:
    talk.say("想办老年优待证")
    talk.say("找个人上门帮我弄")
    talk.say("算了先不办，我就问要带几张照片")
    assert "没能办成" not in talk.text and talk.has_card("guide")
    assert talk.tickets() == []


def test_nobody_hurt_is_no_emergency_and_is_kept_in_the_report(talk: Talk) -> None:
    talk.say("湖东街道锦绣小区二号楼门口的水管裂了，一地水")
    talk.say("还好没人摔着，就怕夜里有人滑倒")
    assert "120" not in talk.text and "怕夜里有人滑倒" in talk.text
    talk.say("没人受伤，可是有个男的提着刀在那转悠")
    assert "110" in talk.text


def test_a_change_of_mind_is_no_emergency(talk: Talk) -> None:
    talk.say("想办离婚登记")
    talk.say("办到半路突然不想离了怎么办")
    assert "心里难受" not in talk.text and talk.has_card("guide")


def test_a_second_report_has_a_ticket_of_its_own_at_the_same_place(talk: Talk) -> None:
    talk.say("石桥镇河西小区西门的路灯不亮好几天了")
    talk.say("不留电话，报吧")
    talk.say("另外边上的下水道也堵了，臭得很")
    assert "请核对" in talk.text and "河西小区" in talk.text
    talk.say("对，单独记一张")
    assert len({ticket["number"] for ticket in talk.tickets()}) == 2
    talk.say("提交吧")
    assert "已经交上去" in talk.text and len(talk.tickets()) == 2
    talk.say("我今天一共反映了几件")
    assert "2 张" in talk.text


def test_wanting_to_accuse_a_clerk_is_a_complaint_of_its_own(talk: Talk) -> None:
    talk.say("为了办低保我去云岭乡大厅跑了三趟都没办成，电话13800004321")
    talk.say("确认")
    talk.say("还有，柜台那个小伙子说话难听得很，问三句不理人，我想告他")
    assert "类别：投诉" in talk.text and "云岭乡大厅" in talk.text and "138****4321" in talk.text
    talk.say("是的，交上去")
    assert [ticket["kind"] for ticket in talk.tickets()] == ["complaint", "unresolved"]


def test_help_names_its_matter_and_asks_only_for_what_is_not_told(talk: Talk) -> None:
    talk.say("我爷爷想领高龄津贴，要带什么")
    talk.say("他走不动，能不能叫村里的协办员替他弄，云岭乡茶山村的")
    assert "留个电话" in talk.text and "哪个村" not in talk.text
    talk.say("13800004321，我姓谭")
    assert "高龄津贴" in talk.text and "姓谭" in talk.text
    talk.say("好，就登记上")
    assert talk.card("report")
    talk.say("上午能打来吗")
    assert "说不准" in talk.text and talk.has_card("report")


def test_a_hazard_told_in_the_middle_of_a_booking_is_reported(talk: Talk) -> None:
    talk.say("我要预约办身份证丢失补领，明天上午")
    talk.say("石桥镇红旗路塌了个大坑，这事跟谁反映")
    assert "请核对" in talk.text and "红旗路" in talk.text
    talk.say("不留电话，报上去")
    assert talk.card("report") and any("11月25日" in label for label in talk.labels)


def test_an_answer_that_does_not_know_keeps_what_it_tells_beside(talk: Talk) -> None:
    talk.say("想砍承包山上的树")
    talk.say("帮我算算")
    assert "有争议" in talk.text
    talk.say("这个说不清，是自家种的松树")
    assert "记下" in talk.text and "有争议" not in talk.text
    talk.say("补种好了")
    assert "人工种" not in talk.text


def test_trips_and_papers_asked_after_the_result_are_this_persons(talk: Talk) -> None:
    talk.say("我妈85了，帮我算算高龄津贴")
    talk.say("本乡镇的")
    for _ in range(8):
        if talk.has_card("assessment"):
            break
        talk.say("不知道")
    talk.say("那到底要跑几趟")
    assert talk.last[0].get("kind") == "assessment"
    talk.say("要带啥")
    assert talk.last[0].get("kind") == "assessment"


def test_the_papers_of_a_claim_are_no_tickets(talk: Talk) -> None:
    talk.say("住院的钱自己垫了，想回来报销")
    talk.say("医院开的单子要交哪些")
    assert "诉求" not in talk.text and talk.has_card("guide")


def test_whether_a_number_is_kept_offers_a_copy_and_to_erase_it(talk: Talk) -> None:
    talk.say("我报给你的电话号码存下来没有，帮我抹掉")
    assert {"导出我的记录", "删除我的记录"} <= set(talk.labels)
    talk.say("我问的这些能下载一份给我不")
    assert talk.card("records")
