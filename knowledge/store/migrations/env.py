"""Run by alembic; the connection comes from knowledge.store.migration, there is no alembic.ini."""

from __future__ import annotations

from alembic import context

from knowledge.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
