"""能不能…, …的也行吧: a rule that is asked for is answered in a line, before anything is asked back.

rule_line(turn, api, service)      the conditions that what is said or supposed here decides; None: none is touched
case_compared(turn, api)           证裂了，这样是不是不一样: what the guide says of the case told
rule_asked(turn, api)              有车的也能申请吧, 要是外省的呢: answered so, and nothing of it is kept
checked(turn, api, service)        the check, after the line, a statement that may be meant, or the conditions
"""

from __future__ import annotations

import re
from typing import Any

from actions import cards
from actions.asked import SUPPOSABLE, in_words
from actions.asking import asks
from actions.check import assess, of_next_year, start_check
from actions.client import Catalogue
from actions.facts import hear, listen_to
from actions.pending import resume
from actions.reply import Reply
from actions.stated import perhaps
from actions.turn import Turn
from actions.wish import asks_trips, wished
from actions.words import says, word, words

Json = dict[str, Any]

MOST, MOST_MET = 2, 3  # conditions that are told where one fails, and where all hold
ONE_LINE = 150  # characters of what is told of them
LONGEST = 60  # characters of such a question
UNSURE = ("inform", "unclear", "smalltalk")  # taken so, nobody else would answer: then by the conditions
RULES = {"overview", "eligible", "conditions"}
OPEN = (None, "fact", "service", "bundle", "hall")  # open questions that it may interrupt


async def rule_asked(turn: Turn, api: Catalogue) -> Reply | None:
    """A rule for anybody, or for a case that is only supposed. What follows from known facts is left to others."""
    service = turn.service
    if service is None or turn.turned or turn.choice is not None or not _of_anybody(turn):
        return None
    supposed = re.search(word("said.supposed"), turn.text) and not says(turn.text, words("said.for_whom"))
    asked = set() if supposed else set(in_words(turn, turn.facets))
    if (turn.pending or {}).get("kind") not in OPEN or asked - SUPPOSABLE:
        return None
    line = await rule_line(turn, api, service, met=True) or await perhaps(turn, api, service)
    if line is None and turn.intent not in UNSURE and not asked <= RULES:
        return None
    return resume(turn, Reply().card(await _card(turn, api, service, line)))


async def case_compared(turn: Turn, api: Catalogue) -> Reply | None:
    """The case told is one's own: it is kept. What is the same for papers and trips is said to be so."""
    service = turn.service
    if service is None or turn.turned or turn.choice is not None or len(turn.text) > LONGEST:
        return None
    if not asks(turn.text) or not says(turn.text, words("said.compared")):
        return None
    line = await rule_line(turn, api, service, papers=True)
    if line is None:
        return None
    before = await assess(turn, api, service)
    await listen_to(turn, api, service, turn.text, telling=True)
    same = _handled(before) == _handled(await assess(turn, api, service))
    return resume(turn, Reply().tell(f"{line}{word('ruled.alike') if same else ''}"))


def _handled(result: Json) -> Json:
    """The trips, and what is to be brought."""
    return {"trips": result["trips"], "bring": [e["id"] for e in result["evidences"] if e["needed"] and e["bring"]]}


def _of_anybody(turn: Turn) -> bool:
    if len(turn.text) > LONGEST or wished(turn):
        return False
    return bool(re.search(word("said.of_anybody"), turn.text)) and asks(turn.text, softly=True)


async def checked(turn: Turn, api: Catalogue, service: Json) -> Reply:
    """The check; where it asks back though something was asked, the answer to that comes first."""
    started = await start_check(turn, api, service)
    if not turn.text or turn.choice is not None or turn.pending is None or not asks(turn.text, softly=True):
        return started
    if asks_trips(turn):
        return await _trips_first(turn, api, service, started)
    if wished(turn):
        return started
    line = await rule_line(turn, api, service, met=True) or await perhaps(turn, api, service)
    return Reply([*Reply().card(await _card(turn, api, service, line)).specs, *started.specs])


async def yes_or_no(turn: Turn, api: Catalogue, service: Json) -> Reply | None:
    """医保断不断 of a matter that is in hand asks for no overview: what the guide may say to it."""
    if not asks(turn.text) or turn.choice is not None or any(how in turn.text for how in words("said.how")):
        return None
    line = await perhaps(turn, api, service)
    return Reply().card(await _card(turn, api, service, line)) if line else None


async def ruled_first(turn: Turn, api: Catalogue, service: Json) -> Reply | None:
    """要是店六十平呢，还是办小餐饮不: what is supposed decides, before any overview of it."""
    if turn.choice is not None or not any(said in turn.text for said in words("said.suppose")):
        return None
    line = await rule_line(turn, api, service)
    return resume(turn, Reply().card(await _card(turn, api, service, line))) if line else None


