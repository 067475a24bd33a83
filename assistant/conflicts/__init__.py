"""Sources that give different values for the same thing: both sides are shown."""

from assistant.conflicts.finder import ConflictFinder

__all__ = ["ConflictFinder"]
