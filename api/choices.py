"""Choices as the resident sees them: six a page, answered by value, label, number, ordinal or a distinctive part.

State is plain JSON kept with the conversation: `offered` the page on show (numbers mean it), `rest` the pages to come,
`text` what was asked above them, `spoken` whether words (no tap) led to them, `known` earlier values and card actions,
so that an old button still works, `labels` the values of card buttons by what stands on them, `fresh` whether the last
reply offered them, `settled` the service this turn chose among several (counted, then dropped).
Payloads stay in the state; the client gets label and value only.
"""

from __future__ import annotations

import re
from typing import Any

from api.words import words
from knowledge.text import normalise

Json = dict[str, Any]

PAGE = 6
REMEMBERED = 80
MORE = {"label": "更多", "value": "更多"}  # words: the contract's own label

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_NUMBER = re.compile(r"^(?:第|选|要|我选|我要|就)*\s*([1-7一二两三四五六七])\s*(?:个|项|号|条|种|吧|那个|、|\.|。)*$")
_ORDINAL = re.compile(r"(?<!倒数)第\s*([1-7一二两三四五六七])\s*(?:个|项|条|种)")
_LEADING = re.compile(
    r"^(?:选|要|就要?|我选|我要)?([1-7一二两三四五六七])\s*[，,、。；;]\s*(?=\D{2})"
)  # 2，张三丰，138…
_SHORT = 8  # characters of a text that says little beside an ordinal
_OF_THEIR_PAGE = ("fact",)  # 外省: plain words again once another question was asked
_TIMES = ("slot", "move_slot")  # what may be taken in a sentence that tells more: who comes, for whom


def _plain(item: Json) -> Json:
    return {key: item[key] for key in ("label", "value") if key in item}


def show(messages: list[Json], state: Json) -> list[Json]:
    """Messages fit for the client; `state` learns what was offered. Earlier numbers stop counting."""
    shown = []
    state["fresh"] = any(message.get("type") == "choices" for message in messages)
    for message in messages:
        if message.get("type") == "choices":
            state["text"], state["rest"] = message["text"], message["choices"]
            shown.append(next_page(state))
        elif message.get("actions"):
            offered = [action for action in message["actions"] if "payload" in action]
            _remember(state, offered)
            labels = {**(state.get("labels") or {}), **{normalise(a["label"]): a["value"] for a in offered}}
            state["labels"] = dict(list(labels.items())[-REMEMBERED:])
            shown.append({**message, "actions": [_action(a) for a in message["actions"]]})
        else:
            shown.append(message)
    return shown


def _action(action: Json) -> Json:
    return {key: action[key] for key in ("label", "value", "url") if key in action}


def next_page(state: Json) -> Json:
    """The next six choices, and 更多 when there are still others."""
    page, state["rest"] = state["rest"][:PAGE], state["rest"][PAGE:]
    state["offered"] = page
    _remember(state, page)
    more = [MORE] if state["rest"] else []
    return {"type": "choices", "text": state["text"], "choices": [*map(_plain, page), *more]}


def _remember(state: Json, items: list[Json]) -> None:
    known: Json = state.setdefault("known", {})
    for item in items:
        if "payload" in item:
            key = normalise(item["value"])
            known.pop(key, None)
            known[key] = {"payload": item["payload"], "label": item["label"]}
    for old in list(known)[: max(0, len(known) - REMEMBERED)]:
        del known[old]


def wants_more(text: str, state: Json) -> bool:
    return bool(state.get("rest")) and text.strip() in words("chat.more_said")


def chosen(text: str, state: Json) -> Json | None:
    """The offered choice this text takes, with its payload; None when it takes none. Widths and case do not matter."""
    said = normalise(text)
    offered: list[Json] = state.get("offered") or []
    number = _number(said)
    if number is not None and number <= len(offered) and _tells_more(said) and _do(offered[number - 1]) in _TIMES:
        return None  # 第二个，张三丰: see named_by_ordinal
    if number is not None:
        return offered[number - 1] if number <= len(offered) else None
    for item in offered:
        if said in (normalise(item["value"]), normalise(item["label"])):
            return item
    value = (state.get("labels") or {}).get(said, said)  # the label of a card's button, typed
    known = (state.get("known") or {}).get(normalise(value))
    mere = normalise(value) in words("chat.mere")  # a yes is to what is asked now, never to an old button
    if known and not mere and _do(known) not in _OF_THEIR_PAGE:
        return {"label": known["label"], "value": said, "payload": known["payload"]}
    return _by_part(said, offered)


def settles(taken: Json, state: Json) -> str | None:
    """The code of the service that this choice settles on, where several were offered after somebody spoke.

    A list that was opened by tapping (all services of a topic) says nothing about how words are meant.
    """
    offered = [*(state.get("offered") or []), *(state.get("rest") or [])]
    codes = {item["payload"]["service"]["code"] for item in offered if item.get("payload", {}).get("service")}
    code = (taken["payload"].get("service") or {}).get("code")
    return code if code in codes and len(codes) > 1 and state.get("spoken") else None


def _number(said: str) -> int | None:
    found = _NUMBER.match(said) or (_ORDINAL.search(said) if len(said) <= _SHORT and not _asks(said) else None)
    if not found:
        return None
    return _DIGITS.get(found[1]) or int(found[1])


def named_by_ordinal(text: str, state: Json) -> Json | None:
    """The payload of the choice on show that a longer sentence names by its ordinal; None where none is.

    A question may be about any service (第二个要多久); a time is taken beside what else is told (第一个，我叫…).
    """
    said = normalise(text)
    found = _ORDINAL.search(said) or _LEADING.search(said)
    offered: list[Json] = state.get("offered") or []
    if not found or (number := _DIGITS.get(found[1]) or int(found[1])) > len(offered):
        return None
    payload: Json = offered[number - 1].get("payload") or {}
    if payload.get("do") in _TIMES:
        return payload
    return payload if payload.get("service") and state.get("fresh") and _asks(said) else None


def _do(item: Json) -> str | None:
    return (item.get("payload") or {}).get("do")


def _tells_more(said: str) -> bool:
    """Whether more stands beside the ordinal than words that take it (就要第二个时间吧)."""
    rest = _ORDINAL.sub("", said)
    for filler in words("chat.taking"):
        rest = rest.replace(filler, "")
    return _ORDINAL.search(said) is not None and len(rest) > 1


def _asks(said: str) -> bool:
    """Whether something stands beside the ordinal that a choice alone has not."""
    rest = _ORDINAL.sub("", said)
    return any(mark in rest for mark in words("chat.asks"))


def _by_part(said: str, offered: list[Json]) -> Json | None:
    """A part that stands in exactly one label, and is most of what was said."""
    bare = re.sub(r"^(?:我?要|我?选|就|是|办|那个|这个)+|(?:吧|的|那个|这个|啊|呗|。|，)+$", "", said)
    if len(bare) < 2:
        return None
    hits = [item for item in offered if bare in normalise(item["label"])]
    return hits[0] if len(hits) == 1 else None
