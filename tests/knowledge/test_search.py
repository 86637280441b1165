"""Search over published services: found by name, alias, sound, slip of the finger, department; near ones first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.catalogue import Snapshot
from knowledge.importers.sample import load_sample
from knowledge.search import Hit, SearchIndex
from knowledge.search.kept import WIDTH, KeptMeaning, key_of, packed, shipped, unpacked
from knowledge.search.meaning import Vectors
from tests.knowledge.indexed import HOME, a_service, county, snapshot_with, with_far_places


def first(hits: list[Hit]) -> str | None:
    return hits[0].code if hits else None


@pytest.mark.parametrize(
    ("text", "code", "matched"),
    [
        ("marriage-register", "marriage-register", "code"),
        ("结婚登记", "marriage-register", "name"),
        ("结婚登记怎么办", "marriage-register", "name"),
        ("失业金", "unemployment-benefit", "alias"),
        ("领結婚證", "marriage-register", None),
        ("居主证", "residence-permit-apply", "typo"),
        ("低宝", "subsistence-allowance", "typo"),
        ("jzz", "residence-permit-apply", "pinyin"),
        ("jiehundengji", "marriage-register", "pinyin"),
        ("fa lv yuan zhu", "legal-aid", "pinyin"),
        ("tiaojie", "mediation", "pinyin"),
        ("tudi chengbao biangeng", "land-contract-change", "pinyin"),
        ("ＳＦＺ丢了", "id-card-replace", "pinyin"),
        ("残联", "disability-card-apply", "department"),
        ("拖拉机", "machinery-subsidy", None),
    ],
)
def test_a_service_is_found_however_it_is_called(text: str, code: str, matched: str | None) -> None:
    hits = county().find(text, HOME)
    assert first(hits) == code
    assert matched is None or hits[0].matched == matched


@pytest.mark.parametrize("text", ["身份", "身", "shenf", "sf"])
def test_a_half_typed_name_already_finds(text: str) -> None:
    assert any(hit.code.startswith("id-card") for hit in county().find(text, HOME, 10))


@pytest.mark.parametrize("text", ["律师证怎么考", "二手车", "护照", "给新车上户"])
def test_a_matter_of_others_whose_name_holds_a_word_of_ours_finds_nothing(text: str) -> None:
    assert county().find(text, HOME) == []


def test_a_service_that_bears_the_name_of_such_a_matter_is_found_by_it() -> None:
    assert first(county().updated(a_service("passport", "护照签发")).find("护照去哪里办", HOME)) == "passport"


def test_what_is_denied_does_not_count() -> None:
    assert first(county().find("不是注销，是新开一个个体户", HOME)) == "individual-business-open"


def test_exact_names_beat_everything_else() -> None:
    for code, published in load_sample().published.items():
        assert first(county().find(published.service.name, HOME)) == code


def test_empty_text_lists_what_is_had_here() -> None:
    assert len(county().find("", HOME, 100)) == len(load_sample().published)
    assert county().find("  ", "farland", 100) == []


@pytest.mark.parametrize("text", ["量子力学", "qqqq", "？？？", "😀", "'\"();--"])
def test_nonsense_finds_nothing_and_breaks_nothing(text: str) -> None:
    assert county().find(text, HOME) == []


def test_services_of_other_places_stay_away_while_a_local_one_fits() -> None:
    codes = [hit.code for hit in with_far_places().find("居住证申领", HOME)]
    assert codes[0] == "residence-permit-apply" and "far-permit" not in codes


def test_services_of_other_places_appear_when_nothing_local_does_it() -> None:
    hits = with_far_places().find("残疾证注销", HOME)
    assert (hits[0].code, hits[0].place) == ("far-cancel", "farland")


def test_services_of_another_place_come_first_when_it_is_named() -> None:
    assert first(with_far_places().find("远山区 居住证申领", HOME)) == "far-permit"
    assert first(with_far_places().find("居住证申领", "farland")) == "far-permit"


def test_the_nearest_place_of_the_service_is_named() -> None:
    village = {"place": "liuxi-beihe", "level": "village"}
    index = SearchIndex.build(snapshot_with(a_service("mill", "磨坊登记", home="qinghe", offerings=[village])))
    assert index.find("磨坊登记", "liuxi-beihe")[0].place == "liuxi-beihe"
    assert index.find("磨坊登记", "shiqiao")[0].place == "qinghe"


def test_a_new_service_is_found_at_once_and_the_old_index_is_untouched() -> None:
    old = county()
    new = old.updated(a_service("beekeeping", "养蜂证办理", aliases=["蜂箱登记"]))
    assert first(new.find("蜂箱登记", HOME)) == "beekeeping"
    assert first(new.find("fxdj", HOME)) == "beekeeping"
    assert first(old.find("蜂箱登记", HOME)) != "beekeeping"


def test_a_changed_name_replaces_the_old_one() -> None:
    index = county().updated(a_service("beekeeping", "养蜂证办理"))
    index = index.updated(a_service("beekeeping", "蜜源备案"))
    assert first(index.find("蜜源备案", HOME)) == "beekeeping"
    assert first(index.find("养蜂证", HOME)) != "beekeeping"
    assert len(index.find("", None, 1000)) == len(load_sample().published) + 1


def test_a_withdrawn_service_is_gone() -> None:
    index = county().without("marriage-register")
    assert "marriage-register" not in [hit.code for hit in index.find("结婚登记", HOME)]
    assert index.without("never-there") is index


def test_a_withdrawn_service_can_come_back() -> None:
    published = load_sample().published["marriage-register"]
    index = county().without("marriage-register").updated(published)
    assert first(index.find("结婚登记", HOME)) == "marriage-register"


def test_learned_sayings_find_like_aliases() -> None:
    sayings = {"marriage-register": ["请大家吃喜糖"]}
    index = SearchIndex.build(snapshot_with(), sayings=sayings)
    assert first(index.find("请大家吃喜糖", HOME)) == "marriage-register"


class TwoMeanings:
    """Names that speak of water lie on one axis, everything else on the other."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1, 0] if "自来水" in t else [0, 1] for t in texts], np.float32)

    def query(self, text: str) -> Vectors:
        self.asked.append(text)
        return np.array([1, 0], np.float32)


