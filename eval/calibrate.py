"""`python -m eval.calibrate`: fits the weights by which the built-in generator knows when to refuse.

Logistic regression with an L2 penalty on the development questions that reach the generator, and on those
written for the joint reader about places that it didn't learn from, near misses among them. The figures
printed are by leave-one-out, so that no question judges itself. Copy the weights into
`assistant/extractive/confidence.py`.
"""

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Question
from assistant.extractive.confidence import FEATURES
from assistant.extractive.generator import ExtractiveGenerator
from assistant.joint.training.written import evidence_of, read_questions
from assistant.pipeline import Assistant
from assistant.questions import language_of
from assistant.scope import in_scope
from assistant.settings import load_settings
from corpus.errors import MedfmError
from eval.questions import load_questions

COUNTS = {"dev": 1.0, "held out": 0.5}
"""What each set counts: many of what was held out are near misses, which are harder than what people ask."""
PENALTY = 0.5
STEPS = 500


@dataclass(frozen=True)
class Examples:
    """Features, shape `(questions, features)`, whether each can be answered, and the set it is of."""

    features: NDArray[np.float64]
    answerable: NDArray[np.float64]
    sets: NDArray[np.str_]

    def without(self, place: int) -> "Examples":
        """All but one."""
        return Examples(
            np.delete(self.features, place, 0),
            np.delete(self.answerable, place),
            np.delete(self.sets, place),
        )


def fit(examples: Examples) -> NDArray[np.float64]:
    """Weights by Newton's method; in each set what can be answered counts as much as what can't."""
    x, y = examples.features, examples.answerable
    weights = np.zeros(x.shape[1])
    balance = np.zeros(len(y))
    for name, count in COUNTS.items():
        for label in (0, 1):
            group = (examples.sets == name) & (y == label)
            balance[group] = count * len(y) / 2 / max(group.sum(), 1)
    ridge = np.eye(x.shape[1]) * PENALTY
    ridge[0, 0] = 1e-6
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (balance * (p - y)) + ridge @ weights
        hessian = (x * (balance * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def examples(assistant: Assistant) -> Examples:
    """What the weights are fitted on."""
    generator = assistant.generator
    if not isinstance(generator, ExtractiveGenerator):
        raise TypeError("The weights are the extractive generator's.")
    asked = [("dev", question.question, question.answerable) for question in load_questions("dev")]
    spared = evidence_of()
    asked += [
        ("held out", one.question, one.reason is None)
        for one in read_questions()
        if one.held_out and not any(answer.touches(spared) for answer in one.answers)
    ]
    rows, labels, sets = [], [], []
    for name, text, answerable in asked:
        scope = in_scope(text)
        if scope.refusal is None:
            question = Question(scope.text, language_of(text), count=assistant.settings.k)
            query = assistant.retriever.analyse(scope.text)
            row = generator.features(question, query, assistant.search(question))
            if row is not None:
                rows.append(row)
                labels.append(float(answerable))
                sets.append(name)
    return Examples(np.array(rows), np.array(labels), np.array(sets))


def main() -> int:
    """Print the weights and, for some thresholds, the shares of right and wrong refusals in each set; 2 if
    something is missing."""
    try:
        known = examples(Assistant.open(load_settings({})))
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sure = [known.features[n] @ fit(known.without(n)) for n in range(len(known.sets))]
    left_out = 1 / (1 + np.exp(-np.array(sure)))
    for name, weight in zip(FEATURES, fit(known), strict=True):
        sys.stdout.write(f"{name:25} {weight:7.2f}\n")
    for threshold in np.arange(0.2, 0.65, 0.05):
        told = []
        for name in dict.fromkeys(known.sets.tolist()):
            here = known.sets == name
            wrong, right = ((left_out < threshold)[here & (known.answerable == label)] for label in (1, 0))
            told.append(f"{name} {right.mean():.2f} right, {wrong.mean():.2f} wrong")
        sys.stdout.write(f"{threshold:.2f}: refused {'; '.join(told)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
