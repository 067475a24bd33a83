"""`medfm search`: passages only."""

from argparse import Namespace

from assistant.cli.ask import question_of, read_question
from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.opening import open_assistant
from assistant.cli.selection import nothing_there


def run(parsed: Namespace, console: Console) -> int:
    """Find passages. 0 found, 1 none."""
    text = read_question(parsed.question)
    settings = settings_of(parsed)
    assistant = open_assistant(settings, console)
    documents = assistant.store.documents()
    question = question_of(parsed, text, settings, documents)
    hits = assistant.search(question)
    if not hits and question.only.section:
        raise nothing_there(question.only)
    from assistant.cli.sources import Sources

    sources = Sources(assistant.store)
    if parsed.json:
        from assistant.cli.jsonout import search_json

        console.json(search_json(question, hits, sources))
    else:
        from assistant.cli.output import TextPrinter
        from assistant.cli.words import WORDS

        TextPrinter(console, sources, parsed.full).hits(hits, WORDS[question.language])
    return 0 if hits else 1
