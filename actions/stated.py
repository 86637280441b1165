"""What the guides state themselves, before any facet: their questions, mistakes, conditions, cases and notes.

hear(turn, api)                     what of it the sentence asks for, of the services the talk is about
stated_in_guide(turn, api)          the reply, whatever the sentence was taken for; None where nothing fits surely
"""

from __future__ import annotations

from typing import Any

from actions import cards
from actions.alike import asks_alike, in_common, of_another_case, shares
from actions.asked import SUPPOSABLE, asks_for_the_whole, in_words, of_clause, said_of
from actions.asking import asks, clauses, marked, telling
from actions.client import Catalogue
from actions.mere_facet import a_mere_facet, asks_for_a_facet
from actions.pending import resume
from actions.reply import Reply
from actions.turn import Turn
from actions.wish import wished
from actions.words import says, word, words

Json = dict[str, Any]

SHORTEST, LONGEST = 4, 80  # characters of a sentence that may ask for a statement
MOST_SERVICES, MOST_ANSWERS, MOST_PARKED = 12, 2, 2
SURER = 0.1  # how much surer another guide must be than the one in hand
LEFT = 0.25  # the same for one that is neither in hand nor named
SUREST = 0.93  # from here on nothing is surer
BEGUN = 0.35  # the same for one just named with a bare need (找不着了，咋弄)
BEGINS = frozenset({"overview", "process", "materials", "eligible", "trips", "conditions"})
ANSWERS = ("faq", "mistake", "failed", "outing")  # kinds that answer; the others only state what is so
RULING = (*ANSWERS, "requirement", "scenario")
PARTICULAR, UNREGISTERED = "particular", "unregistered"  # asked for by its kind (几月份, 最晚哪天), told or not
BY_KIND = ("unregistered", "point", "particular")
POINT = "point"  # one condition that is asked after (户口不在这边)
BESIDE = 6  # characters beside the words of a facet in a clause that asks for no more than it
TALKS = ("service", "inform", "unclear", "oos", "office", "smalltalk", "help", "affirm", "deny")
MATTERS = (None, "fact", "service", "bundle", "hall")  # open questions that a statement may interrupt
ASK_FIRST = ("fact",)  # an answer comes first there
ALIKE = 3  # characters in a row that a clause has in common with the statement that answers it
MONEY = frozenset({"fee", "result", "materials", "conditions"})  # what 给多少 may be taken for
NAMED = ("code", "name", "alias")  # matched so, a service is named rather than sounded like


async def stated_in_guide(turn: Turn, api: Catalogue) -> Reply | None:
    """The statement that is surely asked for, with what else was asked in words of its own."""
    if not _may_be_heard(turn):
        return None
    heard = await hear(turn, api)
    chosen = _chosen(turn, heard, heard["least"])
    return await tell(turn, api, chosen, heard["plain"]) if chosen else None


async def of_services(turn: Turn, api: Catalogue, services: list[Json]) -> Reply | None:
    """What the guides of these state of it; whatever is in hand stays."""
    from actions.ruled import by_the_rule, tells_a_figure

    if not SHORTEST <= len(turn.text) <= LONGEST:
        return None
    heard = await _heard(turn, api, [service["code"] for service in services])
    least = heard["plain" if asks_for_a_facet(turn) else "least"]  # 换证要钱不 asks for no postage
    found = [item for item in heard["items"] if item["sure"] >= least and item["service"]][:MOST_ANSWERS]
    if not found:
        return None
    lines = [_line(item, heard["plain"]) for item in found]
    if tells_a_figure(turn):
        lines = await by_the_rule(turn, api, found[0]["service"], found[0], lines)
    return await _card(turn, api, found[0]["service"], lines, _beside(turn, [item["part"] for item in found]))


async def guessed(turn: Turn, api: Catalogue, service: Json) -> Reply | None:
    """Where the facets were only guessed: a statement that may be meant."""
    if not SHORTEST <= len(turn.text) <= LONGEST:
        return None
    heard = await _heard(turn, api, [service["code"]])
    found = [item for item in heard["items"] if item["kind"] in ANSWERS and item["service"]][:1]
    return await tell(turn, api, found, heard["plain"]) if found else None


async def perhaps(turn: Turn, api: Catalogue, service: Json) -> str | None:
    """The line of a statement that may well be meant, after the question it answers."""
    if not SHORTEST <= len(turn.text) <= LONGEST:
        return None
    heard = await _heard(turn, api, [service["code"]])
    found = [i for i in heard["items"] if i["kind"] in RULING and asks_alike(turn.text, i) and shares(turn.text, i)]
    return _line(found[0], heard["plain"]) if found else None


