"""The bilingual glossary: terms that the texts gloss or translate, each with where they do so."""

from indexing.glossary.glossary import Glossary, Occurrence
from indexing.glossary.mine import mine_glossary
from indexing.glossary.nouns import GlossaryEntry

__all__ = ["Glossary", "GlossaryEntry", "Occurrence", "mine_glossary"]
