"""Does this source support this claim? Judges by name, and the door that each goes through."""

from assistant.judging.llm import Chat
from assistant.judging.loading import BUILT_IN, LLM, OVERLAP, load_judge
from assistant.judging.protocol import THRESHOLD, Judge

__all__ = ["BUILT_IN", "LLM", "OVERLAP", "THRESHOLD", "Chat", "Judge", "load_judge"]