def test_meaning_finds_what_shares_no_word() -> None:
    index = SearchIndex.build(snapshot_with(), meaning=TwoMeanings(), usage=None)
    hits = index.find("龙头", HOME)
    assert (first(hits), hits[0].matched) == ("water-new", "meaning")


def test_meaning_follows_updates() -> None:
    index = SearchIndex.build(snapshot_with(), meaning=TwoMeanings()).without("water-new")
    assert "water-new" not in [hit.code for hit in index.find("龙头", HOME)]


class CountedMeaning:
    """Every text has a direction of its own; counts what it was made to compute."""

    def __init__(self) -> None:
        self.computed: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.computed += texts
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        direction = np.zeros(WIDTH, np.float32)
        direction[sum(map(ord, text)) % WIDTH] = 1
        return direction


def test_a_kept_vector_is_not_computed_again_and_a_changed_wording_is_unknown() -> None:
    model = CountedMeaning()
    kept = KeptMeaning(model)
    kept.take([key_of("办身份证")], model.query("办身份证")[None])
    kept.learn(["办身份证", "办一张没人办过的证"])
    assert model.computed == ["办一张没人办过的证"]
    assert kept.unknown(["办身份证", "办 身份证"]) == ["办 身份证"]


def test_the_vectors_of_the_sample_county_come_with_the_program() -> None:
    documents = SearchIndex.build(load_sample(), usage=None).stock.documents
    texts = {text for document in documents if document for text in (*document.meant, *document.stated)}
    missing = [text for text in texts if key_of(text) not in shipped()]
    assert len(missing) / len(texts) <= 0.05, missing[:20]  # more: run `yikan fit-search`
    model = CountedMeaning()
    KeptMeaning(model).learn(sorted(texts - {*missing}))
    assert model.computed == []


def test_shipped_vectors_are_unpacked_as_they_were() -> None:
    rows = np.random.default_rng(7).normal(size=(5, WIDTH)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    read = unpacked(packed({key_of(str(n)): row for n, row in enumerate(rows)}))
    assert all(float(read[key_of(str(n))] @ row) > 0.999 for n, row in enumerate(rows))


def test_nothing_waits_for_vectors_that_are_not_known_yet() -> None:
    model = CountedMeaning()
    index = SearchIndex.build(snapshot_with(), meaning=KeptMeaning(model))
    assert first(index.find("结婚登记", HOME)) == "marriage-register"
    assert index.find("龙头", HOME) == SearchIndex.build(snapshot_with()).find("龙头", HOME)
    assert model.computed == []


TWINS = (a_service("market-east", "东市场摊位登记"), a_service("market-west", "西市场摊位登记"))


def twins(chosen: dict[str, int]) -> SearchIndex:
    snapshot = Snapshot(1, {p.service.code: p for p in TWINS})
    return SearchIndex.build(snapshot).with_choices(chosen)


def test_thirty_choices_turn_a_near_tie() -> None:
    assert [hit.code for hit in twins({}).find("市场摊位")] == ["market-east", "market-west"]
    hits = twins({"market-west": 30}).find("市场摊位")
    assert [hit.code for hit in hits] == ["market-west", "market-east"]
    assert hits[0].score >= hits[1].score


def test_no_number_of_choices_beats_an_exact_name() -> None:
    assert first(twins({"market-west": 100_000}).find("东市场摊位登记")) == "market-east"


def test_choices_never_lift_a_service_that_is_not_nearly_as_good() -> None:
    index = county().with_choices({"id-card-replace": 100_000})
    assert first(index.find("身份证到期换新的", HOME)) == "id-card-renew"


def test_one_of_ten_thousand_can_be_replaced() -> None:
    names = ["采石", "养殖", "广告牌", "公章", "货运", "测绘", "种子", "游泳馆", "导游", "电梯"]
    many = [a_service(f"s-{n}", f"{names[n % 10]}第{n}类许可", aliases=[f"{names[n % 10]}{n}"]) for n in range(10_000)]
    index = SearchIndex.build(Snapshot(1, {p.service.code: p for p in many}))
    index = index.updated(a_service("new", "养蜂证办理"))
    assert first(index.find("养蜂证办理")) == "new"
