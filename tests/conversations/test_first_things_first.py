"""What must not be missed: danger in the middle of a check, a false verdict, whose matter a ticket is, a part asked."""

from __future__ import annotations

import pytest

from tests.conversations.talk import Talk

PLACE = "hudong"


def test_danger_told_in_a_check_comes_first_and_answers_nothing(talk: Talk) -> None:
    talk.say("离婚登记帮我算算要跑几趟")
    assert "对方愿意" in talk.text
    talk.say("他昨晚上又动手打我，我有点怕")
    assert "110" in talk.text and "记下" not in talk.text and not talk.has_card("assessment")
    talk.say("离婚登记要交钱不")
    assert "不收费" in talk.text


def test_the_ages_told_decide_and_no_ready_answer_for_another(talk: Talk) -> None:
    talk.say("我和女朋友想领证，约下周二上午")
    talk.say("她21我23，够岁数没")
    assert "够得上" in talk.text and "还不行" not in talk.text
    talk.say("照片能现场拍吧")
    assert "现场拍" in talk.text and "3张" in talk.text
    assert not talk.live()


def test_too_young_is_said_so(talk: Talk) -> None:
    talk.say("结婚登记要带啥")
    talk.say("我21她20，够岁数没")
    assert "22周岁" in talk.text and "您自己到了法定年龄（男满22周岁，女满20周岁）”这一条够得上" not in talk.text


def test_help_is_for_the_matter_in_hand(talk: Talk) -> None:
    talk.say("老年人免费乘车卡怎么办")
    talk.say("我腿脚不好 能找个人帮我跑一趟不")
    talk.say("叫我陈奶奶 电话13800001114 住幸福社区")
    assert "乘车卡" in talk.text and "津贴" not in talk.text
    assert not talk.tickets()


@pytest.mark.parametrize("yes", ["确定，删除", "删吧", "对，都删掉"])
def test_erasing_is_agreed_to_in_its_own_words(talk: Talk, yes: str) -> None:
    talk.say("把我的聊天记录都删了吧")
    talk.say(yes)
    assert "已经删掉" in talk.text


def test_what_is_told_of_the_shop_tells_which_one(talk: Talk) -> None:
    talk.say("我想开个小面馆，从头到尾都要办哪些手续")
    talk.say("店面连厨房一起42平，那我走哪个")
    assert "小餐饮" in talk.text and "够得上" in talk.text


def test_each_part_is_answered_where_one_has_a_ready_answer(talk: Talk) -> None:
    talk.say("那营业执照在手机上能自己办吗，要跑几趟")
    assert "刷脸" in talk.text and "趟" in talk.text
    talk.say("无犯罪记录证明有自助机能打吗，要钱不")
    assert "自助区" in talk.text and "不收" in talk.text


def test_papers_told_beside_a_question_are_no_matters(talk: Talk) -> None:
    talk.say("我这房没房产证，只有村里和镇上批的建房手续，接水行不行")
    assert talk.card("guide")["data"]["service"]["code"] == "water-new", talk.text
    assert "证明" in talk.text


@pytest.mark.parametrize("name", ["法律援助", "身份证丢失补领", "最低生活保障申请", "林木采伐许可"])
def test_who_is_refused_learns_what_to_do(talk: Talk, name: str) -> None:
    talk.say(f"{name}怎么办")
    talk.say("要是不批呢")
    assert "不服" in talk.text or "反映" in talk.text or "投诉" in talk.text


def test_a_check_left_for_another_matter_goes_on_with_its_question(talk: Talk) -> None:
    talk.say("失业金咋领，厂子把我裁了 帮我算算跑几趟")
    question = talk.last[-1]["text"]
    talk.say("社保卡丢了咋补")
    talk.say("行，刚才失业金那个接着来")
    assert question.splitlines()[0] in talk.text


def test_what_is_told_beside_a_question_answers_the_open_one(talk: Talk) -> None:
    talk.say("我驾照下个月20号到期，帮我算算换证跑几趟")
    assert "违章" in talk.text
    talk.say("我还有个违章没处理 要紧不")
    assert "处理完违章" in talk.text and "还有没处理的违章吗" not in talk.text


def test_what_was_told_before_stands_in_the_report_of_it(talk: Talk) -> None:
    talk.say("我去镇上办低保跑了三趟，每趟都说材料不对，到底要带些啥")
    talk.say("我要反映这个事，就是柳溪镇大厅")
    assert "材料不对" in talk.text and "柳溪镇" in talk.text
    assert not talk.tickets()


def test_a_death_at_home_is_the_event(talk: Talk) -> None:
    talk.say("我爸昨天晚上在家里走了，后面要办些啥")
    assert talk.has_card("bundle") and "节哀" in talk.text
    talk.say("人是在家里没的，死亡证明哪里开")
    assert "卫生院" in talk.text


def test_two_matters_with_one_question_are_both_answered(talk: Talk) -> None:
    talk.say("高龄津贴和老年人免费坐车的卡 这两样都要带啥")
    codes = [message["data"]["service"]["code"] for message in talk.last if message.get("kind") == "guide"]
    assert codes == ["elder-allowance", "elder-bus-card"]
    talk.say("对了 我爸血压高想办慢病本 我妈想办老年证 这俩都要带啥")
    codes = [message["data"]["service"]["code"] for message in talk.last if message.get("kind") == "guide"]
    assert codes == ["medical-chronic", "elder-card"]


