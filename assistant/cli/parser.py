"""What can be typed: commands, flags, help. Building it imports nothing heavy."""

import argparse
import re
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

from assistant.cli.eval_flags import add_eval
from assistant.cli.selection import KINDS
from assistant.errors import AssistantError
from corpus import Span

COMMANDS = ("ask", "chat", "search", "show", "glossary", "index", "eval", "ui", "feedback", "doctor")
_COLUMNS = 80
_DESCRIPTION = """\
Ask surveys of medical foundation models, in English or Chinese. Every sentence
of an answer cites the exact characters of its source.

Exit codes: 0 done; 1 the question is not answered in the texts; 2 wrong use or
a problem that can be mended, with one line on stderr that says how."""
_EPILOG = """\
examples:
  medfm ask "How big is SciFive?"
  medfm ask "哪些模型用了 MIMIC-CXR？" --json
  medfm search "segment anything" --doc li-2024 -k 3
  medfm show zhou-2024 --span 17881:17921
  medfm glossary 大模型

Flags come before MEDFM_… variables, these before medfm.toml and defaults.
`medfm COMMAND --help` tells more."""
_ASK = """\
examples:
  medfm ask "How big is SciFive?"
  medfm ask "大模型在医学影像里有哪些应用？" --doc 004
  medfm ask "Which datasets hold chest X-rays?" --kind "table row" --full
  echo "What is Psy-LLM?" | medfm ask --json
  medfm ask --batch questions.jsonl --json > answers.jsonl
  medfm ask --history talk.json "and its data?"

A line of a batch is {"id": …, "question": "…"}, with "doc", "lang" or "k" if
need be; other keys are left alone. Each gives one line of JSON, in order; one
that can't be asked gives {"id": …, "error": "…", "line": N}."""
_CHAT = """\
A line is a question, or a follow-up to the one before: "and its data?", "compare
it with the second one". It says what it understood a follow-up to ask.

  /sources     the sources of the last answer, whole
  /show N      the text around source N
  /save FILE   write the conversation, as Markdown or, to a .json file, as JSON
  /clear       forget the conversation
  /help, /quit

Ctrl-C stops an answer, Ctrl-D ends. Lines may be piped in."""
_SEARCH = """\
examples:
  medfm search "prompt tuning"
  medfm search "蛋白质结构预测" --json -k 20
  medfm search "GatorTron" --kind "table row" --doc 003"""
_SHOW = """\
examples:
  medfm show zhou-2024                      the sections, with their places
  medfm show 003 --section "Mental Health"  one section
  medfm show 003 --span 17881:17921         what stands around a citation"""
_GLOSSARY = """\
examples:
  medfm glossary             every term, in alphabetical order
  medfm glossary MLLM        a term, then those that have it as a part
  medfm glossary 对比学习 --json

A source is a document's number and a place, as `medfm show` takes them."""
_INDEX = """\
examples:
  medfm index build     build it anew; the former one stays until this is done
  medfm index status    what it holds, and whether it fits texts and settings
  medfm index verify    check every part of it"""


_UI = """\
examples:
  medfm ui                                  at http://127.0.0.1:7860
  medfm ui --llm openai:qwen3@http://localhost:8000/v1
  medfm ui --host 0.0.0.0 --auth people.txt

MEDFM_AUTH may hold name:password in place of the file."""


class Usage(AssistantError):
    """Something was typed that no command understands."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every other error is said."""

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message[:1].upper()}{message[1:]}.", f"See: {self.prog} --help")


