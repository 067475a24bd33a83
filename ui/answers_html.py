"""Answers as HTML: sentences with their marks and chips, refusals, conflicts, details."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from assistant.answer import Answer, Citation, Conflict, Sentence
from assistant.cli.jsonout import answer_text
from assistant.cli.sources import PART, place
from assistant.cli.words import WORDS
from assistant.messages import MEDICAL_ADVICE
from corpus.errors import MedfmError
from indexing.blocks import BlockKind, Language
from indexing.passages import Hit
from ui.markup import details, source_attributes, tag, text_tag
from ui.texts import Texts
from ui.words import say

NEAREST = 3
"""How many passages are shown when there is no answer."""
PREVIEW = 200
"""How many characters of a source are shown under an answer."""
_SIGNS = {True: "✓", False: "✗"}


@dataclass(frozen=True)
class AnswerView:
    """Shows answers about `texts` to a reader of `language`."""

    texts: Texts
    language: Language

    def html(self, answer: Answer) -> str:
        """An answer with its sources, or the refusal with the nearest passages."""
        parts = list(self._refusal(answer) if answer.abstained else self._told(answer))
        if answer.dropped:
            items = "".join(tag("li", self._sentence(sentence, answer)) for sentence in answer.dropped)
            summary = say("dropped", self.language, count=len(answer.dropped))
            parts.append(details(summary, tag("ul", items), class_="mf-dropped"))
        if answer.thinking:
            parts.append(self.thinking(answer.thinking))
        parts.append(self._details(answer))
        return tag("div", "".join(parts), class_="mf-answer", lang=answer.question.language)

    def thinking(self, text: str) -> str:
        """A model's thoughts, folded."""
        return details(say("thinking", self.language), text_tag("p", text), class_="mf-thinking")

    def error(self, error: MedfmError, generator: str) -> str:
        """Why there is no answer; where a model failed, with the offer of the built-in one."""
        heading = text_tag("h3", f"⚠ {say('failed', self.language)}")
        offer = ""
        if generator:
            offer = text_tag("button", say("fallback", self.language), type="button", data_act="fallback",
                             class_="mf-primary")  # fmt: skip
        told = heading + text_tag("p", error.message) + (text_tag("p", error.remedy) if error.remedy else "")
        return tag("div", told + offer, class_="mf-panel mf-failed", role="alert")

    def _refusal(self, answer: Answer) -> Iterator[str]:
        sign = "⚕" if answer.reason == MEDICAL_ADVICE else "∅"
        heading = text_tag("h3", f"{sign} {say('refused', self.language)}")
        yield tag("div", heading + text_tag("p", answer.message), class_="mf-panel mf-refusal", role="status")
        if answer.hits:
            yield text_tag("h4", WORDS[self.language].closest)
            yield tag("ul", "".join(map(self._nearest, answer.hits[:NEAREST])), class_="mf-sources")

    def _told(self, answer: Answer) -> Iterator[str]:
        yield from self._paragraphs(answer)
        for conflict in answer.conflicts:
            yield self._conflict(conflict, answer)
        yield text_tag("h4", say("sources", self.language))
        items = (self._source(citation, answer) for citation in answer.citations)
        yield tag("ol", "".join(items), class_="mf-sources")

    def _paragraphs(self, answer: Answer) -> Iterator[str]:
        for (bullet, language), group in groupby(answer.sentences, key=lambda s: (s.bullet, s.language)):
            items = [self._sentence(sentence, answer) for sentence in group]
            foreign = language != answer.question.language
            note = text_tag("span", WORDS[answer.question.language].source_in, class_="mf-note")
            if bullet:
                listed = tag("ul", "".join(tag("li", item) for item in items), lang=language)
                yield (tag("p", note) if foreign else "") + listed
            else:
                yield tag("p", (note if foreign else "") + " ".join(items), lang=language)

    def _sentence(self, sentence: Sentence, answer: Answer) -> str:
        key = "supported_mark" if sentence.supported else "unsupported_mark"
        told = say(key, self.language, support=sentence.support)
        kind = "mf-ok" if sentence.supported else "mf-doubt"
        sign = text_tag("span", _SIGNS[sentence.supported], class_=f"mf-sign {kind}", title=told,
                        role="img", aria_label=told)  # fmt: skip
        text = text_tag("span", sentence.text, class_="mf-said")
        support = tag("span", sign + self._chips(sentence.citations, answer), class_="mf-support")
        return tag("span", f"{text} {support}", class_=f"mf-sentence {kind}")

    def _chips(self, numbers: Iterable[int], answer: Answer) -> str:
        known = {citation.n: citation for citation in answer.citations}
        return "".join(self._chip(known[number]) for number in numbers if number in known)

    def _chip(self, citation: Citation) -> str:
        source = self.texts.sources.of_citation(citation, WORDS[self.language])
        label = say("open_source", self.language, n=citation.n, source=source)
        where = source_attributes(citation.document, citation.spans)
        return text_tag("button", citation.n, type="button", class_="mf-chip", title=source,
                        aria_label=label, data_n=citation.n, **where)  # fmt: skip

    def _conflict(self, conflict: Conflict, answer: Answer) -> str:
        words = WORDS[self.language]
        head = words.differ_about.format(about=conflict.about) if conflict.about else words.differ
        sides = "".join(
            tag("li", text_tag("strong", side.value) + self._chips(side.citations, answer) + " "
                + text_tag("span", self._names(side.citations, answer), class_="mf-place"))
            for side in conflict.sides
        )  # fmt: skip
        inner = text_tag("h3", f"⇄ {head}") + tag("ul", sides)
        return tag("div", inner, class_="mf-panel mf-conflict")

    def _names(self, numbers: Sequence[int], answer: Answer) -> str:
        names = [self.texts.sources.short(c.document) for c in answer.citations if c.n in numbers]
        return PART.join(dict.fromkeys(names))

    def _source(self, citation: Citation, answer: Answer) -> str:
        words = WORDS[self.language]
        text = self.texts.documents[citation.document].text
        # A page that cuts a quote shows as a space, or the words beside the cut would run together.
        shown = " ".join(text[span.start : span.end] for span in citation.spans)
        if citation.kind is BlockKind.TABLE_ROW:
            shown = self.texts.sources.row_text(citation.document, citation.spans, shown)
        foot = f"{citation.source_file} {place(citation.spans)}"
        if citation.also_in:
            foot += PART + words.also_in.format(sources=self.texts.sources.also_in(citation.also_in))
        head = text_tag("b", self.texts.sources.of_citation(citation, words))
        inner = head + text_tag("span", _short(shown), class_="mf-preview")
        inner += text_tag("span", foot, class_="mf-place")
        number = text_tag("span", citation.n, class_="mf-number", aria_hidden="true")
        label = say("open_source", self.language, n=citation.n, source="")
        button = tag("button", number + tag("span", inner), type="button", class_="mf-source-row",
                     aria_label=label, **source_attributes(citation.document, citation.spans))  # fmt: skip
        return tag("li", button)

    def _nearest(self, hit: Hit) -> str:
        passage = hit.passage
        inner = text_tag("b", self.texts.sources.of_passage(passage))
        inner += text_tag("span", _short(passage.reading), class_="mf-preview")
        button = tag("button", tag("span", inner), type="button", class_="mf-source-row",
                     **source_attributes(passage.document, passage.spans))  # fmt: skip
        return tag("li", button)

    def _details(self, answer: Answer) -> str:
        question = answer.question
        words = WORDS[self.language]
        sentences = answer.sentences
        mean = sum(sentence.support for sentence in sentences) / max(1, len(sentences))
        supported = sum(sentence.supported for sentence in sentences)
        facts = [
            ("support", words.support.format(support=mean, supported=supported, all=len(sentences))),
            ("question", question.original or question.text),
            ("standalone", question.text if question.original else ""),
            ("language", question.language),
            ("k", question.count),
            ("documents", ", ".join(sorted(question.only.documents))),
            ("kinds", ", ".join(sorted(question.only.kinds))),
            ("source languages", ", ".join(sorted(question.only.languages))),
            ("generator", answer.generator),
            ("prompts", answer.prompts),
            ("judge", answer.judge),
            ("embedder", answer.embedder),
            ("settings", answer.settings),
            ("index", answer.index),
            ("passages left out", answer.left_out or ""),
            ("unknown markers ignored", answer.ignored_markers or ""),
            ("sentences repaired", answer.repaired or ""),
            ("time", f"{answer.timings.total:.0f} ms ({answer.timings.retrieve:.0f} + "
                     f"{answer.timings.compose:.0f} + {answer.timings.verify:.0f})"),
        ]  # fmt: skip
        rows = "".join(text_tag("dt", name) + text_tag("dd", value) for name, value in facts if value != "")
        return details(say("details", self.language), tag("dl", rows), class_="mf-details")


def found_html(count: int, language: Language) -> str:
    """What is told while the answer is being written."""
    return text_tag("p", say("reading", language, count=count), class_="mf-working", role="status")


def writing_html(text: str, thoughts: str, view: AnswerView) -> str:
    """Text that a model is writing, said to be unchecked."""
    note = text_tag("p", say("unchecked", view.language), class_="mf-working", role="status")
    body = tag("p", escape(text), class_="mf-unchecked") if text else ""
    return (view.thinking(thoughts) if thoughts else "") + note + body


def plain_text(answer: Answer) -> str:
    """The answer to be copied."""
    return answer_text(answer)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= PREVIEW else text[:PREVIEW].rstrip() + "…"