async def of_amounts(turn: Turn, api: Catalogue, service: Json, facets: tuple[str, ...]) -> tuple[str, ...]:
    """一亩给多少 asks what a benefit pays, not what it costs to apply; a bare 多少钱 may ask for either."""
    if not turn.text or turn.choice is not None or not set(facets) & MONEY:
        return facets
    heard = await _heard(turn, api, [service["code"]])
    if service["code"] not in heard["amount"]:
        return facets
    rest = tuple(facet for facet in facets if facet not in MONEY)
    return ("amount", *(("fee",) if heard["bare"] else ()), *rest)


async def hear(turn: Turn, api: Catalogue) -> Json:
    """{"items": surest first, "plain", "least", "amount"} of the service in hand, the one named, and those before."""
    return await _heard(turn, api, _codes(turn))


async def _heard(turn: Turn, api: Catalogue, codes: list[str]) -> Json:
    if turn.stated is not None and turn.stated["codes"] == codes:
        return turn.stated
    body: Json = {"text": turn.text, "services": codes[:MOST_SERVICES]}
    if turn.bundle and turn.bundle["slug"]:
        body["bundle"] = turn.bundle["slug"]
    heard = await api.post("/stated", turn.sender, body)
    turn.stated = {**heard, "items": _of_this_talk(turn, heard["items"]), "codes": codes}
    return turn.stated


def _of_this_talk(turn: Turn, items: list[Json]) -> list[Json]:
    """Without the questions of somebody nobody spoke of; what holds for the whole event is no single matter's."""
    told = "，".join([turn.text, *(turn.service or {}).get("said", [])])
    items = [item for item in items if not item["of_whom"] or any(person in told for person in item["of_whom"])]
    if turn.service is None and turn.bundle:
        items = [{**item, "service": None} if item["kind"] == "note" else item for item in items]
    kept: dict[str, Json] = {}
    for item in items:
        kept.setdefault(item["a"], item)
    return list(kept.values())


async def tell(turn: Turn, api: Catalogue, items: list[Json], plain: float) -> Reply:
    """One card: the statements, then the facets asked beside them; an open question is put again."""
    from actions.check import go_on, start_check
    from actions.facts import listen_to
    from actions.ruled import by_the_rule, of_another_year, rule_line, tells_a_figure
    from actions.service import change_to, remember

    service = items[0]["service"] or turn.service
    turn.misses = 0
    if service is None:
        lines = [_line(item, plain) for item in items]
        return resume(turn, Reply().card(cards.event_answer(turn.bundle or {}, lines)))
    change_to(turn, service, keep=True)
    remember(turn)
    await listen_to(turn, api, service, turn.text, telling=True)
    facets = _of_money(turn, service, _beside(turn, _answered(turn, items)))
    lines = [_line(item, plain) for item in items]
    if items[0]["kind"] in ("failed", POINT) and (line := await rule_line(turn, api, service, met=True)):
        lines = [line, *lines[1:]]  # what is told decides whether it fails
    elif of_another_case(items[0], plain) or of_another_year(turn, items[0]) or tells_a_figure(turn):
        lines = await by_the_rule(turn, api, service, items[0], lines)
    reply = await _card(turn, api, service, lines, facets)
    if answered_beside(turn, service):
        return Reply([*reply.specs, *(await go_on(turn, api)).specs])
    if "trips" not in facets or turn.pending:
        return resume(turn, reply)
    started = await start_check(turn, api, service)
    return Reply(reply.specs + started.specs)


def answered_beside(turn: Turn, service: Json) -> bool:
    """还有个违章没处理，要紧不: the open question of this matter is answered by what was told."""
    pending = turn.pending or {}
    if pending.get("kind") != "fact" or pending["service"] != service["code"]:
        return False
    return turn.facts.get(pending["question"]["fact"]) is not None


async def _card(turn: Turn, api: Catalogue, service: Json, lines: list[str], facets: list[str]) -> Reply:
    """The guide card with these lines first, then the facets that have room."""
    wanted = ",".join(facet for facet in facets if facet != "trips") or "conditions"
    path = f"/services/{service['code']}/answer"
    answer = await api.get(path, turn.sender, facets=wanted, place=turn.place_said or turn.place)
    more = [answer["text"]] if wanted != "conditions" else []
    return Reply().card(cards.guide({**answer, "text": cards.fitting([*lines, *more])}))


