"""An answer to take away: Markdown, JSON, BibTeX."""

import json
import re
from collections.abc import Iterable

from assistant.answer import Answer
from assistant.cli.jsonout import answer_json, answer_text
from assistant.cli.sources import Sources, place
from assistant.cli.words import WORDS
from assistant.errors import AssistantError
from corpus import Document
from indexing.blocks import Reference

TYPES = {"markdown": ("md", "text/markdown"), "json": ("json", "application/json"),
         "bibtex": ("bib", "application/x-bibtex")}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE = re.compile(r"[“\"](.{8,300}?)[,.]?[”\"]")
_SPECIAL = re.compile(r"([&%$#_{}])")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|])")


def export(answer: Answer, kind: str, sources: Sources) -> str:
    """The answer as `kind`, one of TYPES. Raises AssistantError for another."""
    if kind == "json":
        return json.dumps(answer_json(answer, sources), ensure_ascii=False, indent=2) + "\n"
    if kind == "markdown":
        return markdown(answer, sources)
    if kind == "bibtex":
        return bibtex(answer, sources)
    raise AssistantError(f"There is no export {kind[:40]!r}.", f"Exports are: {', '.join(TYPES)}.")


def markdown(answer: Answer, sources: Sources) -> str:
    """Question, answer, and each source with its quote and place. Text is text, whatever it looks like."""
    words = WORDS[answer.question.language]
    said = "\n".join(_plain(line) for line in answer_text(answer).splitlines())
    lines = [f"# {_plain(answer.question.original or answer.question.text)}", "", said, ""]
    for citation in answer.citations:
        quoted = " ".join(citation.quote.split())
        lines += [
            f"\\[{citation.n}\\] {_plain(sources.of_citation(citation, words))}  ",
            f"> {_plain(quoted)}",
            "",
            f"{citation.source_file} {place(citation.spans)}",
            "",
        ]
    lines.append(f"{answer.generator} · settings {answer.settings} · index {answer.index[:12]}")
    return "\n".join(lines) + "\n"


def bibtex(answer: Answer, sources: Sources) -> str:
    """The surveys that the answer cites, and the papers that the quoted text itself cites."""
    documents = dict.fromkeys(citation.document for citation in answer.citations)
    surveys = (_survey(sources.documents[document]) for document in documents)
    entries = {(entry.document, entry.number): entry for c in answer.citations for entry in c.references}
    return "\n".join([*surveys, *(_paper(entry) for entry in entries.values())])


def _survey(document: Document) -> str:
    fields = {
        "author": " and ".join(document.authors),
        "title": document.title,
        "year": str(document.year),
        "howpublished": document.source,
    }
    return _entry("article" if "Journal" in document.source else "misc", document.id, fields.items())


def _paper(entry: Reference) -> str:
    """An entry of a bibliography. Its title and year are taken where they are plain to see; `note` has the
    whole of it, as the survey prints it."""
    text = " ".join(entry.text.replace("*", "").split())
    title, years = _TITLE.search(text), _YEAR.findall(text)
    fields = {"title": title[1] if title else "", "year": years[-1] if years else "", "note": text}
    key = re.sub(r"[^A-Za-z0-9-]", "", f"{entry.document}-ref{entry.number}")
    return _entry("misc", key, fields.items())


def _entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    told = ",\n".join(f"  {name} = {{{_escaped(value)}}}" for name, value in fields if value)
    return f"@{kind}{{{key},\n{told}\n}}\n"


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value.replace("\\", "\\textbackslash "))


def _plain(text: str) -> str:
    bullet = "- " if text.startswith("- ") else ""
    return bullet + _MARKDOWN.sub(r"\\\1", text.removeprefix(bullet))
