"""The database, and the only SQL of the project. Start with `engine.transaction` and the store class of your topic."""

from knowledge.store.engine import make_engine, transaction
from knowledge.store.migration import is_current, migrate

__all__ = ["is_current", "make_engine", "migrate", "transaction"]
