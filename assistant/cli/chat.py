"""`medfm chat`: questions and follow-ups, a line each, on a terminal or piped in."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Question
from assistant.cli.ask import read_turns
from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.opening import open_assistant
from assistant.cli.parser import Usage
from assistant.cli.saving import save
from assistant.cli.selection import make_filter
from assistant.cli.show import View
from assistant.cli.streaming import Teller
from assistant.cli.words import WORDS
from assistant.errors import GeneratorError
from assistant.events import Piece, Retrieved, Settled, Thought
from assistant.questions import decode_question, make_question
from assistant.settings import Settings
from assistant.turns import Turn
from corpus.errors import MedfmError
from indexing.blocks import Language

if TYPE_CHECKING:
    from assistant.cli.output import TextPrinter
    from assistant.pipeline import Assistant

PROMPT = "> "
_SAID: dict[str, dict[Language, str]] = {
    "hello": {
        "en": "Ask something, in English or Chinese; /help tells more.",
        "zh": "请用中文或英文提问；输入 /help 查看帮助。",
    },
    "help": {
        "en": (
            "/sources     the sources of the last answer, whole\n"
            "/show N      the text around source N\n"
            "/save FILE   write the conversation: Markdown, or JSON to a .json file\n"
            "/clear       forget the conversation\n"
            "/quit        end (also Ctrl-D); Ctrl-C stops an answer"
        ),
        "zh": (
            "/sources     上一个回答的全部来源\n"
            "/show N      第 N 个来源的上下文\n"
            "/save 文件   保存对话：Markdown，或 .json 文件\n"
            "/clear       清除对话\n"
            "/quit        结束（或 Ctrl-D）；Ctrl-C 停止当前回答"
        ),
    },
    "nothing": {"en": "There is no answer with sources yet.", "zh": "还没有带来源的回答。"},
    "no such": {
        "en": "The last answer has sources 1 to {count}; say one of them.",
        "zh": "上一个回答的来源编号是 1 到 {count}，请给出其中一个。",
    },
    "file": {"en": "Say where to: /save talk.md", "zh": "请给出文件名：/save talk.md"},
    "empty": {"en": "There is nothing to save yet.", "zh": "还没有可以保存的对话。"},
    "saved": {"en": "Saved to {file}.", "zh": "已保存到 {file}。"},
    "cleared": {"en": "Forgotten.", "zh": "对话已清除。"},
    "stopped": {"en": "Stopped.", "zh": "已停止。"},
    "unknown": {
        "en": "There is no command {name}; /help lists them.",
        "zh": "没有命令 {name}；输入 /help 查看。",
    },
}


def run(parsed: Namespace, console: Console) -> int:
    """Talk until the input ends. 0; 2 when a line that was piped in could not be asked."""
    turns = read_turns(parsed.history)
    settings = settings_of(parsed)
    assistant = open_assistant(settings, console)
    documents = assistant.store.documents()
    only = make_filter(documents, parsed.doc, parsed.kind, parsed.source_lang, parsed.section)

    def question(text: str) -> Question:
        return make_question(text, parsed.lang, settings.k, only)

    from assistant.cli.output import TextPrinter
    from assistant.cli.sources import Sources

    printer = TextPrinter(console, Sources(assistant.store), parsed.full)
    live = console.shows_bars and settings.llm != Settings.llm
    chat = Chat(console, assistant, printer, question, list(turns), live)
    terminal = _is_terminal()
    if terminal:
        console.note(chat.said("hello"))
    return chat.run(typed() if terminal else piped(), terminal)


def _is_terminal() -> bool:
    if sys.stdin is None:
        raise Usage("There is nothing to read questions from.", 'Or ask one: medfm ask "How big is SciFive?"')
    return sys.stdin.isatty()


def typed() -> Iterator[str]:
    """Lines from a terminal, with its editing and history where there are any. Ctrl-C drops a line."""
    with suppress(ImportError):
        import readline  # noqa: F401  input() uses it once it is imported
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            sys.stdout.write("\n")
            return
        except KeyboardInterrupt:
            sys.stdout.write("\n")


def piped() -> Iterator[str]:
    """Lines of standard input. Raises BadQuestion when they are not UTF-8."""
    for line in sys.stdin.buffer:
        yield decode_question(line)


@dataclass
class Chat:
    """One conversation. `question` makes a question of what was typed; `turns` are what was said so far."""

    console: Console
    assistant: Assistant
    printer: TextPrinter
    question: Callable[[str], Question]
    turns: list[Turn] = field(default_factory=list)
    live: bool = False
    """Whether unchecked text is shown: it is where a model writes it slowly, and somebody looks on."""
    _bad: int = 0

    def run(self, lines: Iterator[str], terminal: bool) -> int:
        """Answer each line, whatever happens to one of them."""
        for line in lines:
            text = line.strip()
            if text in ("/quit", "/exit", "/q"):
                break
            if text:
                self._take(text, terminal)
        return 2 if self._bad and not terminal else 0

    def said(self, what: str, **details: object) -> str:
        """Something of ours in the language of the last question."""
        language: Language = self.turns[-1].question.language if self.turns else "en"
        return _SAID[what][language].format(**details)

    def _take(self, text: str, terminal: bool) -> None:
        try:
            if text.startswith("/"):
                self._command(*text.split(maxsplit=1))
            else:
                self._ask(text)
        except MedfmError as error:
            self._bad += 1
            self.console.note(f"medfm: {error}")
        except KeyboardInterrupt:
            if not terminal:
                raise
            self.console.note(self.said("stopped"))

    def _ask(self, text: str) -> None:
        question = self.question(text)
        answer = self._answer(question)
        for note in answer.notes:
            self.console.note(f"medfm: {note}")
        self.printer.answer(answer)
        self.console.line()
        self.turns.append(Turn(answer.question, answer))

    def _answer(self, question: Question) -> Answer:
        """The checked answer. What a model writes before it is checked is shown as it comes."""
        teller = Teller(self.console, question) if self.live else None
        for event in self.assistant.stream(question, self.turns):
            match event:
                case Retrieved():
                    self.printer.question(event.question)
                case Piece() | Thought() if teller:
                    teller.tell(event)
                case Settled():
                    if teller:
                        teller.end()
                    return event.answer
        raise GeneratorError("The answer broke off.")

    def _command(self, name: str, argument: str = "") -> None:
        command = {
            "/sources": self._sources,
            "/show": self._show,
            "/save": self._save,
            "/clear": self._clear,
            "/help": self._help,
        }.get(name)
        if command is None:
            self.console.note(self.said("unknown", name=name))
        else:
            command(argument.strip())

    def _sources(self, _: str) -> None:
        whole = replace(self.printer, full=True)
        for citation in self._citations():
            whole.citation(citation, WORDS[self.turns[-1].question.language])
            self.console.line()

    def _show(self, argument: str) -> None:
        citations = self._citations()
        if not citations:
            return
        wanted = next((c for c in citations if argument.strip("[]") == str(c.n)), None)
        if wanted is None:
            self.console.note(self.said("no such", count=len(citations)))
            return
        document = self.printer.sources.documents[wanted.document]
        View(self.console, document, self.assistant.store).spans(wanted.spans)
        self.console.line()

    def _citations(self) -> tuple[Citation, ...]:
        """Those of the last answer; a note where there are none."""
        found = self.turns[-1].answer.citations if self.turns else ()
        if not found:
            self.console.note(self.said("nothing"))
        return found

    def _save(self, argument: str) -> None:
        if not argument or not self.turns:
            self.console.note(self.said("empty" if argument else "file"))
            return
        save(self.turns, Path(argument).expanduser(), self.printer.sources)
        self.console.note(self.said("saved", file=argument))

    def _clear(self, _: str) -> None:
        said = self.said("cleared")
        self.turns.clear()
        self.console.note(said)

    def _help(self, _: str) -> None:
        self.console.line(self.said("help"))
