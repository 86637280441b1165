"""Rows that the database itself refuses to change: the same rule on SQLite and PostgreSQL."""

from __future__ import annotations

from alembic import op


def forbid(table: str, event: str, *, why: str, when: str = "1 = 1") -> None:
    """Refuse `event` (UPDATE or DELETE) on rows for which `when` holds, with the message `why`."""
    name = _name(table, event)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()")


def permit(table: str, event: str) -> None:
    name = _name(table, event)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"
