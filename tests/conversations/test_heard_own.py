"""What is told in vain, in parts, of another thing or in a correction is heard for what it says."""

from __future__ import annotations

from tests.conversations.talk import Talk


def test_a_correction_before_the_check_is_no_new_matter(talk: Talk) -> None:
    talk.say("失业金怎么领")
    talk.say("说错了，是公司合同到期没给我续")
    assert "没找到" not in talk.text and "为什么不在那里干" not in talk.text
    talk.say("找了好些天，面了三家都没谈成")
    assert "停发" not in talk.text


def test_what_was_handled_meanwhile_changes_the_result(talk: Talk) -> None:
    talk.say("驾驶证期满换证")
    talk.say("有个违章的罚单还没处理")
    talk.say("帮我算算")
    assert "还有违章没处理" in talk.text
    talk.say("我刚去查了，处理掉了，分也没记到十二分")
    assert "还有违章没处理" not in talk.text and "改过来" in talk.text


def test_a_shop_told_in_parts_is_as_large_as_all_of_them(talk: Talk) -> None:
    talk.say("开个店卖抄手水饺，小餐饮登记怎么办")
    talk.say("帮我算算")
    assert "做什么生意" not in talk.text
    talk.say("前头四十二平，后面还有个厨房十二平")
    assert "超过50平方米" in talk.text
    talk.say("厨房那间不要了，就在四十二平里面隔")
    assert "超过50平方米" not in talk.text


def test_a_strangers_machine_is_not_the_speakers(talk: Talk) -> None:
    talk.say("农机补贴怎么申请")
    talk.say("帮我算算")
    talk.say("播种机，全新的")
    talk.say("隔壁李家那台是旧的，他那台能补不")
    assert "没有改" in talk.text and "二手机具不补" in talk.text
    talk.say("在目录里")
    assert "发票" in talk.text and "二手" not in talk.text


def test_further_trees_that_are_asked_about_leave_the_case_alone(talk: Talk) -> None:
    talk.say("采伐证怎么办")
    talk.say("帮我算算")
    talk.say("自己家承包的林子")
    talk.say("院子里另外还有两棵老柚子树，那个要不要办证")
    assert "不用办证" in talk.text and not talk.has_card("assessment")
    assert "争议" in talk.text


def test_an_invoice_in_a_sons_name_is_not_ones_own(talk: Talk) -> None:
    talk.say("农机补贴怎么申请")
    talk.say("帮我算算")
    talk.say("微耕机，新买的，在目录里")
    talk.say("票上写的是我女婿")
    assert "发票上要是您自己" in talk.text


def test_a_wish_to_book_comes_before_the_open_question(talk: Talk) -> None:
    talk.say("失业登记怎么办")
    talk.say("帮我算算")
    talk.say("行吧，先给我约个递材料的号，周四周五都可以")
    assert talk.has_card("slots")


def test_how_long_the_new_licence_holds_is_told_with_how_it_is_decided(talk: Talk) -> None:
    talk.say("驾驶证期满换证")
    talk.say("帮我算算")
    talk.say("换出来的新证是管几年的")
    assert "没记满12分" in talk.text


def test_something_told_again_puts_the_open_question_shorter(talk: Talk) -> None:
    talk.say("失业登记怎么办")
    talk.say("帮我算算")
    talk.say("我在家待着，没得活干")
    talk.say("没得活干嘛")
    assert "没太听明白" not in talk.text and "要看年龄" not in talk.text
