"""Free talk → services, place and a masked text: which service a sentence is about, if it is about any.

The bot decides what is asked; this decides what it is asked about, so that a new service needs no training.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.places import Mention, Places
from knowledge.search.documents import Document
from knowledge.search.hits import Hit, Scored, fitting
from knowledge.search.index import SearchIndex
from knowledge.search.lexicon import Kind
from knowledge.search.scoring import Query
from knowledge.search.terms import ACT_SIGN
from knowledge.several import ordered, several
from knowledge.standing import asks_or_wishes, without_standing
from knowledge.text import normalise

_SERVICE, _PLACE = "〇", "◇"
_GAP = re.compile(" {2,}")  # where a place stood
_MOST = 8
_NARROW = 0.6  # share of a phrase's things that a generic word must cover to mean the service at all
_OWN_NAME = 4  # characters of a name from which it is no generic word (身份证, 医保)
_NAMED = 0.85  # score of the service whose name stands in the text as it is
_OTHERWISE = 0.7  # from which another service is meant all the same (领养老金那张卡掉了)
_LONG_NAME = 6  # characters of a name from which it decides alone
_CLOSE = 0.9  # of several alike, how close to the best the one that is named word for word must be
_SURELY = 0.8  # score from which an act alone (关店) is the name of a service
_NEEDED = 0.5  # score from which the rest of a text that tells what somebody is needs something
_ASIDE = 0.55  # services this far below the first are not offered as alternatives

Span = tuple[int, int]


@dataclass(frozen=True)
class Linked:
    """`services` best first, empty when none fits; `ambiguous`: several fit alike and should be asked about.

    `masked`: the text, pinyin as read, with service names as 〇 and place and office names as ◇. `spans` are those of
    the service in the text as read.
    `several`: the sentence asks for more than one; `services` then begins with all of them, in the order of the talk,
    and `parts` says what is asked of each, where each has a clause of its own.
    """

    services: tuple[Hit, ...]
    ambiguous: bool
    masked: str
    place: str | None
    office: str | None
    spans: tuple[Span, ...]
    several: int = 0
    parts: tuple[str, ...] = ()


def link(index: SearchIndex, places: Places, text: str, place: str | None = None) -> Linked:
    """What `text` is about, for somebody whose conversation is at `place`."""
    text = normalise(text)
    mention = places.mention(text, place)
    at = mention.place if mention and mention.place else place
    rest = _without(text, mention)
    query = index.heard(rest, at).query
    chosen, ambiguous = _needed(index, rest, at)
    named, parts = several(index, rest, lambda part: _found(index, part, at))
    if named:
        chosen, ambiguous = ordered(named, chosen), False
    spans = _spans(index, query, chosen[: len(named) or 1])
    hits = tuple(index.hit(s, at) for s in chosen[:_MOST])
    where = (mention.place, mention.office) if mention else (None, None)
    masked = _masked(text, spans, mention) if len(query.text) == len(text) else _masked_as_read(query, spans, mention)
    return Linked(hits, ambiguous, masked, *where, spans=tuple(spans), several=len(named), parts=parts)


def _needed(index: SearchIndex, rest: str, at: str | None) -> tuple[list[Scored], bool]:
    """What is needed rather than what somebody is; where only that is told, it is what the text is about."""
    found = _found(index, rest, at)
    needing = without_standing(rest)
    if needing == rest or not asks_or_wishes(needing):
        return found
    needed = _found(index, needing, at)
    return needed if needed[0] and needed[0][0].score >= _NEEDED else found


def _found(index: SearchIndex, text: str, at: str | None) -> tuple[list[Scored], bool]:
    """The services a text is about, best first, and whether several fit alike."""
    query, candidates = index.heard(text, at)
    candidates = _with_those_named(query, candidates)
    scored = [s for s in candidates if s.score >= index.lexicon.thresholds["link"]]
    scored = fitting(scored, index.lexicon)
    if query.core not in index.phrases and all(term.startswith(ACT_SIGN) for term in query.terms.things):
        scored = _named_by_an_act(query, scored)
    return _choose(index, query, scored)


def _with_those_named(query: Query, candidates: tuple[Scored, ...]) -> tuple[Scored, ...]:
    """进公园证打哪个电话问: whose name stands in the text word for word is meant, whatever else the text says."""
    longest, named = max(
        ((_longest(query, s), s) for s in candidates), key=lambda found: len(found[0]), default=("", None)
    )
    if named is None or len(longest) < _OWN_NAME or named.score >= _NAMED:
        return candidates
    if candidates[0] is not named and candidates[0].score >= _OTHERWISE:
        return candidates
    if any(longest in p.text for s in candidates if s is not named for p in s.document.phrases):
        return candidates
    raised = [replace(s, score=_NAMED) if s is named else s for s in candidates]
    return tuple(sorted(raised, key=lambda s: -s.score))


def _longest(query: Query, scored: Scored) -> str:
    return max((p.text for p in scored.document.phrases if p.text in query.text), key=len, default="")


def _named_by_an_act(query: Query, scored: Sequence[Scored]) -> list[Scored]:
    """关店咋个办 has no thing in it, but is the whole name that one service has."""
    sure = [s for s in scored if s.score >= _SURELY and any(p.text in query.text for p in s.document.phrases)]
    return sure if len(sure) == 1 else []


def _without(text: str, mention: Mention | None) -> str:
    """The text without the place, in blanks, so that positions stay."""
    if mention is None:
        return text
    return text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]


def _choose(index: SearchIndex, query: Query, scored: list[Scored]) -> tuple[list[Scored], bool]:
    """The services to offer and whether to ask which: a generic word without a verb, or a tie."""
    if not scored:
        return [], False
    if (own := _of_its_own(query, scored)) is not None:
        return [own, *(s for s in scored if s is not own and s.score >= _ASIDE * own.score)], False
    alike = _generic(index, query, scored)
    if len(alike) > 1:
        return alike, True
    kept = [s for s in scored if s.score >= _ASIDE * scored[0].score]
    whole = [s for s in kept if s.score >= _CLOSE * scored[0].score and _word_for_word(query, s, _LONG_NAME)]
    if len(whole) == 1:  # 要坐车没身份证
        return [whole[0], *(s for s in kept if s is not whole[0])], False
    near = [s for s in kept[1:] if s.score >= index.lexicon.thresholds["tie"] * scored[0].score]
    doing = [s for s in near if s.agrees]
    if not kept[0].agrees and len(doing) == 1:  # 残疾证要到期了: alike by the name, one of them does what is asked
        return [doing[0], *(s for s in kept if s is not doing[0])], False
    close = [s for s in kept if near and s.score >= _CLOSE * scored[0].score]
    said = [s for s in close if _word_for_word(query, s)]
    if len(said) == 1:  # 帮我约下周二医保报销: what stands beside the name weighs, the name decides
        return [said[0], *(s for s in kept if s is not said[0])], False
    return kept, bool(near)


def _of_its_own(query: Query, scored: Sequence[Scored]) -> Scored | None:
    """个体执照我想弄一下: the best is named by a name that is no part of any other's (医保, 身份证)."""
    best = scored[0]
    if any(query.core == p.text for p in best.document.phrases):
        return None  # standing alone it may be a word for several
    names = [p.text for p in best.document.phrases if len(p.text) >= _OWN_NAME and p.text in query.text]
    others = [p.text for s in scored[1:] for p in s.document.phrases]
    return best if any(not any(name in other for other in others) for name in names) else None


