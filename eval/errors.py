"""Errors of the evaluation.

MedfmError
└── EvalError   a question set or a run that can't be used as it stands
"""

from corpus.errors import MedfmError


class EvalError(MedfmError):
    """A question set or a run can't be used as it stands."""
