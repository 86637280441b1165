"""Staff, audit, conversations, tickets, ratings and the vault."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from knowledge.errors import Invalid, NotFound, Refused
from knowledge.store.audit import AuditStore
from knowledge.store.chat import ChatStore, hash_token
from knowledge.store.engine import transaction
from knowledge.store.tickets import RatingStore, TicketStore, UnresolvedStore
from knowledge.store.users import UserStore
from knowledge.store.users import _hasher as shipped_hasher
from knowledge.store.vault import Vault, open_vault
from tests.knowledge.store.conftest import NOW

SECRET = "Qinghe-2026"
IDLE = timedelta(hours=2)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


# --- staff -------------------------------------------------------------------------------------------------------


def test_the_right_password_signs_in_and_idleness_signs_out(session: Session) -> None:
    users = UserStore(session)
    users.add("小王", "desk", SECRET, now=NOW)
    signed = users.sign_in("小王", SECRET, "t1", now=NOW)
    assert signed.user is not None and signed.user.must_change
    assert users.signed_in("t1", now=NOW + minutes(14))
    assert users.signed_in("t1", now=NOW + minutes(28))
    assert users.signed_in("t1", now=NOW + minutes(44)) is None


def test_five_wrong_passwords_lock_for_ten_minutes(session: Session) -> None:
    users = UserStore(session)
    users.add("小王", "desk", SECRET, now=NOW)
    answers = [users.sign_in("小王", "wrong", f"t{n}", now=NOW) for n in range(5)]
    assert [a.locked_until is not None for a in answers] == [False] * 4 + [True]
    assert users.sign_in("小王", SECRET, "t", now=NOW + minutes(9)).user is None
    assert users.sign_in("小王", SECRET, "t", now=NOW + minutes(11)).user is not None


def test_an_unknown_or_dismissed_person_does_not_get_in(session: Session) -> None:
    users = UserStore(session)
    users.add("小王", "desk", SECRET, now=NOW)
    users.sign_in("小王", SECRET, "t1", now=NOW)
    users.set_active("小王", False, now=NOW)
    assert users.sign_in("小王", SECRET, "t2", now=NOW).user is None
    assert users.sign_in("谁", SECRET, "t3", now=NOW).user is None
    assert users.signed_in("t1", now=NOW) is None


def test_a_new_password_signs_out_everywhere(session: Session) -> None:
    users = UserStore(session)
    users.add("小王", "desk", SECRET, now=NOW)
    users.sign_in("小王", SECRET, "t1", now=NOW)
    users.change_password("小王", "Another-1", now=NOW)
    assert users.signed_in("t1", now=NOW) is None
    signed = users.sign_in("小王", "Another-1", "t2", now=NOW)
    assert signed.user is not None and not signed.user.must_change


@pytest.mark.parametrize("weak", ["Ab1-", "abcdefgh", "abcdefg1", "12345678"])
def test_weak_passwords_are_refused(session: Session, weak: str) -> None:
    with pytest.raises(Invalid):
        UserStore(session).add("小王", "desk", weak, now=NOW)


def test_passwords_are_not_stored(session: Session) -> None:
    UserStore(session).add("小王", "desk", SECRET, now=NOW)
    assert session.execute(text("SELECT password_hash FROM staff_user")).scalar_one().startswith("$argon2id$")


def test_a_guess_at_a_password_costs_a_thief_time_and_memory() -> None:
    """The shipped hasher; the other tests use a quick one."""
    assert "$m=65536,t=3,p=4$" in shipped_hasher().hash(SECRET)


# --- audit -------------------------------------------------------------------------------------------------------


def record(engine: Engine, number: int = 1) -> None:
    for n in range(number):
        with transaction(engine, write=True) as session:
            AuditStore(session).record("小王", "publish", f"service/{n}", origin="10.0.0.1", now=NOW)


def test_the_chain_holds_and_counts(engine: Engine) -> None:
    record(engine, 3)
    with transaction(engine, write=False) as session:
        verdict = AuditStore(session).verify()
        assert (verdict.ok, verdict.entries) == (True, 3)
        assert [e.object for e in AuditStore(session).entries(2)] == ["service/2", "service/1"]


@pytest.mark.parametrize("crime", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_audit(engine: Engine, crime: str) -> None:
    record(engine)
    with pytest.raises(DBAPIError, match="append-only"), transaction(engine, write=True) as session:
        session.execute(text(crime))


@pytest.mark.parametrize(
    ("crime", "at"),
    [
        ("UPDATE audit SET who = 'x' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 3", 3),
    ],
)
def test_who_goes_round_the_triggers_is_found_out(engine: Engine, crime: str, at: int) -> None:
    record(engine, 3)
    drop = " ON audit" if engine.dialect.name == "postgresql" else ""
    with transaction(engine, write=True) as session:
        for event in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_no_{event}{drop}"))
        session.execute(text(crime))
    with transaction(engine, write=False) as session:
        verdict = AuditStore(session).verify()
        assert (verdict.ok, verdict.broken_at) == (False, at)


def test_entries_written_at_once_form_one_chain(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: record(engine), range(24)))
    with transaction(engine, write=False) as session:
        verdict = AuditStore(session).verify()
        assert (verdict.ok, verdict.entries) == (True, 24)


# --- conversations -----------------------------------------------------------------------------------------------


def test_a_session_is_found_by_its_token_until_it_expires(session: Session) -> None:
    store = ChatStore(session)
    opened = store.open(hash_token("secret"), "town", now=NOW, idle=IDLE)
    found = store.by_token(hash_token("secret"), now=NOW + minutes(119), idle=IDLE)
    assert found is not None and (found.id, found.place) == (opened.id, "town")
    assert found.expires_at == NOW + minutes(119) + IDLE
    assert store.by_token(hash_token("guess"), now=NOW, idle=IDLE) is None
    assert store.by_token(hash_token("secret"), now=NOW + minutes(240), idle=IDLE) is None


def test_the_same_message_is_one_turn_with_one_reply(session: Session) -> None:
    store = ChatStore(session)
    talk = store.open(hash_token("t"), None, now=NOW, idle=IDLE).id
    turn = store.begin(talk, "m1", "你好", now=NOW)
    store.finish(turn.id, [{"type": "text", "text": "您好"}], now=NOW)
    again = store.begin(talk, "m1", "你好", now=NOW)
    assert (turn.fresh, again.fresh, again.same_text) == (True, False, True)
    assert again.reply == [{"type": "text", "text": "您好"}]
    assert not store.begin(talk, "m1", "别的", now=NOW).same_text


def test_history_is_in_order_and_state_survives(session: Session) -> None:
    store = ChatStore(session)
    talk = store.open(hash_token("t"), None, now=NOW, idle=IDLE).id
    store.welcome(talk, [{"type": "text", "text": "欢迎"}], now=NOW)
    for n in range(3):
        store.begin(talk, f"m{n}", f"第{n}句", now=NOW + minutes(n))
    store.save_state(talk, {"offered": ["一", "二"]})
    assert [turn.text for turn in store.history(talk)] == [None, "第0句", "第1句", "第2句"]
    assert [turn.text for turn in store.history(talk, limit=2)] == ["第1句", "第2句"]
    kept = store.get(talk, now=NOW)
    assert kept is not None and kept.state == {"offered": ["一", "二"]}
    assert store.messages_since(talk, NOW + minutes(0.5)) == 2
    store.forget(talk)
    assert (store.get(talk, now=NOW), store.history(talk)) == (None, [])


def test_the_same_message_arriving_many_times_at_once_is_begun_once(engine: Engine) -> None:
    with transaction(engine, write=True) as session:
        talk = ChatStore(session).open(hash_token("t"), None, now=NOW, idle=IDLE).id
    gate = threading.Barrier(12)

    def send(number: int) -> bool:
        gate.wait()
        with transaction(engine, write=True) as session:
            return ChatStore(session).begin(talk, "m1", "你好", now=NOW).fresh

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(send, range(12))) == 1


# --- tickets, ratings, unresolved --------------------------------------------------------------------------------


def test_a_ticket_is_sealed_and_belongs_to_its_session(session: Session, vault: Vault) -> None:
    store = TicketStore(session, vault)
    made = store.open("me", "report", "路灯坏了", contact="13800138000", due=NOW + timedelta(days=7), now=NOW)
    assert (made.status, store.get(made.number, "me").contact) == ("received", "13800138000")
    with pytest.raises(NotFound):
        store.get(made.number, "you")
    assert [t.number for t in store.mine("me")] == [made.number] and store.mine("you") == []
    row = session.execute(text("SELECT text, contact FROM ticket")).one()
    assert all(value.startswith("aesgcm1:") for value in row)


def test_a_ticket_only_moves_forward(session: Session, vault: Vault) -> None:
    store = TicketStore(session, vault)
    made = store.open("me", "help", "来接一下", due=NOW, now=NOW)
    assert store.move(made.number, "replied", now=NOW).status == "replied"
    with pytest.raises(Refused):
        store.move(made.number, "assigned", now=NOW)


def test_a_bad_rating_needs_a_reason_and_a_second_one_replaces_the_first(session: Session) -> None:
    store = RatingStore(session)
    with pytest.raises(Invalid):
        store.rate("me", "answer", "a1", 2, now=NOW)
    store.rate("me", "answer", "a1", 2, reason="看不懂", now=NOW)
    store.rate("me", "answer", "a1", 5, now=NOW)
    assert session.execute(text("SELECT grade FROM rating")).scalars().all() == [5]


def test_the_commonest_misunderstanding_comes_first(session: Session) -> None:
    store = UnresolvedStore(session)
    for said in ("甲", "乙", "乙"):
        store.note(said, {"intent": "unclear"}, now=NOW)
    assert [(u.text, u.times) for u in store.open()] == [("乙", 2), ("甲", 1)]
    store.done(store.open()[0].text_hash, "admin", now=NOW)
    assert [u.text for u in store.open()] == ["甲"]


# --- the vault ---------------------------------------------------------------------------------------------------


def test_sealed_text_opens_again_and_never_looks_the_same() -> None:
    vault = Vault(b"k" * 32)
    first, second = vault.seal("王小明"), vault.seal("王小明")
    assert first != second and vault.open(first) == vault.open(second) == "王小明"
    assert vault.digest("a", "bc") == vault.digest("a", "bc") != vault.digest("ab", "c")


def test_another_key_or_a_changed_text_does_not_open() -> None:
    sealed = Vault(b"k" * 32).seal("王小明")
    with pytest.raises(InvalidTag):
        Vault(b"x" * 32).open(sealed)
    with pytest.raises(ValueError, match="algorithm"):
        Vault(b"k" * 32).open("sm4gcm1:" + sealed)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _: open_vault(tmp_path), range(8)))
    assert len({vault.digest("x") for vault in vaults}) == 1
    files = list((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == ["personal.key"] and files[0].stat().st_mode & 0o777 == 0o600