async def _trips_first(turn: Turn, api: Catalogue, service: Json, started: Reply) -> Reply:
    trips = cards.trips_line((await assess(turn, api, service))["trips"])
    return Reply([*Reply().tell(word("check.trips_so_far", trips=trips)).specs, *started.specs])


async def _card(turn: Turn, api: Catalogue, service: Json, line: str | None) -> Json:
    answer = await api.get(f"/services/{service['code']}/answer", turn.sender, facets="conditions", place=turn.place)
    return cards.guide({**answer, "text": _whole(line, str(answer["text"]))} if line else answer)


def _whole(line: str, conditions: str) -> str:
    """That one condition is met says little without the others."""
    meets = word("ruled.meets", text="…").partition("…")[2]
    return cards.fitting([line, conditions]) if line.endswith(meets) else line


async def rule_line(turn: Turn, api: Catalogue, service: Json, met: bool = False, papers: bool = False) -> str | None:
    """What was known before is not taken into account: the line is about this sentence. `met`: a condition that holds
    is told as well; `papers`: one that only this case has to bring."""
    said = (await hear(turn, api, service, turn.text, supposing=True))["others"]
    if not said or any(how in turn.text for how in words("said.how")):
        return None
    usual, result = await assess(turn, api, service, {}), await assess(turn, api, service, said)
    before = {each["requirement"]: each["result"] for each in usual["reasons"]}
    decided = [each for each in result["reasons"] if each["result"] not in (None, before.get(each["requirement"]))]
    failed = [each for each in decided if not each["result"]]
    lines = [_line(each) for each in failed[:MOST] or (decided[:MOST_MET] if met else [])]
    if not failed and (case := await _case(turn, api, service, set(result["scenarios"]) - set(usual["scenarios"]))):
        lines = [case]
    if papers and not lines:
        lines = _of_the_case(usual, result)
    if lines and of_next_year(turn):
        lines[0] = word("ruled.next_year") + lines[0].replace(*words("ruled.years"))
    return ("".join(lines) if len("".join(lines)) <= ONE_LINE else lines[0]) if lines else None


def of_another_year(turn: Turn, item: Json) -> bool:
    """今年能上吗 is no answer to who asks of next year."""
    return bool(item["q"]) and words("ruled.years")[0] in item["q"] and of_next_year(turn)


def tells_a_figure(turn: Turn) -> bool:
    """她21我23: an answer with a verdict in it may be for another figure."""
    return re.search(word("said.figure"), turn.text) is not None


async def by_the_rule(turn: Turn, api: Catalogue, service: Json, item: Json, lines: list[str]) -> list[str]:
    """他11月生的，明年够岁数不 finds the answer about a day too late: the rule for the one told of comes first, and
    where he meets it, in its place. So does a figure of one's own (她21我23，够岁数没): the answer is for another."""
    if line := await rule_line(turn, api, service):
        return [line, *(lines if item["other_case"] else lines[1:])]
    of_another = item["other_case"] or of_another_year(turn, item) or tells_a_figure(turn)
    met = await rule_line(turn, api, service, met=True) if of_another else None
    return [met, *lines[1:]] if met else lines


async def _case(turn: Turn, api: Catalogue, service: Json, cases: set[str]) -> str | None:
    """What the guide says of the case supposed: 随父母来的外地户口孩子…"""
    answer = await api.get(f"/services/{service['code']}/answer", turn.sender, facets="conditions", place=turn.place)
    noted = [case for case in answer["data"]["scenarios"] if case["note"] and {case["id"], case["name"]} & cases]
    return word("ruled.case", name=noted[0]["name"], note=noted[0]["note"].rstrip("。；")) if noted else None


def _of_the_case(usual: Json, result: Json) -> list[str]:
    """我老婆是共有人: the paper that everybody else is spared, with what the guide notes of it."""
    before = {each["id"] for each in usual["evidences"] if each["needed"]}
    own = [each for each in result["evidences"] if each["needed"] and each["id"] not in before and each["bring"]]
    return [
        word("ruled.paper", when=each["needed_when_text"], name=each["name"], note=each["note"] or "")
        for each in own[:1]
        if each["needed_when_text"]
    ]


def _line(reason: Json) -> str:
    text = str(reason.get("text") or reason["requirement"])
    if reason["result"]:
        return word("ruled.meets", text=text.rstrip("。；"))
    return word("ruled.fails", text=str(reason.get("failed") or text).rstrip("。；"))