def _may_be_heard(turn: Turn) -> bool:
    if turn.choice is not None or wished(turn) or turn.intent not in TALKS or not SHORTEST <= len(turn.text) <= LONGEST:
        return False
    if turn.several > 1 or (turn.bundle_said and turn.bundle_said != (turn.bundle or {}).get("slug")):
        return False  # several matters, or a life event, are told: that comes first
    if asks_for_the_whole(turn) or (_after_a_result(turn) and not asks(turn.text, softly=True)):
        return False  # what is told beside a result changes it
    kind = (turn.pending or {}).get("kind")
    if kind == "service" and _plainly_another(turn):
        return False  # 身份证丢了 while it is asked which of the 医保 matters is meant
    if kind not in MATTERS or not (_codes(turn) or turn.bundle):
        return False
    return kind not in ASK_FIRST or marked(turn.text)


def _plainly_another(turn: Turn) -> bool:
    """Whether a matter is named that is not in hand."""
    if not turn.linked or turn.ambiguous or turn.linked[0].get("matched") not in NAMED:
        return False
    return bool(turn.linked[0]["code"] != (turn.service or {}).get("code"))


def _after_a_result(turn: Turn) -> bool:
    return any(spec.get("card", {}).get("kind") == "assessment" for spec in turn.last)


def _codes(turn: Turn) -> list[str]:
    """The one plainly needed now; else the one in hand and those before, or those of the life event."""
    named = turn.linked[:1] if turn.linked and not turn.ambiguous else []
    if named and turn.service and named[0]["code"] != turn.service["code"]:
        return [named[0]["code"]]
    event = [] if turn.service else (turn.bundle or {}).get("services", [])
    in_hand = [turn.service] if turn.service else []
    return list(dict.fromkeys(service["code"] for service in [*in_hand, *named, *event, *turn.parked[:MOST_PARKED]]))


def _chosen(turn: Turn, heard: Json, least: float) -> list[Json]:
    """A season, a last day … first; then what is surely asked for; last that just this is not registered."""
    found = [item for item in heard["items"] if item["kind"] == PARTICULAR or _a_point(turn, item)][:MOST_ANSWERS]
    surest = _surest(turn, heard, least)
    if found:
        parts = {_said_in(item["part"]) for item in found}
        surest = [item for item in surest if item["sure"] >= heard["plain"]]
        beside = [item for item in surest if _said_in(item["part"]) not in parts and len(clauses(item["part"])) == 1]
        return [*found, *(beside if len(clauses(turn.text)) > 1 else [])][:MOST_ANSWERS]
    return surest or [i for i in heard["items"] if i["kind"] == UNREGISTERED][:1]


def _a_point(turn: Turn, item: Json) -> bool:
    """户口不在这边能不能办 asks after a condition; 外地户口要带什么 for papers."""
    if item["kind"] != POINT or not asks(turn.text, softly=True):
        return False
    asked, part = set(in_words(turn, turn.facets)), str(item["part"])
    if len(clauses(turn.text)) < 2:
        return asked <= SUPPOSABLE
    if not asks(part, softly=True) and len(telling(turn.text)) > 1:
        return False  # 户口在外省，上班八个月了，够条件不: all that is told counts, not this alone
    return asked <= SUPPOSABLE or bool(asked & {"eligible", "conditions"}) or (asks(part) and not of_clause(part))


def _told_beside(turn: Turn, part: str) -> bool:
    """先说上户口，要带啥: what is only told, beside what is asked, asks for no note."""
    return not asks(part, softly=True) and bool(turn.plainly) and len(clauses(turn.text)) > 1


def _surest(turn: Turn, heard: Json, least: float) -> list[Json]:
    """Of the guide that is surest; the one in hand wins where it is about as sure."""
    items = [item for item in heard["items"] if item["kind"] not in BY_KIND and _fits(turn, item, heard["plain"])]
    items = [i for i in items if i["sure"] >= heard["plain"] or i["kind"] == "faq" or shares(turn.text, i)]
    if heard["amount"] or not asks(turn.text, softly=True) or asks_for_a_facet(turn):
        least = heard["plain"]
    sure = [item for item in items if item["sure"] >= least]
    found = [item for item in sure if item["sure"] >= min(least + _bar(turn, item), SUREST)]
    if not found or (a_mere_facet(turn) and not _of_an_order(turn, found)):
        return []
    best = max(found, key=lambda item: item["sure"] - _bar(turn, item))
    return [item for item in found if item["service"] == best["service"]][:MOST_ANSWERS]


