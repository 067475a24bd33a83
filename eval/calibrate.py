"""`python -m eval.calibrate`: fits the weights by which the built-in generator knows when to refuse.

Logistic regression with an L2 penalty on the development questions that reach the generator; the figures
printed are by leave-one-out, so that no question judges itself. Copy the weights into
`assistant/extractive/confidence.py`.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Question
from assistant.extractive.confidence import FEATURES
from assistant.extractive.generator import ExtractiveGenerator
from assistant.pipeline import Assistant
from assistant.scope import in_scope
from assistant.settings import load_settings
from eval.questions import load_questions

PENALTY = 0.5
STEPS = 500


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights by Newton's method; x of shape `(questions, features)`, y of 0 and 1, both weighed alike."""
    weights = np.zeros(x.shape[1])
    balance = np.where(y == 1, 0.5 / max(y.mean(), 1e-9), 0.5 / max(1 - y.mean(), 1e-9))
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


def examples(assistant: Assistant) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features, shape `(questions, features)`, and labels of the development questions."""
    generator = assistant.generator
    if not isinstance(generator, ExtractiveGenerator):
        raise TypeError("The weights are the extractive generator's.")
    rows, labels = [], []
    for question in load_questions("dev"):
        scope = in_scope(question.question)
        if scope.refusal is None:
            asked = Question(scope.text, question.language, count=assistant.settings.k)
            query = assistant.retriever.analyse(scope.text)
            row = generator.features(asked, query, assistant.search(asked))
            if row is not None:
                rows.append(row)
                labels.append(float(question.answerable))
    return np.array(rows), np.array(labels)


def main() -> int:
    """Print the weights and, for some thresholds, the shares of right and wrong refusals."""
    x, y = examples(Assistant.open(load_settings({})))
    left_out = np.array(
        [1 / (1 + np.exp(-x[i] @ fit(np.delete(x, i, 0), np.delete(y, i)))) for i in range(len(y))]
    )
    for name, weight in zip(FEATURES, fit(x, y), strict=True):
        sys.stdout.write(f"{name:25} {weight:7.2f}\n")
    for threshold in np.arange(0.2, 0.65, 0.05):
        wrong, right = (left_out[y == label] < threshold for label in (1, 0))
        sys.stdout.write(f"{threshold:.2f}: refused {right.mean():.2f} right, {wrong.mean():.2f} wrong\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
