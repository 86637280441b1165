"""A catalogue of any size, made from the words of the sample county: the same numbers give the same catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from rjieba import Jieba

from knowledge.catalogue import Published, Snapshot
from knowledge.importers.sample import load_sample
from knowledge.model import Place, Service

ACTS = (
    "申领",
    "换领",
    "补领",
    "注销",
    "登记",
    "许可",
    "核发",
    "变更",
    "备案",
    "延续",
    "认定",
    "补贴发放",
    "查询",
    "转移",
)
SCOPES = (
    "",
    "",
    "",
    "（首次）",
    "（变更）",
    "（个人）",
    "（单位）",
    "（农村）",
    "（城镇）",
    "（未成年人）",
    "（跨省）",
    "（委托办理）",
)
TALK = ("{}", "我想办{}", "{}要带什么材料", "请问{}在哪里办啊", "家里老人的{}咋弄", "麻烦问一下，{}多少钱，要跑几趟")
SOUNDS = {"证": "正", "登": "灯", "保": "宝", "补": "不", "领": "令", "户": "护", "居": "具", "险": "显", "认": "任"}
IN_FORCE = date(2026, 1, 1)


@dataclass(frozen=True)
class Question:
    """What somebody asks, and the service they mean."""

    text: str
    code: str


@cache
def words() -> Sequence[str]:
    """Words of two and more characters of all names and aliases of the sample county."""
    cutter = Jieba()
    services = (published.service for published in load_sample().published.values())
    texts = [text for service in services for text in (service.name, *service.aliases)]
    found = {word for text in texts for word in cutter.cut(text) if len(word) > 1}
    return sorted(found - set(ACTS))


def catalogue(services: int, places: int = 100) -> Snapshot:
    """`services` names, all different, each with aliases, summary, evidences and one to four of the places.

    The services of the sample county are among them, had everywhere: what is known of how people ask for them is at
    work in every question.
    """
    random = Random(services)
    slugs = [f"place-{number}" for number in range(places)]
    named = {slug: Place(slug=slug, name=f"第{number}镇", kind="township") for number, slug in enumerate(slugs)}
    known = [p.service.model_copy(update={"offerings": [], "home": None}) for p in load_sample().published.values()]
    names = _names(services - len(known), random)
    made = (_service(number, name, random, slugs) for number, name in enumerate(names))
    published = {service.code: Published(service, 1, IN_FORCE) for service in (*known, *made)}
    return Snapshot(stamp=1, published=published, places=named, offices={})


def questions(snapshot: Snapshot, many: int) -> list[Question]:
    """Names, aliases and pieces of them, half of them inside talk, one in seven with a wrong character."""
    random = Random(many)
    services = [published.service for published in snapshot.published.values()]
    asked = []
    for service in random.choices(services, k=many):
        said = random.choice((service.name, *service.aliases))
        if random.random() < 1 / 7:
            said = "".join(SOUNDS.get(character, character) for character in said)
        asked.append(Question(random.choice(TALK).format(said), service.code))
    return asked


def _names(many: int, random: Random) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < many:
        things = "".join(random.sample(words(), random.choice((2, 2, 3))))
        name = things + random.choice(ACTS) + random.choice(SCOPES)
        if name not in seen:
            seen.add(name)
            yield name


def _service(number: int, name: str, random: Random, slugs: Sequence[str]) -> Service:
    bare = name.split("（")[0]
    offerings = [{"place": slug, "level": "township"} for slug in random.sample(slugs, random.randint(1, 4))]
    return Service.model_validate(
        {
            "code": f"s{number}",
            "name": name,
            "aliases": [f"办{bare[:-2]}", f"{bare[:4]}{bare[-2:]}", f"{random.choice(words())}{bare[2:]}"],
            "summary": f"{random.choice(words())}的人办理{bare}",
            "evidences": [{"id": f"e{n}", "name": f"{word}证明"} for n, word in enumerate(random.sample(words(), 3))],
            "offerings": offerings,
            "home": offerings[0]["place"],
            "source": "yikan bench",
        }
    )
