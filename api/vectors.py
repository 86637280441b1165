"""The sentence vectors of the catalogue: kept with each version in the database, computed once and in the background.

Several processes may learn at once: what another one has written meanwhile is read before it is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.catalogue import Snapshot
from knowledge.search import Meaning, SearchIndex
from knowledge.search.documents import Document
from knowledge.search.kept import KeptMeaning, key_of
from knowledge.search.meaning import MODEL
from knowledge.store.engine import transaction
from knowledge.store.vectors import Kept, VectorStore

AT_ONCE = 4  # services learnt and written together: a start that is cut off loses seconds of work

Versions = set[tuple[str, int]]


class KeptVectors:
    """`meaning` is what indexes are built with; it knows what `read` and `learn` brought."""

    def __init__(self, engine: Engine, model: Meaning) -> None:
        self._engine = engine
        self._read: Versions = set()
        self.meaning = KeptMeaning(model)

    def read(self, session: Session, snapshot: Snapshot, *, again: bool = False) -> None:
        """What is kept for versions not read before; `again`: for all of them."""
        if again:
            self.meaning.forget()
            self._read = set()
        versions = {(code, published.version) for code, published in snapshot.published.items()}
        new = versions - self._read
        self._take(VectorStore(session, MODEL).read(new if self._read else None))
        self._read = versions

    def missing(self, index: SearchIndex, snapshot: Snapshot) -> list[Document]:
        """The services with a text that has no vector."""
        documents = (d for d in index.stock.documents if d and d.code in snapshot.published)
        return [document for document in documents if self.meaning.unknown(_texts(document))]

    def learn(self, index: SearchIndex, snapshot: Snapshot, told: Callable[[int], object] = bool) -> bool:
        """Compute and keep what is missing; False when nothing was. `told`: how many more services are done."""
        missing = self.missing(index, snapshot)
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            with transaction(self._engine, write=False) as session:
                self._take(VectorStore(session, MODEL).read({_version(d, snapshot) for d in some}))
            self.meaning.learn([text for document in some for text in _texts(document)])
            with transaction(self._engine, write=True) as session:
                VectorStore(session, MODEL).write(self._kept(document, snapshot) for document in some)
            told(len(some))
        return bool(missing)

    def _take(self, kept: Iterable[Kept]) -> None:
        for one in kept:
            self.meaning.take(one.keys, one.rows)

    def _kept(self, document: Document, snapshot: Snapshot) -> Kept:
        texts = _texts(document)
        return Kept(*_version(document, snapshot), tuple(map(key_of, texts)), self.meaning.passages(texts))


def _texts(document: Document) -> tuple[str, ...]:
    """All of a service that has a vector: what it is called, and what its guide states."""
    return (*document.meant, *document.stated)


def _version(document: Document, snapshot: Snapshot) -> tuple[str, int]:
    return document.code, snapshot.published[document.code].version
