"""Calibration and selective answering worked out by hand."""

import pytest
from replying import case, replied
from tiny import PRIVACY, ROBOTS, UNANSWERABLE

from eval.metrics import METRICS
from eval.metrics.calibration import expected_calibration_error, risk_coverage
from eval.metrics.cost import percentile


def test_calibration_error_weighs_bins_by_count() -> None:
    # Bin 0.9: foretold 0.9, came 0.5, two of four. Bin 0.1: foretold 0.1, came 0.0.
    values = [((0.9, 1.0), (0.9, 0.0)), ((0.1, 0.0), (0.1, 0.0))]
    assert expected_calibration_error(values) == pytest.approx((2 * 0.4 + 2 * 0.1) / 4)
    assert expected_calibration_error([]) == 0.0


def test_risk_over_coverage() -> None:
    # The surest answer is right, the next two, equally sure, lose 1 and 0, the last loses 1.
    values = [((0.9, 0.0),), ((0.5, 1.0),), ((0.5, 0.0),), ((0.1, 1.0),)]
    assert risk_coverage(values) == [(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]
    assert METRICS["aurc"].summary(values) == pytest.approx(0.5 * (1 / 3) + 0.25 * 0.5)


@pytest.mark.parametrize(
    ("asked", "forced", "loss"),
    [(ROBOTS, "They assist surgeons.", 0.0), (PRIVACY, "保护数据。", 1.0), (UNANSWERABLE, "Robots.", 1.0)],
    ids=["en", "zh", "none"],
)
def test_the_loss_of_an_answer_that_was_held_back(asked, forced: str, loss: float) -> None:
    held = replied(confidence=0.3, forced=forced)
    assert METRICS["aurc"].score(case(asked, held)) == ((0.3, loss),)


def test_what_a_system_doesn_t_tell_of_itself_is_not_measured() -> None:
    silent = replied(("Robots.", (), None), confidence=None)
    assert not METRICS["aurc"].applies(ROBOTS, silent) and METRICS["aurc"].applies(ROBOTS, None)
    assert not METRICS["support_error"].applies(ROBOTS, silent)
    assert METRICS["support_error"].applies(ROBOTS, replied(("Robots.", (), 0.9)))


def test_percentiles_are_by_nearest_rank() -> None:
    values = [float(n) for n in range(1, 21)]
    assert (percentile(values, 50), percentile(values, 95), percentile([7.0], 95)) == (10.0, 19.0, 7.0)