def test_leaving_off_is_no_answer(talk: Talk) -> None:
    talk.say("我被厂里裁了 帮我看看能不能领失业金")
    talk.say("好 不查了")
    assert "先不办了" in talk.text


def test_a_request_for_help_is_no_booking(talk: Talk) -> None:
    talk.say("我妈瘫在床上 想给她办残疾证 能不能上门")
    talk.say("那帮我登记个帮办代办 给我妈办残疾证 住云岭乡茶山村 我叫李秀英 电话13800001111")
    assert "帮办代办" in talk.text and "残疾人证新办" in talk.text and not talk.has_card("slots")
    talk.say("对 交吧")
    assert len(talk.tickets()) == 1 and not talk.live()


def test_what_was_reported_is_asked_after_and_not_reported_again(talk: Talk) -> None:
    talk.say("我们村口的路灯坏了半个月了 没人管")
    talk.say("茶山村桥头那个 我电话13800004444")
    talk.say("对 报上去吧")
    talk.say("那个报的路灯 现在到哪一步了")
    assert "已收到" in talk.text and len(talk.tickets()) == 1


def test_a_copy_before_all_is_erased(talk: Talk) -> None:
    talk.say("我的记录能导一份给我不 完了再把我的记录删掉")
    assert talk.has_card("records") and "删" in talk.last[-1]["text"]


def test_noon_and_saturday_in_one_sentence(talk: Talk) -> None:
    talk.say("县大厅中午休不休息 星期六开门吗")
    assert "09:00–12:00" in talk.text and "08:30–12:00、14:00" in talk.text


def test_how_long_it_is_paid_beside_the_trips(talk: Talk) -> None:
    talk.say("我被厂里裁了 帮我看看能不能领失业金")
    talk.say("能领几个月 要跑几趟")
    assert "12个月" in talk.text and "趟" in talk.text


def test_what_happened_to_her_is_told_of_the_matter(talk: Talk) -> None:
    talk.say("我妈在外地住院没直接报上 现在拿票回来咋报")
    talk.say("她是自己摔伤的 要多交个啥不")
    assert talk.card("guide")["data"]["service"]["code"] == "medical-claim" and "120" not in talk.text


def test_people_in_a_house_that_comes_down_are_danger(talk: Talk) -> None:
    talk.say("我屋头房子裂了好大的缝，想申请危房改造，帮我看哈我够不够格")
    talk.say("我是低保户 农村户口 就这一处房子")
    talk.say("哎呀房子这会儿在掉砖，怕是要垮了，里头还有人")
    assert "119" in talk.text and "听明白" not in talk.text


def test_a_check_is_put_aside_and_taken_up_with_its_answer(talk: Talk) -> None:
    talk.say("我屋头房子裂了好大的缝，想申请危房改造，帮我看哈我够不够格")
    talk.say("我是低保户 农村户口 就这一处房子")
    assert "享受过" in talk.text
    talk.say("先停一下，锅里煮起饭的，等哈再说")
    assert "享受过" not in talk.text
    talk.say("我回来了 接着刚才那个说，我以前没享受过危改的")
    assert "享受过危房改造的补助吗" not in talk.text and "接着算" in talk.text


def test_to_go_on_and_to_answer_in_one_breath(talk: Talk) -> None:
    talk.say("厂里把我辞退了 失业保险交了四十个月 我能不能领失业金 帮我看看")
    talk.say("上个月做了失业登记 现在还在找活干")
    assert "手机" in talk.text
    talk.say("好 接着刚才的看吧 我自己办 手机上网办我会")
    assert talk.has_card("assessment")


def test_what_was_never_paid_is_no_kind_of_insurance(talk: Talk) -> None:
    talk.say("我妈满六十了 能领农村养老金了不 你帮我看下")
    talk.say("她身份证上是1966年3月5号生的 居民养老交了十六年")
    talk.say("没领别的养老金 也没交过职工的")
    assert "改过来" not in talk.text and "暂时办不了" not in talk.text


def test_the_papers_of_one_matter_of_an_event(talk: Talk) -> None:
    talk.say("娃刚生了两个月，都要办些啥")
    talk.say("上户口要拿些啥子")
    assert talk.card("guide")["data"]["service"]["code"] == "birth-registration" and "户口簿" in talk.text


def test_what_is_called_back_is_what_is_asked_of(talk: Talk) -> None:
    talk.say("社保卡丢了咋补")
    talk.say("老年优待证多大岁数能办")
    talk.say("回到刚才补卡那个 我老公能替我去不")
    assert talk.card("guide")["data"]["service"]["code"] == "social-card-replace"


def test_to_go_on_is_no_yes(talk: Talk) -> None:
    talk.say("我屋头房子裂了好大的缝，想申请危房改造，帮我看哈我够不够格")
    talk.say("我是低保户 农村户口 就这一处房子")
    assert "享受过危房改造的补助吗" in talk.text
    talk.say("好，接着刚才的")
    assert "享受过危房改造的补助吗" in talk.text


def test_a_choice_that_was_passed_over_is_put_no_more(talk: Talk) -> None:
    talk.say("孩子上户口要带啥")
    talk.say("那医保呢")
    assert len(talk.labels) >= 3
    talk.say("我今年66，老年公交卡办得到不")
    assert "65周岁" in talk.text
    talk.say("帮我约后天上午 柳溪镇")
    assert talk.card("slots")["data"]["service"]["code"] == "elder-bus-card", talk.text
