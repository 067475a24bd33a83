"""The same inputs by the definitions of others: ALCE's procedure, ragas' formulas."""

import random
from importlib.util import find_spec

import pytest
from replying import case, passage, replied
from tiny import ROBOTS

from corpus import Span
from eval.judging.claims import SentenceSplitter
from eval.judging.verdicts import Jury
from eval.metrics import METRICS
from eval.replies import Citation

QUOTES = ("one", "two", "three")


class Subsets:
    """Supports a sentence by the subsets of citations that a draw has chosen; any superset does too."""

    name = "subsets"

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.enough: dict[str, list[frozenset[str]]] = {}

    def support(self, claim: str, source: str) -> float:
        if claim not in self.enough:
            count = self.draw.randrange(3)
            self.enough[claim] = [
                frozenset(self.draw.sample(QUOTES, self.draw.randrange(1, 4))) for _ in range(count)
            ]
        return float(any(some <= set(source.split("\n")) for some in self.enough[claim]))


def alce(judge: Subsets, sentences: list[tuple[str, list[str]]]) -> tuple[float, float]:
    """Recall and precision of citations as sections 4 and A of Gao et al. (2023) tell to compute them."""
    recalled = precise = cited = 0.0
    for text, quotes in sentences:
        together = judge.support(text, "\n".join(quotes)) if quotes else 0.0
        recalled += together
        cited += len(quotes)
        if not together:
            continue
        for quote in quotes:
            alone = judge.support(text, quote)
            rest = [other for other in quotes if other != quote]
            without = judge.support(text, "\n".join(rest)) if rest else 0.0
            precise += not (not alone and without)
    return recalled / len(sentences), precise / cited if cited else 0.0


@pytest.mark.parametrize("seed", range(40))
def test_citations_by_alces_procedure(seed: int) -> None:
    draw = random.Random(seed)
    sentences = [
        (f"Sentence {number}.", draw.sample(QUOTES, draw.randrange(4)))
        for number in range(draw.randrange(1, 5))
    ]
    citations = [Citation(n, "english", (Span(0, 1),), quote) for n, quote in enumerate(QUOTES, 1)]
    said = [(text, tuple(sorted(QUOTES.index(q) + 1 for q in quotes)), 1.0) for text, quotes in sentences]
    reply = replied(*said, citations=citations)
    judge = Subsets(seed)
    wanted = alce(judge, [(text, sorted(quotes, key=QUOTES.index)) for text, quotes in sentences])
    verdicts = Jury(judge, SentenceSplitter()).verdicts(reply)
    scored = case(ROBOTS, reply, verdicts=verdicts)
    found = METRICS["citation_recall"].score(scored), METRICS["citation_precision"].score(scored)
    assert found == pytest.approx(wanted)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(find_spec("ragas") is None, reason="ragas is an optional extra (medfm-assistant[ragas])")
@pytest.mark.parametrize("hits", [(0, 1, 1, 0), (1, 0, 0, 1), (1,), (0, 0), (1, 1, 1)])
def test_context_precision_by_ragas_own_code(hits: tuple[int, ...]) -> None:
    from ragas.metrics._context_precision import LLMContextPrecisionWithReference, Verification

    gold, other = passage("english", "Robots can assist"), passage("third", "Protein")
    found = METRICS["context_precision"].score(
        case(ROBOTS, replied(passages=[gold if hit else other for hit in hits]))
    )
    verdicts = [Verification(reason="", verdict=hit) for hit in hits]
    wanted = LLMContextPrecisionWithReference()._calculate_average_precision(verdicts)
    assert found == pytest.approx(wanted)
