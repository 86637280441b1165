"""One turn as the actions see it: what was said, what it links to, and what the talk remembers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

Json = dict[str, Any]

_OVER_AND_OVER = re.compile(r"([^\d]{1,3}?)\1{4,}")  # 嗯嗯嗯嗯嗯嗯 says no more than 嗯嗯嗯
LIKE = 0.75  # likeness in meaning from which a text is taken to be about a service whatever is in hand
KEPT = ("among", "said", "whose", "aside", "asked", "ruled_out")  # what stays with a service while it is in hand
MOST_PARKED = 8
SLOTS = ("service", "parked", "bundle", "place", "facts", "pending", "draft", "hall", "last", "misses")


@dataclass
class Turn:
    """`service` {"code","name"} in hand; `pending` is what was asked last; `facts` what the person told us.

    With the service in hand are kept `among` {"said","services"}, what it was chosen from, and `said`, what was said of
    it, for the check; `asked`, which questions led to its result; `whose` facts those of the talk are, where another
    person was opened, and `aside` the others.
    `linked` are the services the text itself names, best first; `several`: how many of them it asks for at once;
    `parts`: what it says of each. `nth` is the payload of the offered choice that is named by its ordinal. `perhaps` is
    what a text would ask if it were about a service.
    `need` {"how","whole","services","ambiguous"} is the service the text plainly asks for, whatever is in hand;
    `clauses` those of the text that may ask for one. `settled`: it was found to be about the matter in hand;
    `turned`: it plainly asks for another one.
    `plainly`: facets asked in words that tell them surely (see asked.py).
    `elsewhere` {"name","where"} is a matter of another authority that it asks for.
    `gone`: the time it wishes where that is over.
    `things`: it names something, known to us or not. `halls` are those a word may mean (派出所) where the place does
    not settle which one; `hall` is the one spoken of last (那里). `bundle` is the life event in hand, `bundle_said` the
    one the text tells. `preface`: what is said before the answer, whoever gives it. `identity`: an
    identity number stood in it. `stated`: what the guides say of it, once asked. `nowhere`: a township it names that
    nobody registered. `guessed`: what was taken for told though no phrase says it, as it is read back; `noted`: by
    fact what was heard in this turn, in short. Changed slots are written back at the end.
    """

    sender: str
    text: str
    intent: str
    facets: tuple[str, ...]
    linked: list[Json]
    ambiguous: bool
    when: Json | None
    office: str | None
    choice: Json | None
    service: Json | None
    parked: list[Json]
    place: str | None
    facts: Json
    pending: Json | None
    draft: Json | None
    last: list[Json]
    misses: int
    confidence: float = 0.0
    elder: bool = False
    session_place: str | None = None
    place_said: str | None = None
    several: int = 0
    earliest: bool = False
    gone: str | None = None
    things: bool = False
    halls: list[Json] = field(default_factory=list)
    bundle: Json | None = None
    bundle_said: str | None = None
    parts: tuple[str, ...] = ()
    nth: Json | None = None
    perhaps: tuple[str, ...] = ()
    hall: str | None = None
    need: Json | None = None
    clauses: tuple[str, ...] = ()
    bundle_of: tuple[str, ...] = ()
    plainly: tuple[str, ...] = ()
    elsewhere: Json | None = None
    settled: bool = False
    turned: bool = False
    preface: list[Json] = field(default_factory=list)
    identity: bool = False
    stated: Json | None = None
    nowhere: str | None = None
    guessed: dict[str, str] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    _before: Json = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        message = tracker.latest_message or {}
        meta: Json = message.get("metadata") or {}
        slots = {name: tracker.slots.get(name) for name in SLOTS}
        said = meta.get("place")
        return cls(
            sender=tracker.sender_id,
            elder=bool(meta.get("elder")),
            text=_OVER_AND_OVER.sub(r"\1\1\1", str(meta.get("text") or message.get("text") or "")),
            intent=str((message.get("intent") or {}).get("name") or "unclear"),
            confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
            facets=tuple(e["value"] for e in message.get("entities") or [] if e.get("entity") == "facet"),
            linked=list(meta.get("services") or []),
            ambiguous=bool(meta.get("ambiguous")),
            when=meta.get("when"),
            office=meta.get("office"),
            choice=meta.get("choice"),
            service=slots["service"],
            parked=list(slots["parked"] or []),
            place=said or slots["place"] or meta.get("session_place"),
            session_place=meta.get("session_place"),
            place_said=said,
            several=int(meta.get("several") or 0),
            earliest=bool(meta.get("earliest")),
            gone=meta.get("gone"),
            nowhere=meta.get("nowhere"),
            things=bool(meta.get("things")),
            halls=list(meta.get("halls") or []),
            bundle=slots["bundle"],
            bundle_said=meta.get("bundle"),
            nth=meta.get("nth"),
            parts=tuple(meta.get("parts") or ()),
            need=meta.get("need"),
            elsewhere=meta.get("elsewhere"),
            clauses=tuple(meta.get("clauses") or ()),
            bundle_of=tuple(meta.get("bundle_of") or ()),
            perhaps=tuple(e["value"] for e in message.get("entities") or [] if e.get("entity") == "perhaps"),
            facts=dict(slots["facts"] or {}),
            pending=slots["pending"],
            draft=slots["draft"],
            hall=slots["hall"],
            last=list(slots["last"] or []),
            misses=int(slots["misses"] or 0),
            _before=slots,
        ).heard_of(meta.get("missed"))

    def heard_of(self, service: Json | None) -> Turn:
        """The same, after a turn the bot missed: what it was about is in hand."""
        if service:
            self.take_up(service)
        return self

    @property
    def draft_open(self) -> bool:
        """Whether a booking is on its way: the times, the person or the summary are being settled."""
        return bool(self.draft and self.draft.get("service") and self.pending)

    @property
    def loose(self) -> bool:
        """What the text links to only sounds like it: no name, no words of it, a middling likeness."""
        if not self.linked:
            return False
        best = self.linked[0]
        return best.get("matched") == "meaning" and float(best.get("score") or 0.0) < LIKE

    @property
    def answered(self) -> bool:
        """Whether a question of a check was open when this turn began."""
        return (self._before.get("pending") or {}).get("kind") == "fact"

    @property
    def began_with(self) -> str | None:
        """The code of the service that was in hand before this turn."""
        code: str | None = (self._before.get("service") or {}).get("code")
        return code

    def set_right(self, fact: str) -> bool:
        """Whether an answer given before this turn is another one now."""
        before = (self._before.get("facts") or {}).get(fact)
        return before is not None and self.facts.get(fact) != before

    def take_up(self, service: Json) -> None:
        """Make `service` the one in hand; the former is parked, so that 刚才那个 finds it."""
        new = {"code": service["code"], "name": service["name"]}
        if self.service and self.service["code"] == new["code"]:
            new = {**new, **{key: self.service[key] for key in KEPT if key in self.service}}
        else:
            before = next((item for item in self.parked if item["code"] == new["code"]), {})
            new = {**new, **{key: before[key] for key in KEPT if key in before}}
            former = [self.service] if self.service else []
            out = {new["code"], *(item["code"] for item in former)}
            self.parked = [*former, *(item for item in self.parked if item["code"] not in out)][:MOST_PARKED]
        if told := (self.draft or {}).get("said"):  # 我哥二级残疾, 低保户: told before it was known what for
            new["said"] = [*told, *new.get("said", [])]
            self.draft = {key: value for key, value in (self.draft or {}).items() if key != "said"} or None
        self.service = new

    def hold_on_to(self, most: int) -> None:
        """Keep what is told while no matter is in hand for the one that is taken up."""
        draft = self.draft or {}
        self.draft = {**draft, "said": [*draft.get("said", []), self.text][-most:]}

    def park(self) -> None:
        """Put the service in hand aside; 刚才那个 finds it."""
        if self.service:
            kept = [item for item in self.parked if item["code"] != self.service["code"]]
            self.parked = [self.service, *kept][:MOST_PARKED]
        self.service = None

    def forget_all(self) -> None:
        """Nothing of this talk is remembered any more."""
        self.service, self.bundle, self.pending, self.draft, self.hall = None, None, None, None, None
        self.parked, self.facts, self.last, self.misses = [], {}, [], 0

    def changes(self) -> Json:
        """The slots whose value differs from the start of the turn."""
        now = {name: getattr(self, name) for name in SLOTS}
        now["place"] = self.place if self.place_said or self._before["place"] else None
        return {name: value for name, value in now.items() if value != self._before[name]}
