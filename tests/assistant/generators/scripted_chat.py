"""A language model that says what it is told, behind the same door as a real one."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.errors import GeneratorError
from assistant.generators.protocol import Message

EXCERPT = re.compile(r'<excerpt number="(\d+)" source="[^"]*">\n(.*?)\n</excerpt>', re.DOTALL)
Script = str | GeneratorError | Callable[[str], str]


class ScriptedChat:
    """Gives one reply after the other; a function makes its reply from the prompt. Remembers prompts."""

    name = "scripted"

    def __init__(self, *replies: Script, context: int = 8192, size: int = 7) -> None:
        self.replies = list(replies)
        self.context = context
        self.size = size
        self.prompts: list[str] = []

    def count(self, text: str) -> int:
        return len(text) // 2

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        prompt = "\n\n".join(message.text for message in messages)
        self.prompts.append(prompt)
        reply = self.replies.pop(0)
        if isinstance(reply, GeneratorError):
            raise reply
        text = reply if isinstance(reply, str) else reply(prompt)
        for start in range(0, len(text), self.size):
            yield text[start : start + self.size]


def number_of(prompt: str, text: str) -> int:
    """The number of the first excerpt of `prompt` that has `text` in it."""
    for number, excerpt in re.findall(
        r'<excerpt number="(\d+)" source="[^"]*">\n(.*?)\n</excerpt>', prompt, re.DOTALL
    ):
        if text in excerpt:
            return int(number)
    raise AssertionError(f"no excerpt says {text!r}")


def citing(template: str, *texts: str) -> Callable[[str], str]:
    """A reply with `{0}`, `{1}` … in place of the numbers of the excerpts that have these texts."""
    return lambda prompt: template.format(*(number_of(prompt, text) for text in texts))
