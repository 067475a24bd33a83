"""Answers and passages as text: 80 columns, in the question's language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Conflict, Question, Sentence
from assistant.cli.console import Console
from assistant.cli.jsonout import marks
from assistant.cli.sources import PART, Sources, place
from assistant.cli.words import WORDS, Words
from assistant.cli.wrapping import shorten, width, wrap
from indexing.blocks import BlockKind
from indexing.passages import Hit, Passage

QUOTE_LINES = 2
NEAREST = 3
"""How many passages are shown when there is no answer."""
_MOST_REFERENCES = 12
_MARK = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class TextPrinter:
    """Prints on a console. `full` leaves quotes whole and adds the bibliography entries."""

    console: Console
    sources: Sources
    full: bool = False

    def question(self, question: Question) -> None:
        """Print what a follow-up was understood to ask; nothing for a question that stands alone."""
        if question.original:
            understood = WORDS[question.language].understood.format(question=question.text)
            self._wrapped(understood, style="dim")
            self.console.line()

    def answer(self, answer: Answer) -> None:
        """Print an answer with its sources, or why there is none."""
        words = WORDS[answer.question.language]
        if answer.abstained:
            self._abstained(answer, words)
            return
        for paragraph in _paragraphs(answer, words):
            self._wrapped(paragraph, rest="  " if paragraph.startswith("- ") else "", marked=True)
        for conflict in answer.conflicts:
            self._conflict(conflict, answer.citations, words)
        for citation in answer.citations:
            self.console.line()
            self.citation(citation, words)
        self.console.line()
        self._wrapped(_summary(answer, words), style="dim")
        self._thinking(answer, words)

    def hits(self, hits: Sequence[Hit], words: Words) -> None:
        """Print passages with their scores."""
        if not hits:
            self.console.line(words.no_passages)
        for number, hit in enumerate(hits, 1):
            if number > 1:
                self.console.line()
            self._hit(number, hit, words)

    def _abstained(self, answer: Answer, words: Words) -> None:
        self._wrapped(answer.message)
        if answer.hits:
            self.console.line()
            self.console.line(words.closest)
        for hit in answer.hits[:NEAREST]:
            source = self.sources.of_passage(hit.passage)
            self._wrapped(f"{source}:", first="  ", rest="    ", style="bold")
            self._quoted(_one_line(hit.passage), indent="    ", mark="")
        written = PART.join(_of_writing(answer, words))
        if written:
            self.console.line()
            self._wrapped(written, style="dim")
        self._thinking(answer, words)

    def _thinking(self, answer: Answer, words: Words) -> None:
        if self.full and answer.thinking:
            self.console.line()
            self.console.line(words.thoughts)
            for line in answer.thinking.splitlines():
                self._wrapped(line, "  ", "  ", style="dim")

    def _conflict(self, conflict: Conflict, citations: Sequence[Citation], words: Words) -> None:
        self._wrapped(words.differ_about.format(about=conflict.about) if conflict.about else words.differ)
        documents = {citation.n: citation.document for citation in citations}
        for side in conflict.sides:
            names = [self.sources.short(documents[n]) for n in side.citations if n in documents]
            source = words.comma.join(dict.fromkeys(names))
            source = words.translation_of.format(source=source) if side.translation else source
            value = words.said_in.format(value=side.value, source=source)
            text = value if names else side.value
            self._wrapped(f"- {text} {marks(side.citations)}", rest="  ", marked=True)

    def citation(self, citation: Citation, words: Words) -> None:
        """Print where a citation stands, what it quotes, and which entries of the bibliography that cites."""
        first = f"[{citation.n}] "
        indent = " " * width(first)
        self._wrapped(self.sources.of_citation(citation, words), first, indent, style="bold")
        if citation.kind is BlockKind.TABLE_ROW:
            row = self.sources.row_text(citation.document, citation.spans, citation.quote)
            self._quoted(row, indent, mark="")
        else:
            self._quoted(_in_pieces(citation), indent, mark="“”")
        details = [f"{citation.source_file} {place(citation.spans)}", *self._details(citation, words)]
        self._wrapped(PART.join(details), indent, indent, style="dim")
        if self.full:
            for entry in citation.references:
                self._wrapped(f"{entry.number}: {entry.text}", f"{indent}  ", f"{indent}    ")

    def _details(self, citation: Citation, words: Words) -> Iterator[str]:
        numbers = [entry.number for entry in citation.references]
        if numbers:
            more = ["…"] if len(numbers) > _MOST_REFERENCES else []
            yield words.cites.format(numbers=words.comma.join(numbers[:_MOST_REFERENCES] + more))
        if citation.also_in:
            yield words.also_in.format(sources=self.sources.also_in(citation.also_in))

    def _hit(self, number: int, hit: Hit, words: Words) -> None:
        passage = hit.passage
        first = f"{number}. "
        indent = " " * width(first)
        self._wrapped(self.sources.of_passage(passage), first, indent, style="bold")
        self._quoted(_one_line(passage), indent, mark="", lines=4)
        ranks = words.comma.join(f"{name} {rank}" for name, rank in hit.ranks.items())
        details = [
            f"{self.sources.documents[passage.document].file} {place(passage.spans)}",
            words.kinds[passage.kind],
            words.score.format(score=hit.score, ranks=ranks),
        ]
        if hit.also_in:
            details.append(words.also_in.format(sources=self.sources.also_in(hit.also_in)))
        self._wrapped(PART.join(details), indent, indent, style="dim")

    def _quoted(self, text: str, indent: str, mark: str, lines: int = QUOTE_LINES) -> None:
        """`text` between the two characters of `mark`, shortened to `lines` unless all of it is wanted."""
        # What wrapping leaves free at a line's end is not to make a line too many.
        room = lines * (self.console.columns - width(indent)) - 4 * lines
        text = text if self.full else shorten(text, room)
        self._wrapped(f"{mark[:1]}{text}{mark[1:]}", indent, indent)

    def _wrapped(
        self, text: str, first: str = "", rest: str = "", style: str = "", marked: bool = False
    ) -> None:
        for line in wrap(text, self.console.columns, first, rest):
            if marked:
                line = _MARK.sub(lambda match: self.console.styled(match.group(), "cyan"), line)
            self.console.line(self.console.styled(line, style) if style else line)


def _paragraphs(answer: Answer, words: Words) -> Iterator[str]:
    """Running sentences together, bullets apart; where the language changes, a paragraph that says so."""
    running = ""
    language = answer.question.language
    before: Sentence | None = None
    for sentence in answer.sentences:
        text = _marked(sentence, before, words)
        foreign = sentence.language != answer.question.language
        if foreign and language != sentence.language:
            text = words.source_in + text
        if running and (sentence.bullet or language != sentence.language):
            yield running
            running = ""
        language, before = sentence.language, sentence
        if sentence.bullet:
            yield f"- {text}"
        else:
            running = f"{running} {text}".strip()
    if running:
        yield running


def _marked(sentence: Sentence, before: Sentence | None, words: Words) -> str:
    """The sentence with its citations; a bullet that rests on the same place as the line before it shows
    none, for the line before it shows them."""
    doubt = "" if sentence.supported else words.unchecked if sentence.problem else words.unsupported
    same = sentence.bullet and before is not None and before.citations == sentence.citations
    return " ".join(filter(None, [sentence.text, doubt, "" if same else marks(sentence.citations)]))


def _summary(answer: Answer, words: Words) -> str:
    """How well the answer is supported, of all that was written, and who wrote it in which time."""
    supported = sum(sentence.supported for sentence in answer.sentences)
    mean = sum(sentence.support for sentence in answer.sentences) / max(1, len(answer.sentences))
    written = len(answer.sentences) + len(answer.dropped)
    support = words.support.format(support=mean, supported=supported, all=written)
    time = words.milliseconds.format(generator=answer.generator, time=answer.timings.total)
    return PART.join([support, *_of_writing(answer, words), time])


def _of_writing(answer: Answer, words: Words) -> Iterator[str]:
    """What became of what was written, where that is worth telling."""
    counts = (
        (words.dropped, len(answer.dropped)),
        (words.repaired, answer.repaired),
        (words.ignored, answer.ignored_markers),
        (words.left_out, answer.left_out),
    )
    return (wording.format(count=count) for wording, count in counts if count)


def _one_line(passage: Passage) -> str:
    return " ".join(passage.reading.split())


def _in_pieces(citation: Citation) -> str:
    """The quote to be read: a page or a figure that cuts it shows as a space, or the words beside the cut
    would run together."""
    pieces = []
    place = 0
    for start, end in citation.spans:
        pieces.append(citation.quote[place : place + end - start].strip())
        place += end - start
    return " ".join(pieces)
