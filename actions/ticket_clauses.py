"""What each clause of a sentence is to the ticket that is summed up. Text in, meaning out.

submits(text)      晓得了,那个反映就提交吧: made of nothing but yes, filing and politeness
files(clause)      就提交吧, 给我报上去
drops(text)        what is said beside 算了,先不报; None where nothing is dropped
held(text)         what is said after 先别交; empty where that is all; None where nothing is held
added(text)        what is to be added (再补一句,…: …); empty where it is only announced; None where it is not
matter_of(text)    the text without clauses that tell nothing of the matter
also_reports(text) 也帮我报一下: another matter, whatever comes before

The patterns are in actions/words.yml under `tickets.clause`.
"""

from __future__ import annotations

import re

from actions.ticket_reading import agrees, asks, clauses_of, fills
from actions.words import patterns_of, says, word, words


def submits(text: str) -> bool:
    """Every clause is a yes, says that it is to be handed on, or only stands beside it; never a question.

    A mere 好 beside 我知道了 or 看一下 is none, nor is 对了, by the way, nor that the phone alone is right.
    """
    clauses = clauses_of(text)
    said = [_yes(clause) for clause in clauses]
    if asks(text) or not any(said) or not all(yes or _idle(each) for yes, each in zip(said, clauses, strict=True)):
        return False
    by_the_way = len(clauses) > 1 and clauses[0] in words("tickets.by_the_way")
    whole = [each for yes, each in zip(said, clauses, strict=True) if yes and not _is("of_a_part", each)]
    surely = any(each not in words("tickets.merely") for each in whole)
    return bool(whole) and (surely or not (by_the_way or any(_is("understood", each) for each in clauses)))


def files(clause: str) -> bool:
    return _is("files", clause)


def drops(text: str) -> str | None:
    """What else is said beside 算了,先不报 or 投诉就算了; empty where that is all; None where nothing is dropped.

    算了,还是报吧 drops nothing.
    """
    clauses = clauses_of(text)
    ways = (words("tickets.drops"), words("tickets.drops_it"))
    gone = [clause for clause in clauses if any(re.fullmatch(way, clause) for way in ways)]
    if not gone or any(files(clause) for clause in clauses if clause not in gone):
        return None
    first = next(clause for clause in clauses if clause in gone or not (_idle(clause) or agrees(clause)))
    if first != gone[0] and not any(re.fullmatch(ways[1], clause) for clause in gone):
        return None
    idle = [word(f"closing.{kind}") for kind in ("polite", "not_now", "later", "leaves")]
    rest = [clause for clause in clauses if clause not in gone and not _idle(clause)]
    return ",".join(clause for clause in rest if not any(re.fullmatch(way, clause) for way in idle))


def held(text: str) -> str | None:
    """先别交 holds it, 先不交 only where something is added then: alone it drops the ticket."""
    clauses = clauses_of(text)
    while clauses and (agrees(clauses[0]) or fills(clauses[0])):  # 好,我看看
        clauses = clauses[1:]
    ahead = 0
    while ahead < len(clauses) and (_is("holds", clauses[ahead]) or _is("waits", clauses[ahead])):
        ahead += 1
    rest = ",".join(clauses[ahead:])
    if ahead == 0 or (added(rest) is None and not any(_is("holds", clause) for clause in clauses[:ahead])):
        return None
    return rest


def added(text: str) -> str | None:
    if found := re.match(word("tickets.clause.adds"), text):
        return text[found.end() :].strip(" ,，:：")
    if found := re.fullmatch(word("tickets.clause.puts_in"), text):
        return found["more"]
    return None


def matter_of(text: str) -> str:
    clauses = clauses_of(text)
    told = [clause for clause in clauses if not (_yes(clause) or _idle(clause) or _is("also", clause))]
    return text if len(told) == len(clauses) else ",".join(told)


def also_reports(text: str) -> bool:
    return says(text, words("tickets.also"))


def _yes(clause: str) -> bool:
    return agrees(clause) or files(clause) or _is("checked", clause)


def _idle(clause: str) -> bool:
    return fills(clause) or _is("idle", clause) or _is("understood", clause)


def _is(kind: str, clause: str) -> bool:
    return any(way.fullmatch(clause) for way in patterns_of("tickets.clause", kind))
