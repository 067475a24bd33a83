"""Stored runs as HTML: headline figures, plots, slices, each question, and two runs side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from corpus import Span
from indexing.blocks import Language
from ui.charts import Bar, interval_plot, number
from ui.markup import details, pretty_json, source_attributes, tag, text_tag
from ui.runs import ALL, Figure, Run
from ui.words import metric_title, say, slice_title

MOST_QUESTIONS = 500
MOST_LIMIT = 50
"""How many questions a run that is started here asks at most."""
HEADLINES = (
    "facts", "faithfulness", "citation_recall", "citation_precision", "gold_cited", "right_refusals",
    "wrong_refusals", "made_up", "found@5", "aurc",
)  # fmt: skip
"""The metrics that a run is known by; the plot and the table of slices have all of them."""
_EXPECTED = ("facts", "answerable", "answer", "reason")
"""What a question may say of its right answer, beside the gold quotes."""
Json = dict[str, Any]


@dataclass(frozen=True)
class RunView:
    """Shows a run, beside another one if there is one to compare with."""

    run: Run
    other: Run | None
    language: Language

    def html(self) -> str:
        """Everything about the run. Raises BadRun."""
        parts = [
            self._facts(),
            self._headline(),
            self._plot(),
            self._slices(),
            self._questions(),
        ]
        return tag("article", "".join(parts), class_="mf-run")

    def _facts(self) -> str:
        about = self.run.about
        told = {key: about.get(key) for key in ("system", "set", "started", "finished")}
        line = " · ".join(str(value) for value in told.values() if value)
        rest = tag("pre", pretty_json(about))
        return text_tag("p", line, class_="mf-place") + details(say("settings", self.language), rest)

    def _headline(self) -> str:
        figures = (self.run.figure(name, ALL) for name in HEADLINES)
        cards = "".join(self._card(figure) for figure in figures if figure)
        return text_tag("h3", say("headline", self.language)) + tag("div", cards, class_="mf-figures")

    def _card(self, figure: Figure) -> str:
        words = [say("questions_count", self.language, n=figure.n)]
        if figure.low is not None:
            low, high = number(figure.low), number(figure.high)
            words.insert(0, say("interval", self.language, low=low, high=high))
        if figure.unscored:
            words.append(say("unscored", self.language, count=figure.unscored))
        better = "better_higher" if figure.higher_is_better else "better_lower"
        arrow = text_tag("span", "↑" if figure.higher_is_better else "↓", role="img",
                         title=say(better, self.language), aria_label=say(better, self.language))  # fmt: skip
        inner = tag("p", escape(self._title(figure)) + " " + arrow, class_="mf-metric")
        inner += text_tag("p", number(figure.value), class_="mf-value")
        inner += self._change(figure) + text_tag("p", " · ".join(words), class_="mf-place")
        return tag("div", inner, class_="mf-figure")

    def _change(self, figure: Figure) -> str:
        other = self.other.figure(figure.name, figure.slice) if self.other else None
        if other is None or other.value is None or figure.value is None:
            return ""
        change = figure.value - other.value
        better = (change > 0) == figure.higher_is_better
        sign = "=" if not round(change, 4) else "▲" if better else "▼"
        kind = "mf-even" if sign == "=" else "mf-better" if better else "mf-worse"
        told = f"{sign} {change:+.3f}"
        if _apart(figure, other):
            told += f" ({say('clear_change', self.language)})"
        return text_tag("p", told, class_=f"mf-change {kind}")

    def _plot(self) -> str:
        figures = [figure for figure in self.run.figures if figure.slice == ALL]
        bars = [
            Bar(self._title(figure), figure.value, figure.low, figure.high, self._other_value(figure))
            for figure in figures
            if figure.value is not None and figure.value <= 1
        ]
        return interval_plot(say("all_figures", self.language), bars) if bars else ""

    def _title(self, figure: Figure) -> str:
        return metric_title(figure.name, self.language)

    def _other_value(self, figure: Figure) -> float | None:
        found = self.other.figure(figure.name, figure.slice) if self.other else None
        return found.value if found else None

    def _slices(self) -> str:
        slices = list(dict.fromkeys(figure.slice for figure in self.run.figures))
        names = list(dict.fromkeys(figure.name for figure in self.run.figures))
        first = text_tag("th", say("slice", self.language), scope="col")
        head = first + "".join(
            text_tag("th", metric_title(name, self.language), scope="col") for name in names
        )
        rows = "".join(self._slice(part, names) for part in slices)
        table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
        heading = say("slices", self.language)
        box = tag("div", table, class_="mf-table-box", tabindex="0", role="region", aria_label=heading)
        return text_tag("h3", heading) + box

    def _slice(self, part: str, names: Sequence[str]) -> str:
        head = text_tag("th", slice_title(part, self.language), scope="row")
        return tag("tr", head + "".join(self._cell(name, part) for name in names))

    def _cell(self, name: str, part: str) -> str:
        figure = self.run.figure(name, part)
        if figure is None:
            return "<td></td>"
        extent = f"[{number(figure.low)}, {number(figure.high)}]" if figure.low is not None else ""
        small = text_tag("span", f"{extent} ({figure.n})".strip(), class_="mf-place")
        return tag("td", text_tag("b", number(figure.value)) + small)

    def _questions(self) -> str:
        shown = "".join(self._question(record) for record in self.run.answers[:MOST_QUESTIONS])
        search = tag("input", "", type="search", data_act="question-search", class_="mf-question-search",
                     placeholder=say("search_inside", self.language),
                     aria_label=say("search_inside", self.language))  # fmt: skip
        return text_tag("h3", say("each_question", self.language)) + search + tag("div", shown)

    def _question(self, record: Json) -> str:
        id, question = str(record.get("id")), record.get("question") or {}
        answer = record.get("answer") or {}
        scores = (self.run.scores.get(id) or {}).get("scores") or {}
        told = text_tag("p", answer.get("answer") or record.get("error") or "–", class_="mf-pre")
        inner = self._part("the_answer", told)
        if self.other:
            theirs = next((r for r in self.other.answers if str(r.get("id")) == id), {})
            text = (theirs.get("answer") or {}).get("answer") or theirs.get("error") or "–"
            inner += text_tag("h4", self.other.name) + text_tag("p", text, class_="mf-pre")
        inner += self._part("evidence", _quotes(answer.get("citations") or []))
        inner += self._part("gold", _quotes(_gold(question)) + _expected(question))
        named_scores = {metric_title(name, self.language): value for name, value in scores.items()}
        inner += self._part("scores", _pairs(named_scores))
        named = f"{id} · {question.get('question', '')}"
        return details(named, tag("div", inner, class_="mf-panel"), class_="mf-asked")

    def _part(self, key: str, inner: str) -> str:
        return text_tag("h4", say(key, self.language)) + inner


def controls_html(runs: Sequence[Run], running: bool, language: Language) -> str:
    """What chooses a run and one to compare it with, and what starts one."""
    names = [run.name for run in runs]
    chosen = "".join(text_tag("option", name, value=name) for name in names)
    none = text_tag("option", say("nothing", language), value="")
    label = _labelled(say("run", language), tag("select", chosen, data_act="run"))
    label += _labelled(say("against", language), tag("select", none + chosen, data_act="against"))
    count = tag("input", "", type="number", min="1", max=MOST_LIMIT, value="5", data_act="limit")
    start = _labelled(say("how_many", language), count)
    start += text_tag("button", say("start", language), type="button", data_act="start-run")
    start += text_tag("button", say("cancel", language), type="button", data_act="cancel-run", hidden=True)
    start += '<progress max="100" value="0" hidden></progress>'
    starter = tag("div", start, class_="mf-table-tools")
    begin = details(say("start_run", language), starter, open=running or not runs)
    begin += tag("output", "", class_="mf-run-state", aria_live="polite")
    empty = "" if runs else text_tag("p", say("no_runs", language), class_="mf-panel")
    tools = tag("div", label, class_="mf-table-tools") if runs else ""
    return tag("h2", escape(say("runs", language))) + empty + tools + begin + '<div class="mf-run-box"></div>'


def _labelled(text: str, control: str) -> str:
    return tag("label", escape(text) + " " + control)


def _apart(one: Figure, other: Figure) -> bool:
    if None in (one.low, one.high, other.low, other.high):
        return False
    return one.low > other.high or one.high < other.low  # type: ignore[operator]  # none of them is None


def _gold(question: Json) -> Iterator[Json]:
    for group in question.get("gold") or []:
        yield from group if isinstance(group, list) else [group]


def _expected(question: Json) -> str:
    return _pairs({key: question[key] for key in _EXPECTED if question.get(key) is not None})


def _pairs(values: Json) -> str:
    rows = "".join(text_tag("dt", key) + text_tag("dd", _plain(value)) for key, value in values.items())
    return tag("dl", rows, class_="mf-pairs-list")


def _plain(value: object) -> str:
    if isinstance(value, list):
        # Facts, each in the forms that it may be written in.
        return "; ".join(" / ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    return number(value) if isinstance(value, float) else str(value)


def _quotes(entries: object) -> str:
    items = []
    for entry in entries if isinstance(entries, Sequence) else list(entries):  # type: ignore[call-overload]
        where = source_attributes(str(entry.get("document")), _spans(entry))
        items.append(tag("li", text_tag("a", entry.get("quote") or "–", href="#", **where)))
    return tag("ul", "".join(items)) if items else text_tag("p", "–")


def _spans(entry: Json) -> list[Span]:
    spans = entry.get("spans") or [[entry.get("start", 0), entry.get("end", 1)]]
    return [Span(int(start), int(end)) for start, end in spans]
