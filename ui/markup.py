"""Small pieces of HTML. Whatever a question, a source or a model holds is escaped by these, once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from corpus import Span


def tag(name: str, inner: str, /, **attributes: object) -> str:
    """An element around `inner`, which is HTML; values of attributes are escaped. `class_` and `for_` stand
    for class and for, `data_x` for data-x; None leaves one out and True gives it no value."""
    return f"<{name}{_attributes(attributes)}>{inner}</{name}>"


def text_tag(name: str, text: object, /, **attributes: object) -> str:
    """An element around `text`, escaped."""
    return tag(name, escape(str(text)), **attributes)


def spans_text(spans: Iterable[Span]) -> str:
    """`10:20,30:40`, as links carry spans."""
    return ",".join(f"{span.start}:{span.end}" for span in spans)


def source_attributes(document: str, spans: Sequence[Span]) -> Mapping[str, object]:
    """What makes an element open a place of a text when it is clicked."""
    return {"data_doc": document, "data_spans": spans_text(spans)}


def details(summary: str, inner: str, **attributes: object) -> str:
    """A fold; `summary` is text, `inner` is HTML."""
    return tag("details", text_tag("summary", summary) + inner, **attributes)


def pretty_json(value: object) -> str:
    """JSON to be read, escaped."""
    return escape(json.dumps(value, ensure_ascii=False, indent=2))


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
