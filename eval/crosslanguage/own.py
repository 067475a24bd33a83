"""Our own questions: those whose answer stands only in the other language's texts, and all others."""

from collections.abc import Mapping, Sequence

from assistant.library import Library
from eval.crosslanguage.scorers import NAMES, Collection, Ranking, rankers
from eval.metrics.matching import first_gold
from eval.questions import EvalQuestion
from indexing.passages import Filter, Passage
from indexing.retrieval import ALWAYS, HybridRetriever
from indexing.training.evaluate import Embeds

FIRST = 5
"""Passages among which a gold one is looked for."""
ACROSS = "cross-language"
_NOT_SINGLE = {"bibliography", "follow-up"}
"""Questions that retrieval alone can't be asked: of other kinds of passages, or of what was said before."""

Slices = dict[str, list[EvalQuestion]]


def slices(questions: Sequence[EvalQuestion]) -> Slices:
    """The answerable questions by direction, those across languages first."""
    asked = [q for q in questions if q.answerable and q.kind not in _NOT_SINGLE and not q.history]
    across = {q.id for q in asked if q.kind == ACROSS}
    names = {"zh": "zh, answer only in English", "en": "en, answer only in Chinese"}
    found = {name: [q for q in asked if q.id in across and q.language == key] for key, name in names.items()}
    found |= {key: [q for q in asked if q.id not in across and q.language == key] for key in ("en", "zh")}
    return {name: part for name, part in found.items() if part}


def measure_own(
    questions: Sequence[EvalQuestion], library: Library, others: Mapping[str, Embeds]
) -> dict[str, dict[str, float]]:
    """By system and slice, the share of questions with a gold passage among the first five."""
    passages = searched(library)
    retriever = HybridRetriever(library.store, library.embedder, library.translator.occurrences)
    found: dict[str, dict[str, float]] = {}
    parts = slices(questions)
    for name, ranker in rankers(Collection(passages), retriever, others).items():
        for part, asked in parts.items():
            ranking = ranker([question.question for question in asked])
            found.setdefault(name, {})[part] = _share(asked, ranking, passages)
    return found


def searched(library: Library) -> tuple[Passage, ...]:
    """Every passage of the kinds that a question searches, in the order of their ids."""
    store, anything = library.store, library.embedder.embed(["anything"])[0]
    found = store.nearest(anything, store.passage_count(), Filter(kinds=ALWAYS))
    return store.passages(sorted(id for id, _ in found))


def _share(asked: Sequence[EvalQuestion], ranking: Ranking, passages: Sequence[Passage]) -> float:
    found = 0
    for question, row in zip(asked, ranking, strict=True):
        places = ((passages[i].document, passages[i].spans) for i in row[:FIRST])
        found += first_gold(question, places) is not None
    return found / len(asked)


def own_table(found: Mapping[str, Mapping[str, float]], questions: Sequence[EvalQuestion], split: str) -> str:
    """The figures as Markdown."""
    parts = slices(questions)
    head = " | ".join(f"{name} ({len(part)})" for name, part in parts.items())
    lines = [f"| own questions ({split}), gold passage in the first {FIRST} | {head} |"]
    lines.append("|---" * (len(parts) + 1) + "|")
    lines += [
        f"| {name} | {' | '.join(f'{found[name][part]:.3f}' for part in parts)} |"
        for name in NAMES
        if name in found
    ]
    return "\n".join(lines)
