"""Every question of a report: what was asked, what each system said, on what evidence, and what is right."""

from collections.abc import Iterator, Sequence
from html import escape

from eval.questions import EvalQuestion
from eval.replies import Json
from eval.report.data import RunData
from eval.running.scoring import Scored

_SHOWN = ("facts", "faithfulness", "citation_recall", "citation_precision", "gold_cited", "found@5")
_SNIPPET = 240


def filters(runs: Sequence[RunData]) -> str:
    """The search box and the choices; they work on what `question_cards` gives."""
    questions = [item.question for item in runs[0].answers.values()]
    kinds = sorted({question.kind for question in questions})
    states = {
        "short": "facts missing",
        "wrong-refusal": "wrongly refused",
        "wrong-answer": "wrongly answered",
        "unsupported": "not supported",
        "failed": "failed or unscored",
    }
    choices = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in states.items())
    options = "".join(f"<option>{escape(kind)}</option>" for kind in kinds)
    return (
        '<div class="filters"><input id="search" type="search" placeholder="search" aria-label="search">'
        '<select id="language" aria-label="language"><option value="">both languages</option>'
        "<option>en</option><option>zh</option></select>"
        f'<select id="kind" aria-label="kind"><option value="">all kinds</option>{options}</select>'
        f'<select id="state" aria-label="state"><option value="">all answers</option>{choices}</select>'
        '<span class="soft" id="count"></span></div>'
    )


def question_cards(runs: Sequence[RunData]) -> Iterator[str]:
    """A card a question; states are those of the first run."""
    for id, item in runs[0].answers.items():
        question = item.question
        said = "".join(_answer(run, id) for run in runs)
        states = list(_states(runs[0], id))
        tags = "".join(f' <span class="tag bad">{escape(state)}</span>' for state in states)
        yield (
            f'<details class="q" data-language="{question.language}" data-kind="{escape(question.kind)}" '
            f'data-states="{" ".join(states)}"><summary>{escape(question.question)} '
            f'<span class="tag">{escape(id)}</span> <span class="tag">{escape(question.kind)}</span>{tags}'
            f"</summary>{_wanted(question)}{said}</details>"
        )


def _states(run: RunData, id: str) -> Iterator[str]:
    scored = run.scores[id]
    if scored.unscored:
        yield "failed"
    if scored.values.get("wrong_refusals") == 1.0:
        yield "wrong-refusal"
    elif _below(scored, "facts"):
        yield "short"
    if scored.values.get("right_refusals") == 0.0:
        yield "wrong-answer"
    if _below(scored, "faithfulness") or _below(scored, "citation_recall"):
        yield "unsupported"


def _below(scored: Scored, name: str) -> bool:
    value = scored.values.get(name)
    return isinstance(value, float) and value < 1.0


def _wanted(question: EvalQuestion) -> str:
    before = "".join(f"<p class='soft'>before: {escape(text)}</p>" for text in question.history)
    if not question.answerable:
        return f"{before}<h3>Not in the texts: {escape(str(question.reason))}</h3>" + _soft(question.note)
    facts = "; ".join(" = ".join(forms) for forms in question.facts)
    gold = "".join(
        f'<blockquote class="gold">{escape(quote.quote)} <span class="soft">{escape(quote.document)} '
        f"{quote.span.start}:{quote.span.end}</span></blockquote>"
        for group in question.gold
        for quote in group
    )
    return (
        f"{before}<h3>Reference</h3><p>{escape(question.answer)}</p>{_soft('Key facts: ' + facts)}"
        f"<details><summary class='soft'>gold</summary>{gold}</details>"
    )


def _soft(text: str) -> str:
    return f'<p class="soft">{escape(text)}</p>' if text else ""


def _answer(run: RunData, id: str) -> str:
    item, scored = run.answers[id], run.scores[id]
    head = f"<h3>{escape(run.name)} {_scores(scored)}</h3>"
    problems = "".join(_soft(f"unscored: {name}: {why}") for name, why in scored.problems.items())
    if item.answer is None:
        return f'{head}<div class="said"><p class="no">{escape(item.error or "")}</p></div>'
    answer = item.answer
    if answer["abstained"]:
        said = f'<p class="soft">refused: {escape(answer["answer"])}</p>'
    else:
        pairs = scored.values.get("support_error")
        verdicts = [came for _, came in pairs] if isinstance(pairs, tuple) else []
        said = "".join(
            _sentence(sentence, verdicts[n] if len(verdicts) == len(answer["sentences"]) else None)
            for n, sentence in enumerate(answer["sentences"])
        )
    return f'{head}<div class="said">{said}{problems}{_evidence(answer)}</div>'


def _sentence(sentence: Json, verdict: float | None) -> str:
    mark = "open" if verdict is None else "ok" if verdict else "no"
    numbers = " ".join(f"[{n}]" for n in sentence["citations"])
    support = "" if sentence["support"] is None else f" {sentence['support']:.2f}"
    return f'<p class="{mark}">{escape(sentence["text"])} <span class="soft">{numbers}{support}</span></p>'


def _scores(scored: Scored) -> str:
    tags = []
    for name in _SHOWN:
        value = scored.values.get(name)
        if isinstance(value, float):
            tone = "good" if value == 1.0 else "bad" if value == 0.0 else ""
            tags.append(f'<span class="tag {tone}">{escape(name)} {value:.2f}</span>')
    return " ".join(tags)


def _evidence(answer: Json) -> str:
    quotes = "".join(
        f"<blockquote>[{c['n']}] {escape(c['quote'])} {_place(c)}</blockquote>" for c in answer["citations"]
    )
    read = "".join(
        f"<blockquote>{escape(p['text'][:_SNIPPET])}{'…' if len(p['text']) > _SNIPPET else ''} "
        f"{_place(p)}</blockquote>"
        for p in answer["passages"]
    )
    return (
        f"<details><summary class='soft'>cited ({len(answer['citations'])})</summary>{quotes}</details>"
        f"<details><summary class='soft'>read ({len(answer['passages'])})</summary>{read}</details>"
    )


def _place(record: Json) -> str:
    path = " › ".join([record["document"], *record["section"]])
    return f'<span class="soft">{escape(path)} {record["start"]}:{record["end"]}</span>'
