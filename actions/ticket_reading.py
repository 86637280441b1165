"""What a sentence says to a ticket: a yes, a no, where, more of the matter, or a question. Text in, meaning out.

The words are in actions/words.yml under `tickets`. Texts come normalised (half-width punctuation).
"""

from __future__ import annotations

import re
from functools import cache

from actions.asking import bare
from actions.names import sure_name
from actions.numbers import phone_in
from actions.turn import Turn
from actions.words import says, word, words

SHORT = 14  # characters of a sentence that a question word in the middle makes a question
TELLING = 3  # characters that tell something
BRIEF = 20  # characters of a question that tells nothing
NAME = 2  # characters of a name before 村, 路, 小区
BEFORE = 8  # characters before such an ending that may hold the name

_CLAUSE = re.compile(r"[,，。;；!！?？…~\s]+")


def clauses_of(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause]


def agrees(text: str) -> bool:
    """对,报上去 and 那行,就这么登记吧: made of nothing but yes and politeness."""
    parts = _parts_of(text) or []
    return any(part in words("tickets.agreeing") for part in parts)


def fills(text: str) -> bool:
    """那, 麻烦了: politeness alone."""
    parts = _parts_of(text)
    return bool(parts) and not agrees(text)


def _parts_of(text: str) -> list[str] | None:
    """The words of yes and politeness that the text is made of; None where it says anything else."""
    rest, parts = "".join(clauses_of(text)), []
    while rest:
        part = next((part for part in _yes_parts() if rest.startswith(part)), None)
        if part is None:
            return None
        parts.append(part)
        rest = rest[len(part) :]
    return parts


@cache
def _yes_parts() -> list[str]:
    return sorted(
        {*words("tickets.agreeing"), *words("tickets.fillers"), *words("said.no_contact")}, key=len, reverse=True
    )


def hands_on(text: str) -> bool:
    """是的提交, 交上去: a yes that says what to do."""
    return agrees(text) and says(text, words("tickets.handing_on"))


def wishes_people(text: str) -> bool:
    """有人帮我跑不, 喊村里代办员帮她弄."""
    return says(text, words("tickets.help_wish")) or says(text, words("tickets.help_agents"))


def wants_a_call(text: str) -> bool:
    """喊个人给我打个电话就行, and nothing else told; or 叫他们明天给我回个电话，打138…, with the number."""
    wished = says(text, words("tickets.call_me"))
    return wished and (phone_in(text) is not None or not without_wishing(text))


def name_told(text: str, bare: bool) -> tuple[str | None, str]:
    """A name told as such (我叫刘大军; `bare`: 刘大军 alone, beside a phone), and the text without it."""
    for clause in clauses_of(text):
        found = re.fullmatch(word("tickets.named"), clause)
        if found and sure_name(found["name"]) and (bare or clause != found["name"]):
            return found["name"], ",".join(each for each in clauses_of(text) if each != clause)
    return None, text


def asks(text: str) -> bool:
    """Whether a clause is a question; 问三句不回一句, 又不说缺啥 are none."""
    text = bare(text)
    if "?" in text or "？" in text or any(re.search(words("tickets.asks_end"), clause) for clause in clauses_of(text)):
        return True
    return len(text) <= SHORT and any(mark in text for mark in words("tickets.asks_in"))


def topic_of(text: str) -> str | None:
    """What of a ticket is asked: when, whose, fee, secret, outcome, how_far."""
    return next((topic for topic, ways in words("tickets.asked").items() if says(text, ways)), None)


def another(text: str) -> str | None:
    """The matter after 还有一个; None where no second one is announced."""
    found = re.match(words("tickets.another"), text)
    rest = text[found.end() :] if found else ""
    return rest if len(rest) >= TELLING else None


def counted(text: str) -> bool:
    """还有一个, 另外一件, not a bare 还有: plainly a matter of its own."""
    found = re.match(words("tickets.another"), text)
    return bool(found and says(found[0], words("tickets.of_its_own")))


def separately(text: str) -> str | None:
    """单独记一个: "apart", with a yes before it (对，另外报一个) "yes"; None where nothing of it is said."""
    found = re.fullmatch(words("tickets.separately"), text)
    return None if found is None else "yes" if found["yes"] else "apart"


def only_asks(text: str) -> bool:
    """A short question and nothing told beside it."""
    spoken = clauses_of(text)
    return asks(text) and len(text) <= BRIEF and bool(spoken) and asks(spoken[-1])


def names_a_place(turn: Turn, told: str | None = None) -> bool:
    """人民路, 幸福社区, 东门小学 or a place of the county; 我们村口 and 路上 name none.

    `told`: what was said in an earlier turn, where it is not the text of this one.
    """
    if told is not None and told not in turn.text:
        return _named(told)
    return bool(turn.place_said or turn.office) or _named(turn.text)


def _named(text: str) -> bool:
    if says(text, words("tickets.spots")):
        return True
    return any(_name_before(text[: found.start()]) for found in re.finditer(words("tickets.where_ends"), text))


def place_in(text: str, *, alone: bool = False) -> str:
    """The name of a place with what is beside it (我去石桥镇大厅门口: 石桥镇大厅门口); empty where none is named.

    `alone`: without that, and the first of it (桃园村口: 桃园村).
    """
    for clause in clauses_of(text):
        ends = [m for m in re.finditer(words("tickets.where_ends"), clause) if _name_before(clause[: m.start()])]
        if ends:
            last = ends[0] if alone else ends[-1]
            beside = re.match(words("tickets.where_after"), clause[last.end() :])
            return _name(clause[: last.start()]) + last[0] + (beside[0] if beside and not alone else "")
    return ""


def _name_before(text: str) -> bool:
    """Whether a name, and not only 这条 or 水泥, stands at the end of `text`."""
    name = _name(text)
    return name in words("tickets.where_short") or (len(name) >= NAME and name not in words("tickets.where_vague"))


def _name(text: str) -> str:
    """The characters at the end of `text` that may be a name."""
    run = re.search(r"[\u4e00-\u9fffA-Za-z0-9]*$", text[-BEFORE:])
    return re.split(words("tickets.where_cuts"), run[0] if run else "")[-1] or ""


def without_phone(text: str) -> str:
    """What is told beside a phone number (村小旁边,电话…,报吧: 村小旁边); empty where nothing is."""
    phone = phone_in(text)
    clauses = clauses_of(text.replace(phone, ",") if phone else text)
    rest = {clause: _less(clause, words("tickets.beside_phone")) for clause in clauses}
    return ",".join(clause for clause in clauses if len(rest[clause]) >= NAME and not agrees(rest[clause]))


def without_wishing(text: str) -> str:
    """The clauses that tell more than that somebody is to call (你给我登记让人联系我)."""
    kept = (c for c in clauses_of(text) if says(c, words("tickets.who_it_is")) or _tells_more(c))
    return ",".join(kept)


def _tells_more(clause: str) -> bool:
    return bool(beyond_wishing(clause, words("tickets.only_human")))


def without_lead(text: str) -> str:
    """The text without what only leads over to it (先不说这个,…)."""
    clauses = clauses_of(text)
    return text[text.index(clauses[1]) :] if len(clauses) > 1 and clauses[0] in words("tickets.leads") else text


def beyond_wishing(text: str, phrases: list[str]) -> str:
    """The text where it tells more than that somebody is wanted (转人工) or announced (我要投诉); else empty."""
    rest = _less("".join(clauses_of(text)), [*phrases, *words("said.particles")])
    return text if len(rest) >= TELLING else ""


def _less(text: str, phrases: list[str]) -> str:
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, "")
    return text
