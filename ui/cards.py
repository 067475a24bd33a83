"""Answers as HTML. Everything that a question or a source holds is escaped here, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from assistant.answer import Answer, Citation, Conflict, Sentence
from assistant.cli.sources import PART, Sources, place
from assistant.cli.words import WORDS, Words
from corpus import Span
from corpus.errors import MedfmError
from indexing.blocks import BlockKind
from indexing.passages import Hit
from ui.words import INTERFACE

NEIGHBOURHOOD = 400
"""How many characters of the text are shown before and after a quote."""
NEAREST = 3
"""How many passages are shown when there is no answer."""
_PREVIEW = 240
_GAP = "…"


def answer_html(answer: Answer, sources: Sources) -> str:
    """An answer with its sources, or the refusal with the nearest passages."""
    words = WORDS[answer.question.language]
    cards = _Cards(sources, words, INTERFACE[answer.question.language].in_the_text)
    parts = [f'<p class="medfm-question">{escape(answer.question.text)}</p>']
    if answer.abstained:
        parts.append(f'<p class="medfm-refusal" role="status">{escape(answer.message)}</p>')
        if answer.hits:
            parts.append(f"<h3>{escape(words.closest)}</h3>")
            parts += [cards.passage(hit) for hit in answer.hits[:NEAREST]]
    else:
        parts += _paragraphs(answer, words)
        parts += [_conflict(conflict, words) for conflict in answer.conflicts]
        parts.append(f"<h3>{escape(INTERFACE[answer.question.language].sources)}</h3>")
        parts += [cards.citation(citation) for citation in answer.citations]
    return _article(parts, answer.question.language)


def error_html(error: MedfmError) -> str:
    """What can't be asked, and what to do."""
    return _article([f'<p class="medfm-refusal" role="alert">{escape(str(error))}</p>'], "")


def neighbourhood_html(text: str, spans: Sequence[Span]) -> str:
    """The characters around `spans`, which are marked; what lies between distant spans shows as a gap."""
    shown, position = "", 0
    for window in _windows(spans, len(text)):
        shown += _GAP if window.start > position else ""
        position = window.start
        for span in sorted(spans):
            start, end = max(span.start, position), min(span.end, window.end)
            if start < end:
                shown += f"{escape(text[position:start])}<mark>{escape(text[start:end])}</mark>"
                position = end
        shown += escape(text[position : window.end])
        position = window.end
    return shown + (_GAP if position < len(text) else "")


def _windows(spans: Iterable[Span], length: int) -> list[Span]:
    windows: list[Span] = []
    for span in sorted(spans):
        start, end = max(0, span.start - NEIGHBOURHOOD), min(length, span.end + NEIGHBOURHOOD)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(end, windows[-1].end))
        else:
            windows.append(Span(start, end))
    return windows


def _article(parts: Iterable[str], language: str) -> str:
    return f'<article class="medfm" lang="{escape(language)}">{"".join(parts)}</article>'


def _paragraphs(answer: Answer, words: Words) -> Iterator[str]:
    for (bullet, language), group in groupby(answer.sentences, key=lambda s: (s.bullet, s.language)):
        items = [_sentence(sentence, words) for sentence in group]
        if bullet:
            yield f'<ul lang="{language}">{"".join(f"<li>{item}</li>" for item in items)}</ul>'
            continue
        foreign = language != answer.question.language
        note = f'<span class="medfm-note">{escape(words.source_in)}</span>' if foreign else ""
        yield f'<p lang="{language}">{note}{" ".join(items)}</p>'


def _sentence(sentence: Sentence, words: Words) -> str:
    doubt = "" if sentence.supported else f' <em class="medfm-doubt">{escape(words.unsupported)}</em>'
    return f"{escape(sentence.text)}{doubt} {_marks(sentence.citations)}"


def _marks(numbers: Iterable[int]) -> str:
    return " ".join(f'<a class="medfm-mark" href="#medfm-{number}">[{number}]</a>' for number in numbers)


def _conflict(conflict: Conflict, words: Words) -> str:
    head = words.differ_about.format(about=conflict.about) if conflict.about else words.differ
    sides = (f"<li>{escape(side.value)} {_marks(side.citations)}</li>" for side in conflict.sides)
    return f'<div class="medfm-conflict">{escape(head)}<ul>{"".join(sides)}</ul></div>'


class _Cards:
    """Sources as cards that open."""

    def __init__(self, sources: Sources, words: Words, label: str) -> None:
        self.sources = sources
        self.words = words
        self.label = label

    def citation(self, citation: Citation) -> str:
        """A numbered source. The link's target lies inside, as browsers open a card for what is in it."""
        is_row = citation.kind is BlockKind.TABLE_ROW
        shown = citation.quote
        if is_row:
            shown = self.sources.row_text(citation.document, citation.spans, citation.quote)
        details = [f"{citation.source_file} {place(citation.spans)}"]
        if citation.also_in:
            details.append(self.words.also_in.format(sources=self.sources.also_in(citation.also_in)))
        references = "".join(
            f"<li><b>{escape(entry.number)}</b> {escape(entry.text)}</li>" for entry in citation.references
        )
        return self._card(
            head=f"<b>[{citation.n}]</b> {escape(self.sources.of_citation(citation, self.words))}",
            preview=shown,
            inside=f'<div id="medfm-{citation.n}">{self._context(citation.document, citation.spans)}</div>',
            foot=PART.join(details),
            references=f'<ul class="medfm-references">{references}</ul>' if references else "",
        )

    def passage(self, hit: Hit) -> str:
        """A passage that is no answer."""
        passage = hit.passage
        return self._card(
            head=escape(self.sources.of_passage(passage)),
            preview=passage.reading,
            inside=self._context(passage.document, passage.spans),
            foot=f"{self.sources.documents[passage.document].file} {place(passage.spans)}",
        )

    def _context(self, document: str, spans: Sequence[Span]) -> str:
        text = neighbourhood_html(self.sources.documents[document].text, spans)
        return f'<div class="medfm-label">{escape(self.label)}</div><blockquote>{text}</blockquote>'

    def _card(self, head: str, preview: str, inside: str, foot: str, references: str = "") -> str:
        preview = " ".join(preview.split())
        short = preview if len(preview) <= _PREVIEW else preview[:_PREVIEW].rstrip() + _GAP
        return (
            f'<details class="medfm-card"><summary><span class="medfm-head">{head}</span>'
            f'<span class="medfm-preview">{escape(short)}</span></summary>'
            f'{inside}{references}<div class="medfm-foot">{escape(foot)}</div></details>'
        )