def _of_an_order(turn: Turn, found: list[Json]) -> bool:
    """是先申请还是先买: which of two comes first is more than the steps."""
    return (
        set(turn.facets) <= {"process"} and found[0]["sure"] >= SUREST - SURER and says(turn.text, words("said.order"))
    )


def _fits(turn: Turn, item: Json, plain: float) -> bool:
    """What is only told is met by what the guide in hand states of it, not by an answer to a question nobody asked;
    健康证去哪办 asks for no condition or note, unless that is plainly meant."""
    if (turn.service is None or turn.turned) and item["service"] and item["kind"] != "faq":
        return False
    if not asks_alike(turn.text, item) or (item["kind"] == "note" and _told_beside(turn, str(item["part"]))):
        return False
    if item["kind"] == "note" and turn.linked and not turn.loose and turn.facets and asks_for_a_facet(turn):
        return False  # 上户口要拿些啥 asks for the papers of one of them
    if item["kind"] in ANSWERS:
        return asks(turn.text, softly=True) or (item["kind"] != "faq" and item["service"] == _bare(turn.service))
    strictly = set(turn.facets) & set(words("said.must_be_said")) if item["sure"] < plain else set()
    return asks(turn.text, softly=True) and not any(said_of(turn, facet) for facet in strictly)


def _said_in(part: str) -> str:
    return part.strip(words("said.trailing"))


def _bare(service: Json | None) -> Json | None:
    return {"code": service["code"], "name": service["name"]} if service else None


def _bar(turn: Turn, item: Json) -> float:
    """How much surer an item must be: nothing for the one in hand, more for one that was only named or left."""
    code = (item["service"] or {}).get("code")
    if code == (turn.service or {}).get("code") or code is None:
        return 0.0
    if turn.linked and turn.linked[0]["code"] == code and not turn.ambiguous:
        if turn.service is None and code in {each["code"] for each in (turn.bundle or {}).get("services", [])}:
            return 0.0  # one of the event that is spoken of
        if len(in_common(_nameless(turn.text, item), str(item["way"] or item["q"] or ""))) > ALIKE:
            return 0.0  # 能在自助机上打吗: asked as the guide has it
        if turn.service is None or turn.turned:
            return BEGUN if set(turn.facets) <= BEGINS else LEFT
        return 0.0 if turn.linked[0].get("matched") in NAMED or turn.service is None else LEFT
    return LEFT if turn.service else SURER


def _nameless(text: str, item: Json) -> str:
    """Without what the text has of the name of the service: that says nothing of the question."""
    named = in_common(text, item["service"]["name"])
    return text.replace(named, "，") if named else text


def _answered(turn: Turn, items: list[Json]) -> list[str]:
    """The clauses that these statements answer; one found by the whole sentence answers what it has words of."""
    by_part = [item["part"] for item in items]
    heard = "，".join(str(item["q"] or item["a"]) for item in items)
    return by_part + [clause for clause in clauses(turn.text) if len(in_common(clause, heard)) >= ALIKE]


def _beside(turn: Turn, answered: list[str]) -> list[str]:
    """The facets asked in clauses that no statement answers."""
    known = words("said.facet_words")
    parts = clauses(turn.text)
    if len(parts) < 2:
        return []
    found = []
    for clause in parts:
        found += of_clause(clause) if asks(clause) and clause not in answered else []
        for facet in turn.facets:
            said = max((phrase for phrase in known.get(facet, []) if phrase in clause), key=len, default=None)
            short = said and len(clause) - len(said) <= BESIDE
            if clause not in answered and (short or (said and len(said) > 1 and asks(clause))):
                found.append(facet)
    return list(dict.fromkeys(found))


def _of_money(turn: Turn, service: Json, facets: list[str]) -> list[str]:
    """补多少，能补几年: what a benefit pays, beside a statement of how long."""
    pays = service["code"] in (turn.stated or {}).get("amount", [])
    return list(dict.fromkeys("amount" if pays and facet == "result" else facet for facet in facets))


def _line(item: Json, plain: float) -> str:
    """The answer; where it is less sure, after the question it answers, so that nobody takes 能 for something else."""
    if item["q"] and (item["sure"] < plain or item["other_case"]):
        return word("stated.echoed", q=item["q"].rstrip("？?"), a=item["a"])
    return str(item["a"])
