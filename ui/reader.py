"""The source beside an answer, and the library: what opens when a citation or a link is followed."""

from collections.abc import Sequence
from html import escape

from assistant.cli.sources import PART, main_title, number_of, place
from corpus import Document, Span
from indexing.blocks import Block, BlockKind, Language
from ui.markup import details, source_attributes, spans_text, tag, text_tag
from ui.texts import Texts
from ui.words import LANGUAGE_NAMES, say

_CRUMB = '<span class="mf-sep" aria-hidden="true">›</span>'


def source_html(texts: Texts, name: str, spans: Sequence[Span], language: Language) -> str:
    """A quote in its place: section path, text around it, its table, its pair, what it cites.

    Raises UnknownName for a text or place that there is none of.
    """
    document = texts.find(name, spans)
    touched = texts.at(document.id, spans)
    around = texts.view(document.id).html(texts.around(document.id, spans), spans)
    parts = [
        _head(texts, document, touched, spans, language),
        tag("div", around, class_="mf-context", tabindex="0", role="region",
            aria_label=say("as_written", language)),
        _pairs(texts, touched, language),
        _references(texts, document, spans, language),
    ]  # fmt: skip
    return tag("article", "".join(parts), class_="mf-source", data_at=spans_text(spans))


def library_html(texts: Texts, language: Language) -> str:
    """The documents as cards."""
    cards = (_document_card(texts, document, language) for document in texts.documents.values())
    return tag("div", "".join(cards), class_="mf-cards")


def reader_html(texts: Texts, name: str, spans: Sequence[Span], language: Language) -> str:
    """A whole document with its section tree; `spans` are marked. Raises UnknownName."""
    document = texts.find(name, spans)
    entries = (
        tag("li", text_tag("a", section.title, href=f"#at-{section.span.start}", data_at=section.span.start),
            class_=f"mf-depth-{min(4, len(section.path))}")
        for section in texts.outline(document.id)
    )  # fmt: skip
    tree = tag("nav", tag("ol", "".join(entries)), class_="mf-tree", aria_label=say("sections", language))
    search = tag(
        "div",
        tag("input", "", type="search", placeholder=say("search_inside", language), data_act="find",
            aria_label=say("search_inside", language)) + tag("output", "", class_="mf-count"),
        class_="mf-find",
    )  # fmt: skip
    body = texts.view(document.id).html(texts.blocks(document.id), spans)
    back = text_tag("button", f"‹ {say('all_documents', language)}", type="button", data_act="library",
                    class_="mf-plain")  # fmt: skip
    head = tag("header", back + text_tag("h2", document.title, lang=_tongue(document)) + search)
    side = tag("aside", details(say("sections", language), tree, open=True))
    text = tag("div", body, class_="mf-context mf-whole", tabindex="0", role="region",
               aria_label=document.title)  # fmt: skip
    return tag("article", head + tag("div", side + text, class_="mf-columns"), class_="mf-reader",
               data_doc=document.id)  # fmt: skip


def _head(
    texts: Texts, document: Document, touched: Sequence[Block], spans: Sequence[Span], language: Language
) -> str:
    path = texts.section(touched[0]) if touched else ()
    row = next((b for b in touched if b.kind is BlockKind.TABLE_ROW), None)
    label = texts.sources.labels.get(row.table or "") if row else None
    crumbs = _CRUMB.join(text_tag("span", part) for part in [*path, *([label] if label else [])])
    where = f"{document.file} {place(spans)}"
    buttons = text_tag("a", say("open_reader", language), class_="mf-button", data_act="open-reader",
                       href=_link(document, spans))  # fmt: skip
    buttons += text_tag("button", say("link", language), type="button", data_act="copy-link",
                        data_link=_link(document, spans))  # fmt: skip
    title = f"{texts.sources.short(document.id)} · {main_title(document)}"
    return tag(
        "header",
        text_tag("h3", title, lang=_tongue(document))
        + tag("p", crumbs, class_="mf-path")
        + text_tag("p", where, class_="mf-place")
        + tag("p", buttons, class_="mf-buttons"),
    )


def _pairs(texts: Texts, touched: Sequence[Block], language: Language) -> str:
    found = {pair.id: pair for block in touched for pair in texts.pairs(block)}
    if not found:
        return ""
    shown = "".join(
        tag("blockquote", escape(" ".join(_text(texts, pair).split("\t"))), lang=pair.language,
            class_="mf-pair", **source_attributes(pair.document, pair.spans))
        for pair in found.values()
    )  # fmt: skip
    source = texts.sources.also_in([next(iter(found.values())).document])
    heading = text_tag("h4", say("other_language", language, source=source))
    return tag("section", heading + shown, class_="mf-pairs")


def _references(texts: Texts, document: Document, spans: Sequence[Span], language: Language) -> str:
    entries = texts.references(document.id, spans)
    if not entries:
        return ""
    items = "".join(
        tag("li", text_tag("b", f"[{entry.number}]") + " " + escape(entry.text)) for entry in entries
    )
    heading = text_tag("h4", say("cited_here", language))
    return tag("section", heading + tag("ul", items), class_="mf-references")


def _document_card(texts: Texts, document: Document, language: Language) -> str:
    pieces = sum(block.kind is not BlockKind.LAYOUT for block in texts.blocks(document.id))
    tables = len(texts.view(document.id).tables)
    size = say("characters", language, count=len(document.text), pieces=pieces, tables=tables)
    facts = [
        ("authors", ", ".join(document.authors)),
        ("year", document.year),
        ("text_language", " + ".join(LANGUAGE_NAMES.get(code, code) for code in document.languages)),  # type: ignore[call-overload]
        ("size", size),
        ("from", document.source),
        ("rights", document.rights),
        ("file", document.file),
    ]
    rows = "".join(text_tag("dt", say(key, language)) + text_tag("dd", value) for key, value in facts)
    button = text_tag("a", say("read", language), class_="mf-button mf-primary", data_act="open-reader",
                      href=_link(document, ()))  # fmt: skip
    title = PART.join([number_of(document), texts.sources.short(document.id)])
    return tag(
        "article",
        text_tag("p", title, class_="mf-place")
        + text_tag("h3", document.title, lang=_tongue(document))
        + tag("dl", rows)
        + button,
        class_="mf-card",
    )


def _link(document: Document, spans: Sequence[Span]) -> str:
    return f"?doc={document.id}" + (f"&span={spans_text(spans)}" if spans else "")


def _text(texts: Texts, block: Block) -> str:
    text = texts.documents[block.document].text
    return " ".join(text[span.start : span.end] for span in block.spans)


def _tongue(document: Document) -> str:
    return document.languages[0]