def _word_for_word(query: Query, scored: Scored, least: int = _OWN_NAME) -> bool:
    """Whether a name of the service, long enough to be its own, stands in the text as it is."""
    return any(len(p.text) >= least and p.text in query.text for p in scored.document.phrases)


def _generic(index: SearchIndex, query: Query, scored: Sequence[Scored]) -> list[Scored]:
    """The services that a bare name fits alike; none when a verb, or the exact name, decides."""
    if query.terms.acts or query.terms.lean or not query.terms.things:
        return []
    if any(query.core == phrase.text and phrase.source == "name" for s in scored for phrase in s.document.phrases):
        return []
    telling = {t: w * index.idf(t) for t, w in query.terms.things.items()}
    main = {t for t, mass in telling.items() if mass >= 0.5 * max(telling.values())}
    if any(t in s.document.primary for s in scored for t in telling.keys() - main):
        return []  # something else was said that tells them apart
    return [s for s in scored if s.local == scored[0].local and _stands_for(index, s, main)]


def _stands_for(index: SearchIndex, scored: Scored, said: set[str]) -> bool:
    for phrase in scored.document.phrases:
        if said <= phrase.things.keys():
            whole = sum(w * index.idf(t) for t, w in phrase.things.items())
            if sum(phrase.things[t] * index.idf(t) for t in said) >= _NARROW * whole:
                return True
    return False


def _spans(index: SearchIndex, query: Query, chosen: Sequence[Scored]) -> list[Span]:
    """Where the services are named: its names word for word, else the things it shares with the text."""
    found = [span for scored in chosen for span in _said(index, query, scored.document)]
    verbs = {w.start: w.end for w in index.lexicon.scan(query.text) if w.of(Kind.LEAN)}
    return [(verbs.get(a, a), b) for a, b in _joined(found) if verbs.get(a, a) < b]


def _said(index: SearchIndex, query: Query, document: Document) -> list[Span]:
    found = [
        (at, at + len(p.text)) for p in document.phrases if len(p.text) >= 2 and (at := query.text.find(p.text)) >= 0
    ]
    weak: list[Span] = []
    for term, places in query.terms.spans.items():
        weight = document.primary.get(term, 0.0)
        (found if weight >= index.lexicon.weights["pair"] else weak if weight else []).extend(places)
    return found + [(a, b) for a, b in weak if any(a in span or b in span for span in found)]  # 高龄 + 津贴


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _masked(text: str, spans: Iterable[Span], mention: Mention | None) -> str:
    signs = [(start, end, _SERVICE) for start, end in spans]
    if mention:
        clear = [s for s in signs if s[1] <= mention.start or s[0] >= mention.end]
        signs = [*clear, (mention.start, mention.end, _PLACE)]
    for start, end, sign in sorted(signs, reverse=True):
        text = text[:start] + sign + text[end:]
    return text


def _masked_as_read(query: Query, spans: Iterable[Span], mention: Mention | None) -> str:
    """The same where pinyin was read and the place, blanks by now, lies elsewhere."""
    masked = _masked(query.text, spans, None)
    return " ".join((_GAP.sub(_PLACE, masked, count=1) if mention else masked).split())
