"""The built-in judge: no torch, no network; the joint reader tells whether a source supports a claim.

How the reader was made is in `assistant/joint/training`, how good it is in the card beside its weights.
"""

import re

from assistant.errors import JudgeError
from assistant.joint import JointReader, load_joint_reader
from assistant.judging.parts import best_part, unmarked
from assistant.judging.wording import content_covered, denies, read_wording, stands_in
from indexing.errors import EmbedderError

_ROW = re.compile(r"^[^:;\n]{1,80}: [^;\n]+; [^:;\n]{1,80}: \S|\t[^\n]*\t|\|[^\n]*\|", re.MULTILINE)
"""How a table row reads (`indexing.chunking.row_reading`), two cells or more with their columns' names, or
stands in its text."""
_QUOTED = 0.99
"""Support of a claim that stands in its source word for word."""


class BuiltinJudge:
    """Reads English and Chinese, also one against the other. The hard rules are not in it: it was made for
    what they let through. Loads at the first pair; threads may share it.

    What stands in the source word for word, or would but for a negation, needs no model, nor does a claim of
    nothing but words of a table row.
    """

    name = "built-in"

    def __init__(self, reader: JointReader | None = None) -> None:
        self._joint = reader or load_joint_reader()

    def support(self, claim: str, source: str) -> float:
        claimed, read = unmarked(claim), unmarked(source)
        ours, theirs = read_wording(claimed), read_wording(read)
        if not ours.units or not theirs.units:
            return 0.0
        if stands_in(ours, theirs):
            return _QUOTED
        if denies(ours, theirs):
            return 0.0
        if _ROW.search(source) and content_covered(ours, theirs) == 1.0:
            return 1.0
        try:
            return self._joint.support(claimed, best_part(read, claimed))
        except EmbedderError as error:
            raise JudgeError(error.message, error.remedy) from error