def make_parser() -> Parser:
    """The parser of the whole command line."""
    parser = _parser(Parser, prog="medfm", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"medfm {package_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    add = partial(_parser, commands.add_parser)
    _add_ask(add("ask", help="answer a question, or a file of questions", epilog=_ASK))
    _add_chat(add("chat", help="ask and follow up", epilog=_CHAT))
    _add_search(add("search", help="find passages", epilog=_SEARCH))
    _add_show(add("show", help="show a source around a citation", epilog=_SHOW))
    _add_glossary(add("glossary", help="list terms in both languages", epilog=_GLOSSARY))
    _add_index(add("index", help="build, describe or check the index", epilog=_INDEX))
    add_eval(add("eval", help="measure answers, compare and report runs"), _add_models)
    _add_ui(add("ui", help="open the web app", epilog=_UI))
    _add_feedback(add("feedback", help="export what people thought of the web app's answers"))
    _add_home(add("doctor", help="tell what is installed and what to do next"))
    return parser


def package_version() -> str:
    """The version of the installed package."""
    try:
        return version("medfm-assistant")
    except PackageNotFoundError:  # run from a folder, not installed
        return "unknown"


def _parser(make: Callable[..., Parser], name: str | None = None, **options: Any) -> Parser:  # noqa: ANN401  argparse's own
    layout = partial(argparse.RawDescriptionHelpFormatter, width=_COLUMNS)
    options.setdefault("description", options.get("help", "").capitalize() + ".")
    names = [name] if name else []
    return make(*names, allow_abbrev=False, formatter_class=layout, **options)


def _add_ask(parser: Parser) -> None:
    parser.add_argument("question", nargs="*", help="the question; - or nothing reads it from stdin")
    parser.add_argument("--batch", metavar="FILE", help="questions as JSON Lines; - reads stdin")
    parser.add_argument(
        "--lang", choices=("en", "zh"), help="the answer's language (default: the question's)"
    )
    parser.add_argument("--full", action="store_true", help="whole quotes, and the entries they cite")
    parser.add_argument(
        "--stream", action="store_true", help="show what is being written, unchecked, on stderr"
    )
    parser.add_argument(
        "--history", metavar="FILE", help="former turns, so that the question may be a follow-up: JSON"
    )
    _add_filters(parser)
    _add_models(parser, ("embedder", "llm", "judge", "reranker"))
    add_writing(parser)


def _add_chat(parser: Parser) -> None:
    parser.add_argument("--history", metavar="FILE", help="go on from former turns: JSON that /save wrote")
    parser.add_argument(
        "--lang", choices=("en", "zh"), help="the answers' language (default: the question's)"
    )
    parser.add_argument("--full", action="store_true", help="whole quotes, and the entries they cite")
    _add_filters(parser, json=False)
    _add_models(parser, ("embedder", "llm", "judge", "reranker"))
    add_writing(parser)


def _add_search(parser: Parser) -> None:
    parser.add_argument("question", nargs="*", help="what to look for; - or nothing reads it from stdin")
    parser.add_argument("--full", action="store_true", help="whole passages")
    _add_filters(parser)
    _add_models(parser, ("embedder", "reranker"))


def _add_show(parser: Parser) -> None:
    parser.add_argument("doc", metavar="DOC", help="an id, a file name or its number")
    parser.add_argument("--section", metavar="S", help="show the section with S in its name or number")
    parser.add_argument(
        "--span",
        metavar="A:B",
        type=_span,
        action="append",
        help="mark these characters and show what is around; repeatable",
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of text")
    _add_home(parser)


def _add_glossary(parser: Parser) -> None:
    parser.add_argument("term", nargs="*", help="a term in English or Chinese, or an abbreviation")
    parser.add_argument("--json", action="store_true", help="JSON instead of text")
    _add_home(parser)


def _add_index(parser: Parser) -> None:
    parser.add_argument("action", choices=("build", "status", "verify"))
    parser.add_argument("--json", action="store_true", help="JSON instead of text")
    _add_models(parser, ("embedder",))


def _add_ui(parser: Parser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: this machine only)"
    )
    parser.add_argument("--port", type=_port, default=7860, help="the port to listen at (default: 7860)")
    parser.add_argument(
        "--auth", metavar="FILE", type=Path, help="ask who comes: a file of name:password, one a line"
    )
    _add_models(parser, ("embedder", "llm", "judge", "reranker"))
    add_writing(parser)


def _add_feedback(parser: Parser) -> None:
    parser.add_argument("action", choices=("export",))
    _add_home(parser)


def _add_filters(parser: Parser, json: bool = True) -> None:
    if json:
        parser.add_argument("--json", action="store_true", help="JSON instead of text")
    group = parser.add_argument_group("which texts")
    group.add_argument(
        "--doc",
        metavar="ID",
        action="append",
        default=[],
        help="only this document: id, file name or number; repeatable",
    )
    group.add_argument(
        "--source-lang",
        choices=("en", "zh"),
        action="append",
        default=[],
        help="only passages in this language",
    )
    group.add_argument("--section", metavar="S", default="", help="only sections with S in their path")
    group.add_argument(
        "--kind",
        metavar="K",
        type=_kind,
        action="append",
        default=[],
        help=f"only this kind; repeatable: {', '.join(KINDS)}",
    )
    # Checked with the other settings, so that a flag, a variable and a file say the same about a bad value.
    group.add_argument(
        "-k", "--k", "--count", dest="k", metavar="N", help="how many passages are read (1 to 50)"
    )


def _add_models(parser: Parser, names: tuple[str, ...]) -> None:
    helps = {
        "embedder": "built-in, a sentence-transformers id or path, or openai:MODEL@URL",
        "llm": "extractive, hf:ID-or-path, openai:MODEL@URL, or PROVIDER:MODEL",
        "judge": "built-in, overlap, llm, or an NLI cross-encoder's id or path",
        "reranker": "a cross-encoder's id or path",
    }
    group = parser.add_argument_group("models")
    for name in names:
        group.add_argument(f"--{name}", metavar="NAME", help=helps[name])
    _add_home(parser)


def add_writing(parser: Parser) -> None:
    """The flags for what a language model writes; checked with the other settings."""
    group = parser.add_argument_group("writing by a language model")
    group.add_argument(
        "--keep-unsupported",
        action="store_const",
        const=True,
        help="show unsupported sentences, marked, instead of dropping them",
    )
    group.add_argument("--fallback", metavar="NAME", help="extractive: let it answer when the model fails")
    group.add_argument("--max-tokens", metavar="N", help="how much may be written (default: 2048)")
    group.add_argument("--context", metavar="N", help="tokens that the model holds (default: what it says)")
    group.add_argument("--temperature", metavar="T", help="0 (default) takes the likeliest word each time")
    group.add_argument("--seed", metavar="N", help="for a temperature above 0 (default: 0)")
    group.add_argument("--timeout", metavar="S", help="seconds that a server may be silent (default: 120)")
    group.add_argument("--device", metavar="D", help="for hf: auto (default), cpu, cuda, cuda:1 or mps")
    group.add_argument("--dtype", metavar="T", help="for hf: auto (default), float32, bfloat16 or float16")


def _add_home(parser: Parser) -> None:
    parser.add_argument("--home", metavar="DIR", help="where all files lie (default: MEDFM_HOME)")


def _kind(text: str) -> str:
    kind = text.strip().lower().replace("-", " ")
    if kind not in KINDS:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(KINDS)}")
    return kind


def _span(text: str) -> Span:
    found = re.fullmatch(r"([0-9]{1,12}):([0-9]{1,12})", text.strip())
    if not found or int(found[1]) >= int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} is not A:B with A less than B, such as 120:180")
    return Span(int(found[1]), int(found[2]))


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
